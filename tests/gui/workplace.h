// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/gui/windowbyhand.h"

#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace weir::test {

/// How long a test of the real window waits for anything, in ms.
constexpr int patience = 10'000;

/// Where a test of the real window works: an index of 4,000 events, written once, and for each test a
/// configuration of its own and no memory of the one before.
class Workplace final
{
public:
    static constexpr int events = 4000;

    /// Writes the index. Three of five events are errors of payments, ten share a trace, and all have a
    /// host (`web-0` to `web-2`) and a number `latency_ms` below 200. False when that fails.
    bool prepare();
    /// A window on the index, or on another, without a collector, over all time; null when it does not
    /// come. The one before is ended.
    WindowByHand* open(const QString& index = {});
    /// The same on another index, with a collector that reads the lines of append().
    WindowByHand* openLive();
    /// The same again after its end, as it was left.
    WindowByHand* reopen();
    /// Another program's window, which begins elsewhere than with the list.
    WindowByHand* openWith(const QStringList& arguments, const QString& shown);
    /// For a test that has failed, says what was shown; ends the window, forgets its configuration.
    void cleanUp();

    /// `weir` on the index of the window; its exit code.
    int run(const QStringList& command) const;
    /// Makes an index of lines; the folder, empty when that fails.
    QString import(const QString& name, const QByteArray& lines);
    /// Lines `from` to `to`, exclusive, that are being written now.
    void append(int from, int to);
    static QByteArray line(int n, const QDateTime& time);

    QString config() const { return file(m_home + QStringLiteral("/config")); }
    QString file(const QString& name) const { return m_folder.filePath(name); }
    WindowByHand& window() { return *m_window; }
    AccessibleTree& tree() { return m_tree; }

private:
    WindowByHand* start(const QString& shown);

    QTemporaryDir m_folder;
    AccessibleTree m_tree;
    QString m_home = QStringLiteral("home-0"); ///< of the test
    int m_homes = 0;
    QStringList m_arguments;
    std::unique_ptr<WindowByHand> m_window;
};

} // namespace weir::test
