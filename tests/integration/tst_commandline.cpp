// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/workbench.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace weir;

/// What docs/command-line.md says, on a small index.
class tst_CommandLine final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void formatsAreWhatTheyAreCalled_data();
    void formatsAreWhatTheyAreCalled();
    void nothingFoundIsNoErrorButForQuiet();
    void aWrongQueryIsShownWithItsPlace();
    void theStatusHasEveryMemberWithoutACollectorToo();
    void aQuoteThatIsNotClosedIsSaid();
    void withoutAnIndexItIsSaidSo();
    void tailPrintsWhatArrives();
    void purgeNeedsToBeToldWhat();
    void whatIsPurgedIsGone();

private:
    Finished query(const QStringList& arguments) const
    {
        return m_bench.weir(QStringList{QStringLiteral("query")} + arguments);
    }

    Workbench m_bench;
};

void tst_CommandLine::initTestCase()
{
    m_bench.write(
        QStringLiteral("app.log"),
        R"({"time":"2026-11-23T12:00:01Z","level":"info","service":"api","message":"up","ms":5,"a,b":1,"say \"x\"":2,"q\"r":3}
{"time":"2026-11-23T12:00:02Z","level":"error","service":"api","message":"down, \"again\"","ms":7}
{"time":"2026-11-23T12:00:11Z","level":"error","service":"db","message":"=1+1"}
)");
    m_bench.configure(QStringLiteral("[[source]]\nname = \"log\"\nfile = { paths = [\"%1\"] }\n")
                          .arg(m_bench.path(QStringLiteral("app.log"))));
    QCOMPARE(m_bench.collectUntilEnd().code, 0);
}

void tst_CommandLine::formatsAreWhatTheyAreCalled_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QByteArray>("output");

    QTest::newRow("count") << "level>=error|--count" << QByteArray("2\n");
    QTest::newRow("newest first") << "level>=error|--format|csv|--fields|body,ms|--limit|2"
                                  << QByteArray(
                                         "body,ms\r\n'=1+1,\r\n\"down, \"\"again\"\"\",7\r\n");
    QTest::newRow("oldest first") << "|--format|csv|--fields|ms|--order|oldest|--limit|1"
                                  << QByteArray("ms\r\n5\r\n");
    QTest::newRow("a range, its end not included")
        << "|--from|2026-11-23T12:00:02Z|--to|2026-11-23T12:00:11Z|--format|csv|--fields|service"
        << QByteArray("service.name\r\napi\r\n");
    QTest::newRow("names with commas and quotes")
        << "level:info|--format|csv|--fields|\"a,b\",body,\"say \"\"x\"\"\",q\"r"
        << QByteArray("\"a,b\",body,\"say \"\"x\"\"\",\"q\"\"r\"\r\n1,up,2,3\r\n");
    QTest::newRow("raw")
        << "service:db|--format|raw"
        << QByteArray("{\"time\":\"2026-11-23T12:00:11Z\",\"level\":\"error\",\"service\":\"db\","
                      "\"message\":\"=1+1\"}\n");
    QTest::newRow("aggregate as csv") << "{level:error} count by service every 10s|--format|csv"
                                      << QByteArray("time,service.name,count\r\n"
                                                    "2026-11-23T12:00:00.000000000Z,api,1\r\n"
                                                    "2026-11-23T12:00:10.000000000Z,db,1\r\n");
    QTest::newRow("aggregate as ndjson")
        << "{} count by service|--format|ndjson"
        << QByteArray(
               "{\"service.name\":\"api\",\"count\":2}\n{\"service.name\":\"db\",\"count\":1}\n");
    QTest::newRow("a field's average")
        << "{} avg(ms)|--format|csv" << QByteArray("avg(ms)\r\n6\r\n");
    QTest::newRow("no data") << "{absent} p95(ms)|--format|ndjson"
                             << QByteArray("{\"p95(ms)\":null}\n");
    QTest::newRow("nothing to count")
        << "{absent} distinct(ms)|--format|ndjson" << QByteArray("{\"distinct(ms)\":0}\n");
    QTest::newRow("a text") << "{service:api} last(body)|--format|csv"
                            << QByteArray("last(body)\r\n\"down, \"\"again\"\"\"\r\n");
    QTest::newRow("the most frequent")
        << "{} top 1 by level|--format|csv" << QByteArray("severity,count\r\nerror,2\r\n");
}

void tst_CommandLine::formatsAreWhatTheyAreCalled()
{
    QFETCH(const QString, arguments);
    QFETCH(const QByteArray, output);
    // A row's arguments are separated by |, so the pipe of a query stands as {filter}.
    QStringList list = arguments.split(QLatin1Char('|'));
    if (list.first().startsWith(QLatin1Char('{')))
        list.first() = list.first().mid(1).replace(QLatin1Char('}'), QLatin1String(" |"));
    const Finished finished = query(list);
    QVERIFY2(finished.code == 0, finished.errors.constData());
    QCOMPARE(finished.output, output);
}

void tst_CommandLine::nothingFoundIsNoErrorButForQuiet()
{
    const QString absent = QStringLiteral("nowhere-to-be-found");
    QCOMPARE(query({absent}).code, 0);
    QCOMPARE(query({absent, QStringLiteral("-q")}).code, 1);
    const Finished found = query({QStringLiteral("down"), QStringLiteral("-q")});
    QCOMPARE(found.code, 0);
    QVERIFY(found.output.isEmpty());
}

void tst_CommandLine::aWrongQueryIsShownWithItsPlace()
{
    const Finished finished = query({QStringLiteral("error (")});
    QCOMPARE(finished.code, 2);
    QVERIFY(finished.output.isEmpty());
    QVERIFY2(finished.errors.contains("  error (\n        ^"), finished.errors.constData());
}

void tst_CommandLine::theStatusHasEveryMemberWithoutACollectorToo()
{
    const QJsonObject status = m_bench.status();
    QCOMPARE(status[QStringLiteral("index")][QStringLiteral("events")].toInt(), 3);
    QCOMPARE(status[QStringLiteral("index")][QStringLiteral("oldest")].toString(),
             QStringLiteral("2026-11-23T12:00:01.000000000Z"));
    QVERIFY(status.contains(QStringLiteral("collector")));
    QVERIFY(status[QStringLiteral("alerts")].toObject().contains(QStringLiteral("firing")));
    const QJsonObject source = status[QStringLiteral("sources")][0].toObject();
    for (const char* member :
         {"name", "kind", "state", "events", "events_per_s", "bytes", "lag", "dropped", "gaps",
          "undecodable", "quarantined", "last_error", "positions"})
        QVERIFY2(source.contains(QLatin1String(member)), member);
}

void tst_CommandLine::aQuoteThatIsNotClosedIsSaid()
{
    for (const char* fields : {"\"a,b", "\"a\"b", "\""}) {
        const Finished finished =
            query({QString(), QStringLiteral("--fields"), QString::fromLatin1(fields)});
        QCOMPARE(finished.code, 2);
        QVERIFY2(finished.errors.contains("--fields"), finished.errors.constData());
    }
}

void tst_CommandLine::withoutAnIndexItIsSaidSo()
{
    const Workbench empty;
    const Finished finished =
        empty.weir({QStringLiteral("query"), QString(), QStringLiteral("--count")});
    QCOMPARE(finished.code, 1);
    QVERIFY2(finished.errors.contains(empty.index().toUtf8()), finished.errors.constData());
}

void tst_CommandLine::tailPrintsWhatArrives()
{
    QProcess* collector = m_bench.startCollector();
    QProcess tail;
    tail.start(QStringLiteral(WEIR_BIN_DIR "/weir"),
               {QStringLiteral("--index"), m_bench.index(), QStringLiteral("tail"),
                QStringLiteral("level>=error"), QStringLiteral("-n"), QStringLiteral("1"),
                QStringLiteral("--format"), QStringLiteral("csv"), QStringLiteral("--fields"),
                QStringLiteral("service")});
    QByteArray printed;
    const auto hasPrinted = [&](const char* text) {
        printed += tail.readAllStandardOutput();
        return printed.contains(text);
    };
    QTRY_VERIFY(hasPrinted("db\r\n"));
    QVERIFY(!printed.contains("api"));
    QFile log(m_bench.path(QStringLiteral("app.log")));
    QVERIFY(log.open(QIODevice::Append));
    log.write(R"({"level":"info","service":"calm"})"
              "\n"
              R"({"level":"fatal","service":"late"})"
              "\n");
    log.close();
    QTRY_VERIFY(hasPrinted("late\r\n"));
    QVERIFY(!printed.contains("calm"));
    tail.terminate();
    QVERIFY(tail.waitForFinished(10'000));
    QCOMPARE(tail.exitStatus(), QProcess::NormalExit);
    QCOMPARE(tail.exitCode(), 0);
    QCOMPARE(Workbench::stop(collector).code, 0);
}

void tst_CommandLine::purgeNeedsToBeToldWhat()
{
    for (const QStringList& arguments :
         {QStringList{}, {QString()}, {QStringLiteral("error | count")}, {QStringLiteral("*")},
          {QStringLiteral("error"), QStringLiteral("--source"), QStringLiteral("log")}})
        QCOMPARE(m_bench.weir(QStringList{QStringLiteral("purge")} + arguments).code, 2);
}

void tst_CommandLine::whatIsPurgedIsGone()
{
    const auto purged = m_bench.weir({QStringLiteral("purge"), QStringLiteral("service:db")});
    QCOMPARE(purged.code, 0);
    QCOMPARE(purged.output, QByteArray("1 event removed\n"));
    QCOMPARE(query({QStringLiteral("service:db"), QStringLiteral("--count")}).output,
             QByteArray("0\n"));
    const auto source = m_bench.weir({QStringLiteral("purge"), QStringLiteral("--json"),
                                      QStringLiteral("--source"), QStringLiteral("log")});
    QVERIFY2(source.output.contains("\"unreadable\":0"), source.output.constData());
    QCOMPARE(query({QString(), QStringLiteral("--count")}).output, QByteArray("0\n"));
}

QTEST_GUILESS_MAIN(tst_CommandLine)
#include "tst_commandline.moc"
