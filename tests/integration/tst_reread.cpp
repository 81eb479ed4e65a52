// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/connection.h"
#include "store/slicefiles.h"
#include "tests/collectors/testbroker.h"
#include "tests/integration/workbench.h"

#include <QDeadlineTimer>
#include <QJsonDocument>
#include <QTest>

#include <fmt/format.h>

#include <csignal>
#include <functional>
#include <map>

using namespace weir;

namespace {

/// What the index has of a record.
struct Indexed
{
    qint64 seq = 0;
    bool isDecoded = false; ///< as JSON; else it is a text

    friend bool operator==(const Indexed&, const Indexed&) = default;
};

using Contents = std::map<std::pair<int, qint64>, Indexed>; ///< by partition and offset

Contents contentsOf(const Workbench& bench)
{
    const QByteArray output =
        bench.weir({QStringLiteral("query"), QString(), QStringLiteral("--format"),
                    QStringLiteral("ndjson")},
                   300'000)
            .output;
    Contents contents;
    for (const QByteArray& line : output.split('\n')) {
        if (line.isEmpty())
            continue;
        const QJsonObject event = QJsonDocument::fromJson(line).object();
        const QJsonObject at = event[QStringLiteral("position")][QStringLiteral("kafka")].toObject();
        const Indexed indexed{event[QStringLiteral("seq")].toInteger(),
                              event[QStringLiteral("fields")].toObject().contains(QStringLiteral("n"))};
        const std::pair place(at[QStringLiteral("partition")].toInt(),
                              at[QStringLiteral("offset")].toInteger());
        if (!contents.emplace(place, indexed).second)
            QTest::qFail(QByteArray("twice in the index: " + line).constData(), __FILE__, __LINE__);
    }
    return contents;
}

/// Empty when only [from, to) of partition 0 was read again; else the first thing that is wrong.
QString judge(const Contents& before, const Contents& after, qint64 from, qint64 to)
{
    if (before.size() != after.size())
        return QStringLiteral("%1 records instead of %2").arg(after.size()).arg(before.size());
    for (const auto& [place, indexed] : before) {
        const auto found = after.find(place);
        if (found == after.end())
            return QStringLiteral("offset %1 is missing").arg(place.second);
        const bool isMeant = place.first == 0 && place.second >= from && place.second < to;
        const Indexed& now = found->second;
        if (isMeant ? !now.isDecoded || now.seq <= indexed.seq : now != indexed)
            return QStringLiteral("partition %1 offset %2 is not as it should be")
                .arg(place.first)
                .arg(place.second);
    }
    return {};
}

std::filesystem::path folderOf(const Workbench& bench)
{
    return bench.index().toStdString();
}

qint64 openRereads(const Workbench& bench)
{
    const auto meta = Connection::openReadOnly(folderOf(bench) / "meta.db");
    const auto rows =
        meta ? (*meta)->number("SELECT count(*) FROM rereads") : Result<std::int64_t>(meta.error());
    return rows ? *rows : -1;
}

std::filesystem::path largestSlice(const Workbench& bench)
{
    const auto slices = listSliceFiles(folderOf(bench));
    std::filesystem::path largest;
    std::uintmax_t bytes = 0;
    for (const SliceFile& slice : slices ? *slices : std::vector<SliceFile>()) {
        std::error_code gone;
        const std::uintmax_t size = std::filesystem::file_size(slice.file, gone);
        if (!gone && size > bytes) {
            bytes = size;
            largest = slice.file;
        }
    }
    return largest;
}

/// Looks as often as it can: what it waits for is over in a moment.
bool spinUntil(const std::function<bool()>& isTrue)
{
    const QDeadlineTimer deadline(60'000);
    while (!deadline.hasExpired()) {
        if (isTrue())
            return true;
    }
    return false;
}

} // namespace

/// `weir source reread` on a collector that runs, on a real broker.
class tst_Reread final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void aRangeIsReadAgainAsItIsDecodedNow();
    void theBeginningAndTheEndAreReadAgain();
    void killedOnTheWayNothingIsLostAndNothingTwice_data();
    void killedOnTheWayNothingIsLostAndNothingTwice();
    void whatCannotComeBackIsNotTakenOut();

private:
    void fill(const std::string& topic, int records) const;
    void configure(const Workbench& bench, const std::string& topic, const char* format,
                   const char* more = "") const;
    void changeFormat(const Workbench& bench, const std::string& topic) const;
    static QStringList reread(const QString& from, const QString& to, int partition = 0);

    std::unique_ptr<TestBroker> m_broker;
};

void tst_Reread::initTestCase()
{
    WEIR_NEED_BROKER();
    m_broker = std::make_unique<TestBroker>();
}

void tst_Reread::fill(const std::string& topic, int records) const
{
    for (const char* partition : {"partition=0", "partition=1"})
        m_broker->call({QStringLiteral("produce"), QString::fromStdString(topic),
                        QStringLiteral("count=%1").arg(records), QString::fromLatin1(partition),
                        QStringLiteral("value={\"n\":%d}")});
}

void tst_Reread::configure(const Workbench& bench, const std::string& topic, const char* format,
                           const char* more) const
{
    bench.configure(QString::fromStdString(
        fmt::format("[[source]]\nname = \"orders\"\nformat = \"{}\"\n"
                    "kafka = {{ brokers = \"{}\", topics = [\"{}\"], start = \"earliest\"{} }}\n",
                    format, m_broker->bootstrap(), topic, more)));
}

/// From text to JSON; the collector has noticed when it returns.
void tst_Reread::changeFormat(const Workbench& bench, const std::string& topic) const
{
    configure(bench, topic, "json");
    const auto isDecoded = [&] {
        m_broker->call({QStringLiteral("produce"), QString::fromStdString(topic),
                        QStringLiteral("count=1"), QStringLiteral("partition=1"),
                        QStringLiteral("value={\"n\":%d}")});
        return QTest::qWaitFor([&] { return bench.count(QStringLiteral("n>=0")) > 0; }, 2'000);
    };
    const QDeadlineTimer deadline(30'000);
    bool isChanged = false;
    while (!isChanged && !deadline.hasExpired())
        isChanged = isDecoded();
    QVERIFY(isChanged);
}

QStringList tst_Reread::reread(const QString& from, const QString& to, int partition)
{
    return {QStringLiteral("source"), QStringLiteral("reread"),      QStringLiteral("orders"),
            QStringLiteral("--from"), from,                          QStringLiteral("--to"),
            to,                       QStringLiteral("--partition"), QString::number(partition)};
}

void tst_Reread::aRangeIsReadAgainAsItIsDecodedNow()
{
    const std::string topic = m_broker->makeTopic(2);
    Workbench bench;
    fill(topic, 1'000);
    configure(bench, topic, "text");
    bench.startCollector();
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 2'000, 20'000);
    changeFormat(bench, topic);
    const Contents before = contentsOf(bench);
    const Finished done = bench.weir(reread(QStringLiteral("100"), QStringLiteral("250")));
    QVERIFY2(done.code == 0, done.errors.constData());
    QCOMPARE(done.output,
             QByteArray::fromStdString(
                 fmt::format("{} partition 0: 150 offsets from 100 to 249 are read again\n", topic)));
    QCOMPARE(openRereads(bench), 0);
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), qint64(before.size()), 20'000);
    QCOMPARE(judge(before, contentsOf(bench), 100, 250), QString());
    // What comes after that goes on as before.
    fill(topic, 10);
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), qint64(before.size()) + 20, 20'000);
    QVERIFY(contentsOf(bench).contains({0, 1'009}));
}

void tst_Reread::theBeginningAndTheEndAreReadAgain()
{
    const std::string topic = m_broker->makeTopic(2);
    Workbench bench;
    fill(topic, 500);
    configure(bench, topic, "text");
    bench.startCollector();
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 1'000, 20'000);
    changeFormat(bench, topic);
    const Contents before = contentsOf(bench);
    QCOMPARE(bench.weir(reread(QStringLiteral("earliest"), QStringLiteral("40"))).code, 0);
    QCOMPARE(bench.weir(reread(QStringLiteral("450"), QStringLiteral("latest"))).code, 0);
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), qint64(before.size()), 20'000);
    const Contents after = contentsOf(bench);
    for (const auto& [place, indexed] : after) {
        if (place.first == 0)
            QCOMPARE(indexed.isDecoded, place.second < 40 || place.second >= 450);
    }
    const Contents again = after;
    QCOMPARE(bench.weir(reread(QStringLiteral("0"), QStringLiteral("latest"))).code, 0);
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), qint64(before.size()), 20'000);
    QCOMPARE(judge(again, contentsOf(bench), 0, 500), QString());
}

void tst_Reread::killedOnTheWayNothingIsLostAndNothingTwice_data()
{
    QTest::addColumn<QString>("point");
    QTest::newRow("when it is written down") << QStringLiteral("begun");
    QTest::newRow("when the slice is replaced") << QStringLiteral("replaced");
    QTest::newRow("when the offsets are open") << QStringLiteral("open");
    QTest::newRow("while it is fetched") << QStringLiteral("fetched");
}

void tst_Reread::killedOnTheWayNothingIsLostAndNothingTwice()
{
    QFETCH(const QString, point);
    const std::string topic = m_broker->makeTopic(2);
    Workbench bench;
    fill(topic, 60'000);
    configure(bench, topic, "text");
    bench.startCollector();
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 120'000, 60'000);
    changeFormat(bench, topic);
    const Contents before = contentsOf(bench);
    const qint64 pid = bench.collectorPid();

    QProcess asking;
    asking.start(QString::fromLatin1(WEIR_BIN_DIR "/weir"),
                 QStringList{QStringLiteral("--config"), bench.config(), QStringLiteral("--index"),
                             bench.index()}
                     + reread(QStringLiteral("10000"), QStringLiteral("50000")));
    QVERIFY(asking.waitForStarted());
    QVERIFY(spinUntil([&] { return openRereads(bench) == 1; }));
    const std::filesystem::path largest = largestSlice(bench);
    if (point == u"replaced")
        QVERIFY(spinUntil([&] { return !std::filesystem::exists(largest); }));
    else if (point == u"open")
        QVERIFY(spinUntil([&] { return openRereads(bench) == 0; }));
    else if (point == u"fetched")
        QVERIFY(asking.waitForFinished(60'000));
    QCOMPARE(::kill(static_cast<pid_t>(pid), SIGKILL), 0);
    asking.waitForFinished();
    const auto isBack = [&] {
        const qint64 now = bench.collectorPid();
        return now != 0 && now != pid;
    };
    qInfo() << "killed with" << openRereads(bench) << "open and" << bench.count() << "of"
            << before.size();
    QTRY_VERIFY_WITH_TIMEOUT(isBack(), 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(openRereads(bench), 0, 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), qint64(before.size()), 60'000);
    QCOMPARE(judge(before, contentsOf(bench), 10'000, 50'000), QString());
    fill(topic, 10);
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), qint64(before.size()) + 20, 20'000);
}

void tst_Reread::whatCannotComeBackIsNotTakenOut()
{
    const std::string topic = m_broker->makeTopic(2);
    Workbench bench;
    fill(topic, 100);
    configure(bench, topic, "text");
    bench.startCollector();
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 200, 20'000);
    const auto errorOf = [&](const QString& from, const QString& to) {
        const Finished finished = bench.weir(reread(from, to));
        return finished.code == 1 ? finished.errors : QByteArray("done");
    };
    const auto says = [&](const QString& from, const QString& to, const char* sentence) {
        const QByteArray error = errorOf(from, to);
        return error.contains(sentence) ? QByteArray() : error;
    };
    m_broker->call({QStringLiteral("delete-records"),
                    QString::fromStdString(fmt::format("{}:0:50", topic))});
    QCOMPARE(says(QStringLiteral("100"), QStringLiteral("200"), "partition 0 ends at offset 100"),
             QByteArray());
    QCOMPARE(says(QStringLiteral("20"), QStringLiteral("10"), "ends before it begins"), QByteArray());
    QCOMPARE(says(QStringLiteral("0"), QStringLiteral("50"), "the broker has deleted"), QByteArray());
    QCOMPARE(says(QStringLiteral("yesterday"), QStringLiteral("50"), "is no place in a topic"),
             QByteArray());
    QCOMPARE(bench.count(), 200);
    // Of what it still holds in part that part.
    const Contents before = contentsOf(bench);
    const Finished part = bench.weir(reread(QStringLiteral("40"), QStringLiteral("60")));
    QVERIFY2(part.output.contains("10 offsets from 50 to 59"), part.output.constData());
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 200, 20'000);
    QVERIFY(contentsOf(bench).at({0, 55}).seq > before.at({0, 55}).seq);
    QCOMPARE(contentsOf(bench).at({0, 45}), before.at({0, 45}));

    configure(bench, topic, "text", ", group = \"readers-again\"");
    QTRY_COMPARE_WITH_TIMEOUT(
        says(QStringLiteral("200"), QStringLiteral("300"), "as a member of the group"), QByteArray(),
        20'000);
    bench.write(QStringLiteral("lines.log"), "one\n");
    bench.configure(QStringLiteral("[[source]]\nname = \"orders\"\nformat = \"text\"\n"
                                   "file = { paths = [\"%1\"] }\n")
                        .arg(bench.path(QStringLiteral("lines.log"))));
    QTRY_COMPARE_WITH_TIMEOUT(says(QStringLiteral("200"), QStringLiteral("300"), "only the positions"),
                              QByteArray(), 20'000);
    QCOMPARE(openRereads(bench), 0);
}

QTEST_GUILESS_MAIN(tst_Reread)
#include "tst_reread.moc"
