// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "corpusmessage.h"
#include "decoded.h"

#include "collectors/decode/records.h"

using namespace weir;

/// What holds for all formats of lines: whatever is cut off, however much is sent.
class tst_TextFormats final : public QObject
{
    Q_OBJECT

private slots:
    void aMessageThatIsCutAnywhereStaysWhole_data();
    void aMessageThatIsCutAnywhereStaysWhole();
    void aTopicOfOneFormatStaysWithIt();
    void tooManyRecordsAreRefused();
    void tooManyLabelsAreRefused();
    void tooManyFieldsAreRefused();
};

namespace {

constexpr std::array files{"access",   "cef",         "cri",         "envoy",      "go",
                           "graphite", "influx",      "java",        "klog",       "leef",
                           "logfmt",   "nginx-error", "postgres",    "prometheus", "python",
                           "statsd",   "syslog",      "syslog-5424", "text"};

std::vector<CorpusMessage> messagesOf(const char* format)
{
    return readCorpus(std::filesystem::path(WEIR_TEST_DATA "/formats")
                      / (std::string(format) + ".ndjson"));
}

} // namespace

void tst_TextFormats::aMessageThatIsCutAnywhereStaysWhole_data()
{
    QTest::addColumn<QByteArray>("format");
    for (const char* file : files)
        QTest::newRow(file) << QByteArray(file);
}

void tst_TextFormats::aMessageThatIsCutAnywhereStaysWhole()
{
    QFETCH(QByteArray, format);
    const auto byName = makeDecoder(format.toStdString());
    const auto byItself = makeDecoder("auto");
    EventBatchBuilder builder("test", SourceKind::Kafka);
    for (const CorpusMessage& message : messagesOf(format.constData())) {
        for (std::size_t length = 0; length <= message.payload.size(); ++length) {
            // A string of its own: the sanitizer sees what is read behind its end.
            const std::string payload = message.payload.substr(0, length);
            for (const auto* decoder : {&byName, &byItself}) {
                builder.beginEvent({builder.streamIndex({}), 0, arrival()});
                (**decoder)->decode({payload, {}}, builder);
                const auto batch = builder.publish();
                QVERIFY2(isConsistent(batch->columns()), payload.c_str());
                QCOMPARE(std::string(batch->payload(0)), payload);
            }
        }
    }
}

void tst_TextFormats::aTopicOfOneFormatStaysWithIt()
{
    const auto decoder = makeDecoder("auto");
    EventBatchBuilder builder("test", SourceKind::Kafka);
    const auto decode = [&](std::string_view payload) {
        builder.beginEvent({builder.streamIndex({}), 0, arrival()});
        (*decoder)->decode({payload, {}, "t"}, builder);
        return std::string((*decoder)->lastFormat());
    };
    for (int i = 0; i < 60; ++i)
        QCOMPARE(decode("level=info msg=x"), std::string("logfmt"));
    QCOMPARE(decode("panic: it broke"), std::string("text"));
    QCOMPARE(decode("a.b:1|c"), std::string("statsd"));
    QCOMPARE(std::string((*decoder)->formatOf("t")), std::string("logfmt"));
}

void tst_TextFormats::tooManyRecordsAreRefused()
{
    std::string lines;
    for (int i = 0; i < 100'000; ++i)
        lines += "a:1|c\n";
    QCOMPARE(decoded(lines, "statsd")->size(), std::size_t{100'000});
    lines += "a:1|c\n";
    QCOMPARE(summary(*decoded(lines, "statsd")),
             QStringLiteral("undecodable: ") + QLatin1String(Records::tooMany));
}

void tst_TextFormats::tooManyLabelsAreRefused()
{
    std::string line = "a";
    for (int i = 0; i < 400; ++i)
        line += ",t" + std::to_string(i) + "=x";
    for (int i = 0; i < 500; ++i)
        line += (i == 0 ? " f" : ",f") + std::to_string(i) + "=1";
    line += '\n';
    std::string lines;
    for (int i = 0; i < 5; ++i)
        lines += line;
    QCOMPARE(decoded(lines, "influx")->size(), std::size_t{2500});
    QCOMPARE(summary(*decoded(lines + line, "influx")),
             QStringLiteral("undecodable: more than a million labels in one message"));
}

void tst_TextFormats::tooManyFieldsAreRefused()
{
    std::string line = "level=info";
    for (int i = 0; i < 999; ++i)
        line += " f" + std::to_string(i) + "=1";
    QVERIFY(summary(*decoded(line, "logfmt")).startsWith(QStringLiteral("info")));
    QCOMPARE(summary(*decoded(line + " g=1", "logfmt")),
             QStringLiteral("undecodable: more than 1000 fields"));
}

QTEST_GUILESS_MAIN(tst_TextFormats)
#include "tst_textformats.moc"
