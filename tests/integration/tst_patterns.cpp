// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/workbench.h"

#include <QJsonDocument>
#include <QTest>

using namespace weir;

/// `weir patterns`, as docs/command-line.md has it.
class tst_Patterns final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void formatsAreWhatTheyAreCalled_data();
    void formatsAreWhatTheyAreCalled();
    void idsStayWhileTheIndexGrows();
    void aFileIsReadInPlaceOfTheIndex();
    void whatIsNoQuestionIsRefused_data();
    void whatIsNoQuestionIsRefused();

private:
    Finished patterns(const QStringList& arguments) const
    {
        return m_bench.weir(QStringList{QStringLiteral("patterns")} + arguments);
    }
    void import(const QString& name, const QByteArray& lines) const;

    Workbench m_bench;
};

void tst_Patterns::import(const QString& name, const QByteArray& lines) const
{
    m_bench.write(name, lines);
    const Finished finished =
        m_bench.weir({QStringLiteral("import"), m_bench.path(name), QStringLiteral("--source"),
                      QStringLiteral("app"), QStringLiteral("--format"), QStringLiteral("json")});
    QVERIFY2(finished.code == 0, finished.errors.constData());
}

void tst_Patterns::initTestCase()
{
    import(QStringLiteral("a.log"),
           R"({"time":"2026-11-23T12:00:01Z","level":"info","message":"closed for user ann"}
{"time":"2026-11-23T12:00:02Z","level":"info","message":"took 5 ms"}
{"time":"2026-11-23T12:00:03Z","level":"error","message":"took 31 ms"}
{"time":"2026-11-23T12:00:04Z","level":"error","message":"=1,\u001b[31m"}
)");
}

void tst_Patterns::formatsAreWhatTheyAreCalled_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QByteArray>("output");
    QTest::newRow("text") << "took"
                          << QByteArray("         2 100.0%  2026-11-23T12:00:02.000Z  "
                                        "2026-11-23T12:00:03.000Z  took <*>\n"
                                        "                   took 5 ms\n");
    QTest::newRow("a pattern that is its message")
        << "closed"
        << QByteArray("         1 100.0%  2026-11-23T12:00:01.000Z  2026-11-23T12:00:01.000Z  "
                      "closed for user ann\n");
    QTest::newRow("the most frequent")
        << "|--limit|1|--format|csv"
        << QByteArray("id,count,share,first,last,pattern,example\r\n"
                      "d2762c1f97ba71f6,2,0.5,2026-11-23T12:00:02.000000000Z,"
                      "2026-11-23T12:00:03.000000000Z,took <*>,took 5 ms\r\n");
    QTest::newRow("a cell that a spreadsheet would run")
        << "\"=1\"|--format|csv"
        << QByteArray("id,count,share,first,last,pattern,example\r\n"
                      "bfad2931420e4d5a,1,1,2026-11-23T12:00:04.000000000Z,2026-11-23T12:00:04.000000000Z,"
                      "\"'=<*>,\x1b[<*>\",\"'=1,\x1b[31m\"\r\n");
    QTest::newRow("ndjson, of a range")
        << "|--from|2026-11-23T12:00:03Z|--to|2026-11-23T12:00:04Z|--format|ndjson"
        << QByteArray("{\"id\":\"d2762c1f97ba71f6\",\"pattern\":\"took <*>\",\"count\":1,"
                      "\"share\":1.0,\"first\":\"2026-11-23T12:00:03.000000000Z\","
                      "\"last\":\"2026-11-23T12:00:03.000000000Z\",\"example_seq\":3,"
                      "\"example\":\"took 31 ms\"}\n");
    QTest::newRow("control characters in a table are shown")
        << "\"=1\"|--format|table"
        << QByteArray("id                count  share   first                         "
                      "  last                            pattern     example\n"
                      "bfad2931420e4d5a      1  100.0%  2026-11-23T12:00:04.000000000Z"
                      "  2026-11-23T12:00:04.000000000Z  =<*>,\u241b[<*>  =1,\u241b[31m\n");
    QTest::newRow("nothing found") << "nowhere-to-be-found" << QByteArray();
}

void tst_Patterns::formatsAreWhatTheyAreCalled()
{
    QFETCH(const QString, arguments);
    QFETCH(const QByteArray, output);
    const Finished finished = patterns(arguments.split(QLatin1Char('|')));
    QVERIFY2(finished.code == 0, finished.errors.constData());
    QCOMPARE(finished.output, output);
    QCOMPARE(finished.errors, QByteArray());
}

void tst_Patterns::idsStayWhileTheIndexGrows()
{
    const auto closed = [this] {
        const QByteArray line =
            patterns({QStringLiteral("closed"), QStringLiteral("--format"),
                      QStringLiteral("ndjson"), QStringLiteral("--limit"), QStringLiteral("1")})
                .output;
        return QJsonDocument::fromJson(line).object();
    };
    const QJsonObject before = closed();
    QCOMPARE(before[QStringLiteral("pattern")].toString(), QStringLiteral("closed for user ann"));
    import(QStringLiteral("b.log"),
           R"({"time":"2026-11-23T11:00:01Z","message":"closed for user bob"}
{"time":"2026-11-23T12:00:02Z","message":"closed for user eve"}
{"time":"2026-11-23T13:00:03Z","message":"closed for user joe"}
)");
    const QJsonObject after = closed();
    QCOMPARE(after[QStringLiteral("pattern")].toString(), QStringLiteral("closed for user <*>"));
    QCOMPARE(after[QStringLiteral("count")].toInt(), 4);
    QCOMPARE(after[QStringLiteral("id")].toString(), before[QStringLiteral("id")].toString());
    QCOMPARE(after[QStringLiteral("first")].toString(),
             QStringLiteral("2026-11-23T11:00:01.000000000Z"));
}

void tst_Patterns::aFileIsReadInPlaceOfTheIndex()
{
    m_bench.write(QStringLiteral("other.log"), "job 1 done\njob 2 done\nstarted\n");
    const Finished finished =
        patterns({m_bench.path(QStringLiteral("other.log")), QStringLiteral("job"),
                  QStringLiteral("--format"), QStringLiteral("csv")});
    QVERIFY2(finished.code == 0, finished.errors.constData());
    QVERIFY2(finished.output.contains(",2,1,"), finished.output.constData());
    QVERIFY2(finished.output.contains("job <*> done,job 1 done"), finished.output.constData());
}

void tst_Patterns::whatIsNoQuestionIsRefused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("a table") << QStringList{QStringLiteral("took | count")};
    QTest::newRow("payloads") << QStringList{QStringLiteral("--format"), QStringLiteral("raw")};
    QTest::newRow("fields") << QStringList{QStringLiteral("--fields"), QStringLiteral("body")};
    QTest::newRow("a wrong query") << QStringList{QStringLiteral("took (")};
}

void tst_Patterns::whatIsNoQuestionIsRefused()
{
    QFETCH(const QStringList, arguments);
    const Finished finished = patterns(arguments);
    QCOMPARE(finished.code, 2);
    QCOMPARE(finished.output, QByteArray());
    QVERIFY(!finished.errors.isEmpty());
}

QTEST_GUILESS_MAIN(tst_Patterns)
#include "tst_patterns.moc"
