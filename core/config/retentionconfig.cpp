// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/readers.h"
#include "core/config/tablereader.h"

namespace weir {

namespace {

/// `read` reads the key into a value; `wrong` counts where it cannot.
template<typename Value, typename Read>
std::optional<Value> readLimit(TableReader& reader, std::string_view key,
                               std::optional<Value> missing, std::optional<Value> wrong, Read read)
{
    const TomlValue* const value = reader.find(key);
    if (value == nullptr)
        return missing;
    if (value->kind == TomlValue::Kind::String && value->text == "unlimited")
        return std::nullopt;
    const std::size_t errorsBefore = reader.problems().errorCount();
    Value limit{};
    read(limit);
    return reader.problems().errorCount() == errorsBefore ? limit : wrong;
}

} // namespace

Retention readRetention(const TomlValue& table, const Retention& missing, const Retention& wrong,
                        Problems& problems)
{
    TableReader reader(table, problems);
    Retention retention;
    retention.age = readLimit(reader, "age", missing.age, wrong.age,
                              [&reader](Nanoseconds& age) { reader.read("age", age); });
    retention.bytes =
        readLimit(reader, "size", missing.bytes, wrong.bytes,
                  [&reader](std::uint64_t& bytes) { reader.readSize("size", bytes); });
    reader.finish();
    return retention;
}

} // namespace weir
