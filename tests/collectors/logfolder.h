// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/collectors/fakesink.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace weir {

using Payloads = std::vector<std::string>;

/// A folder with the files of a log, and how a source reads them. To be derived from by a test; what
/// cannot be written fails it.
class LogFolder
{
protected:
    /// Before each test: another, empty folder.
    void clear() { m_folder = std::make_unique<QTemporaryDir>(); }

    std::string folder() const { return m_folder->path().toStdString(); }
    std::string path(const char* name) const
    {
        return m_folder->filePath(QString::fromUtf8(name)).toStdString();
    }
    void append(const char* name, const QByteArray& bytes) const
    {
        QFile file(QString::fromStdString(path(name)));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    /// In place of what was there: another file of the same name.
    void write(const char* name, const QByteArray& bytes) const
    {
        const std::string temporary = path("temporary");
        (void)unlink(temporary.c_str());
        append("temporary", bytes);
        QVERIFY(std::rename(temporary.c_str(), path(name).c_str()) == 0);
    }
    static CollectorSetup setupFor(const std::vector<std::string>& paths, bool untilEnd = false)
    {
        CollectorSetup setup;
        setup.source.name = "log";
        setup.source.input = FileSource{.paths = paths};
        setup.untilEnd = untilEnd;
        return setup;
    }
    /// Until a source ends by itself.
    static void readAll(const CollectorSetup& setup, FakeSink& sink)
    {
        RunningCollector collector(setup, sink);
        QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    }
    /// The same for one that is started when all that `before` has got is indexed.
    static void readOn(const std::vector<std::string>& paths, const FakeSink& before,
                       FakeSink& sink)
    {
        CollectorSetup setup = setupFor(paths, true);
        setup.positions = before.positions();
        readAll(setup, sink);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

} // namespace weir
