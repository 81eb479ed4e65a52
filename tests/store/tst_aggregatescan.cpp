// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/aggregatescan.h"
#include "tests/store/generatedevents.h"
#include "tests/store/support.h"

using namespace weir;
using namespace weir::test;

namespace {

constexpr std::size_t coldEvents = 20'000;
constexpr std::size_t hotEvents = 3'000;
constexpr EventSeq everything{~std::uint64_t{0} >> 1U};

WriterOptions compacting()
{
    WriterOptions options;
    options.compaction = CompactionOptions{};
    options.compaction->enoughEvents = coldEvents;
    options.compaction->longestWait = 1h;
    options.compaction->interval = 1ms;
    return options;
}

bool hasHotBlocks(const std::filesystem::path& folder)
{
    const auto reader = IndexReader::open(folder);
    const auto blocks = (*reader)->blocks({}, EventSeq{}, everything);
    return std::any_of(blocks->begin(), blocks->end(), [](const auto& b) { return !b.isCold; });
}

/// Labels and values of every window, as text.
QStringList printed(const Aggregator& aggregator)
{
    QStringList lines;
    for (const Aggregator::Series& series : aggregator.series(1h)) {
        QString labels;
        for (const std::string& label : series.labels)
            labels += QString::fromStdString(label) + QLatin1Char('/');
        for (const AggregateWindow& window : series.windows)
            lines << labels + QString::number(nanosecondsOf(window.start)) + QLatin1Char('=')
                    + QString::number(window.value.number, 'g', 17);
    }
    return lines;
}

} // namespace

class tst_AggregateScan final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void theAnswerIsThatOfTheEventsOneByOne_data();
    void theAnswerIsThatOfTheEventsOneByOne();
    void countsAreThoseOfAView_data();
    void countsAreThoseOfAView();
    void whatHeadersAndCatalogsKnowIsNotDecoded();
    void aStoppedScanEnds();

private:
    View viewOf(const Query& query, TimeRange range = {}) const
    {
        return {*Filter::compile(query.filter), range, everything};
    }

    std::unique_ptr<TestIndex> m_index;
};

void tst_AggregateScan::initTestCase()
{
    m_index = std::make_unique<TestIndex>(compacting());
    m_index->write(generatedBatch(coldEvents, true));
    QTRY_VERIFY_WITH_TIMEOUT(!hasHotBlocks(m_index->folder()), 20'000);
    m_index->write(generatedBatch(hotEvents, true, 6));
    QVERIFY(hasHotBlocks(m_index->folder()));
}

void tst_AggregateScan::theAnswerIsThatOfTheEventsOneByOne_data()
{
    QTest::addColumn<QString>("query");
    for (const char* query :
         {"| count", "| count by service", "| count by level every 1m", "| count by host, service",
          "| rate by level", "| top 3 by service", "| count by nothing", "| count by trace_id",
          "level>=warn | count by level every 10s", "service:payments | count by host every 1s",
          "| p95(latency_ms) by service every 1m", "| sum(latency_ms) by service",
          "| max(latency_ms) every 1m", "| avg(status) by level", "| distinct(trace_id) by service",
          "| last(body) by service", "| first(status)", "\"connection refused\" | count by host",
          "~/user u[0-9]+/ | count by service every 1m", "status>=500 | p50(latency_ms) by status"})
        QTest::newRow(query) << QString::fromUtf8(query);
}

void tst_AggregateScan::theAnswerIsThatOfTheEventsOneByOne()
{
    QFETCH(QString, query);
    const auto parsed = parseQuery(query.toStdString());
    const auto* const found = std::get_if<Query>(&parsed);
    QVERIFY(found != nullptr);
    const auto reader = IndexReader::open(m_index->folder());
    QVERIFY(reader);
    const auto blocks = (*reader)->blocks({}, EventSeq{}, everything);
    QVERIFY(blocks);
    for (const Nanoseconds cut : {Nanoseconds{0}, Nanoseconds{1'234'567'890}}) {
        TimeRange range;
        if (cut.count() > 0)
            range.from = blocks->front().firstTime + cut;
        const View view = viewOf(*found, range);
        Aggregator expected(*found->aggregate);
        for (const BlockInfo& block : *blocks) {
            const auto stored = (*reader)->load(block);
            QVERIFY(stored);
            std::vector<std::uint32_t> rows;
            selectRows(view, *stored, EventSeq{}, rows);
            expected.add(*stored, rows);
        }
        const auto answer = aggregateView(m_index->folder(), view, *found->aggregate, {});
        QVERIFY(answer);
        QVERIFY(!printed(expected).isEmpty());
        QCOMPARE(printed(answer->aggregator), printed(expected));
    }
}

void tst_AggregateScan::countsAreThoseOfAView_data()
{
    QTest::addColumn<QString>("query");
    for (const char* query : {"", "level>=warn", "service:payments", "\"connection refused\"",
                              "latency_ms>100 host:host-1", "not debug", "~/[0-9a-f]{12}-[0-9]+/"})
        QTest::newRow(query) << QString::fromUtf8(query);
}

void tst_AggregateScan::countsAreThoseOfAView()
{
    QFETCH(QString, query);
    const View view = viewOf(std::get<Query>(parseQuery(query.toStdString())));
    const auto reader = IndexReader::open(m_index->folder());
    ViewScan one(**reader, view);
    QVERIFY(one.run({}));
    ParallelScan many(m_index->folder(), view);
    const auto count = many.count({});
    QVERIFY(count);
    QCOMPARE(*count, one.matches().total());
    QVERIFY(*count > 0);
}

void tst_AggregateScan::whatHeadersAndCatalogsKnowIsNotDecoded()
{
    const auto figuresOf = [this](const char* text) {
        const auto query = std::get<Query>(parseQuery(text));
        return aggregateView(m_index->folder(), viewOf(query), *query.aggregate, {})->figures;
    };
    const ScanFigures bySeverity = figuresOf("level>=warn | count by level every 1m");
    QCOMPARE(bySeverity.fromHeaders, bySeverity.blocks);
    const ScanFigures byService = figuresOf("| count by service");
    QCOMPARE(byService.fromCatalogs, std::size_t{1});
    const ScanFigures quantile = figuresOf("| p95(latency_ms) by service every 1m");
    QCOMPARE(quantile.searched, std::size_t{1});
    QVERIFY(quantile.bytesRead < 100'000);
}

void tst_AggregateScan::aStoppedScanEnds()
{
    std::stop_source stop;
    stop.request_stop();
    ParallelScan scan(m_index->folder(), viewOf(Query{}));
    const auto count = scan.count(stop.get_token());
    QVERIFY(count);
    QCOMPARE(*count, std::uint64_t{0});
}

QTEST_GUILESS_MAIN(tst_AggregateScan)
#include "tst_aggregatescan.moc"
