// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/childprobe.h"

#include <QFile>
#include <QPointer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace weir;

namespace {

/// A program in the place of weir-collector.
struct Child
{
    explicit Child(const QByteArray& script)
        : path(folder.filePath(QStringLiteral("child")))
        , probe(path, "/etc/weir config")
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("no script");
        file.write("#!/bin/sh\n" + script);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    QTemporaryDir folder;
    QString path;
    ChildProbe probe;
    QObject owner;
};

QByteArray firstLine(const QSignalSpy& lines)
{
    return lines.isEmpty() ? QByteArray() : lines.first().first().toByteArray();
}

} // namespace

class tst_ChildProbe final : public QObject
{
    Q_OBJECT

private slots:
    void linesComeAsTheyAreWrittenAndTheInputArrives()
    {
        Child child("read line; echo \"{\\\"in\\\":\\\"$line\\\"}\"; echo \"$@\"; printf last");
        auto* run = child.probe.start({QStringLiteral("test"), QStringLiteral("-")},
                                      "[[source]]\n", &child.owner);
        QSignalSpy lines(run, &ChildRun::lineReceived);
        QSignalSpy ends(run, &ChildRun::ended);
        QTRY_COMPARE(ends.size(), 1);
        QCOMPARE(lines.size(), 3);
        QCOMPARE(firstLine(lines), QByteArray("{\"in\":\"[[source]]\"}"));
        QCOMPARE(lines[1].first().toByteArray(),
                 QByteArray("source test - --json --config /etc/weir config"));
        QCOMPARE(lines[2].first().toByteArray(), QByteArray("last"));
        QVERIFY(ends[0].first().toString().isEmpty());
    }

    void aProgramThatIsNotThereIsSaid()
    {
        Child child("exit 0");
        QFile::remove(child.path);
        auto* run = child.probe.start({}, {}, &child.owner);
        QSignalSpy ends(run, &ChildRun::ended);
        QTRY_COMPARE(ends.size(), 1);
        QVERIFY(ends[0].first().toString().contains(QStringLiteral("cannot be started")));
    }

    void aCrashIsSaid()
    {
        Child child("echo '{}'; kill -KILL $$");
        auto* run = child.probe.start({}, {}, &child.owner);
        QSignalSpy ends(run, &ChildRun::ended);
        QTRY_COMPARE(ends.size(), 1);
        QVERIFY(ends[0].first().toString().contains(QStringLiteral("was stopped")));
    }

    void aRunThatIsDeletedEndsItsChildAndNobodyWaits()
    {
        Child child("trap '' TERM; echo $$; while :; do sleep 0.05; done");
        QPointer<ChildRun> run = child.probe.start({}, {}, &child.owner);
        QSignalSpy lines(run, &ChildRun::lineReceived);
        QTRY_COMPARE(lines.size(), 1);
        const int pid = firstLine(lines).toInt();
        QVERIFY(pid > 0 && kill(pid, 0) == 0);
        delete run;
        // It ignores SIGTERM: who had waited for its end would have had to kill it.
        QVERIFY(kill(pid, 0) == 0);
        QTRY_VERIFY(kill(pid, 0) != 0); // SIGKILL comes after a second
    }

    void endlessOutputIsCutOff()
    {
        Child child("yes | tr -d '\\n'");
        auto* run = child.probe.start({}, {}, &child.owner);
        QSignalSpy ends(run, &ChildRun::ended);
        QTRY_COMPARE_WITH_TIMEOUT(ends.size(), 1, 30000);
        QVERIFY(ends[0].first().toString().contains(QStringLiteral("too large")));
    }
};

QTEST_GUILESS_MAIN(tst_ChildProbe)
#include "tst_childprobe.moc"
