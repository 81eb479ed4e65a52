// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QSocketNotifier;

namespace weir {

/// SIGTERM, SIGINT and SIGHUP as Qt signals. One per process. Thread: main.
class UnixSignals final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(UnixSignals)

public:
    explicit UnixSignals(QObject* parent = nullptr);
    ~UnixSignals() override;

signals:
    void terminated(); ///< SIGTERM or SIGINT
    void hungUp(); ///< SIGHUP

private:
    void read();

    QSocketNotifier* m_notifier;
};

} // namespace weir
