// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/collector/controlserver.h"
#include "app/collector/statusboard.h"
#include "app/collector/totalsthread.h"

#include <QObject>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace weir {

/// Says how the collector is: to whom asks, to whom watches, and on stderr each new trouble once. What
/// the index holds is asked in a thread, so an answer comes a moment later; without one from the index
/// it still tells how the sources are.
/// Thread: main.
class StatusDesk final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StatusDesk)

public:
    /// Asked for each status.
    struct Facts
    {
        std::function<std::vector<SourceStatus>()> sources;
        std::function<std::vector<AlertInstance>()> alerts;
    };

    /// `server` outlives it, and so does what the facts come from.
    StatusDesk(ControlServer& server, Facts facts);

    /// Before ask() and tellWatchers(), once.
    void start(const std::filesystem::path& index);
    /// Nothing is said any more. The thread ends with the desk.
    void stop();

    void ask(ControlServer::Reply reply);
    /// Tells those who watch how it stands now.
    void tellWatchers();
    void noteSourceErrors();

    /// Why desktop notifications cannot be shown; empty: they can. `isMissed`: somebody waits for them.
    void noteNotifier(std::string sentence, bool isMissed);
    /// An error without a detail is over.
    void noteWriterError(const Error& error);
    void noteCompactionError(const Error& error);

private:
    void noteErrorsOf(const std::vector<SourceStatus>& sources);
    void haveTotals(const IndexTotals& totals);

    ControlServer& m_server;
    const Facts m_facts;
    StatusBoard m_board;
    std::vector<ControlServer::Reply> m_replies; ///< waiting for the totals
    std::map<std::string, std::string> m_saidErrors; ///< by source

    // Last, so destroyed first.
    std::unique_ptr<TotalsThread> m_totals;
};

} // namespace weir
