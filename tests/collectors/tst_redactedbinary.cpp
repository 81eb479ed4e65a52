// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/decoder.h"
#include "collectors/eventwriter.h"
#include "tests/collectors/fakesink.h"

#include <QTest>

#include <map>

#include <snappy.h>

using namespace weir;
using namespace std::string_literals;

/// Of messages that are no text nothing is stored that was to go, and everything else as ever.
class tst_RedactedBinary final : public QObject
{
    Q_OBJECT

private slots:
    void secretsOfFieldsGo_data();
    void secretsOfFieldsGo();
    void whatHoldsNoSecretKeepsItsPayload();
    void bytesThatLookLikeTextAreStillBinary();
    void whatCannotBeLookedIntoIsNotKept_data();
    void whatCannotBeLookedIntoIsNotKept();
    void ofACutMessageOnlyTextIsKept();
    void aNumberThatGoesIsNoNumberAnyMore();
    void noProducerHidesThatValuesWereTakenOut();
};

namespace {

const std::string secret = "hunter2hunter2hunter2";

std::string varint(std::size_t number)
{
    std::string out;
    for (; number >= 0x80U; number >>= 7U)
        out.push_back(static_cast<char>(number | 0x80U));
    out.push_back(static_cast<char>(number));
    return out;
}

/// A field of Protobuf that has a length.
std::string field(unsigned number, const std::string& content)
{
    return std::string(1, static_cast<char>(number << 3U | 2U)) + varint(content.size()) + content;
}

/// A string of up to 31 bytes of MessagePack.
std::string packedText(const std::string& text)
{
    return static_cast<char>(0xA0U | text.size()) + text;
}

/// One of up to 31 bytes of CBOR.
std::string cborText(const std::string& text)
{
    const std::string length(1, static_cast<char>(text.size()));
    return (text.size() < 24 ? std::string(1, static_cast<char>(0x60U | text.size()))
                             : "\x78" + length)
        + text;
}

/// Zig-zag, as Avro writes it.
std::string avroText(const std::string& text)
{
    return varint(2 * text.size()) + text;
}

std::string messagePack()
{
    return "\x83" + packedText("password") + packedText(secret) + packedText("level")
        + packedText("info") + packedText("msg") + packedText("paid");
}

std::string otlpAttribute(const std::string& name, const std::string& value)
{
    return field(6, field(1, name) + field(2, field(1, value)));
}

std::string otlpLogs()
{
    const std::string record = "\x10\x09" + field(5, field(1, "paid"))
        + otlpAttribute("db.password", secret) + otlpAttribute("user", "4711");
    return field(1, field(2, field(2, record) + field(2, record)));
}

std::string remoteWrite()
{
    const auto label = [](const std::string& name, const std::string& value) {
        return field(1, field(1, name) + field(2, value));
    };
    const std::string sample = field(2, "\x09"s + "\0\0\0\0\0\0\xf0\x3f"s + "\x10" + varint(1'795'000'000'000));
    const std::string request = field(
        1, label("__name__", "logins") + label("owner", secret + "@example.com") + label("user", "4711") + sample);
    std::string packed;
    snappy::Compress(request.data(), request.size(), &packed);
    return packed;
}

std::string avroFile()
{
    const std::string schema =
        R"({"type":"record","name":"R","fields":[{"name":"password","type":"string"},)"
        R"({"name":"level","type":"string"},{"name":"user","type":"string"}]})";
    const std::string sync = "0123456789abcdef";
    const std::string rows = avroText(secret) + avroText("info") + avroText("4711");
    return "Obj\x01"s + varint(4) + avroText("avro.codec") + avroText("null")
        + avroText("avro.schema") + avroText(schema) + '\0' + sync + varint(2)
        + varint(2 * rows.size()) + rows + sync;
}

/// A schema of one text.
class OneText final : public Format
{
public:
    std::string_view name() const override { return "protobuf"; }
    const char* refuse(const Content& content) const override
    {
        const std::string_view bytes = content.bytes;
        const bool is = bytes.size() > 2 && bytes[0] == '\n'
            && static_cast<std::size_t>(bytes[1]) == bytes.size() - 2;
        return is ? nullptr : "has another length";
    }
    const char* decode(const Content& content, EventBatchBuilder& builder) override
    {
        builder.setBody(content.piece(content.bytes.substr(2)));
        return nullptr;
    }
};

RedactRules rules()
{
    RedactRules rules;
    rules.shapes = {"email", "card", "token", "key", "password"};
    rules.tagKey = std::string(32, 'k');
    return rules;
}

EventBatchPtr written(const std::string& payload, const RedactRules& rules)
{
    SourceConfig source;
    source.name = "s";
    source.redact = rules;
    FakeSink sink;
    SourceMonitor monitor("s", "kafka");
    EventWriter writer(source, SourceKind::Kafka, std::move(*makeDecoder("auto")), sink, monitor);
    writer.add({writer.builder().streamIndex({}), 0, {}}, {payload, {}});
    return writer.tryFlush() ? sink.batches().at(0) : nullptr;
}

/// Every field of a row but those that say what was taken out.
std::map<std::string, std::string> fieldsOf(const EventBatch& batch, std::size_t row)
{
    std::map<std::string, std::string> fields;
    for (const FieldColumn& column : batch.columns().fields) {
        const auto value = batch.field(column.name, row);
        if (value && column.name != "weir.redacted" && column.name != "weir.withheld")
            fields[column.name] = value->text;
    }
    return fields;
}

} // namespace

void tst_RedactedBinary::secretsOfFieldsGo_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("format");
    const auto row = [](const char* format, const std::string& payload, const char* name) {
        QTest::newRow(format) << QByteArray::fromStdString(payload) << QByteArray(name)
                              << QByteArray(format);
    };
    row("msgpack", messagePack(), "password");
    row("cbor",
        "\xa3" + cborText("password") + cborText(secret) + cborText("level") + cborText("info")
            + cborText("msg") + cborText("paid"),
        "password");
    row("otlp", otlpLogs(), "db.password");
    row("remote-write", remoteWrite(), "owner");
    row("avro-file", avroFile(), "password");
}

void tst_RedactedBinary::secretsOfFieldsGo()
{
    QFETCH(const QByteArray, payload);
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, format);
    const auto plain = written(payload.toStdString(), {});
    const auto batch = written(payload.toStdString(), rules());
    QCOMPARE(batch->size(), plain->size());
    QVERIFY(isConsistent(batch->columns()));
    QVERIFY(batch->columns().arena.find(secret.substr(0, 7)) == std::string::npos);
    for (std::size_t row = 0; row < batch->size(); ++row) {
        auto left = fieldsOf(*batch, row);
        auto before = fieldsOf(*plain, row);
        QVERIFY2(before.at(name.toStdString()).starts_with(secret), name.constData());
        QVERIFY(left.at(name.toStdString()).starts_with('<'));
        left.erase(name.toStdString());
        before.erase(name.toStdString());
        QCOMPARE(left, before);
        QVERIFY(batch->payload(row).empty());
        QVERIFY(batch->severity(row) == plain->severity(row));
        QVERIFY(batch->field("weir.redacted", row)->bits >= 1);
        QVERIFY(batch->field("weir.withheld", row)->text.starts_with(format.toStdString() + ' '));
        if (plain->body(row).find(secret) == std::string_view::npos)
            QCOMPARE(batch->body(row), plain->body(row));
    }
}

void tst_RedactedBinary::whatHoldsNoSecretKeepsItsPayload()
{
    const std::string payload = "\x82" + packedText("user") + packedText("a!b\xc3\xa4@c")
        + packedText("msg") + packedText("paid");
    const auto batch = written(payload, rules());
    QCOMPARE(batch->payload(0), std::string_view(payload));
    QCOMPARE(batch->body(0), std::string_view("paid"));
    QVERIFY(!batch->field("weir.redacted", 0));
    QVERIFY(!batch->field("weir.withheld", 0));
}

/// Protobuf whose tag is a line end, and whose length is a letter: nothing of it says that it is no text.
void tst_RedactedBinary::bytesThatLookLikeTextAreStillBinary()
{
    const std::string payload = field(1, "mail of alice@example.com to all the others");
    QVERIFY(isPlainText(payload));
    for (const char* configured : {"protobuf", "auto"}) {
        std::vector<std::unique_ptr<Format>> formats;
        formats.push_back(std::make_unique<OneText>());
        SourceConfig source;
        source.name = "s";
        source.format = configured;
        source.redact = rules();
        FakeSink sink;
        SourceMonitor monitor("s", "kafka");
        EventWriter writer(source, SourceKind::Kafka,
                           std::make_unique<Decoder>(std::move(formats)), sink, monitor);
        const std::uint32_t stream = writer.builder().streamIndex({});
        if (source.format == "auto") // it must have been met before
            writer.add({stream, 0, {}}, {field(1, "nothing to see here, and nothing there"), {}});
        writer.add({stream, 1, {}}, {payload, {}});
        QVERIFY(writer.tryFlush());
        const EventBatch& batch = *sink.batches().at(0);
        const std::size_t last = batch.size() - 1;
        QCOMPARE(batch.kind(last), EventKind::Log);
        QVERIFY(batch.body(last).starts_with("mail of <email:"));
        QVERIFY(batch.body(last).ends_with("> to all the others"));
        QVERIFY(batch.payload(last).empty());
        QVERIFY(batch.columns().arena.find("alice") == std::string::npos);
    }
}

void tst_RedactedBinary::whatCannotBeLookedIntoIsNotKept_data()
{
    QTest::addColumn<QByteArray>("payload");
    const auto row = [](const char* what, const std::string& payload) {
        QTest::newRow(what) << QByteArray::fromStdString(payload);
    };
    row("damaged gzip", "\x1f\x8b\x08" + secret);
    row("damaged zstd", "\x28\xb5\x2f\xfd" + secret);
    row("half of a message", messagePack().substr(0, messagePack().size() - 2));
    row("of no known format", "\x01\x02\xff password " + secret);
}

void tst_RedactedBinary::whatCannotBeLookedIntoIsNotKept()
{
    QFETCH(const QByteArray, payload);
    const auto batch = written(payload.toStdString(), rules());
    QCOMPARE(batch->size(), std::size_t{1});
    QCOMPARE(batch->kind(0), EventKind::Undecodable);
    QVERIFY(batch->payload(0).empty());
    QVERIFY(batch->columns().arena.find("hunter2") == std::string::npos);
    const std::string size = "its " + std::to_string(payload.size()) + " bytes are not kept";
    QVERIFY2(batch->body(0).find(size) != std::string_view::npos,
             std::string(batch->body(0)).c_str());
    QVERIFY(batch->body(0).find("XXH3") != std::string_view::npos);
    QCOMPARE(written(payload.toStdString(), {})->payload(0),
             std::string_view(payload.data(), static_cast<std::size_t>(payload.size())));
}

void tst_RedactedBinary::ofACutMessageOnlyTextIsKept()
{
    SourceConfig source;
    source.name = "s";
    source.redact = rules();
    FakeSink sink;
    SourceMonitor monitor("s", "kafka");
    EventWriter writer(source, SourceKind::Kafka, std::move(*makeDecoder("auto")), sink, monitor);
    const std::uint32_t stream = writer.builder().streamIndex({});
    writer.addCut({stream, 0, {}}, {"\x1f\x8b\x08 packed " + secret, 40'000'000, 1}, RawMessage{});
    writer.addCut({stream, 1, {}}, {"a\0l\0i\0c\0e\0@\0b\0.\0d\0e\0"s, 40'000'000, 1}, RawMessage{});
    writer.addCut({stream, 2, {}}, {"of alice@example.com \xc3", 40'000'000, 1}, RawMessage{});
    QVERIFY(writer.tryFlush());
    const EventBatch& batch = *sink.batches().at(0);
    for (const std::size_t row : {std::size_t{0}, std::size_t{1}}) {
        QVERIFY(batch.payload(row).empty());
        QVERIFY(batch.body(row).find("nothing of it is kept") != std::string_view::npos);
    }
    QVERIFY(batch.payload(2).starts_with("of <email:"));
    QVERIFY(batch.columns().arena.find("alice") == std::string::npos);
}

void tst_RedactedBinary::aNumberThatGoesIsNoNumberAnyMore()
{
    // uint 64
    const std::string payload =
        "\x82" + packedText("card") + "\xcf\x00\x0e\x9b\x00\x5a\x4e\xd7\x7f"s + packedText("n") + '\x07';
    const auto plain = written(payload, {});
    QVERIFY(plain->field("card", 0)->isNumber());
    RedactRules own = rules();
    own.patterns = {{"number", std::string(plain->field("card", 0)->text)}};
    const auto batch = written(payload, own);
    QVERIFY(!batch->field("card", 0)->isNumber());
    QCOMPARE(batch->field("card", 0)->bits, std::int64_t{0});
    QCOMPARE(batch->field("n", 0)->bits, std::int64_t{7});
}

void tst_RedactedBinary::noProducerHidesThatValuesWereTakenOut()
{
    const auto batch = written(
        R"([{"msg":"of alice@example.com"},{"msg":"two","weir.redacted":"none"}])", rules());
    QCOMPARE(batch->size(), std::size_t{2});
    for (const std::size_t row : {std::size_t{0}, std::size_t{1}})
        QCOMPARE(batch->field("weir.redacted", row)->bits, std::int64_t{1});
}

QTEST_GUILESS_MAIN(tst_RedactedBinary)
#include "tst_redactedbinary.moc"
