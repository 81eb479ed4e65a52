// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/connection.h"
#include "store/slicefiles.h"
#include "store/write/encodedbatch.h"
#include "store/write/slicebuilder.h"
#include "store/write/slicepurge.h"
#include "store/write/sourceretention.h"
#include "tests/store/contents.h"

#include <rapidcheck.h>

#include <fstream>
#include <map>

using namespace weir;
using namespace weir::test;

namespace fs = std::filesystem;

namespace {

/// Hourly slices, sealed at once. `index` is the age of all sources without one of their own.
WriterOptions keeping(std::optional<Nanoseconds> index, std::map<std::string, Retention> sources)
{
    WriterOptions options = eager();
    options.sliceAge = 1h;
    options.retention = {{index, std::nullopt}, std::move(sources)};
    return options;
}

/// Events of a source, one a millisecond, that compress badly: `bytes` in each.
EventBatchPtr events(const std::string& source, std::size_t count, TimePoint begin,
                     std::size_t bytes = 10)
{
    static std::map<std::string, std::int64_t> offsets;
    static std::uint64_t random = 88172645463325252U;
    std::int64_t& offset = offsets[source];
    EventBatchBuilder builder(source, SourceKind::Kafka);
    const auto stream = builder.streamIndex(streamOf(source));
    for (std::size_t i = 0; i < count; ++i, ++offset) {
        builder.beginEvent({stream, offset, begin + i * 1ms});
        std::string payload = source + " " + std::to_string(offset) + " ";
        while (payload.size() < bytes) {
            random ^= random << 13U;
            random ^= random >> 7U;
            random ^= random << 17U;
            payload.push_back(static_cast<char>('a' + random % 26));
        }
        builder.setPayload(payload);
        builder.addPosition(stream, {offset, offset + 1});
    }
    return builder.publish();
}

/// All events that were committed and that are to be kept, described as contentsOf() does.
template<typename IsKept>
std::vector<std::string> whatIsKept(const TestIndex& index, IsKept isKept)
{
    std::vector<StoredBatch> kept;
    for (const StoredBatch& stored : index.listener->batches()) {
        if (isKept(stored.batch->columns().source, stored.received(0)))
            kept.push_back(stored);
    }
    return describedAll(kept);
}

std::vector<std::int64_t> slicesIn(const fs::path& folder)
{
    std::vector<std::int64_t> numbers;
    const auto files = listSliceFiles(folder);
    for (const SliceFile& file : *files)
        numbers.push_back(file.number);
    return numbers;
}

/// What a slice has of a source: when the last of it was received, and its bytes.
using Parts = std::map<std::pair<std::int64_t, std::string>, std::pair<TimePoint, std::uint64_t>>;

/// Of all slices of a folder, those without events left out.
Parts partsIn(const fs::path& folder)
{
    Parts parts;
    const auto files = listSliceFiles(folder);
    for (const SliceFile& file : *files) {
        const auto connection = Connection::openReadOnly(file.file);
        auto rows = (*connection)->prepare(
            "SELECT s.name, max(b.last_received), (SELECT sum(length(data)) FROM columns"
            " WHERE id >> 16 IN (SELECT id FROM blocks o WHERE o.source = s.id))"
            " FROM blocks b JOIN sources s ON s.id = b.source GROUP BY s.id");
        while (*rows->step())
            parts[{file.number, std::string(rows->text(0))}] = {
                timePointOf(rows->integer(1)), static_cast<std::uint64_t>(rows->integer(2))};
    }
    return parts;
}

Parts whatIsLeft(const Parts& parts, const RetentionPolicy& policy, TimePoint now)
{
    Parts left;
    std::map<std::string, std::uint64_t> newer;
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        const std::string& source = part->first.second;
        const auto [received, bytes] = part->second;
        const auto age = policy.ageOf(source);
        const auto own = policy.sources.find(source);
        const bool isTooMuch = own != policy.sources.end() && own->second.bytes
            && newer[source] >= *own->second.bytes;
        if (!isTooMuch && (!age || received >= now - *age))
            left.insert(*part);
        newer[source] += bytes;
    }
    return left;
}

/// One that keeps some sources less long than others, some for ever, and some for their bytes.
RetentionPolicy aPolicy()
{
    const auto anAge = rc::gen::map(rc::gen::inRange(0, 6), [](int hours) {
        return hours == 0 ? std::nullopt : std::optional<Nanoseconds>(hours * 1h - 30min);
    });
    const auto aSize = rc::gen::map(rc::gen::inRange<std::uint64_t>(0, 8), [](std::uint64_t size) {
        return size == 0 ? std::nullopt : std::optional(size * 10'000);
    });
    RetentionPolicy policy{{*anAge, std::nullopt}, {}};
    policy.sources["a"] = {*anAge, std::nullopt};
    policy.sources["b"] = {*anAge, *aSize};
    return policy;
}

/// A sealed slice with some of three sources.
void makeSealed(const fs::path& folder, int hour)
{
    const std::int64_t number = hour + 1;
    auto slice = SliceBuilder::create(
        nextRevisionOf(folder / sliceFileName(number, noon + hour * 1h)), number, noon);
    for (const char* source : {"a", "b", "c"}) {
        for (int block = *rc::gen::inRange(0, 3); block > 0; --block) {
            const auto encoded = encodeBatch(events(source, 20, noon + hour * 1h, 1000));
            RC_ASSERT((*slice)->append(*encoded));
        }
    }
    RC_ASSERT((*slice)->finish());
}

/// As the compactor does it.
void apply(const DueSources& due)
{
    if (!due.isAll) {
        const auto copied =
            copyWithoutSources(due.slice, due.sources, nextRevisionOf(due.slice.file), {});
        RC_ASSERT(copied && *copied);
    }
    RC_ASSERT(removeDatabase(due.slice.file));
}

/// The clock stands at noon when the index is opened.
void beginHour(TestIndex& index, int hour)
{
    if (hour > 0)
        index.advanceTo(noon + hour * 1h);
}

/// Writes some events of each source into each of so many slices, an hour apart. The clock then
/// stands where the last of them begins.
void writeHours(TestIndex& index, int hours, const std::vector<std::string>& sources)
{
    for (int hour = 0; hour < hours; ++hour) {
        beginHour(index, hour);
        for (const std::string& source : sources)
            index.write(events(source, 20, noon + hour * 1h));
    }
}

} // namespace

class tst_SourceRetention final : public QObject
{
    Q_OBJECT

private slots:
    void aSourceThatIsKeptLessLongGoesBeforeTheOthers();
    void aSourceThatIsKeptLongerStaysWhenTheOthersGo();
    void aSliceOfWhichNothingIsKeptGoesAsAWhole();
    void theEventsOfASourceInASliceGoTogether();
    void asManyBytesOfASourceStayAsItMayHave();
    void theBytesOfTheIndexAreALimitForAll();
    void whatIsRemovedIsNotFetchedAgain();
    void aReaderWithAnOldListSeesWhatIsLeft();
    void itCanBeChangedWhileTheWriterRuns();
    void aDamagedSliceIsLeftAlone();
    void aFileThatIsGoneIsPassedOver();
    void withoutCompactionNothingIsRemovedThatASourceKeeps();
    void nothingIsRemovedTooSoonAndNothingIsLeft();
};

void tst_SourceRetention::aSourceThatIsKeptLessLongGoesBeforeTheOthers()
{
    TestIndex index(keeping(10h, {{"debug", {90min, std::nullopt}}}));
    writeHours(index, 3, {"debug", "orders"});
    const auto expected = whatIsKept(index, [](const std::string& source, TimePoint received) {
        return source != "debug" || received >= noon + 30min;
    });
    QCOMPARE(expected.size(), std::size_t{100});
    QTRY_COMPARE_WITH_TIMEOUT(contentsOf(index.folder()), expected, 20'000);
    // The file that a copy has replaced goes a moment later.
    QTRY_COMPARE_WITH_TIMEOUT(slicesIn(index.folder()), (std::vector<std::int64_t>{1, 2, 3}), 20'000);
}

void tst_SourceRetention::aSourceThatIsKeptLongerStaysWhenTheOthersGo()
{
    TestIndex index(keeping(90min, {{"audit", {10h, std::nullopt}}}));
    writeHours(index, 4, {"orders", "audit", "market"});
    const auto expected = whatIsKept(index, [](const std::string& source, TimePoint received) {
        return source == "audit" || received >= noon + 90min;
    });
    QCOMPARE(expected.size(), std::size_t{160});
    QTRY_COMPARE_WITH_TIMEOUT(contentsOf(index.folder()), expected, 20'000);
    index.advanceTo(noon + 13h);
    QTRY_COMPARE_WITH_TIMEOUT(slicesIn(index.folder()), (std::vector<std::int64_t>{4}), 20'000);
}

void tst_SourceRetention::aSliceOfWhichNothingIsKeptGoesAsAWhole()
{
    TestIndex index(keeping(90min, {{"audit", {std::nullopt, std::nullopt}}}));
    index.write(events("orders", 20, noon));
    index.advanceTo(noon + 1h);
    index.write(events("audit", 20, noon + 1h));
    index.advanceTo(noon + 2h);
    index.write(events("orders", 20, noon + 2h));
    QTRY_COMPARE_WITH_TIMEOUT(slicesIn(index.folder()), (std::vector<std::int64_t>{2, 3}), 20'000);
    const auto reader = IndexReader::open(index.folder());
    QCOMPARE((*reader)->totals()->events, std::uint64_t{40});
}

void tst_SourceRetention::theEventsOfASourceInASliceGoTogether()
{
    TestIndex index(keeping(10h, {{"debug", {90min, std::nullopt}}}));
    index.write(events("debug", 700, noon)); // more than one block holds
    index.write(events("orders", 20, noon));
    index.clock.set(noon + 59min);
    index.write(events("debug", 700, noon + 59min));
    index.advanceTo(noon + 1h);
    index.write(events("orders", 20, noon + 1h)); // the first slice is complete
    index.advanceTo(noon + 2h);
    index.write(events("orders", 20, noon + 2h)); // old enough are those of its beginning only
    QTRY_COMPARE_WITH_TIMEOUT(fs::exists(index.folder() / "events-000002-20261123T13-1.db"), true,
                              20'000); // sealed, so the one before was looked at
    QCOMPARE(contentsOf(index.folder()).size(), std::size_t{1460});
    index.advanceTo(noon + 3h);
    QTRY_COMPARE_WITH_TIMEOUT(contentsOf(index.folder()).size(), std::size_t{60}, 20'000);
}

void tst_SourceRetention::asManyBytesOfASourceStayAsItMayHave()
{
    // A slice has some 100 kB of it.
    TestIndex index(keeping(std::nullopt, {{"bulk", {std::nullopt, 250'000}}}));
    for (int hour = 0; hour < 8; ++hour) {
        beginHour(index, hour);
        index.write(events("bulk", 160, noon + hour * 1h, 1000));
        index.write(events("orders", 20, noon + hour * 1h));
    }
    // The current slice, and of the others three: two would be less.
    const auto expected = whatIsKept(index, [](const std::string& source, TimePoint received) {
        return source != "bulk" || received >= noon + 4h;
    });
    QTRY_COMPARE_WITH_TIMEOUT(contentsOf(index.folder()), expected, 20'000);
    QCOMPARE(slicesIn(index.folder()).size(), std::size_t{8});
}

void tst_SourceRetention::theBytesOfTheIndexAreALimitForAll()
{
    WriterOptions options = keeping(std::nullopt, {{"audit", {std::nullopt, std::nullopt}}});
    options.retention.index.bytes = 8'000'000;
    TestIndex index(options);
    for (int i = 1; i <= 60; ++i) {
        index.write(events("audit", 100, noon + i * 1s, 4000));
        index.advanceTo(noon + i * 1s);
    }
    const auto reader = IndexReader::open(index.folder());
    QTRY_VERIFY((*reader)->totals()->bytes < 9'000'000);
    const auto left = (*reader)->totals()->events;
    QVERIFY2(left >= 1000 && left <= 4000, qPrintable(QString::number(left)));
    QVERIFY((*reader)->event(EventSeq{6000}));
}

void tst_SourceRetention::whatIsRemovedIsNotFetchedAgain()
{
    TestIndex index(keeping(10h, {{"debug", {90min, std::nullopt}}}));
    const auto ranges = [&index](const std::string& source) {
        return index.writer->positions(source).at(0).ranges;
    };
    writeHours(index, 3, {"debug", "orders"});
    QTRY_COMPARE_WITH_TIMEOUT(contentsOf(index.folder()).size(), std::size_t{100}, 20'000);
    index.reopen();
    QCOMPARE(ranges("debug").size(), std::size_t{1});
    QCOMPARE(ranges("debug")[0].to - ranges("debug")[0].from, std::int64_t{60});
    QCOMPARE(number(index.writer->newest()), std::uint64_t{120});
    QCOMPARE((*IndexReader::open(index.folder()))->totals()->sources[0].events, std::uint64_t{60});
}

void tst_SourceRetention::aReaderWithAnOldListSeesWhatIsLeft()
{
    TestIndex index(keeping(10h, {{"debug", {150min, std::nullopt}}}));
    writeHours(index, 3, {"debug", "orders"});
    const auto reader = IndexReader::open(index.folder());
    const auto before = (*reader)->blocks({}, EventSeq{}, everything);
    QCOMPARE(before->size(), std::size_t{6});
    index.advanceTo(noon + 3h);
    QTRY_COMPARE_WITH_TIMEOUT(contentsOf(index.folder()).size(), std::size_t{100}, 20'000);
    QVERIFY((*reader)->newest()); // looks at the list of slices
    std::size_t left = 0;
    for (const BlockInfo& block : *before) {
        const auto stored = (*reader)->load(block);
        left += stored ? stored->batch->size() : 0;
        QVERIFY(stored || stored.error().code == Error::Code::NotFound);
    }
    QCOMPARE(left, std::size_t{100});
    QVERIFY((*reader)->problems().empty());
}

void tst_SourceRetention::itCanBeChangedWhileTheWriterRuns()
{
    const Retention longer{10h, std::nullopt};
    TestIndex index(keeping(90min, {{"audit", longer}, {"debug", longer}}));
    writeHours(index, 4, {"audit", "debug"});
    QTRY_COMPARE_WITH_TIMEOUT(fs::exists(index.folder() / "events-000003-20261123T14-1.db"), true,
                              20'000);
    QCOMPARE(contentsOf(index.folder()).size(), std::size_t{160});
    index.writer->setRetention({{90min, std::nullopt}, {{"audit", longer}}});
    index.advanceTo(noon + 3h + 1s);
    QTRY_COMPARE_WITH_TIMEOUT(contentsOf(index.folder()).size(), std::size_t{120}, 20'000);
    index.writer->setRetention({{90min, std::nullopt}, {}});
    index.advanceTo(noon + 3h + 2s);
    QTRY_COMPARE_WITH_TIMEOUT(contentsOf(index.folder()).size(), std::size_t{80}, 20'000);
}

void tst_SourceRetention::aDamagedSliceIsLeftAlone()
{
    TestIndex index(keeping(10h, {{"debug", {150min, std::nullopt}}}));
    writeHours(index, 3, {"debug", "orders"});
    const fs::path first = index.folder() / "events-000001-20261123T12-1.db";
    const fs::path second = index.folder() / "events-000002-20261123T13-1.db";
    QTRY_VERIFY_WITH_TIMEOUT(fs::exists(second), 20'000);
    index.close();
    {
        std::fstream file(first, std::ios::binary | std::ios::in | std::ios::out);
        const std::string noise(16'384, 'x');
        for (std::uintmax_t at = 16'384; at < fs::file_size(first); at += noise.size())
            file.seekp(static_cast<std::streamoff>(at)).write(noise.data(), 16'384);
    }
    index.open();
    index.advanceTo(noon + 4h);
    QTRY_VERIFY_WITH_TIMEOUT(!fs::exists(second), 20'000); // written anew
    QVERIFY(fs::exists(first));
    index.advanceTo(noon + 15h);
    QTRY_VERIFY_WITH_TIMEOUT(!fs::exists(first), 20'000);
}

void tst_SourceRetention::aFileThatIsGoneIsPassedOver()
{
    TestIndex index(keeping(10h, {{"debug", {90min, std::nullopt}}}));
    writeHours(index, 2, {"debug", "orders"});
    const fs::path first = index.folder() / "events-000001-20261123T12-1.db";
    QTRY_VERIFY_WITH_TIMEOUT(fs::exists(first), 20'000);
    QVERIFY(fs::remove(first));
    index.advanceTo(noon + 2h);
    index.write(events("orders", 20, noon + 2h));
    index.advanceTo(noon + 3h);
    const fs::path second = index.folder() / "events-000002-20261123T13-2.db";
    QTRY_VERIFY_WITH_TIMEOUT(fs::exists(second), 20'000); // written anew without debug
    QTRY_COMPARE_WITH_TIMEOUT(contentsOf(index.folder()).size(), std::size_t{40}, 20'000);
}

void tst_SourceRetention::withoutCompactionNothingIsRemovedThatASourceKeeps()
{
    WriterOptions options = keeping(90min, {{"audit", {10h, std::nullopt}}});
    options.compaction.reset();
    TestIndex index(options);
    writeHours(index, 4, {"orders", "audit"});
    index.advanceTo(noon + 9h);
    index.close();
    QCOMPARE(contentsOf(index.folder()).size(), std::size_t{160});
}

void tst_SourceRetention::nothingIsRemovedTooSoonAndNothingIsLeft()
{
    const bool holds = rc::check("a source has gone from a slice exactly where it is due", [] {
        const RetentionPolicy policy = aPolicy();
        QTemporaryDir directory;
        const fs::path folder = directory.path().toStdString();
        const int hours = *rc::gen::inRange(1, 6);
        for (int hour = 0; hour < hours; ++hour)
            makeSealed(folder, hour);
        const TimePoint now = noon + (hours - 1) * 1h;
        const auto expected = whatIsLeft(partsIn(folder), policy, now);
        SourceRetention retention;
        int steps = 0;
        while (const auto due = *retention.next(policy, *listSliceFiles(folder), now)) {
            RC_ASSERT(++steps <= 2 * hours);
            apply(*due);
        }
        RC_ASSERT(partsIn(folder) == expected);
    });
    QVERIFY(holds);
}

QTEST_GUILESS_MAIN(tst_SourceRetention)
#include "tst_sourceretention.moc"
