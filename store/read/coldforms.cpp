// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/coldforms.h"

#include <algorithm>
#include <limits>

namespace weir {

namespace {

/// More combinations of words than this are not worth a table.
constexpr std::size_t mostCombinations = std::size_t{1} << 16;
constexpr std::uint32_t unknownForm = std::numeric_limits<std::uint32_t>::max();

using VariableColumn = TextColumn::VariableColumn;
using Piece = TextColumn::Piece;

/// How many digits the variable ends with that could be the beginning of an id together with what
/// follows. 0: none, as whether they belong to an id was decided when the text was taken apart.
std::size_t openDigits(const VariableColumn& variable)
{
    if (variable.kind == VariableKind::Decimal)
        return variable.detail;
    if (variable.kind == VariableKind::Time)
        return std::max<std::size_t>(variable.detail & TimeStyle::digitsMask, 2);
    return 0;
}

/// Whether what follows a variable could make an id of its last digits.
bool mayBecomeId(const VariableColumn& variable, const Piece* next)
{
    constexpr std::size_t firstOfUuid = 8;
    const std::size_t digits = openDigits(variable);
    if (digits == 0 || next == nullptr)
        return false;
    if (next->variable != Piece::none || next->text.empty())
        return true;
    const char c = next->text.front();
    return (c >= 'a' && c <= 'f') || (c == '-' && digits == firstOfUuid);
}

/// Whether rows of a template may have forms that only their text tells.
bool needsText(const TextColumn::Entry& entry)
{
    for (std::size_t i = 0; i < entry.pieces.size(); ++i) {
        if (entry.pieces[i].variable == Piece::none)
            continue;
        const VariableColumn& variable = entry.variables[entry.pieces[i].variable];
        const Piece* const next = i + 1 < entry.pieces.size() ? &entry.pieces[i + 1] : nullptr;
        if (variable.kind == VariableKind::Text || mayBecomeId(variable, next))
            return true;
    }
    return false;
}

/// How many combinations of words there are; 1 without any.
std::size_t combinationsOf(const TextColumn::Entry& entry)
{
    std::size_t count = 1;
    for (const VariableColumn& variable : entry.variables) {
        if (variable.kind == VariableKind::Word)
            count *= std::max<std::size_t>(variable.words.words().size(), 1);
        if (count > mostCombinations)
            break;
    }
    return count;
}

bool hasWords(const TextColumn::Entry& entry)
{
    return std::any_of(entry.variables.begin(), entry.variables.end(),
                       [](const VariableColumn& v) { return v.kind == VariableKind::Word; });
}

} // namespace

ColdForms::ColdForms(ColdReader& reader, BlockForms& forms)
    : m_reader(reader)
    , m_bodies(reader.parts().bodies.column)
    , m_forms(forms)
    , m_skeleton(forms.newSkeleton())
{
    m_plans.reserve(m_bodies.entries().size());
    for (const Entry& entry : m_bodies.entries())
        m_plans.push_back(planOf(entry));
}

ColdForms::Plan ColdForms::planOf(const Entry& entry)
{
    Plan plan;
    const std::size_t combinations = combinationsOf(entry);
    if (needsText(entry) || combinations > mostCombinations) {
        plan.kind = Plan::Kind::WriteOut;
    } else if (hasWords(entry)) {
        plan.kind = Plan::Kind::ByWords;
        plan.formOfWords.assign(combinations, unknownForm);
    } else {
        plan.form = fixedForm(entry);
    }
    return plan;
}

std::uint32_t ColdForms::fixedForm(const Entry& entry)
{
    if (entry.isText())
        return m_forms.numberOfMessage(entry.pattern);
    return formAt(entry, 0);
}

/// Of the row that is at this place among those of the template, which only its words tell.
std::uint32_t ColdForms::formAt(const Entry& entry, std::size_t place)
{
    m_skeleton.clear();
    for (const Piece& piece : entry.pieces) {
        if (piece.variable == Piece::none)
            m_skeleton.addText(piece.text);
        else
            addVariable(entry.variables[piece.variable], place);
    }
    return m_forms.numberOf(m_skeleton);
}

/// What stands for a variable in the skeleton.
void ColdForms::addVariable(const VariableColumn& variable, std::size_t place)
{
    if (variable.kind == VariableKind::Decimal) {
        m_skeleton.addText("0.0");
    } else if (variable.kind == VariableKind::Time) {
        const bool isBlank = (variable.detail & TimeStyle::blankBit) != 0;
        m_skeleton.addText(isBlank ? "0-0-0 0:0:0" : "0-0-0T0:0:0");
        if ((variable.detail & TimeStyle::digitsMask) != 0)
            m_skeleton.addText((variable.detail & TimeStyle::commaBit) != 0 ? ",0" : ".0");
    } else if (variable.kind == VariableKind::Word) {
        m_skeleton.addText(
            variable.words.words()[static_cast<std::size_t>(variable.values[place])]);
    } else {
        m_skeleton.addValue();
    }
}

std::optional<std::vector<FormTable::FormCount>> ColdForms::counts() const
{
    std::vector<FormTable::FormCount> counts;
    const auto entries = m_bodies.entries();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (m_plans[i].kind != Plan::Kind::Fixed)
            return std::nullopt;
        counts.push_back({m_forms.formOf(m_plans[i].form), entries[i].count});
    }
    return counts;
}

bool ColdForms::note(const std::vector<std::uint32_t>* rows)
{
    std::vector<std::int64_t> times;
    if (!m_reader.load(m_reader.parts().bodies) || !m_reader.unpack(m_reader.parts().times, times))
        return false;
    if (!m_bodies.unpackRows())
        return m_reader.fail();
    const std::size_t count = rows != nullptr ? rows->size() : m_bodies.rows();
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t row = rows != nullptr ? (*rows)[i] : static_cast<std::uint32_t>(i);
        const auto form = formOf(row);
        if (!form)
            return m_reader.fail();
        m_forms.note(*form, row, timePointOf(times[row]));
    }
    return true;
}

/// Nothing when what the row has is damaged.
std::optional<std::uint32_t> ColdForms::formOf(std::size_t row)
{
    const std::uint32_t entry = m_bodies.entryOf(row);
    Plan& plan = m_plans[entry];
    if (plan.kind == Plan::Kind::Fixed)
        return plan.form;
    if (!plan.isUnpacked) {
        plan.isUnpacked =
            plan.kind == Plan::Kind::ByWords ? unpackWords(entry) : m_bodies.unpackVariables(entry);
        if (!plan.isUnpacked)
            return std::nullopt;
    }
    const std::uint32_t place = m_bodies.placeOf(row);
    if (plan.kind == Plan::Kind::ByWords)
        return formByWords(m_bodies.entries()[entry], plan, place);
    m_text.clear();
    m_bodies.append(m_text, entry, place);
    return m_forms.numberOfMessage(m_text);
}

bool ColdForms::unpackWords(std::size_t entry)
{
    const auto& variables = m_bodies.entries()[entry].variables;
    for (std::size_t i = 0; i < variables.size(); ++i) {
        if (variables[i].kind == VariableKind::Word
            && !m_bodies.unpackVariable(m_bodies.variable(entry, i)))
            return false;
    }
    return true;
}

std::uint32_t ColdForms::formByWords(const Entry& entry, Plan& plan, std::size_t place)
{
    std::size_t combination = 0;
    for (const VariableColumn& variable : entry.variables) {
        if (variable.kind == VariableKind::Word)
            combination = combination * variable.words.words().size()
                + static_cast<std::size_t>(variable.values[place]);
    }
    std::uint32_t& form = plan.formOfWords[combination];
    if (form == unknownForm)
        form = formAt(entry, place);
    return form;
}

} // namespace weir
