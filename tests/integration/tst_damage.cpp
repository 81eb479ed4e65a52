// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/connection.h"
#include "store/slicefiles.h"
#include "tests/integration/workbench.h"

#include <QTest>

using namespace weir;

/// What commands say of an index in which something cannot be read, and that they give the rest.
class tst_Damage final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void rowsAreGivenWithoutTheDamagedBlock_data();
    void rowsAreGivenWithoutTheDamagedBlock();
    void countsAndTablesAreGivenWithoutIt_data();
    void countsAndTablesAreGivenWithoutIt();
    void anExportIsWrittenWithoutIt_data();
    void anExportIsWrittenWithoutIt();
    void ofManyPlacesTheFirstAreNamedAndAllCounted();
    void whatHeadersAnswerMissesTheDamagedHeader_data();
    void whatHeadersAnswerMissesTheDamagedHeader();
    void theCollectorSaysWhatItCannotCompact();

private:
    Finished query(const QStringList& arguments) const
    {
        return m_bench.weir(QStringList{QStringLiteral("query")} + arguments);
    }
    static void change(const Workbench& bench, const std::string& sql);

    Workbench m_bench;
};

namespace {

constexpr int linesOfAFile = 10'000;
constexpr int files = 4; ///< a block each

QByteArray lines(int file)
{
    QByteArray text;
    for (int i = 0; i < linesOfAFile; ++i)
        text += QStringLiteral(R"({"time":"2026-11-23T12:%1:%2Z","level":"info","n":%3})")
                    .arg(file, 2, 10, QLatin1Char('0'))
                    .arg(i % 60, 2, 10, QLatin1Char('0'))
                    .arg(file * linesOfAFile + i)
                    .toUtf8()
            + '\n';
    return text;
}

} // namespace

/// In every slice.
void tst_Damage::change(const Workbench& bench, const std::string& sql)
{
    const auto slices = listSliceFiles(bench.index().toStdString());
    QVERIFY(slices && !slices->empty());
    for (const SliceFile& file : *slices) {
        const auto slice = Connection::openWritable(file.file, false);
        QVERIFY(slice);
        const auto done = (*slice)->execute(sql);
        QVERIFY2(done, done ? "" : done.error().text().c_str());
    }
}

void tst_Damage::initTestCase()
{
    QStringList import{QStringLiteral("import")};
    for (int file = 0; file < files; ++file) {
        const QString name = QStringLiteral("%1.log").arg(file);
        m_bench.write(name, lines(file));
        import << m_bench.path(name);
    }
    const Finished imported = m_bench.weir(import);
    QVERIFY2(imported.code == 0, imported.errors.constData());
    QCOMPARE(m_bench.count(), qint64{files} * linesOfAFile);
    change(m_bench, "UPDATE columns SET data = zeroblob(length(data)) WHERE id >> 16 = 2");
}

void tst_Damage::rowsAreGivenWithoutTheDamagedBlock_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("rows");
    const int left = (files - 1) * linesOfAFile;
    QTest::newRow("newest first") << QStringList{} << left;
    QTest::newRow("oldest first") << QStringList{QStringLiteral("--order"),
                                                 QStringLiteral("oldest")}
                                  << left;
    QTest::newRow("more than lie before it")
        << QStringList{QStringLiteral("--limit"), QStringLiteral("25000")} << 25'000;
}

void tst_Damage::rowsAreGivenWithoutTheDamagedBlock()
{
    QFETCH(QStringList, options);
    QFETCH(int, rows);
    const Finished found =
        query(QStringList{QString(), QStringLiteral("--format"), QStringLiteral("csv"),
                          QStringLiteral("--fields"), QStringLiteral("n")}
              + options);
    QCOMPARE(found.code, 0);
    QCOMPARE(found.output.count('\n'), rows + 1); // and the names of the columns
    QVERIFY2(found.errors.contains(", block 2: "), found.errors.constData());
    QVERIFY2(found.errors.contains("1 damaged place is left out"), found.errors.constData());
}

void tst_Damage::countsAndTablesAreGivenWithoutIt_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("output");
    QTest::newRow("count") << QStringList{QStringLiteral("n>=0"), QStringLiteral("--count")}
                           << QByteArray("30000\n");
    QTest::newRow("quiet") << QStringList{QStringLiteral("n>=0"), QStringLiteral("-q")}
                           << QByteArray();
    QTest::newRow("aggregate") << QStringList{QStringLiteral("| sum(n)"),
                                              QStringLiteral("--format"), QStringLiteral("csv")}
                               << QByteArray("sum(n)\r\n649985000\r\n");
    QTest::newRow("the newest rows") << QStringList{QStringLiteral("n:10001 or n:20000"),
                                                    QStringLiteral("--limit"),
                                                    QStringLiteral("1"),
                                                    QStringLiteral("--format"),
                                                    QStringLiteral("csv"),
                                                    QStringLiteral("--fields"),
                                                    QStringLiteral("n"),
                                                    QStringLiteral("--to"),
                                                    QStringLiteral("2026-11-23T12:02:00Z")}
                                     << QByteArray("n\r\n");
}

void tst_Damage::countsAndTablesAreGivenWithoutIt()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, output);
    const Finished found = query(arguments);
    QVERIFY2(found.errors.contains(", block 2: "), found.errors.constData());
    QCOMPARE(found.errors.count('\n'), 2);
    QCOMPARE(found.code, 0);
    QCOMPARE(found.output, output);
}

void tst_Damage::anExportIsWrittenWithoutIt_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"rest.csv", "rest.weir"})
        QTest::newRow(name) << QString::fromUtf8(name);
}

void tst_Damage::anExportIsWrittenWithoutIt()
{
    QFETCH(QString, name);
    const Finished exported = m_bench.weir(
        {QStringLiteral("export"), QString(), QStringLiteral("-o"), m_bench.path(name)});
    QCOMPARE(exported.code, 0);
    QVERIFY2(exported.output.contains("30,000 events"), exported.output.constData());
    QVERIFY2(exported.errors.contains(", block 2: "), exported.errors.constData());
}

void tst_Damage::ofManyPlacesTheFirstAreNamedAndAllCounted()
{
    Workbench bench;
    QStringList import{QStringLiteral("import")};
    for (int file = 0; file < 15; ++file) {
        const QString name = QStringLiteral("%1.log").arg(file);
        bench.write(name, QByteArray("line of ") + name.toUtf8() + '\n');
        import << bench.path(name);
    }
    QCOMPARE(bench.weir(import).code, 0);
    change(bench, "UPDATE columns SET data = zeroblob(length(data))");
    const Finished found =
        bench.weir({QStringLiteral("query"), QStringLiteral("line"), QStringLiteral("--count")});
    QCOMPARE(found.code, 0);
    QCOMPARE(found.output, QByteArray("0\n"));
    QCOMPARE(found.errors.count('\n'), 11);
    QVERIFY2(found.errors.contains("15 damaged places are left out"), found.errors.constData());
}

void tst_Damage::whatHeadersAnswerMissesTheDamagedHeader_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("output");
    QTest::newRow("count") << QStringList{QString(), QStringLiteral("--count")}
                           << QByteArray("30000\n");
    QTest::newRow("aggregate") << QStringList{QStringLiteral("| count by level"),
                                              QStringLiteral("--format"), QStringLiteral("csv")}
                               << QByteArray("severity,count\r\ninfo,30000\r\n");
}

void tst_Damage::whatHeadersAnswerMissesTheDamagedHeader()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, output);
    change(m_bench, "UPDATE blocks SET seconds = x'ff' WHERE id = 2");
    const Finished found = query(arguments);
    QVERIFY2(found.errors.contains("the header of block 2 is damaged"), found.errors.constData());
    QCOMPARE(found.errors.count('\n'), 2);
    QCOMPARE(found.code, 0);
    QCOMPARE(found.output, output);
}

void tst_Damage::theCollectorSaysWhatItCannotCompact()
{
    Workbench bench;
    bench.write(QStringLiteral("app.log"), lines(0));
    bench.configure(QStringLiteral("[[source]]\nname = \"log\"\nfile = { paths = [\"%1\"] }\n")
                        .arg(bench.path(QStringLiteral("app.log"))));
    QCOMPARE(bench.collectUntilEnd().code, 0);
    change(bench, "UPDATE columns SET data = zeroblob(length(data)); UPDATE blocks SET cold = 0");
    QProcess* collector = bench.startCollector();
    const auto said = [&bench] {
        return bench.status()[QStringLiteral("index")][QStringLiteral("compaction_error")]
            .toString();
    };
    QTRY_VERIFY2(said().contains(QStringLiteral("cannot be compacted")), qPrintable(said()));
    const Finished status = bench.weir({QStringLiteral("status")});
    QVERIFY2(status.output.contains("cannot be compacted"), status.output.constData());
    const Finished stopped = Workbench::stop(collector);
    QCOMPARE(stopped.code, 0);
    QCOMPARE(stopped.errors.count("cannot be compacted"), 1);
}

QTEST_GUILESS_MAIN(tst_Damage)
#include "tst_damage.moc"
