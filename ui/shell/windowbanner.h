// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/collectorclient.h"
#include "ui/widgets/banner.h"

#include <QWidget>

#include <optional>

namespace weir {

/// What concerns the whole window, over its page: the worst of what there is. What is a state and no
/// problem can be closed, and comes back when it has been another meanwhile. Thread: GUI.
class WindowBanner final : public QWidget
{
    Q_OBJECT

public:
    struct State
    {
        CollectorClient::Connection connection = CollectorClient::Connection::Starting;
        QString reason; ///< why there is none; a sentence
        bool isExport = false; ///< the index is a file, and nobody expects a collector
        QString writerError; ///< as all of these empty: none, and safe to show
        QString compactionError;
        QString configurationProblem;
        QString sessionProblem;
    };

    explicit WindowBanner(QWidget* parent = nullptr);

    void setState(const State& state);
    const Banner& banner() const { return *m_banner; }

private:
    void refresh();
    std::optional<Banner::Problem> worst() const;
    void close();

    State m_state;
    Banner* m_banner;
    bool m_isReadOnlyClosed = false;
    QString m_closedSession; ///< the problem that was closed
};

} // namespace weir
