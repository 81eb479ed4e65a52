// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/store/support.h"

#include <sys/resource.h>

#include <csignal>

using namespace weir;
using namespace weir::test;

namespace {

/// No file of this process may grow beyond this many bytes, as on a disk that is full.
class FullDisk final
{
public:
    explicit FullDisk(rlim_t bytes)
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit limit = m_before;
        limit.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &m_before); }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    rlimit m_before = {};
};

std::uint64_t eventsIn(const std::filesystem::path& folder)
{
    const auto reader = IndexReader::open(folder);
    return reader ? (*reader)->totals()->events : 0;
}

} // namespace

class tst_WriteFailure final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void aFullDiskIsReportedAndNothingIsLost();
    void aFullDiskDoesNotLoseAlerts();
    void aFullDiskIsInTheWayOfCompactionUntilItHasRoom();
    void stoppingOnAFullDiskEnds();
};

void tst_WriteFailure::initTestCase()
{
    std::signal(SIGXFSZ, SIG_IGN); // the write then fails with EFBIG
}

void tst_WriteFailure::aFullDiskIsReportedAndNothingIsLost()
{
    TestIndex index;
    std::int64_t next = 0;
    const auto push = [&](std::size_t count) {
        QVERIFY(index.queue->push(numbered(next, count)));
        next += static_cast<std::int64_t>(count);
    };
    index.write(numbered(next, 1000));
    next = 1000;
    std::uint64_t before = 0;
    {
        const FullDisk full(200'000);
        for (int i = 0; i < 30; ++i)
            push(2000);
        QTRY_VERIFY(!index.listener->failures().empty());
        const Error error = index.listener->failures().front();
        QVERIFY2(error.code == Error::Code::Full, error.text().c_str());
        QVERIFY(!error.detail.empty());
        QVERIFY(error.subject.find("events-000001") != std::string::npos);
        before = index.listener->events();
        index.clock.set(noon + 10s); // no tick may pass what is not committed
        QVERIFY(index.listener->ticks().empty());
        for (int i = 0; i < 5; ++i)
            push(2000);
    }
    QTRY_COMPARE_WITH_TIMEOUT(index.listener->events(), static_cast<std::uint64_t>(next), 20'000);
    QVERIFY(index.listener->events() > before);
    QCOMPARE(index.listener->failures().back().detail, std::string());
    QCOMPARE(eventsIn(index.folder()), static_cast<std::uint64_t>(next));
    index.reopen();
    QVERIFY((index.writer->positions("orders")[0].ranges == std::vector<OffsetRange>{{0, next}}));
}

void tst_WriteFailure::aFullDiskDoesNotLoseAlerts()
{
    TestIndex index;
    std::atomic<int> saved = 0;
    {
        const FullDisk full(1000);
        for (int i = 0; i < 3; ++i)
            index.writer->saveAlerts({EventSeq{1}, noon, std::string(100'000, 'x')}, {},
                                     [&saved](const std::vector<std::int64_t>&) { ++saved; });
        QTRY_VERIFY(!index.listener->failures().empty());
        QCOMPARE(saved.load(), 0);
    }
    QTRY_COMPARE_WITH_TIMEOUT(saved.load(), 3, 20'000);
}

void tst_WriteFailure::aFullDiskIsInTheWayOfCompactionUntilItHasRoom()
{
    WriterOptions options = eager();
    options.compaction->longestWait = 5min;
    options.compaction->enoughEvents = 1'000'000;
    options.compaction->pauseAfterFailure = 1ms;
    TestIndex index(options);
    for (int i = 0; i < 5; ++i)
        index.write(numbered(100 * i, 100));
    const auto told = [&index] {
        return index.listener->compactionFailures();
    };
    {
        const FullDisk full(1000);
        index.clock.set(noon + 6min);
        QTRY_VERIFY(!told().empty());
        QVERIFY2(told().front().code == Error::Code::Full, told().front().text().c_str());
    }
    QTRY_COMPARE(told().size(), std::size_t{2}); // once, though it was tried again and again
    QCOMPARE(told().back().text(), std::string());
    QCOMPARE(eventsIn(index.folder()), std::uint64_t{500});
}

void tst_WriteFailure::stoppingOnAFullDiskEnds()
{
    TestIndex index;
    index.write(numbered(0, 10));
    {
        const FullDisk full(1000);
        QVERIFY(index.queue->push(numbered(10, 1000)));
        QTRY_VERIFY(!index.listener->failures().empty());
        index.writer->stop();
    }
    index.reopen();
    // Events and positions agree: the source sends them again.
    QVERIFY((index.writer->positions("orders")[0].ranges == std::vector<OffsetRange>{{0, 10}}));
    QCOMPARE(eventsIn(index.folder()), std::uint64_t{10});
}

QTEST_GUILESS_MAIN(tst_WriteFailure)
#include "tst_writefailure.moc"
