// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/variableform.h"

namespace weir {

namespace {

/// What stands at a place of a variable whose form is known: '0' for a digit, 'x' for one of 0-9a-f,
/// else the byte itself, in lower case.
char formAt(const TextColumn::VariableColumn& variable, std::size_t place)
{
    if (variable.kind == VariableKind::Hex)
        return 'x';
    if (variable.kind == VariableKind::Uuid)
        return place == 8 || place == 13 || place == 18 || place == 23 ? '-' : 'x';
    constexpr std::string_view time = "0000-00-00t00:00:00";
    const unsigned style = variable.detail;
    if (place == time.size())
        return (style & TimeStyle::commaBit) != 0 ? ',' : '.';
    if (place > time.size())
        return '0';
    return time[place] == 't' && (style & TimeStyle::blankBit) != 0 ? ' ' : time[place];
}

bool fitsForm(char form, char c)
{
    return form == '0' ? isDigit(c) : form == 'x' ? isLowerHex(c) : c == form;
}

} // namespace

std::pair<std::size_t, std::size_t> lengthsOf(const TextColumn::VariableColumn& variable)
{
    constexpr std::size_t any = ~std::size_t{0};
    const std::size_t detail = variable.detail;
    switch (variable.kind) {
    case VariableKind::Whole:
        return {1, 20}; // of a damaged block
    case VariableKind::Padded:
    case VariableKind::Hex:
        return {detail, detail};
    case VariableKind::Uuid:
        return {36, 36};
    case VariableKind::Time: {
        const std::size_t digits = detail & TimeStyle::digitsMask;
        return {19 + (digits > 0 ? digits + 1 : 0), 19 + (digits > 0 ? digits + 1 : 0)};
    }
    default:
        return {0, any};
    }
}

std::optional<std::size_t> bytesOfForm(const TextColumn::VariableColumn& variable, std::size_t from,
                                       std::string_view text)
{
    const std::size_t left = lengthsOf(variable).second - from;
    std::size_t same = 0;
    for (; same < left && same < text.size(); ++same) {
        if (!fitsForm(formAt(variable, from + same), text[same]))
            return std::nullopt;
    }
    return same;
}

} // namespace weir
