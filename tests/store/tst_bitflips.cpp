// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/blockformat.h"
#include "store/blocks/bytes.h"
#include "store/connection.h"
#include "store/slicefiles.h"
#include "tests/store/answers.h"
#include "tests/store/damage.h"
#include "tests/store/randomcolumns.h"
#include "tests/store/support.h"

#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <random>

using namespace weir;
using namespace weir::test;

namespace {

/// Events with everything an event can have, and payloads that are larger than a page.
EventBatchPtr everything(std::int64_t from, std::size_t count, std::mt19937& random)
{
    EventBatchBuilder builder("payments", SourceKind::Kafka, {{"region", "eu"}});
    const auto stream = builder.streamIndex(streamOf("payments", 3));
    for (std::size_t i = 0; i < count; ++i) {
        const auto offset = from + static_cast<std::int64_t>(i);
        builder.beginEvent({stream, offset, noon + i * 37ms});
        std::string payload(20 + random() % 900, ' ');
        std::generate(payload.begin(), payload.end(), [&] { return static_cast<char>(random()); });
        builder.setPayload(payload);
        builder.setTime(noon + i * 36ms);
        builder.setSeverity(static_cast<Severity>(i % 25));
        builder.setTraceId(builder.append("4bf92f3577b34da6a3ce929d0e0e4736"));
        builder.setSpanId(builder.append("00f067aa0ba902b7"));
        builder.setKey("key " + std::to_string(i % 7));
        builder.addHeader("tenant", std::to_string(i % 3));
        builder.addField("status", ValueType::Int, builder.append("503"), 503);
        if (i % 5 == 0)
            builder.addField("path", ValueType::String, builder.append("/api/v1/pay"));
        if (i % 6 == 0)
            builder.setMetric(builder.append("latency"), 0.25 * static_cast<double>(i),
                              builder.append("ms"), MetricType::Gauge);
        if (i % 11 == 0)
            builder.setUndecodable("not what was promised");
        if (i % 13 == 0)
            builder.setRecord(static_cast<std::uint32_t>(i));
    }
    builder.addPosition(stream, {from, from + static_cast<std::int64_t>(count)});
    builder.addGap({streamOf("payments", 3), {from - 5, from}, 5, Gap::Reason::LostUpstream, noon});
    return builder.publish();
}

AlertRecord record(int id)
{
    AlertRecord record;
    record.rule = "rule " + std::to_string(id);
    record.labels = "region=eu";
    record.from = "ok";
    record.to = "firing";
    record.at = noon + id * 1s;
    record.recorded = noon + id * 2s;
    record.value = id;
    record.summary = "too many";
    return record;
}

/// Two slices and a meta.db in which every table has rows.
void fill(TestIndex& index)
{
    std::mt19937 random(7);
    index.write(numbered(0, 200));
    index.advanceTo(noon + 1h);
    for (int i = 0; i < 3; ++i) {
        index.write(everything(1000 * i + 5, 60, random));
        index.write(numbered(200 + 100 * i, 100, noon + i * 1s));
    }
    for (const std::uint32_t seed : {3U, 5U})
        index.write(std::make_shared<const EventBatch>(RandomColumns(seed).make(60)));
    std::vector<AlertRecord> records;
    for (int id = 0; id < 40; ++id)
        records.push_back(record(id));
    index.writer->saveAlerts({EventSeq{100}, noon, std::string(9000, 'x')}, records, {});
    index.close();
}

struct Region
{
    std::size_t from = 0;
    std::size_t to = 0;
};

/// Where in a database what lies: `header`, and a list of pages for each table and index.
std::map<std::string, std::vector<Region>> regionsOf(const std::filesystem::path& file)
{
    std::map<std::string, std::vector<Region>> regions;
    const auto connection = Connection::openReadOnly(file);
    auto pages =
        (*connection)->prepare("SELECT name || ' ' || pagetype, pgoffset, pgsize FROM dbstat");
    while (*pages->step()) {
        const auto from = static_cast<std::size_t>(pages->integer(1));
        const auto size = static_cast<std::size_t>(pages->integer(2));
        regions[std::string(pages->text(0))].push_back({from, from + size});
    }
    regions["header"] = {{0, 100}};
    return regions;
}

/// Bytes in the middle of a page are mostly unused; half of the places are where something is.
std::size_t placeIn(const std::vector<Region>& regions, const std::string& bytes,
                    std::mt19937& random)
{
    const Region region = regions[random() % regions.size()];
    std::size_t at = 0;
    int tries = random() % 2 == 0 ? 1 : 1000;
    do
        at = region.from + random() % (region.to - region.from);
    while (--tries > 0 && bytes[at] == 0);
    return at;
}

} // namespace

class tst_BitFlips final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everyQuestionHasAnAnswer();
    void aFlippedBitNeverGivesAWrongEvent_data();
    void aFlippedBitNeverGivesAWrongEvent();
    void aFlippedBitOfTheHeaderIsFound();
    void aFlippedBitInABlockCostsThatBlock();
    void aWriterRefusesADamagedFileAndLeavesItAlone_data();
    void aWriterRefusesADamagedFileAndLeavesItAlone();
    void aCopyMadeBySqliteHasChecksumsToo();
    void soHasACopyThatIsLargerThanTheCache();
    void aFileWithoutChecksumsIsReadAndWritten();

private:
    std::filesystem::path folder() const { return m_index->folder(); }
    void addFiles() const;
    std::filesystem::path chosenFile() const;
    void tryFlip(const std::filesystem::path& file, const std::string& bytes, std::size_t at,
                 unsigned bit, const std::string& region);

    std::unique_ptr<TestIndex> m_index;
    Answers m_right;
    std::uint32_t m_seed = 0;
};

void tst_BitFlips::initTestCase()
{
    WriterOptions options;
    options.sliceAge = 1h;
    m_index = std::make_unique<TestIndex>(options);
    fill(*m_index);
    m_right = Questioner(folder()).ask();
    m_seed = qEnvironmentVariableIsSet("WEIR_FLIP_SEED")
        ? qEnvironmentVariable("WEIR_FLIP_SEED").toUInt()
        : std::random_device{}();
    qInfo("WEIR_FLIP_SEED=%u", m_seed);
}

void tst_BitFlips::everyQuestionHasAnAnswer()
{
    for (const Error& problem : m_right.problems)
        QFAIL(problem.text().c_str());
    for (const char* kind :
         {"event ", "single ", "by time: ", "by seq: ", "source ", "gap ", "alert "}) {
        const auto found = m_right.lines.lower_bound(kind);
        QVERIFY2(found != m_right.lines.end() && found->starts_with(kind), kind);
    }
    QVERIFY(m_right.events > 600);
    QCOMPARE(m_right.alertState.size(), std::size_t{9000});
}

void tst_BitFlips::addFiles() const
{
    QTest::addColumn<int>("number"); // of the slice; 0: meta.db
    QTest::newRow("an older slice") << 1;
    QTest::newRow("the newest slice") << 2;
    QTest::newRow("meta.db") << 0;
}

std::filesystem::path tst_BitFlips::chosenFile() const
{
    QFETCH(const int, number);
    const auto slices = listSliceFiles(folder());
    return number == 0 ? metaFileIn(folder())
                       : (*slices)[static_cast<std::size_t>(number) - 1].file;
}

void tst_BitFlips::tryFlip(const std::filesystem::path& file, const std::string& bytes,
                           std::size_t at, unsigned bit, const std::string& region)
{
    forgetPieces();
    const Flip flip(file, at, bit, bytes[at]);
    const Answers answers = Questioner(folder()).ask();
    const std::string objection = objectionTo(answers, m_right, file.filename().string());
    const std::string place =
        region + ", byte " + std::to_string(at) + ", bit " + std::to_string(bit) + ": " + objection;
    QVERIFY2(objection.empty(), place.c_str());
}

void tst_BitFlips::aFlippedBitNeverGivesAWrongEvent_data()
{
    addFiles();
}

void tst_BitFlips::aFlippedBitNeverGivesAWrongEvent()
{
    bool isSet = false;
    const int set = qEnvironmentVariableIntValue("WEIR_FLIP_PLACES", &isSet);
    const int placesPerRegion = isSet ? set : 20;
    std::mt19937 random(m_seed);
    const std::filesystem::path file = chosenFile();
    const std::string bytes = bytesOf(file);
    for (const auto& [name, regions] : regionsOf(file)) {
        for (int i = 0; i < placesPerRegion; ++i) {
            tryFlip(file, bytes, placeIn(regions, bytes, random),
                    static_cast<unsigned>(random() % 8), name);
            if (QTest::currentTestFailed())
                return;
        }
    }
    // The file is as it was, so that the damage was what made the difference.
    QVERIFY(bytesOf(file) == bytes);
}

void tst_BitFlips::aFlippedBitOfTheHeaderIsFound()
{
    // Bytes 16 to 20 say how long pages are and whether they have checksums; 56 to 71 the encoding
    // and the versions.
    const std::filesystem::path file = listSliceFiles(folder())->back().file;
    const std::string bytes = bytesOf(file);
    for (const auto& [from, to] : {std::pair{16U, 24U}, std::pair{56U, 72U}}) {
        for (unsigned bit = 8 * from; bit < 8 * to; ++bit) {
            tryFlip(file, bytes, bit / 8, bit % 8, "header");
            if (QTest::currentTestFailed())
                return;
            const Flip flip(file, bit / 8, bit % 8, bytes[bit / 8]);
            const auto reader = IndexReader::open(folder());
            QVERIFY2(!reader || !(*reader)->problems().empty(), qPrintable(QString::number(bit)));
        }
    }
}

void tst_BitFlips::aFlippedBitInABlockCostsThatBlock()
{
    // Changed through SQLite, so that its pages are whole and only the block's own checksums are
    // left to notice.
    std::mt19937 random(m_seed);
    const std::filesystem::path file = listSliceFiles(folder())->back().file;
    const auto connection = Connection::openWritable(file, false);
    auto read = (*connection)->prepare("SELECT id, data FROM columns ORDER BY length(data) DESC");
    QVERIFY(*read->step());
    const std::int64_t id = read->integer(0);
    const std::string block(read->blob(1));
    read->reset();
    auto write = (*connection)->prepare("UPDATE columns SET data = ? WHERE id = ?");
    QVERIFY(block.size() > 20'000);

    ByteReader header(std::string_view(block).substr(12, 4));
    const std::size_t table =
        blockformat::headerSize + header.get<std::uint32_t>() * blockformat::entrySize;
    for (const auto& [name, region] :
         std::map<std::string, Region>{{"header", {0, blockformat::headerSize}},
                                       {"table", {blockformat::headerSize, table}},
                                       {"sections", {table, block.size()}}}) {
        for (int i = 0; i < 25; ++i) {
            forgetPieces();
            std::string damaged = block;
            const std::size_t at = region.from + random() % (region.to - region.from);
            const auto mask = static_cast<char>(1U << random() % 8);
            damaged[at] = static_cast<char>(damaged[at] ^ mask);
            QVERIFY(write->bindBlob(1, damaged).bind(2, id).run());
            const Answers answers = Questioner(folder()).ask();
            const std::string objection =
                objectionTo(answers, m_right, "block " + std::to_string(id >> 16));
            const std::string place = name + ", byte " + std::to_string(at) + ": " + objection;
            QVERIFY2(objection.empty(), place.c_str());
            QVERIFY2(!answers.problems.empty(), place.c_str());
        }
    }
    QVERIFY(write->bindBlob(1, block).bind(2, id).run());
    QVERIFY((*connection)->checkpoint(Connection::Checkpoint::Truncate));
}

void tst_BitFlips::aWriterRefusesADamagedFileAndLeavesItAlone_data()
{
    addFiles();
}

void tst_BitFlips::aWriterRefusesADamagedFileAndLeavesItAlone()
{
    constexpr int placesPerRegion = 6;
    std::mt19937 random(m_seed + 1);
    const std::string name = chosenFile().filename().string();
    const std::string bytes = bytesOf(chosenFile());
    const QTemporaryDir directory;
    const std::filesystem::path copy = directory.path().toStdString() + "/index";
    const auto open = [&](auto check) {
        const SystemClock clock;
        BatchQueue queue(1);
        WriterOptions options;
        options.folder = copy;
        check(IndexWriter::open(options, queue, clock));
    };
    const auto textOf = [](const IndexWriter& writer) {
        std::string text = std::to_string(number(writer.newest())) + writer.alertSnapshot().state;
        for (const char* source : {"orders", "payments"}) {
            for (const auto& position : writer.positions(source)) {
                text += position.stream.key();
                for (const OffsetRange range : position.ranges)
                    text += " " + std::to_string(range.from) + "-" + std::to_string(range.to);
            }
        }
        return text;
    };
    std::filesystem::copy(folder(), copy);
    std::string right;
    open([&](const auto& writer) {
        QVERIFY2(writer, errorOf(writer).c_str());
        right = textOf(**writer);
    });
    for (const auto& [region, pages] : regionsOf(chosenFile())) {
        for (int i = 0; i < placesPerRegion; ++i) {
            std::filesystem::remove_all(copy);
            std::filesystem::copy(folder(), copy);
            const std::size_t at = placeIn(pages, bytes, random);
            std::string damaged = bytes;
            damaged[at] = static_cast<char>(damaged[at] ^ static_cast<char>(1U << random() % 8));
            std::ofstream(copy / name, std::ios::binary) << damaged;
            open([&](const auto& writer) {
                const std::string place = region + ", byte " + std::to_string(at) + ": ";
                if (writer) {
                    QVERIFY2(textOf(**writer) == right, place.c_str());
                    return;
                }
                QVERIFY2(writer.error().code == Error::Code::Corrupt
                             || writer.error().code == Error::Code::TooNew,
                         (place + writer.error().text()).c_str());
                QVERIFY2(writer.error().subject.ends_with(name),
                         (place + writer.error().text()).c_str());
            });
            if (QTest::currentTestFailed())
                return;
            QVERIFY2(bytesOf(copy / name) == damaged, region.c_str());
        }
    }
}

void tst_BitFlips::aCopyMadeBySqliteHasChecksumsToo()
{
    const QTemporaryDir directory;
    const std::string copy = directory.path().toStdString() + "/copy.db";
    {
        const auto slice = Connection::openReadOnly(listSliceFiles(folder())->back().file);
        auto vacuum = (*slice)->prepare("VACUUM INTO ?");
        vacuum->bindText(1, copy);
        const auto done = vacuum->run();
        QVERIFY2(done, errorOf(done).c_str());
    }
    std::string bytes = bytesOf(copy);
    QVERIFY(bytes.size() > 100'000);
    const std::size_t last = bytes.size() - 8000;
    bytes[last] = static_cast<char>(bytes[last] ^ 1);
    std::ofstream(copy, std::ios::binary) << bytes;
    const auto damaged = Connection::openReadOnly(copy);
    QVERIFY2(damaged, errorOf(damaged).c_str());
    auto read = (*damaged)->prepare("SELECT sum(length(hex(data))) FROM columns");
    const auto row = read->step();
    QVERIFY(!row);
    QVERIFY2(row.error().code == Error::Code::Corrupt, row.error().text().c_str());
}

void tst_BitFlips::soHasACopyThatIsLargerThanTheCache()
{
    const QTemporaryDir directory;
    const std::string original = directory.path().toStdString() + "/original.db";
    const std::string copy = directory.path().toStdString() + "/copy.db";
    {
        const auto writer = Connection::openWritable(original, false);
        const auto filled = (*writer)->execute(
            "CREATE TABLE columns (id INTEGER PRIMARY KEY, data BLOB NOT NULL);"
            "WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 2000)"
            " INSERT INTO columns SELECT id, randomblob(5000) FROM n");
        QVERIFY2(filled, errorOf(filled).c_str());
    }
    const std::string read = "SELECT sum(length(hex(data))) FROM columns";
    {
        const auto reader = Connection::openReadOnly(original);
        const auto done = (*reader)->copyTo(copy, {});
        QVERIFY2(done, errorOf(done).c_str());
        const auto sum = (*Connection::openReadOnly(copy))->number(read);
        QVERIFY2(sum, errorOf(sum).c_str());
        QCOMPARE(*sum, std::int64_t{20'000'000});
    }
    std::string bytes = bytesOf(copy);
    bytes[5'000'000] = static_cast<char>(bytes[5'000'000] ^ 1);
    std::ofstream(copy, std::ios::binary) << bytes;
    const auto damaged = (*Connection::openReadOnly(copy))->number(read);
    QVERIFY(!damaged);
    QVERIFY2(damaged.error().code == Error::Code::Corrupt, damaged.error().text().c_str());
}

void tst_BitFlips::aFileWithoutChecksumsIsReadAndWritten()
{
    const QTemporaryDir directory;
    const std::filesystem::path file = directory.path().toStdString() + "/meta.db";
    sqlite3* raw = nullptr;
    QCOMPARE(sqlite3_open(file.c_str(), &raw), SQLITE_OK);
    QCOMPARE(sqlite3_exec(raw, "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(raw);
    const SystemClock clock;
    WriterOptions options;
    options.folder = file.parent_path();
    for (int start = 1; start <= 2; ++start) {
        BatchQueue queue(std::size_t{1} << 20);
        const auto writer = IndexWriter::open(options, queue, clock);
        QVERIFY2(writer, errorOf(writer).c_str());
        Listener listener;
        (*writer)->start(listener);
        QVERIFY(queue.push(numbered(100 * start, 100)));
        (*writer)->stop();
        QCOMPARE(listener.events(), std::uint64_t{100});
        const Answers answers = Questioner(options.folder).ask();
        QVERIFY(answers.problems.empty());
        QCOMPARE(answers.events, static_cast<std::uint64_t>(100 * start));
    }
    QCOMPARE(bytesOf(file)[20], '\0'); // no bytes are reserved in its pages
    QCOMPARE(bytesOf(listSliceFiles(options.folder)->back().file)[20], '\x0c');
}

QTEST_GUILESS_MAIN(tst_BitFlips)
#include "tst_bitflips.moc"
