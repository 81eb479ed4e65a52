// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/records.h"

#include <QTest>

#include <snappy.h>

#include "decoded.h"

using namespace weir;

/// Small messages that are meant to become large ones.
class tst_HostileMessages final : public QObject
{
    Q_OBJECT

private slots:
    void attributesOfAResourceAreNotCopiedWithoutEnd();
    void aLongMetricNameIsWrittenOnce();
    void labelsAreNotCopiedWithoutEnd();
    void recordsOfNoBytesHaveNoBodiesWithoutEnd();
};

namespace {

std::string varint(std::size_t number)
{
    std::string out;
    for (; number >= 0x80U; number >>= 7U)
        out.push_back(static_cast<char>(number | 0x80U));
    out.push_back(static_cast<char>(number));
    return out;
}

std::string field(unsigned number, const std::string& content)
{
    return std::string(1, static_cast<char>(number << 3U | 2U)) + varint(content.size()) + content;
}

std::string repeated(const std::string& text, std::size_t count)
{
    std::string out;
    for (std::size_t i = 0; i < count; ++i)
        out += text;
    return out;
}

/// Zig-zag, as Avro writes it.
std::string avroLong(std::size_t number)
{
    return varint(2 * number);
}

std::string avroBytes(const std::string& text)
{
    return avroLong(text.size()) + text;
}

struct Outcome
{
    std::size_t arena = 0;
    EventBatchPtr batch;
};

Outcome outcomeOf(const std::string& payload, const std::string& format)
{
    const auto decoder = makeDecoder(format);
    EventBatchBuilder builder("test", SourceKind::Kafka);
    builder.beginEvent({builder.streamIndex({}), 0, arrival()});
    (*decoder)->decode({payload, {}}, builder);
    const std::size_t arena = builder.arenaBytes();
    return {arena, builder.publish()};
}

} // namespace

void tst_HostileMessages::attributesOfAResourceAreNotCopiedWithoutEnd()
{
    std::string attributes;
    for (int i = 0; i < 900; ++i)
        attributes += field(1, field(1, "k" + std::to_string(i)) + field(2, field(1, "v")));
    const std::string message =
        field(1, field(1, attributes) + field(2, repeated(field(2, {}), 50'000)));
    const Outcome outcome = outcomeOf(message, "otlp");
    QCOMPARE(outcome.batch->size(), std::size_t{1});
    QCOMPARE(outcome.batch->kind(0), EventKind::Undecodable);
}

void tst_HostileMessages::aLongMetricNameIsWrittenOnce()
{
    const std::string histogram =
        field(1,
              field(2,
                    field(2,
                          field(1, std::string(1 << 20, 'n'))
                              + field(9, repeated(field(1, {}), 10'000)))));
    const Outcome outcome = outcomeOf(histogram, "otlp-metrics");
    QCOMPARE(outcome.batch->size(), std::size_t{10'000});
    QVERIFY2(outcome.arena < (5U << 20), std::to_string(outcome.arena).c_str());
}

void tst_HostileMessages::labelsAreNotCopiedWithoutEnd()
{
    std::string series = field(1, field(1, "__name__") + field(2, "m"));
    for (int i = 0; i < 900; ++i)
        series += field(1, field(1, "l" + std::to_string(i)) + field(2, "v"));
    const std::string request = field(1, series + repeated(field(2, {}), 50'000));
    std::string packed;
    snappy::Compress(request.data(), request.size(), &packed);
    const Outcome outcome = outcomeOf(packed, "remote-write");
    QCOMPARE(outcome.batch->size(), std::size_t{1});
    QCOMPARE(outcome.batch->body(0), std::string_view(Records::tooManyFields));
}

void tst_HostileMessages::recordsOfNoBytesHaveNoBodiesWithoutEnd()
{
    std::string schema = R"({"type":"record","name":"R","fields":[)";
    for (int i = 0; i < 100; ++i)
        schema += (i > 0 ? "," : "") + std::string(R"({"type":"null","name":")")
            + std::string(500, 'n') + R"("})";
    schema += "]}";
    const std::string sync(16, 's');
    const std::string file = "Obj\x01" + avroLong(1) + avroBytes("avro.schema") + avroBytes(schema)
        + avroLong(0) + sync + avroLong(20'000) + avroLong(0) + sync;
    const Outcome outcome = outcomeOf(file, "avro-file");
    QCOMPARE(outcome.batch->size(), std::size_t{20'000});
    QVERIFY2(outcome.arena < (2U << 20), std::to_string(outcome.arena).c_str());
}

QTEST_GUILESS_MAIN(tst_HostileMessages)
#include "tst_hostilemessages.moc"
