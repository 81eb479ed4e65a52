// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/alertopener.h"
#include "app/collector/processlimits.h"
#include "app/process/detached.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

using namespace weir;

namespace {

class SilentNotifier final : public Notifier
{
public:
    void notify(const Notice&) override { }
    void update(const Notice&) override { }
    void resolve(const QString&) override { }
    void adopt(const Notice&, const QString&) override { }
};

AlertInstance instance(const std::string& rule, AlertCondition condition, AlertSeverity severity)
{
    AlertInstance made;
    made.rule = rule;
    made.condition = condition;
    made.severity = severity;
    return made;
}

/// What is started instead of `weir`.
struct Clicked
{
    SilentNotifier notifier;
    std::vector<AlertInstance> instances;
    std::vector<std::vector<std::string>> started;
    AlertOpener opener{notifier, "/the/config", "/the/index", [this] { return instances; },
                       [this](const std::vector<std::string>& arguments) {
                           started.push_back(arguments);
                           return true;
                       }};
};

} // namespace

class tst_AlertOpener final : public QObject
{
    Q_OBJECT

private slots:
    void aClickShowsTheAlertOfThisIndex()
    {
        Clicked clicked;
        emit clicked.notifier.opened(QStringLiteral("payment errors"), QStringLiteral("region=eu"));
        const std::vector<std::string> expected{"--config", "/the/config", "--index", "/the/index",
                                                "show", "weir://alert/payment%20errors"};
        QCOMPARE(clicked.started.size(), std::size_t{1});
        QCOMPARE(clicked.started.front(), expected);
    }

    void aClickOnTheNoticeOfManyRulesShowsTheWorstThatFires()
    {
        Clicked clicked;
        emit clicked.notifier.opened({}, {});
        QVERIFY(clicked.started.empty());
        clicked.instances = {
            instance("calm", AlertCondition::Ok, AlertSeverity::Critical),
            instance("small", AlertCondition::Firing, AlertSeverity::Info),
            instance("large", AlertCondition::Firing, AlertSeverity::Critical),
            instance("middle", AlertCondition::Firing, AlertSeverity::Warning),
        };
        emit clicked.notifier.opened({}, {});
        QCOMPARE(clicked.started.size(), std::size_t{1});
        QCOMPARE(clicked.started.front().back(), std::string("weir://alert/large"));
    }

    void whatIsStartedHasNoneOfTheCollectorsLimits()
    {
        rlimit before{};
        getrlimit(RLIMIT_DATA, &before);
        const auto restore = qScopeGuard([&before] { setrlimit(RLIMIT_DATA, &before); });
        limitMemory(std::uint64_t{900} << 20);
        const QTemporaryDir folder;
        const QString said = folder.filePath(QStringLiteral("said"));
        QVERIFY(startDetached("/bin/sh", {"-c", "ulimit -d >\"$0.new\"; mv \"$0.new\" \"$0\"",
                                          said.toStdString()}));
        QTRY_VERIFY(QFile::exists(said));
        QFile file(said);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray limit = before.rlim_max == RLIM_INFINITY
            ? QByteArray("unlimited")
            : QByteArray::number(static_cast<qulonglong>(before.rlim_max / 1024));
        QCOMPARE(file.readAll().trimmed(), limit);
        QVERIFY(!startDetached("/no/such/program", {}));
    }
};

QTEST_GUILESS_MAIN(tst_AlertOpener)
#include "tst_alertopener.moc"
