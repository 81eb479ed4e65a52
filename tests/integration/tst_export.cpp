// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/workbench.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QTest>

#include <csignal>

using namespace weir;

/// `weir export`, and what reads its files.
class tst_Export final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void eachFormatHoldsTheWholeResult_data();
    void eachFormatHoldsTheWholeResult();
    void payloadsComeOutByteForByte();
    void importedAgainTheEventsAreEqual();
    void aSliceStandsAloneAndHoldsEqualEvents();
    void nobodyWritesASliceThatStandsAlone();
    void theWindowShowsAllOfIt();
    void onlyTheUserMayReadIt();
    void noSpreadsheetRunsIt();
    void aggregatesAreATable();
    void whatATableHasNoRoomForIsSaid();
    void whatCannotBeWrittenLeavesNothing();
    void ctrlCLeavesNothing();

private:
    QString file(const QString& name) const { return m_bench.path(name); }
    Finished exportTo(const QString& name, const QString& query = {},
                      const QStringList& more = {}) const;
    QByteArray content(const QString& name) const;

    Workbench m_bench;
    QByteArray m_text; ///< what was imported
};

namespace {

constexpr int total = 20'000;

QByteArray line(int i)
{
    return QStringLiteral(R"({"time":"2026-11-23T12:00:%1Z","level":"%2","n":%3,"message":"%4"})")
        .arg(i / 400, 2, 10, QLatin1Char('0'))
        .arg(i % 100 == 0 ? QStringLiteral("error") : QStringLiteral("info"))
        .arg(i)
        .arg(i % 1000 == 0 ? QStringLiteral("=cmd()") : QStringLiteral("caf\u00e9 \\\"x\\\""))
        .toUtf8();
}

QStringList ndjson(const QByteArray& text, bool withPlace)
{
    QStringList events;
    for (const QByteArray& one : text.trimmed().split('\n')) {
        QJsonObject event = QJsonDocument::fromJson(one).object();
        event.remove(QStringLiteral("seq"));
        if (!withPlace) {
            event.remove(QStringLiteral("received"));
            event.remove(QStringLiteral("source"));
            event.remove(QStringLiteral("position"));
        }
        events << QString::fromUtf8(QJsonDocument(event).toJson(QJsonDocument::Compact));
    }
    return events;
}

} // namespace

void tst_Export::initTestCase()
{
    for (int i = 0; i < total; ++i)
        m_text += line(i) + '\n';
    m_text += QByteArray("\xff\xfe not UTF-8\n");
    m_bench.write(QStringLiteral("app.log"), m_text);
    QCOMPARE(m_bench.weir({QStringLiteral("import"), file(QStringLiteral("app.log"))}).code, 0);
    m_bench.write(QStringLiteral("b.log"), "plain text\n");
    QCOMPARE(m_bench.weir({QStringLiteral("import"), file(QStringLiteral("b.log"))}).code, 0);
}

Finished tst_Export::exportTo(const QString& name, const QString& query,
                              const QStringList& more) const
{
    return m_bench.weir(
        QStringList{QStringLiteral("export"), query, QStringLiteral("-o"), file(name)} + more);
}

QByteArray tst_Export::content(const QString& name) const
{
    QFile opened(file(name));
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

void tst_Export::eachFormatHoldsTheWholeResult_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("ending");
    for (const auto& [format, ending] :
         {std::pair("ndjson", "ndjson"), {"csv", "csv"}, {"text", "txt"}, {"raw", "raw"}})
        QTest::newRow(ending) << QString::fromUtf8(format) << QString::fromUtf8(ending);
}

void tst_Export::eachFormatHoldsTheWholeResult()
{
    QFETCH(QString, format);
    QFETCH(QString, ending);
    const QString name = QStringLiteral("all.") + ending;
    const Finished finished = exportTo(name, QStringLiteral("level:error or plain"));
    QVERIFY2(finished.code == 0, finished.errors.constData());
    QVERIFY2(finished.output.contains("201 events"), finished.output.constData());
    const Finished query = m_bench.weir(
        {QStringLiteral("query"), QStringLiteral("level:error or plain"), QStringLiteral("--order"),
         QStringLiteral("oldest"), QStringLiteral("--format"), format});
    QVERIFY(content(name) == query.output);
    const QString other = QStringLiteral("by-option");
    QCOMPARE(exportTo(other, QStringLiteral("level:error or plain"),
                      {QStringLiteral("--format"), format})
                 .code,
             0);
    QVERIFY(content(other) == query.output);
}

void tst_Export::payloadsComeOutByteForByte()
{
    QCOMPARE(exportTo(QStringLiteral("app.raw"), QStringLiteral("source:app.log")).code, 0);
    QVERIFY(content(QStringLiteral("app.raw")) == m_text);
}

void tst_Export::importedAgainTheEventsAreEqual()
{
    QCOMPARE(exportTo(QStringLiteral("again.raw"), QStringLiteral("level:error")).code, 0);
    Workbench other;
    QCOMPARE(other.weir({QStringLiteral("import"), file(QStringLiteral("again.raw"))}).code, 0);
    const QStringList ask{QStringLiteral("query"), QStringLiteral("level:error"),
                          QStringLiteral("--format"), QStringLiteral("ndjson")};
    const QStringList before = ndjson(m_bench.weir(ask).output, false);
    QCOMPARE(before.size(), qsizetype{total / 100});
    QCOMPARE(ndjson(other.weir(ask).output, false), before);
}

void tst_Export::aSliceStandsAloneAndHoldsEqualEvents()
{
    QCOMPARE(exportTo(QStringLiteral("incident.weir")).code, 0);
    const QString incident = file(QStringLiteral("incident.weir"));
    const auto ask = [&](const QStringList& more) {
        return m_bench.weir(QStringList{QStringLiteral("query")} + more);
    };
    const QStringList options{QStringLiteral("--order"), QStringLiteral("oldest"),
                              QStringLiteral("--format"), QStringLiteral("ndjson")};
    QCOMPARE(ndjson(ask(QStringList{incident} + options).output, true),
             ndjson(ask(options).output, true));
    const Finished raw =
        ask({incident, QStringLiteral("source:app.log"), QStringLiteral("--order"),
             QStringLiteral("oldest"), QStringLiteral("--format"), QStringLiteral("raw")});
    QVERIFY(raw.output == m_text);

    // A part of a part, and nothing at all.
    const Finished part =
        m_bench.weir({QStringLiteral("export"), incident, QStringLiteral("level:error"),
                      QStringLiteral("-o"), file(QStringLiteral("errors.weir"))});
    QVERIFY2(part.code == 0, part.errors.constData());
    QCOMPARE(ask({file(QStringLiteral("errors.weir")), QStringLiteral("--count")}).output.trimmed(),
             QByteArray("200"));
    QCOMPARE(exportTo(QStringLiteral("none.weir"), QStringLiteral("nosuchword")).code, 0);
    QCOMPARE(ask({file(QStringLiteral("none.weir")), QStringLiteral("--count")}).output.trimmed(),
             QByteArray("0"));
}

void tst_Export::nobodyWritesASliceThatStandsAlone()
{
    QCOMPARE(exportTo(QStringLiteral("alone/incident.weir")).code, 1); // no such folder
    QVERIFY(QDir(file(QString())).mkdir(QStringLiteral("alone")));
    QCOMPARE(exportTo(QStringLiteral("alone/incident.weir"), QStringLiteral("level:error")).code,
             0);
    const QByteArray before = content(QStringLiteral("alone/incident.weir"));
    const QString incident = file(QStringLiteral("alone/incident.weir"));
    QCOMPARE(m_bench.weir({QStringLiteral("query"), incident, QStringLiteral("--count")}).output,
             QByteArray("200\n"));
    QCOMPARE(QDir(file(QStringLiteral("alone"))).entryList(QDir::Files | QDir::Hidden).size(), 1);
    QVERIFY(content(QStringLiteral("alone/incident.weir")) == before);
    const Finished imported = m_bench.weir({QStringLiteral("import"), incident});
    QCOMPARE(imported.code, 1);
    QVERIFY2(imported.errors.contains("weir query FILE"), imported.errors.constData());
    QCOMPARE(
        m_bench
            .weir({QStringLiteral("query"), incident, file(QStringLiteral("app.log")), QString()})
            .code,
        2);
}

void tst_Export::theWindowShowsAllOfIt()
{
    QCOMPARE(exportTo(QStringLiteral("shown.weir"), QStringLiteral("level:error")).code, 0);
    const Finished shown =
        Workbench::run(QStringLiteral("weir-console"),
                       {QStringLiteral("--config"), m_bench.config(), QStringLiteral("--index"),
                        file(QStringLiteral("shown.weir")), QStringLiteral("--read-only"),
                        QStringLiteral("--screenshot"), file(QStringLiteral("shown.png")),
                        QStringLiteral("--seconds"), QStringLiteral("2")});
    QVERIFY2(shown.code == 0, shown.errors.constData());
    const QJsonDocument figures = QJsonDocument::fromJson(shown.output);
    QVERIFY2(figures[QStringLiteral("drawn")].toInt() > 0, shown.output.constData());
}

void tst_Export::onlyTheUserMayReadIt()
{
    for (const QString& name : {QStringLiteral("mine.csv"), QStringLiteral("mine.weir")}) {
        m_bench.write(name, "what was there before");
        QCOMPARE(exportTo(name, QStringLiteral("level:error")).code, 0);
        QCOMPARE(QFileInfo(file(name)).permissions() & ~(QFile::ReadUser | QFile::WriteUser),
                 QFile::ReadOwner | QFile::WriteOwner);
    }
}

void tst_Export::noSpreadsheetRunsIt()
{
    QCOMPARE(exportTo(QStringLiteral("cells.csv"), QStringLiteral("n:0"),
                      {QStringLiteral("--fields"), QStringLiteral("body,n")})
                 .code,
             0);
    QCOMPARE(content(QStringLiteral("cells.csv")), QByteArray("body,n\r\n'=cmd(),0\r\n"));
}

void tst_Export::aggregatesAreATable()
{
    const QString query = QStringLiteral("source:app.log level:error | count by level");
    QCOMPARE(exportTo(QStringLiteral("table.csv"), query).code, 0);
    QCOMPARE(content(QStringLiteral("table.csv")), QByteArray("severity,count\r\nerror,200\r\n"));
    QCOMPARE(exportTo(QStringLiteral("table.raw"), query).code, 2);
}

void tst_Export::whatATableHasNoRoomForIsSaid()
{
    const Finished exported =
        exportTo(QStringLiteral("many.csv"), QStringLiteral("source:app.log | count by n"));
    QCOMPARE(exported.code, 0);
    QVERIFY2(exported.errors.contains("__other__"), exported.errors.constData());
    QCOMPARE(content(QStringLiteral("many.csv")).count('\n'), 10'000 + 2);
    const Finished queried =
        m_bench.weir({QStringLiteral("query"), QStringLiteral("source:app.log | count by n"),
                      QStringLiteral("--format"), QStringLiteral("csv")});
    QCOMPARE(queried.code, 0);
    QVERIFY2(queried.errors.contains("__other__"), queried.errors.constData());
    QCOMPARE(queried.output.count('\n'), 10'000 + 2);
}

void tst_Export::whatCannotBeWrittenLeavesNothing()
{
    QCOMPARE(exportTo(QStringLiteral("name.xyz")).code, 2);
    QCOMPARE(exportTo(QStringLiteral("name.csv"), QStringLiteral("level:(")).code, 2);
    QVERIFY(QDir(file(QString())).mkdir(QStringLiteral("folder.csv")));
    QCOMPARE(exportTo(QStringLiteral("folder.csv")).code, 2);
    QVERIFY(!QFile::exists(file(QStringLiteral("name.csv"))));
    QCOMPARE(m_bench.weir({QStringLiteral("export"), QString()}).code, 2);
}

void tst_Export::ctrlCLeavesNothing()
{
    QVERIFY(QDir(file(QString())).mkdir(QStringLiteral("stopped")));
    QByteArray text;
    for (int i = 0; i < 300'000; ++i)
        text += line(i % total) + '\n';
    Workbench large;
    large.write(QStringLiteral("large.log"), text);
    QCOMPARE(large.weir({QStringLiteral("import"), large.path(QStringLiteral("large.log"))}).code,
             0);
    for (const char* name : {"stopped/a.ndjson", "stopped/a.weir"}) {
        QProcess process;
        process.start(QStringLiteral(WEIR_BIN_DIR "/weir"),
                      {QStringLiteral("--index"), large.index(), QStringLiteral("export"),
                       QString(), QStringLiteral("-o"), file(QString::fromUtf8(name))});
        QVERIFY(process.waitForStarted());
        const auto begun = [&] {
            return !QDir(file(QStringLiteral("stopped")))
                        .entryList(QDir::Files | QDir::Hidden)
                        .isEmpty();
        };
        QTRY_VERIFY(begun());
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(!begun());
    }
}

QTEST_GUILESS_MAIN(tst_Export)
#include "tst_export.moc"
