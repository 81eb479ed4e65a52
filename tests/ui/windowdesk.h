// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "tests/ui/fakecollector.h"
#include "tests/ui/fakeprobe.h"
#include "ui/exporter.h"
#include "ui/launcher.h"
#include "ui/mainwindow.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QTemporaryDir>

namespace weir::test {

/// Starts nothing.
class NoLauncher final : public Launcher
{
public:
    bool openDemo() override { return false; }
    bool openFile(const QString&) override { return false; }
    bool openIndex(const QString&) override { return false; }
    bool openWindow() override { return false; }
};

/// Exports nothing, and never ends.
class IdleExporter final : public Exporter
{
public:
    ChildRun* start(const QStringList&, QObject* owner) override { return new ChildRun(owner); }
};

/// What the whole window needs: an empty index, no configuration, and a collector, a probe and other
/// programs that only pretend. Outlives the windows.
struct WindowDesk
{
    QString file(const QString& name) const { return folder.filePath(name); }
    /// `other`: not the clock of the computer.
    WindowSetup setup(SessionFile* session = nullptr, const Clock* other = nullptr)
    {
        return {.index = file(QStringLiteral("index")).toStdString(),
                .config = file(QStringLiteral("config")).toStdString(),
                .client = client,
                .clock = other ? *other : clock,
                .theme = theme,
                .name = {},
                .exported = {},
                .probeLog = {},
                .screenshot = {},
                .probe = &probe,
                .launcher = &launcher,
                .exporter = &exporter,
                .session = session};
    }

    QTemporaryDir folder;
    SystemClock clock;
    FakeCollector client;
    FakeProbe probe;
    NoLauncher launcher;
    IdleExporter exporter;
    Theme theme{*qApp};
};

} // namespace weir::test
