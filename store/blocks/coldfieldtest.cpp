// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/coldfieldtest.h"

#include "store/blocks/fieldnumbers.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <limits>

namespace weir {

namespace {

using Kind = Expr::Kind;

bool holdsForNumber(const NumberTest& test, ValueType type, std::string_view text)
{
    if (type != ValueType::Int && type != ValueType::Double)
        return false;
    const auto number = numberOfText(type, text);
    if (!number)
        return false;
    return test.holds(type == ValueType::Int
                          ? FieldNumber{true, *number, 0}
                          : FieldNumber{false, 0, std::bit_cast<double>(*number)});
}

/// `type` only matters to a comparison.
bool holdsForText(const FilterNode& node, std::string_view text, ValueType type = {})
{
    switch (node.kind) {
    case Kind::FieldEquals:
        return text == node.text;
    case Kind::FieldGlob:
        return matchesGlob(node.text, text);
    case Kind::Regex:
        return node.pattern->matches(text);
    case Kind::FieldCompare:
        return holdsForNumber(node.number, type, text);
    default:
        return false;
    }
}

bool isOneVariable(const TextColumn::Entry& entry, VariableKind kind)
{
    return entry.pieces.size() == 1 && entry.variables.size() == 1
        && entry.variables[0].kind == kind;
}

/// The number that is written so; nothing where no Whole is.
std::optional<std::int64_t> wholeOf(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool isCanonical = error == std::errc{} && end == text.data() + text.size()
        && text == std::to_string(number);
    return isCanonical ? std::optional(number) : std::nullopt;
}

/// Which numbers of so many decimals a comparison holds for, as they stand without the point: they
/// grow as their reals do, so those are all from some one on, or all up to it.
std::pair<std::int64_t, std::int64_t> boundsOf(const NumberTest& test, std::uint8_t decimals)
{
    const auto holds = [&](std::int64_t digits) {
        return test.holds({false, 0, std::bit_cast<double>(bitsOfDecimal(digits, decimals))});
    };
    std::int64_t low = 0;
    std::int64_t high = std::numeric_limits<std::int64_t>::max();
    const bool isFirst = holds(low);
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        if (holds(middle) == isFirst)
            low = middle + 1;
        else
            high = middle;
    }
    if (isFirst)
        return {0, holds(low) ? low : low - 1};
    return {low, holds(low) ? std::numeric_limits<std::int64_t>::max() : low - 1};
}

} // namespace

bool ColdFieldTest::canAnswer(const FilterNode& node)
{
    if (!node.field || node.field->kind != FieldName::Kind::Field)
        return false;
    switch (node.kind) {
    case Kind::FieldEquals:
    case Kind::FieldGlob:
    case Kind::FieldExists:
    case Kind::Regex:
        return true;
    case Kind::FieldCompare:
        return std::all_of(node.field->columns.begin(), node.field->columns.end(),
                           [this](const std::string& name) {
                               const ColdReader::Field* const field = m_reader.field(name);
                               return field == nullptr || !field->numbers;
                           });
    default:
        return false;
    }
}

bool ColdFieldTest::find(const FilterNode& node, const RowSet& candidates, RowSet& found)
{
    RowSet left = candidates;
    for (const std::string& name : node.field->columns) {
        ColdReader::Field* const field = m_reader.field(name);
        if (field == nullptr || left.isEmpty())
            continue;
        RowSet own(candidates.size());
        if (!takeRows(field->presence, left, own) || !testField(node, *field, own, found))
            return false;
    }
    const auto label = labelOf(m_reader.facts(), *node.field);
    if (label && (node.kind == Kind::FieldExists || holdsForText(node, *label)))
        found |= left;
    return true;
}

/// Moves the rows that have a value from `left` to `own`.
bool ColdFieldTest::takeRows(const ColdReader::Presence& presence, RowSet& left, RowSet& own)
{
    m_rows.clear();
    if (presence.isEverywhere) {
        std::swap(left, own);
        return true;
    }
    if (!m_reader.unpackRows(presence, m_rows))
        return false;
    for (const std::uint32_t row : m_rows) {
        if (left.has(row))
            own.add(row);
    }
    left -= own;
    return true;
}

bool ColdFieldTest::testField(const FilterNode& node, ColdReader::Field& field, const RowSet& own,
                              RowSet& found)
{
    if (node.kind == Kind::FieldExists) {
        found |= own;
        return true;
    }
    std::vector<Plan> plans;
    for (const Entry& entry : field.texts.column.entries())
        plans.push_back(planOf(node, field, entry));
    const auto isAny = [&plans](Plan::Kind kind) {
        return std::any_of(plans.begin(), plans.end(),
                           [kind](const Plan& plan) { return plan.kind == kind; });
    };
    if (std::all_of(plans.begin(), plans.end(),
                    [](const Plan& plan) { return plan.kind == Plan::Kind::None; }))
        return true;
    RowSet rows = own;
    if (node.kind == Kind::FieldEquals && isAny(Plan::Kind::ByText)
        && !keepRowsWithText(node, field, rows))
        return false;
    return rows.isEmpty() || testRows(node, field, plans, rows, found);
}

/// What is equal holds the text: templates and filters mostly tell that it is nowhere.
bool ColdFieldTest::keepRowsWithText(const FilterNode& node, ColdReader::Field& field, RowSet& rows)
{
    const Needle needle(node.text);
    if (needle.isEmpty())
        return true;
    RowSet possible(rows.size());
    if (!m_search.findInField(field, needle, rows, possible))
        return false;
    rows = std::move(possible);
    return true;
}

bool ColdFieldTest::testRows(const FilterNode& node, ColdReader::Field& field,
                             const std::vector<Plan>& plans, const RowSet& own, RowSet& found)
{
    TextColumn& column = field.texts.column;
    if (!m_reader.load(field.texts) || !unpackTypes(node, field))
        return false;
    const bool isOne = plans.size() == 1;
    if (!isOne && !column.unpackRows())
        return m_reader.fail();
    for (std::size_t entry = 0; entry < plans.size(); ++entry) {
        const bool isAsked =
            plans[entry].kind != Plan::Kind::None && plans[entry].kind != Plan::Kind::All;
        if (isAsked && !column.unpackVariables(entry))
            return m_reader.fail();
    }
    for (std::size_t i = 0; i < column.rows(); ++i) {
        const std::size_t row = m_rows.empty() ? i : m_rows[i];
        if (!own.has(row))
            continue;
        const std::size_t entry = isOne ? 0 : column.entryOf(i);
        const std::size_t place = isOne ? i : column.placeOf(i);
        const ValueType type = m_types.empty() ? m_type : static_cast<ValueType>(m_types[i]);
        if (testRow(node, column, plans[entry], entry, place, type))
            found.add(row);
    }
    return true;
}

/// The types of a field's values matter where they are compared as numbers.
bool ColdFieldTest::unpackTypes(const FilterNode& node, const ColdReader::Field& field)
{
    m_types.clear();
    const IntStream& types = field.types.stream;
    if (types.isConstant())
        m_type = static_cast<ValueType>(types.constant());
    return node.kind != Kind::FieldCompare || types.isConstant()
        || m_reader.unpack(field.types, m_types);
}

bool ColdFieldTest::testRow(const FilterNode& node, const TextColumn& column, const Plan& plan,
                            std::size_t entry, std::size_t place, ValueType type)
{
    const auto value = [&] {
        return column.entries()[entry].variables[0].values[place];
    };
    switch (plan.kind) {
    case Plan::Kind::None:
        return false;
    case Plan::Kind::All:
        return true;
    case Plan::Kind::ByWord:
        return plan.words[static_cast<std::size_t>(value())];
    case Plan::Kind::ByNumber:
        if (!plan.type || *plan.type == type)
            return value() >= plan.lowest && value() <= plan.highest;
        break;
    case Plan::Kind::ByText:
        break;
    }
    m_text.clear();
    column.append(m_text, entry, place);
    return holdsForText(node, m_text, type);
}

ColdFieldTest::Plan ColdFieldTest::planOf(const FilterNode& node, const ColdReader::Field& field,
                                          const Entry& entry)
{
    if (node.kind != Kind::FieldCompare)
        return planOfTexts(node, entry);
    Plan plan;
    if (isOneVariable(entry, VariableKind::Whole)) {
        plan = {Plan::Kind::ByNumber, {}, node.number.lowest, node.number.highest, ValueType::Int};
    } else if (isOneVariable(entry, VariableKind::Decimal)) {
        const auto [lowest, highest] = boundsOf(node.number, entry.variables[0].detail);
        plan = {Plan::Kind::ByNumber, {}, lowest, highest, ValueType::Double};
    }
    const IntStream& types = field.types.stream;
    const bool isOfOneType = types.isConstant()
        && (!plan.type || types.constant() == static_cast<std::int64_t>(*plan.type));
    if (isOfOneType && plan.kind == Plan::Kind::ByNumber
        && !entry.variables[0].numbers.mayHold(plan.lowest, plan.highest))
        plan.kind = Plan::Kind::None;
    return plan;
}

ColdFieldTest::Plan ColdFieldTest::planOfTexts(const FilterNode& node, const Entry& entry)
{
    Plan plan;
    if (entry.isText()) {
        plan.kind = holdsForText(node, entry.pattern) ? Plan::Kind::All : Plan::Kind::None;
    } else if (entry.variables.size() == 1 && entry.variables[0].kind == VariableKind::Word) {
        plan = planOfWords(node, entry);
    } else if (node.kind == Kind::FieldEquals && isOneVariable(entry, VariableKind::Whole)) {
        const auto number = wholeOf(node.text);
        const bool isPossible =
            number && entry.variables[0].numbers.mayHold(*number, *number);
        plan.kind = isPossible ? Plan::Kind::ByNumber : Plan::Kind::None;
        plan.lowest = plan.highest = number.value_or(0);
    }
    return plan;
}

ColdFieldTest::Plan ColdFieldTest::planOfWords(const FilterNode& node, const Entry& entry)
{
    Plan plan;
    bool isAny = false;
    for (const std::string_view word : entry.variables[0].words.words()) {
        m_text.clear();
        for (const TextColumn::Piece& piece : entry.pieces)
            m_text += piece.variable == TextColumn::Piece::none ? piece.text : word;
        plan.words.push_back(holdsForText(node, m_text));
        isAny = isAny || plan.words.back();
    }
    plan.kind = isAny ? Plan::Kind::ByWord : Plan::Kind::None;
    return plan;
}

} // namespace weir
