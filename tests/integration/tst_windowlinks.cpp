// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/localsocketclient.h"
#include "store/read/bookmarkreader.h"
#include "tests/integration/workbench.h"

#include <QSignalSpy>
#include <QTest>

using namespace weir;

namespace {

QString link(int seq)
{
    return QStringLiteral("weir:") + QStringLiteral("//event/%1").arg(seq);
}

/// Waits for what a command is answered; `ok` or the error.
QString ask(LocalSocketClient& client, const std::string& command,
            const CollectorClient::Arguments& arguments)
{
    QString answer;
    client.send(command, arguments, [&answer](const Result<std::string>& result) {
        answer = result ? QStringLiteral("ok") : QString::fromStdString(result.error().text());
    });
    (void)QTest::qWaitFor([&answer] { return !answer.isEmpty(); }, 10'000);
    return answer;
}

} // namespace

/// Bookmarks and links with the real programs; the windows are their lines to the collector alone.
class tst_WindowLinks final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void bookmarksSurviveARestartOfTheCollector();
    void aLinkGoesToTheWindowThatWasUsedLast();
    void showRefusesWhatIsNoLink();
    void cleanup();

private:
    std::unique_ptr<Workbench> m_bench;
};

void tst_WindowLinks::init()
{
    m_bench = std::make_unique<Workbench>();
    QByteArray lines;
    for (int i = 1; i <= 200; ++i)
        lines += "2026-11-26T10:00:00Z INFO line " + QByteArray::number(i) + '\n';
    m_bench->write(QStringLiteral("app.log"), lines);
    m_bench->configure(QStringLiteral("[[source]]\nname = \"app\"\nfile = { paths = [\"%1\"] }\n")
                           .arg(m_bench->path(QStringLiteral("app.log"))));
    QCOMPARE(m_bench->collectUntilEnd().code, 0);
    QCOMPARE(m_bench->count(), 200);
}

void tst_WindowLinks::cleanup()
{
    m_bench.reset();
}

void tst_WindowLinks::bookmarksSurviveARestartOfTheCollector()
{
    const std::filesystem::path index = m_bench->index().toStdString();
    QProcess* collector = m_bench->startCollector();
    {
        LocalSocketClient client(index, nullptr);
        client.start();
        QTRY_COMPARE_WITH_TIMEOUT(client.connection(), CollectorClient::Connection::Connected, 20'000);
        const QSignalSpy told(&client, &CollectorClient::bookmarksChanged);
        QCOMPARE(ask(client, "bookmark", {{"seq", "7"}, {"note", "it begins here"}}), QStringLiteral("ok"));
        QCOMPARE(ask(client, "bookmark", {{"seq", "9"}, {"note", ""}}), QStringLiteral("ok"));
        QCOMPARE(ask(client, "bookmark", {{"seq", "7"}, {"note", "no, here"}}), QStringLiteral("ok"));
        QTRY_COMPARE(told.count(), 3);
        QVERIFY(ask(client, "bookmark", {{"seq", "7777"}}) != QLatin1String("ok"));
        QVERIFY(ask(client, "bookmark", {{"seq", "x"}}) != QLatin1String("ok"));
        QVERIFY(ask(client, "bookmark", {{"seq", "7"}, {"note", std::string(5000, 'x')}})
                != QLatin1String("ok"));
    }
    QCOMPARE(Workbench::stop(collector).code, 0);
    m_bench->startCollector();
    const auto bookmarks = readBookmarks(index);
    QVERIFY(bookmarks);
    QCOMPARE(bookmarks->size(), std::size_t{2});
    QCOMPARE(number(bookmarks->front().seq), std::uint64_t{7});
    QCOMPARE(bookmarks->front().note, std::string("no, here"));
    LocalSocketClient client(index, nullptr);
    client.start();
    QTRY_COMPARE_WITH_TIMEOUT(client.connection(), CollectorClient::Connection::Connected, 20'000);
    QCOMPARE(ask(client, "unbookmark", {{"seq", "7"}}), QStringLiteral("ok"));
    QCOMPARE(readBookmarks(index)->size(), std::size_t{1});
}

void tst_WindowLinks::aLinkGoesToTheWindowThatWasUsedLast()
{
    m_bench->startCollector();
    LocalSocketClient first(m_bench->index().toStdString(), nullptr);
    LocalSocketClient second(m_bench->index().toStdString(), nullptr);
    const QSignalSpy toFirst(&first, &CollectorClient::showWanted);
    const QSignalSpy toSecond(&second, &CollectorClient::showWanted);
    for (LocalSocketClient* window : {&first, &second}) {
        window->start();
        QTRY_COMPARE_WITH_TIMEOUT(window->connection(), CollectorClient::Connection::Connected, 20'000);
    }
    // Answered, so the collector has heard of both.
    QCOMPARE(ask(second, "hello", {{"window", "true"}}), QStringLiteral("ok"));
    QCOMPARE(ask(first, "hello", {{"window", "true"}}), QStringLiteral("ok"));
    QCOMPARE(m_bench->weir({QStringLiteral("show"), link(7)}).code, 0);
    QTRY_COMPARE(toFirst.count(), 1);
    QCOMPARE(toFirst.at(0).at(0).toString(), link(7));
    QCOMPARE(ask(second, "hello", {{"window", "true"}}), QStringLiteral("ok"));
    QCOMPARE(m_bench->weir({QStringLiteral("show"), link(8)}).code, 0);
    QTRY_COMPARE(toSecond.count(), 1);
    QCOMPARE(toFirst.count(), 1);
}

void tst_WindowLinks::showRefusesWhatIsNoLink()
{
    const Finished refused = m_bench->weir({QStringLiteral("show"), QStringLiteral("event/7")});
    QCOMPARE(refused.code, 2);
    QVERIFY(refused.errors.contains("is no link"));
}

QTEST_GUILESS_MAIN(tst_WindowLinks)
#include "tst_windowlinks.moc"
