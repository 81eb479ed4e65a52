// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/fieldcounting.h"

#include "core/query/fieldvalue.h"
#include "core/query/names.h"
#include "store/blocks/colddecoder.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>

namespace weir {

namespace {

/// Of a block: more texts than these that are no dictionary are not worth reading.
constexpr std::size_t fewTexts = 512;

/// Columns of a block by the name they are asked for.
using Columns = std::map<std::string, std::vector<std::string>, std::less<>>;
using Rows = std::vector<std::uint32_t>;

void addColumn(const std::string& column, const FieldScan::Wanted& wanted, Columns& columns)
{
    if (!wanted || wanted(column))
        columns[nameOfColumn(column)].push_back(column);
}

/// Those that none of the columns has, unless they are called like something else.
void addLabels(const EventColumns& facts, Columns& columns)
{
    for (const auto& label : facts.labels) {
        std::string name = canonicalName(label.first);
        if (FieldName(name).hasLabel)
            columns.try_emplace(std::move(name));
    }
}

void countField(const StoredBatch& stored, const Rows& rows, const FieldName& name,
                FieldTally::Field& field)
{
    FieldReader reader(stored, name);
    // Neighbours are mostly the same.
    std::string last;
    std::uint64_t count = 0;
    for (const std::uint32_t row : rows) {
        const auto text = reader.text(row);
        if (!text)
            continue;
        if (field.hasManyValues) {
            ++field.events;
            continue;
        }
        if (count > 0 && *text != last) {
            FieldTally::add(field, last, count);
            count = 0;
        }
        if (count++ == 0)
            last = *text;
    }
    if (count > 0)
        FieldTally::add(field, last, count);
}

void addDecoded(const StoredBatch& stored, const Rows& rows, const std::string& name,
                const std::vector<std::string>& columns, FieldTally& tally)
{
    FieldTally::Field* const field = tally.field(name);
    if (field == nullptr)
        return;
    countField(stored, rows, FieldName(name), *field);
    for (const std::string& column : columns) {
        const auto& types =
            stored.batch->columns().fields[*stored.batch->fieldColumn(column)].types;
        field->hasNumbers = field->hasNumbers
            || std::any_of(types.begin(), types.end(), [](ValueType type) {
                   return type == ValueType::Int || type == ValueType::Double;
               });
    }
}

/// Rows, and those that are not among them, as lists that are made when they are asked for first.
class ListedRows
{
public:
    explicit ListedRows(const RowSet& rows)
        : m_set(rows)
        , m_count(rows.count())
    {
    }

    const RowSet& set() const { return m_set; }
    std::size_t count() const { return m_count; }
    const Rows& rows()
    {
        if (m_rows.size() != m_count)
            list(m_set, m_rows);
        return m_rows;
    }
    const Rows& others()
    {
        if (m_others.size() != m_set.size() - m_count) {
            RowSet others = RowSet::all(m_set.size());
            others -= m_set;
            list(others, m_others);
        }
        return m_others;
    }

private:
    static void list(const RowSet& set, Rows& rows)
    {
        rows.clear();
        set.forEach([&rows](std::size_t row) { rows.push_back(static_cast<std::uint32_t>(row)); });
    }

    const RowSet& m_set;
    const std::size_t m_count;
    Rows m_rows;
    Rows m_others;
};

/// The fields of one cold block.
class ColdCounting
{
public:
    ColdCounting(ColdReader& cold, const RowSet* rows, FieldTally& tally)
        : m_cold(cold)
        , m_tally(tally)
    {
        if (rows != nullptr)
            m_wanted.emplace(*rows);
        m_events = m_wanted ? m_wanted->count() : cold.rows();
    }

    /// Adds all of it or nothing, unless the block is damaged. No columns: a label alone.
    bool add(const std::string& name, const std::vector<std::string>& columns)
    {
        FieldTally::Field* const field = m_tally.field(name);
        if (field == nullptr)
            return true;
        if (columns.size() > 1)
            return addByRow(name, columns);
        const std::uint64_t before = field->events;
        if (!columns.empty() && !addColumn(*m_cold.field(columns.front()), *field))
            return false;
        const std::uint64_t without = m_events - (field->events - before);
        const auto label =
            without > 0 ? labelOf(m_cold.facts(), FieldName(name)) : std::nullopt;
        if (label)
            FieldTally::add(*field, *label, without);
        return true;
    }

private:
    bool addColumn(ColdReader::Field& from, FieldTally::Field& field)
    {
        field.hasNumbers = field.hasNumbers
            || from.types.stream.mayHold(static_cast<int>(ValueType::Int),
                                         static_cast<int>(ValueType::Double));
        const auto entries = from.texts.column.entries();
        if (!m_wanted
            && std::all_of(entries.begin(), entries.end(), [](const auto& e) { return e.isText(); })) {
            for (const TextColumn::Entry& entry : entries)
                FieldTally::add(field, entry.pattern, entry.count);
            return true;
        }
        if (!m_wanted && (field.hasManyValues || from.presence.count > fewTexts)) {
            FieldTally::addMany(field, from.presence.count);
            return true;
        }
        return addRows(from, field);
    }

    bool addRows(ColdReader::Field& from, FieldTally::Field& field)
    {
        if (field.hasManyValues && from.presence.isEverywhere) {
            field.events += m_events;
            return true;
        }
        if (!findPlaces(from.presence))
            return false;
        if (field.hasManyValues || m_valuesWanted == 0) {
            field.events += m_valuesWanted;
            return true;
        }
        TextColumn& column = from.texts.column;
        if (!m_cold.load(from.texts) || !countEntries(column, from.presence))
            return m_cold.fail();
        std::size_t texts = 0;
        for (std::size_t i = 0; i < m_counts.size(); ++i) {
            const TextColumn::Entry& entry = column.entries()[i];
            if (!entry.isText())
                texts += m_counts[i];
            else if (m_counts[i] > 0)
                FieldTally::add(field, entry.pattern, m_counts[i]);
        }
        if (texts > fewTexts) {
            FieldTally::addMany(field, texts);
            return true;
        }
        return texts == 0 || addTexts(column, from.presence, field);
    }

    /// Of most events of a block: all, which the catalog knows, without the others.
    bool countEntries(const TextColumn& column, const ColdReader::Presence& presence)
    {
        if (!presence.isEverywhere || !m_wanted || m_events <= m_cold.rows() / 2)
            return column.countEntries(places(presence), m_counts);
        if (!column.countEntries(m_wanted->others(), m_counts))
            return false;
        for (std::size_t i = 0; i < m_counts.size(); ++i) {
            const std::uint64_t all = column.entries()[i].count;
            if (m_counts[i] > all)
                return false;
            m_counts[i] = all - m_counts[i];
        }
        return true;
    }

    /// What is no text of the dictionary.
    bool addTexts(TextColumn& column, const ColdReader::Presence& presence,
                  FieldTally::Field& field)
    {
        if (!column.unpackAll())
            return m_cold.fail();
        for (const std::uint32_t place : places(presence)) {
            const std::uint32_t entry = column.entryOf(place);
            if (column.entries()[entry].isText())
                continue;
            m_text.clear();
            column.append(m_text, entry, column.placeOf(place));
            FieldTally::add(field, m_text, 1);
        }
        return true;
    }

    /// Which of a column's values belong to the wanted rows, after findPlaces().
    const Rows& places(const ColdReader::Presence& presence)
    {
        return m_wanted && presence.isEverywhere ? m_wanted->rows() : m_found;
    }

    bool findPlaces(const ColdReader::Presence& presence)
    {
        if (m_wanted && presence.isEverywhere) {
            m_valuesWanted = m_events;
            return true;
        }
        m_found.clear();
        if (!m_cold.unpackRows(presence, m_present))
            return false;
        for (std::size_t i = 0; i < m_present.size(); ++i) {
            if (!m_wanted || m_wanted->set().has(m_present[i]))
                m_found.push_back(static_cast<std::uint32_t>(i));
        }
        m_valuesWanted = m_found.size();
        return true;
    }

    /// Where a block has a field under two names, the event decides which counts.
    bool addByRow(const std::string& name, const std::vector<std::string>& columns)
    {
        WantedColumns wanted;
        wanted.everything = false;
        wanted.fields = columns;
        auto decoded = ColdDecoder(m_cold).decode(wanted);
        if (!decoded)
            return false;
        StoredBatch stored;
        stored.batch = std::make_shared<const EventBatch>(std::move(*decoded));
        Rows all;
        if (!m_wanted) {
            all.resize(m_cold.rows());
            std::iota(all.begin(), all.end(), 0U);
        }
        addDecoded(stored, m_wanted ? m_wanted->rows() : all, name, columns, m_tally);
        return true;
    }

    ColdReader& m_cold;
    FieldTally& m_tally;
    std::optional<ListedRows> m_wanted; ///< nothing: all
    std::uint64_t m_events = 0;
    std::size_t m_valuesWanted = 0; ///< of the column that is counted
    Rows m_found; ///< their places, where they are not the rows themselves
    Rows m_present;
    std::vector<std::uint64_t> m_counts; ///< by entry
    std::string m_text;
};

} // namespace

std::string nameOfColumn(std::string_view column)
{
    if (column == "service" || column == "service.name")
        return "service.name";
    if (column == "host" || column == "hostname" || column == "host.name")
        return "host.name";
    const FieldName name(column);
    const bool isOther = name.kind != FieldName::Kind::Field || column.starts_with("fields.");
    return isOther ? "fields." + std::string(column) : std::string(column);
}

bool countCold(ColdReader& cold, const RowSet* rows, const FieldScan::Wanted& wanted,
               FieldTally& tally, std::string& left)
{
    Columns columns;
    for (const ColdReader::Field& field : cold.parts().fields)
        addColumn(field.name, wanted, columns);
    addLabels(cold.facts(), columns);
    ColdCounting counting(cold, rows, tally);
    for (const auto& [name, of] : columns) {
        if (counting.add(name, of))
            continue;
        left = name;
        return false;
    }
    return true;
}

void countDecoded(const StoredBatch& stored, const Rows& rows, const FieldScan::Wanted& wanted,
                  FieldTally& tally, const std::string& from)
{
    const EventColumns& all = stored.batch->columns();
    Columns columns;
    for (const FieldColumn& column : all.fields)
        addColumn(column.name, wanted, columns);
    addLabels(all, columns);
    columns.erase(columns.begin(), columns.lower_bound(from));
    for (const auto& [name, of] : columns)
        addDecoded(stored, rows, name, of, tally);
}

void addSeverities(const SeverityCounts& counts, FieldTally& tally)
{
    FieldTally::Field* const field = tally.field("severity");
    for (std::size_t i = 1; field != nullptr && i < counts.size(); ++i) {
        if (counts[i] > 0)
            FieldTally::add(*field, nameOf(static_cast<SeverityClass>(i)), counts[i]);
    }
}

} // namespace weir
