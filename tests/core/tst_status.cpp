// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/status.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <rapidcheck.h>

#include <cmath>

using namespace weir;

namespace {

/// Printable, so that a failure can be read; what JSON does to other text is tst_json's.
rc::Gen<std::string> anyText()
{
    return rc::gen::container<std::string>(rc::gen::inRange(' ', '~'));
}

rc::Gen<std::optional<TimePoint>> anyTime()
{
    return rc::gen::map(rc::gen::maybe(rc::gen::arbitrary<std::int64_t>()), [](const auto& maybe) {
        return maybe ? std::optional(timePointOf(*maybe)) : std::nullopt;
    });
}

template<typename T>
std::optional<T> maybe()
{
    const auto value = *rc::gen::maybe(rc::gen::arbitrary<T>());
    return value ? std::optional<T>(*value) : std::nullopt;
}

SourceStatus anySource()
{
    SourceStatus source;
    source.name = *anyText();
    source.kind = *rc::gen::element<std::string>("kafka", "zeromq", "file");
    source.state = static_cast<SourceState>(*rc::gen::inRange(0, 7));
    source.events = *rc::gen::arbitrary<std::uint64_t>();
    source.eventsPerSecond = std::fabs(*rc::gen::arbitrary<double>());
    source.bytes = *rc::gen::arbitrary<std::uint64_t>();
    source.lag = maybe<std::uint64_t>();
    source.dropped = *rc::gen::arbitrary<std::uint64_t>();
    source.gaps.resize(*rc::gen::inRange<std::size_t>(0, 3));
    for (GapStatus& gap : source.gaps) {
        gap.topic = *anyText();
        gap.partition = *rc::gen::inRange(-1, 9);
        gap.from = maybe<std::int64_t>();
        gap.to = maybe<std::int64_t>();
        gap.count = *rc::gen::arbitrary<std::uint64_t>();
        gap.reason = *anyText();
    }
    source.undecodable = *rc::gen::arbitrary<std::uint64_t>();
    source.quarantined = *rc::gen::arbitrary<std::uint64_t>();
    source.redacted = *rc::gen::arbitrary<std::uint64_t>();
    source.lastError = *anyText();
    source.note = *anyText();
    source.positions.resize(*rc::gen::inRange<std::size_t>(0, 3));
    for (PositionStatus& position : source.positions) {
        position.topic = *anyText();
        position.path = *anyText();
        position.partition = *rc::gen::inRange(-1, 9);
        position.next = *rc::gen::arbitrary<std::int64_t>();
        position.end = maybe<std::int64_t>();
    }
    return source;
}

Status anyStatus()
{
    Status status;
    status.pid = *rc::gen::inRange<std::int64_t>(1, 4'000'000);
    status.state = *rc::gen::element<std::string>("running", "stopping");
    status.uptimeSeconds = std::fabs(*rc::gen::arbitrary<double>());
    status.rssBytes = *rc::gen::arbitrary<std::uint64_t>();
    const auto sources = *rc::gen::inRange(0, 4);
    for (int i = 0; i < sources; ++i)
        status.sources.push_back(anySource());
    status.indexEvents = *rc::gen::arbitrary<std::uint64_t>();
    status.indexBytes = *rc::gen::arbitrary<std::uint64_t>();
    status.oldest = *anyTime();
    status.newest = *anyTime();
    status.slices = *rc::gen::arbitrary<std::uint64_t>();
    status.alertsFiring = *rc::gen::arbitrary<std::uint64_t>();
    status.alertsPending = *rc::gen::arbitrary<std::uint64_t>();
    status.notifier = *anyText();
    status.writerError = *anyText();
    status.compactionError = *anyText();
    return status;
}

QString faultOf(const char* json)
{
    const auto status = Status::fromJson(json);
    return status ? QStringLiteral("none") : QString::fromStdString(status.error().text());
}

QByteArray example()
{
    QFile file(QStringLiteral(WEIR_SOURCE_DIR "/tests/data/interface/status.json"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class tst_Status : public QObject
{
    Q_OBJECT

private slots:
    void theExampleOfTheInterfaceIsRead();
    void theExampleOfTheInterfaceIsWritten();
    void everyStatusComesBack();
    void everyStateHasItsName();
    void unknownMembersAreIgnored();
    void missingMembersHaveTheirDefaults();
    void aWrongTypeIsAnErrorWithItsPath_data();
    void aWrongTypeIsAnErrorWithItsPath();
    void whatIsWrongWithTheIndexIsReadBack();
    void anyBytesAreReadOrRefused();
};

void tst_Status::theExampleOfTheInterfaceIsRead()
{
    const auto status = Status::fromJson(example().toStdString());
    QVERIFY2(status, status ? "" : status.error().text().c_str());
    QCOMPARE(qint64{status->pid}, qint64{4242});
    QCOMPARE(status->uptimeSeconds, 12.5);
    QCOMPARE(status->sources.size(), std::size_t{1});
    const SourceStatus& source = status->sources.front();
    QCOMPARE(source.state, SourceState::Live);
    QVERIFY(source.lag.has_value());
    QVERIFY(source.lastError.empty());
    QCOMPARE(source.gaps.size(), std::size_t{1});
    QCOMPARE(source.gaps.front().partition, 2);
    QCOMPARE(qint64{*source.gaps.front().to}, qint64{21});
    QCOMPARE(source.positions.size(), std::size_t{1});
    QCOMPARE(qint64{*source.positions.front().end}, qint64{60000});
    QCOMPARE(formatTime(*status->newest), std::string("2026-11-23T12:04:51.120000000Z"));
    QCOMPARE(quint64{status->alertsFiring}, quint64{1});
}

void tst_Status::theExampleOfTheInterfaceIsWritten()
{
    QByteArray expected = example().simplified();
    expected.replace(" ", "");
    QVERIFY(!expected.isEmpty());
    const auto status = Status::fromJson(expected.toStdString());
    QCOMPARE(QByteArray::fromStdString(status->toJson()), expected);
}

void tst_Status::everyStatusComesBack()
{
    QVERIFY(rc::check("any status", [] {
        const std::string written = anyStatus().toJson();
        const auto status = Status::fromJson(written);
        RC_ASSERT(bool(status));
        RC_ASSERT(status->toJson() == written);
        const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(written));
        RC_ASSERT(document.isObject());
    }));
}

void tst_Status::everyStateHasItsName()
{
    QStringList names;
    for (int i = 0; i < 7; ++i) {
        const auto name = nameOf(static_cast<SourceState>(i));
        names << QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    }
    QCOMPARE(names.join(u' '),
             QStringLiteral("connecting live paused retrying stalled failed ended"));
}

void tst_Status::unknownMembersAreIgnored()
{
    const auto status = Status::fromJson(
        R"({"new":[1],"collector":{"pid":7,"later":{}},"sources":[{"name":"a","x":null}]})");
    QVERIFY(status);
    QCOMPARE(qint64{status->pid}, qint64{7});
    QCOMPARE(status->sources.at(0).name, std::string("a"));
}

void tst_Status::missingMembersHaveTheirDefaults()
{
    const auto status = Status::fromJson("{}");
    QVERIFY(status);
    QCOMPARE(status->toJson(), Status().toJson());
}

void tst_Status::aWrongTypeIsAnErrorWithItsPath_data()
{
    QTest::addColumn<QString>("path");
    const auto row = [](const char* json, const char* path) {
        QTest::newRow(json) << QString::fromLatin1(path);
    };
    row(R"({"collector":{"pid":"7"}})", "collector.pid");
    row(R"({"collector":[]})", "collector");
    row(R"({"sources":{}})", "sources");
    row(R"({"sources":[7]})", "sources");
    row(R"({"sources":[{"state":"asleep"}]})", "sources.state");
    row(R"({"sources":[{"events":-1}]})", "sources.events");
    row(R"({"sources":[{"gaps":[{"partition":4294967296}]}]})", "sources.gaps.partition");
    row(R"({"index":{"oldest":"yesterday"}})", "index.oldest");
    row(R"({"collector":{"uptime_s":true}})", "collector.uptime_s");
    row("[]", "not a JSON object");
    row("{\"collector\":", "JSON");
    row("", "JSON");
}

void tst_Status::aWrongTypeIsAnErrorWithItsPath()
{
    QFETCH(const QString, path);
    const QString fault = faultOf(QTest::currentDataTag());
    QVERIFY2(fault.startsWith(path), qPrintable(fault));
}

void tst_Status::whatIsWrongWithTheIndexIsReadBack()
{
    Status status;
    status.writerError = "the disk is full";
    status.compactionError = "a block is damaged";
    const auto read = Status::fromJson(status.toJson());
    QVERIFY(read);
    QCOMPARE(read->writerError, status.writerError);
    QCOMPARE(read->compactionError, status.compactionError);
    QVERIFY(Status().toJson().find("error") == std::string::npos); // left out when all is well
}

void tst_Status::anyBytesAreReadOrRefused()
{
    QVERIFY(rc::check("a damaged status", [] {
        std::string written = anyStatus().toJson();
        written[*rc::gen::inRange<std::size_t>(0, written.size())] = *rc::gen::arbitrary<char>();
        const auto status = Status::fromJson(written);
        if (!status)
            RC_ASSERT(status.error().code == Error::Code::InvalidInput);
    }));
}

QTEST_GUILESS_MAIN(tst_Status)
#include "tst_status.moc"
