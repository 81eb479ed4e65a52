// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/textcolumnwriter.h"

#include "store/blocks/hexcolumn.h"
#include "store/blocks/intstream.h"
#include "store/blocks/rawtexts.h"

#include <xxhash.h>

#include <algorithm>

namespace weir {

namespace {

constexpr std::size_t mostTexts = 256; ///< of a dictionary of texts
/// More templates than this are no templates: what comes after them is kept as it is.
constexpr std::size_t mostTemplates = 8192;
constexpr std::size_t rowsPerTemplate = 4;
constexpr std::size_t leastTemplates = 64;

std::uint64_t hashOf(std::string_view text)
{
    return XXH3_64bits(text.data(), text.size());
}

} // namespace

/// One template with the variables of the rows that have it.
struct TextColumnWriter::Entry
{
    struct Values
    {
        VariableKind kind{};
        std::vector<std::int64_t> numbers; ///< numeric kinds; of Text the lengths
        std::string bytes; ///< Hex and Uuid packed, Text as it is
    };

    std::string pattern;
    std::uint64_t count = 0;
    std::vector<Values> values;
    std::size_t variables = 0;

    void begin(std::string_view newPattern)
    {
        pattern.assign(newPattern);
        count = 0;
        variables = 0;
    }

    void add(const Variable& variable, std::size_t index, std::int64_t base)
    {
        if (index == variables) {
            if (++variables > values.size())
                values.emplace_back();
            values[index].kind = variable.kind;
            values[index].numbers.clear();
            values[index].bytes.clear();
        }
        Values& to = values[index];
        if (isNumeric(variable.kind)) {
            const bool isRelative = variable.kind == VariableKind::Time;
            to.numbers.push_back(static_cast<std::int64_t>(
                static_cast<std::uint64_t>(variable.number)
                - static_cast<std::uint64_t>(isRelative ? base : 0)));
        } else if (variable.kind == VariableKind::Text) {
            to.numbers.push_back(static_cast<std::int64_t>(variable.bytes.size()));
            to.bytes.append(variable.bytes);
        } else {
            packHex(to.bytes, variable.bytes);
        }
    }
};

/// Finds an entry by its pattern: open addressing, the hash beside the number.
class TextColumnWriter::Table final
{
public:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    void clear()
    {
        m_slots.assign(m_slots.empty() ? 1024 : m_slots.size(), Slot{});
        m_used = 0;
    }

    /// The number of the entry that `isSame` accepts, or none; then insert() puts it there.
    template<typename IsSame>
    std::uint32_t find(std::uint64_t hash, IsSame isSame)
    {
        const std::size_t mask = m_slots.size() - 1;
        m_place = static_cast<std::size_t>(hash) & mask;
        while (m_slots[m_place].number != none) {
            if (m_slots[m_place].hash == hash && isSame(m_slots[m_place].number))
                return m_slots[m_place].number;
            m_place = (m_place + 1) & mask;
        }
        return none;
    }

    /// Precondition: find() has just answered none.
    void insert(std::uint64_t hash, std::uint32_t number)
    {
        m_slots[m_place] = {hash, number};
        if (++m_used * 2 < m_slots.size())
            return;
        std::vector<Slot> old(m_slots.size() * 2);
        old.swap(m_slots);
        for (const Slot& slot : old) {
            if (slot.number == none)
                continue;
            find(slot.hash, [](std::uint32_t) { return false; });
            m_slots[m_place] = slot;
        }
    }

private:
    struct Slot
    {
        std::uint64_t hash = 0;
        std::uint32_t number = none;
    };

    std::vector<Slot> m_slots;
    std::size_t m_used = 0;
    std::size_t m_place = 0;
};

TextColumnWriter::TextColumnWriter()
    : m_table(std::make_unique<Table>())
{
}

TextColumnWriter::~TextColumnWriter() = default;

void TextColumnWriter::write(std::span<const std::string_view> texts,
                             std::span<const std::int64_t> bases, ByteWriter& catalog,
                             std::string& segment)
{
    if (!takeAsDictionary(texts))
        takeAsTemplates(texts, bases);
    catalog.putVarint(m_used);
    for (std::size_t i = 0; i < m_used; ++i)
        putEntry(m_entries[i], catalog, segment);
    IntStream::pack(segment, m_codes).put(catalog);
}

TextColumnWriter::Entry& TextColumnWriter::entryOf(std::string_view pattern, bool isNewAllowed)
{
    static constexpr char text = static_cast<char>(VariableKind::Text);
    const auto isSame = [&](std::uint32_t number) { return m_entries[number].pattern == pattern; };
    std::uint64_t hash = hashOf(pattern);
    std::uint32_t number = m_table->find(hash, isSame);
    if (number == Table::none && !isNewAllowed) {
        pattern = std::string_view(&text, 1);
        hash = hashOf(pattern);
        number = m_table->find(hash, isSame);
    }
    if (number == Table::none) {
        number = static_cast<std::uint32_t>(m_used);
        m_table->insert(hash, number);
        if (++m_used > m_entries.size())
            m_entries.emplace_back();
        m_entries[number].begin(pattern);
    }
    m_codes.push_back(number);
    ++m_entries[number].count;
    return m_entries[number];
}

/// False when there are too many different texts, or one that looks like a template.
bool TextColumnWriter::takeAsDictionary(std::span<const std::string_view> texts)
{
    m_table->clear();
    m_codes.clear();
    m_used = 0;
    const std::size_t most = std::min(mostTexts, texts.size() / rowsPerTemplate + 1);
    for (const std::string_view text : texts) {
        // Neighbours are often the same, and comparing is cheaper than looking up.
        if (!m_codes.empty()) {
            Entry& last = m_entries[static_cast<std::size_t>(m_codes.back())];
            if (last.pattern == text) {
                m_codes.push_back(m_codes.back());
                ++last.count;
                continue;
            }
        }
        if (m_used == most || std::any_of(text.begin(), text.end(), isMarker)) {
            const std::uint64_t hash = hashOf(text);
            const auto isSame = [&](std::uint32_t number) {
                return m_entries[number].pattern == text;
            };
            if (m_table->find(hash, isSame) == Table::none)
                return false;
        }
        entryOf(text, true);
    }
    return true;
}

void TextColumnWriter::takeAsTemplates(std::span<const std::string_view> texts,
                                       std::span<const std::int64_t> bases)
{
    m_table->clear();
    m_codes.clear();
    m_used = 0;
    const std::size_t most =
        std::min(mostTemplates, std::max(leastTemplates, texts.size() / rowsPerTemplate));
    for (std::size_t row = 0; row < texts.size(); ++row) {
        m_template.split(texts[row]);
        Entry& entry = entryOf(m_template.pattern(), m_used < most);
        const std::int64_t base = bases.empty() ? 0 : bases[row];
        if (entry.pattern != m_template.pattern()) {
            entry.add({VariableKind::Text, 0, 0, texts[row]}, 0, base);
            continue;
        }
        const auto& variables = m_template.variables();
        for (std::size_t i = 0; i < variables.size(); ++i)
            entry.add(variables[i], i, base);
    }
}

void TextColumnWriter::putEntry(const Entry& entry, ByteWriter& catalog, std::string& segment) const
{
    catalog.putText(entry.pattern);
    catalog.putVarint(entry.count);
    for (std::size_t i = 0; i < entry.variables; ++i) {
        const Entry::Values& values = entry.values[i];
        if (isNumeric(values.kind))
            IntStream::pack(segment, values.numbers).put(catalog);
        else if (values.kind == VariableKind::Text)
            RawTexts::pack(values.bytes, values.numbers, catalog, segment);
        else
            HexColumn::pack(values.bytes, static_cast<std::size_t>(entry.count), catalog, segment);
    }
}

} // namespace weir
