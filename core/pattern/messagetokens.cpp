// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pattern/messagetokens.h"

#include <algorithm>

namespace weir {

namespace {

// Spaces part tokens, so that neither is in one.
constexpr char spaced = ' ';
constexpr char tight = '\n';
constexpr std::string_view separators = " \n";

} // namespace

void MessageTokens::clear()
{
    m_tokens.clear();
    m_masked.clear();
    m_values.clear();
}

void MessageTokens::pushPiece(std::string_view piece, std::size_t begin, bool isSpaced)
{
    Token token = begun({begin, begin + piece.size()}, isSpaced);
    maskPiece(piece, begin, m_masked, m_values);
    token.textEnd = m_masked.size();
    token.kind = kindOfToken(textOf(token));
    put(token);
}

void MessageTokens::pushMark(std::string_view mark, std::size_t begin, bool isSpaced)
{
    Token token = begun({begin, begin + mark.size()}, isSpaced);
    m_masked.append(mark);
    token.textEnd = m_masked.size();
    token.kind = TokenKind::Mark;
    put(token);
}

void MessageTokens::pushValue(MaskSpan place, bool isSpaced)
{
    Token token = begun(place, isSpaced);
    m_masked.push_back('0');
    m_values.push_back(place);
    token.textEnd = m_masked.size();
    token.kind = TokenKind::Mask;
    put(token);
}

void MessageTokens::appendForm(std::string& form) const
{
    for (const Token& token : m_tokens) {
        form.push_back(token.isSpaced ? spaced : tight);
        form.append(textOf(token));
    }
}

void MessageTokens::readForm(std::string_view form)
{
    clear();
    while (!form.empty()) {
        const auto end = std::min(form.find_first_of(separators, 1), form.size());
        Token token = begun({}, form.front() == spaced);
        m_masked.append(form.substr(1, end - 1));
        token.textEnd = m_masked.size();
        token.kind = kindOfToken(textOf(token));
        m_tokens.push_back(token);
        form.remove_prefix(end);
    }
}

std::span<const MaskSpan> MessageTokens::values(std::size_t i) const
{
    const std::size_t end = i + 1 < m_tokens.size() ? m_tokens[i + 1].firstValue : m_values.size();
    return std::span(m_values).subspan(m_tokens[i].firstValue, end - m_tokens[i].firstValue);
}

std::string_view MessageTokens::textOf(const Token& token) const
{
    return std::string_view(m_masked).substr(token.textBegin, token.textEnd - token.textBegin);
}

MessageTokens::Token MessageTokens::begun(MaskSpan place, bool isSpaced) const
{
    Token token;
    token.place = place;
    token.textBegin = m_masked.size();
    token.firstValue = m_values.size();
    token.isSpaced = isSpaced;
    return token;
}

void MessageTokens::put(Token token)
{
    m_tokens.push_back(token);
    while (reduce()) { }
}

bool MessageTokens::reduce()
{
    return closeBracket() || joinMask() || joinDate() || joinList();
}

/// `LOCAL(0)` and `cpu[3]` are names; `host ()` holds a value that happens to be empty.
bool MessageTokens::closeBracket()
{
    if (!isMark(0, ")]") || !isTight(0))
        return false;
    if (isKind(1, TokenKind::Mask) && isTight(1) && isMark(2, "([") && isTight(2)
        && isKind(3, TokenKind::Piece)) {
        joinAsPiece(4);
        return true;
    }
    if (textOf(last(0)) != ")" || !isMark(1, "(") || isTight(1))
        return false;
    const std::size_t at = last(0).place.begin;
    m_tokens.pop_back();
    m_masked.pop_back();
    pushValue({at, at}, false);
    pushMark(")", at, false);
    return true;
}

/// A value after a value, a port after a host, a unit after a number.
bool MessageTokens::joinMask()
{
    if (isKind(0, TokenKind::Piece) && isKind(1, TokenKind::Mask) && isUnit(textOf(last(0)))) {
        joinAsMask(2);
        return true;
    }
    if (!isKind(0, TokenKind::Mask))
        return false;
    if (isKind(1, TokenKind::Mask)) {
        const std::uint64_t listForm = last(1).listForm;
        joinAsMask(2);
        m_tokens.back().listForm = listForm;
        return true;
    }
    if (!isTight(0) || !isTight(1))
        return false;
    if (isMark(1, ":,|@") && isKind(2, TokenKind::Mask)) {
        joinAsMask(3);
        return true;
    }
    if (isMark(1, ":") && isKind(2, TokenKind::Piece)
        && textOf(last(2)).find_first_of("./0") != std::string_view::npos) {
        joinAsPiece(3);
        return true;
    }
    return false;
}

/// `Jul 0`, then `Mon 0` and `Mon, 0`.
bool MessageTokens::joinDate()
{
    if (!isKind(0, TokenKind::Mask))
        return false;
    if (isKind(1, TokenKind::Piece) && (isMonth(textOf(last(1))) || isWeekday(textOf(last(1))))) {
        joinAsMask(2);
        return true;
    }
    if (isMark(1, ",") && isKind(2, TokenKind::Piece) && isWeekday(textOf(last(2)))) {
        joinAsMask(3);
        return true;
    }
    return false;
}

/// Names with numbers, one after another, are a list whose length says nothing: two that are equal
/// but for their values, or three of one form.
bool MessageTokens::joinList()
{
    const std::uint64_t form = formOf(0);
    if (form == 0 || isTight(0) || m_tokens.size() < 2)
        return false;
    std::size_t count = 0;
    if (last(1).listForm == form || textOf(last(0)) == textOf(last(1)))
        count = 2;
    else if (!isTight(1) && formOf(1) == form && formOf(2) == form)
        count = 3;
    if (count == 0)
        return false;
    joinAsMask(count);
    m_tokens.back().listForm = form;
    return true;
}

void MessageTokens::joinAsMask(std::size_t count)
{
    const MaskSpan place{last(count - 1).place.begin, last(0).place.end};
    m_tokens.resize(m_tokens.size() - count + 1);
    Token& token = m_tokens.back();
    token.place = place;
    token.kind = TokenKind::Mask;
    m_masked.resize(token.textBegin);
    m_masked.push_back('0');
    token.textEnd = m_masked.size();
    m_values.resize(token.firstValue);
    m_values.push_back(place);
}

void MessageTokens::joinAsPiece(std::size_t count)
{
    const Token end = last(0);
    m_tokens.resize(m_tokens.size() - count + 1);
    // The texts lie one after another, and so do the values: they only change their owner.
    m_tokens.back().place.end = end.place.end;
    m_tokens.back().textEnd = end.textEnd;
}

bool MessageTokens::isMark(std::size_t back, std::string_view anyOf) const
{
    return isKind(back, TokenKind::Mark) && last(back).textEnd == last(back).textBegin + 1
        && anyOf.find(m_masked[last(back).textBegin]) != std::string_view::npos;
}

bool MessageTokens::isTight(std::size_t back) const
{
    return back < m_tokens.size() && !last(back).isSpaced;
}

bool MessageTokens::isKind(std::size_t back, TokenKind kind) const
{
    return back < m_tokens.size() && last(back).kind == kind;
}

/// The marks in a name with a value in it, each once, which makes `a0` like `bc0` and unlike
/// `a0.x`. 0 when it is none.
std::uint64_t MessageTokens::formOf(std::size_t back) const
{
    constexpr std::uint64_t isName = 1; // no mark is that low
    if (!isKind(back, TokenKind::Piece))
        return 0;
    const auto text = textOf(last(back));
    if (text.find('0') == std::string_view::npos)
        return 0;
    std::uint64_t form = isName;
    for (const char c : text) {
        if (c > ' ' && c < 'A' && c != '0')
            form |= std::uint64_t{1} << (c - ' ');
    }
    return form;
}

} // namespace weir
