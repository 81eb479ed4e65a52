// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/statusdesk.h"

#include "app/collector/say.h"

#include <utility>

namespace weir {

StatusDesk::StatusDesk(ControlServer& server, Facts facts)
    : m_server(server)
    , m_facts(std::move(facts))
{
}

void StatusDesk::start(const std::filesystem::path& index)
{
    m_totals = std::make_unique<TotalsThread>(index, [this](const IndexTotals& totals) {
        QMetaObject::invokeMethod(this, [this, totals] { haveTotals(totals); });
    });
}

void StatusDesk::stop()
{
    m_board.isStopping = true;
}

void StatusDesk::ask(ControlServer::Reply reply)
{
    m_replies.push_back(std::move(reply));
    m_totals->request();
}

void StatusDesk::tellWatchers()
{
    if (m_server.hasWatchers())
        m_totals->request();
}

void StatusDesk::haveTotals(const IndexTotals& totals)
{
    if (m_board.isStopping)
        return;
    const auto sources = m_facts.sources();
    noteErrorsOf(sources); // what a client is shown is on stderr too, however soon it passes
    const Status status = m_board.make(sources, totals, m_facts.alerts());
    m_server.announceStatus(status);
    for (const auto& reply : std::exchange(m_replies, {}))
        reply({.id = 0, .error = {}, .result = status.toJson()});
}

void StatusDesk::noteSourceErrors()
{
    noteErrorsOf(m_facts.sources());
}

void StatusDesk::noteErrorsOf(const std::vector<SourceStatus>& sources)
{
    for (const SourceStatus& source : sources) {
        std::string& said = m_saidErrors[source.name];
        if (said == source.lastError)
            continue;
        said = source.lastError;
        if (!said.empty())
            say(source.name + ": " + said);
    }
}

void StatusDesk::noteNotifier(std::string sentence, bool isMissed)
{
    m_board.notifier = std::move(sentence);
    if (isMissed)
        say(m_board.notifier);
}

void StatusDesk::noteWriterError(const Error& error)
{
    m_board.writerError = error.detail.empty() ? std::string() : error.text();
    say(error.detail.empty() ? "the index can be written again" : error.text());
}

void StatusDesk::noteCompactionError(const Error& error)
{
    m_board.compactionError = error.detail.empty() ? std::string() : error.text();
    say(error.detail.empty() ? "nothing is in the way of compaction any more" : error.text());
}

} // namespace weir
