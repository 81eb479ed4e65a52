// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/eventwriter.h"
#include "tests/collectors/fakesink.h"

#include <QTest>

#include <stdexcept>

using namespace weir;

/// What is between a wire and the sink.
class tst_EventWriter final : public QObject
{
    Q_OBJECT

private slots:
    void aMessageAtWhichADecoderThrowsIsKeptAndTheNextOneRead();
};

namespace {

/// Throws in the middle of a message that begins with an exclamation mark.
class ThrowingFormat final : public Format
{
public:
    std::string_view name() const override { return "throwing"; }
    const char* refuse(const Content&) const override { return nullptr; }
    const char* decode(const Content& content, EventBatchBuilder& builder) override
    {
        builder.addField("half", ValueType::String, builder.append("written"));
        if (!content.bytes.starts_with('!'))
            return nullptr;
        builder.beginRecord();
        throw std::runtime_error("a table ends too early");
    }
};

} // namespace

void tst_EventWriter::aMessageAtWhichADecoderThrowsIsKeptAndTheNextOneRead()
{
    SourceConfig source;
    source.name = "orders";
    std::vector<std::unique_ptr<Format>> formats;
    formats.push_back(std::make_unique<ThrowingFormat>());
    FakeSink sink;
    SourceMonitor monitor(source.name, "kafka");
    EventWriter writer(source, SourceKind::Kafka, std::make_unique<Decoder>(std::move(formats)),
                       sink, monitor);
    const std::uint32_t stream = writer.builder().streamIndex({});
    const TimePoint time{std::chrono::hours(24)};
    writer.add({stream, 0, {}}, {"before", {}});
    writer.add({stream, 1, time}, {.payload = "!thrown at", .wireTime = time, .key = "k"});
    writer.add({stream, 2, {}}, {"after", {}});
    QVERIFY(writer.tryFlush());

    const EventBatch& batch = *sink.batches().at(0);
    QCOMPARE(batch.size(), std::size_t{3});
    QCOMPARE(sink.payloads(), (std::vector<std::string>{"before", "!thrown at", "after"}));
    QCOMPARE(batch.columns().offsets, (std::vector<std::int64_t>{0, 1, 2}));
    const auto& kinds = batch.columns().kinds;
    QCOMPARE(kinds[0], EventKind::Log);
    QCOMPARE(kinds[1], EventKind::Undecodable);
    QCOMPARE(kinds[2], EventKind::Log);
    QVERIFY(batch.body(1) == "cannot be decoded: a table ends too early");
    QVERIFY(batch.key(1) == "k");
    QVERIFY(batch.time(1) == time);
    QVERIFY(!batch.field("half", 1));
    QVERIFY(batch.field("half", 2));
    QCOMPARE(monitor.status().undecodable, std::uint64_t{1});
}

QTEST_GUILESS_MAIN(tst_EventWriter)
#include "tst_eventwriter.moc"
