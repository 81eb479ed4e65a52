// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/alertreader.h"

#include "store/schema.h"
#include "store/slicefiles.h"

#include <algorithm>
#include <limits>

namespace weir {

namespace {

Result<std::unique_ptr<Connection>> openMeta(const std::filesystem::path& folder)
{
    auto meta = Connection::openReadOnly(metaFileIn(folder));
    if (!meta)
        return meta;
    if (const auto fits = checkSchema(**meta, FileKind::Meta); !fits)
        return fits.error();
    return meta;
}

} // namespace

Result<std::vector<AlertRecord>> readAlertHistory(const std::filesystem::path& folder,
                                                  std::size_t newest)
{
    auto meta = openMeta(folder);
    if (!meta)
        return meta.error();
    auto statement =
        (*meta)->prepare("SELECT id, rule, labels, from_state, to_state, at, recorded, value,"
                         " summary, reason, notification, value IS NULL FROM alert_history ORDER "
                         "BY id DESC LIMIT ?");
    if (!statement)
        return statement.error();
    constexpr std::size_t most = std::numeric_limits<std::int64_t>::max();
    statement->bind(1, static_cast<std::int64_t>(std::min(newest, most)));
    std::vector<AlertRecord> records;
    auto row = statement->step();
    for (; row && *row; row = statement->step()) {
        AlertRecord& record = records.emplace_back();
        record.id = statement->integer(0);
        record.rule = statement->text(1);
        record.labels = statement->text(2);
        record.from = statement->text(3);
        record.to = statement->text(4);
        record.at = timePointOf(statement->integer(5));
        record.recorded = timePointOf(statement->integer(6));
        // SQLite keeps "not a number" as NULL.
        record.value = statement->integer(11) != 0 ? std::numeric_limits<double>::quiet_NaN()
                                                   : statement->real(7);
        record.summary = statement->text(8);
        record.reason = statement->text(9);
        record.notification = statement->text(10);
    }
    if (!row)
        return row.error();
    std::reverse(records.begin(), records.end());
    return records;
}

Result<std::string> readAlertState(const std::filesystem::path& folder)
{
    auto meta = openMeta(folder);
    if (!meta)
        return meta.error();
    auto statement = (*meta)->prepare("SELECT state FROM alert_state");
    if (!statement)
        return statement.error();
    const auto row = statement->step();
    if (!row)
        return row.error();
    return *row ? std::string(statement->text(0)) : std::string();
}

} // namespace weir
