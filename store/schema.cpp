// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/schema.h"

#include "store/schemasteps.h"
#include "store/transaction.h"

#include <span>
#include <string>
#include <string_view>

namespace weir {

namespace {

/// PRAGMA application_id: "WeiS" and "WeiM".
std::int64_t applicationId(FileKind kind)
{
    return kind == FileKind::Slice ? 0x57656953 : 0x5765694D;
}

std::span<const std::string_view> stepsOf(FileKind kind)
{
    return kind == FileKind::Slice ? sliceSchemaSteps() : metaSchemaSteps();
}

struct State
{
    std::int64_t application = 0;
    std::int64_t version = 0;
    std::int64_t tables = 0;

    bool isBlank() const { return application == 0 && version == 0 && tables == 0; }
};

Result<State> stateOf(Connection& connection)
{
    State state;
    const auto application = connection.number("PRAGMA application_id");
    if (!application)
        return application.error();
    const auto version = connection.number("PRAGMA user_version");
    if (!version)
        return version.error();
    const auto tables = connection.number("SELECT count(*) FROM sqlite_schema");
    if (!tables)
        return tables.error();
    return State{*application, *version, *tables};
}

Result<Done> judge(const State& state, FileKind kind, const std::string& file)
{
    if (state.application != applicationId(kind))
        return Error{Error::Code::Corrupt, file, "not a file of a Weir index"};
    const auto known = static_cast<std::int64_t>(stepsOf(kind).size());
    if (state.version > known)
        return Error{Error::Code::TooNew, file,
                     "written by a newer version of Weir (format " + std::to_string(state.version)
                         + ", this one knows " + std::to_string(known) + ")"};
    if (state.version < 1)
        return Error{Error::Code::Corrupt, file, "without a format version"};
    return Done{};
}

} // namespace

Result<Done> checkSchema(Connection& connection, FileKind kind)
{
    const auto state = stateOf(connection);
    if (!state)
        return state.error();
    // The writer has made the file this moment and nothing in it yet.
    if (state->isBlank())
        return Error{Error::Code::NotFound, connection.file().string(), "nothing in it yet"};
    return judge(*state, kind, connection.file().string());
}

Result<Done> prepareSchema(Connection& connection, FileKind kind)
{
    const auto state = stateOf(connection);
    if (!state)
        return state.error();
    if (!state->isBlank()) {
        if (const auto fits = judge(*state, kind, connection.file().string()); !fits)
            return fits.error();
    }
    const auto steps = stepsOf(kind);
    if (state->version == static_cast<std::int64_t>(steps.size()))
        return Done{};

    const auto transaction = Transaction::begin(connection);
    if (!transaction)
        return transaction.error();
    for (const std::string_view step : steps.subspan(static_cast<std::size_t>(state->version))) {
        if (const auto done = connection.execute(std::string(step)); !done)
            return done.error();
    }
    const auto marked =
        connection.execute("PRAGMA application_id = " + std::to_string(applicationId(kind))
                           + "; PRAGMA user_version = " + std::to_string(steps.size()));
    if (!marked)
        return marked.error();
    return (*transaction)->commit();
}

} // namespace weir
