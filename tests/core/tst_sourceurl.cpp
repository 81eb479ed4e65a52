// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/config.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <rapidcheck.h>

using namespace weir;

namespace {

const TimePoint noon = timePointOf(1'795'435'200'000'000'000);

std::string joined(const std::vector<std::string>& parts)
{
    std::string text;
    for (const std::string& part : parts)
        text += (text.empty() ? "" : ",") + part;
    return text;
}

/// What a source is, in one line.
struct Printer
{
    std::string operator()(const KafkaSource& kafka) const
    {
        std::string text = "kafka " + kafka.brokers + ' ' + joined(kafka.topics);
        switch (kafka.start.kind) {
        case KafkaStart::Kind::Earliest:
            return text + " earliest";
        case KafkaStart::Kind::Latest:
            return text + " latest";
        case KafkaStart::Kind::Time:
            return text + ' ' + formatTime(kafka.start.time, 0);
        case KafkaStart::Kind::Ago:
            return text + " -" + formatDuration(kafka.start.ago);
        }
        return text;
    }
    std::string operator()(const ZeroMqSource& zeromq) const
    {
        const bool isPull = zeromq.type == ZeroMqSource::Type::Pull;
        return std::string(isPull ? "pull" : "sub") + " connect=" + joined(zeromq.connect)
            + " bind=" + joined(zeromq.bind) + " topics=" + joined(zeromq.topics);
    }
    std::string operator()(const FileSource& file) const { return "file " + joined(file.paths); }
};

QString printed(const std::variant<SourceConfig, ConfigProblem>& parsed)
{
    if (const auto* problem = std::get_if<ConfigProblem>(&parsed))
        return QString::fromStdString(problem->text());
    const auto& source = std::get<SourceConfig>(parsed);
    return QString::fromStdString(source.name + ": " + std::visit(Printer(), source.input));
}

} // namespace

class tst_SourceUrl : public QObject
{
    Q_OBJECT

private slots:
    void aUrlIsASource_data();
    void aUrlIsASource();
    void aPathIsRelativeToTheWorkingFolder();
    void theFormatCanBeChosen();
    void aWrongUrlIsNamed_data();
    void aWrongUrlIsNamed();
    void anyTextIsReadOrRefused();
};

void tst_SourceUrl::aUrlIsASource_data()
{
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* url, const char* expected) {
        QTest::newRow(url) << QString::fromUtf8(expected);
    };
    row("kafka://host:9092/orders,payments?start=-15m",
        "orders,payments: kafka host:9092 orders,payments 2026-11-23T11:45:00Z");
    row("kafka://a:9092,b:9092/orders", "orders: kafka a:9092,b:9092 orders latest");
    row("kafka://h/orders?start=earliest", "orders: kafka h orders earliest");
    row("kafka://h/orders?start=2026-11-23T10:00:00%2B01:00",
        "orders: kafka h orders 2026-11-23T09:00:00Z");
    row("kafka://h/%5Eaudit-.*", "^audit-.*: kafka h ^audit-.* latest");
    row("zmq+sub://host:5556/prefix",
        "host:5556/prefix: sub connect=tcp://host:5556 bind= topics=prefix");
    row("zmq+sub://host:5556", "host:5556: sub connect=tcp://host:5556 bind= topics=");
    row("zmq+sub://*:5556/a/b", "*:5556/a/b: sub connect= bind=tcp://*:5556 topics=a/b");
    row("zmq+pull://*:5557", "*:5557: pull connect= bind=tcp://*:5557 topics=");
    row("zmq+pull://host:5557", "host:5557: pull connect=tcp://host:5557 bind= topics=");
    row("zmq+pull://127.0.0.1:5557?bind=true",
        "127.0.0.1:5557: pull connect= bind=tcp://127.0.0.1:5557 topics=");
    row("zmq+sub://[::1]:5556", "[::1]:5556: sub connect=tcp://[::1]:5556 bind= topics=");
    row("-", "stdin: file -");
    row("/var/log/syslog", "syslog: file /var/log/syslog");
    row("/var/log/../log/*.log", "*.log: file /var/log/*.log");
    row("file:///var/log/a%20b.log", "a b.log: file /var/log/a b.log");
}

void tst_SourceUrl::aUrlIsASource()
{
    QFETCH(const QString, expected);
    QCOMPARE(printed(parseSourceUrl(QTest::currentDataTag(), noon)), expected);
}

void tst_SourceUrl::aPathIsRelativeToTheWorkingFolder()
{
    QCOMPARE(printed(parseSourceUrl("logs/a.log", noon)),
             QStringLiteral("a.log: file %1/logs/a.log").arg(QDir::currentPath()));
}

void tst_SourceUrl::theFormatCanBeChosen()
{
    const auto parsed = parseSourceUrl("zmq+pull://*:5557?format=text", noon);
    QCOMPARE(std::get<SourceConfig>(parsed).format, std::string("text"));
}

void tst_SourceUrl::aWrongUrlIsNamed_data()
{
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* url, const char* problem) {
        QTest::newRow(url) << QStringLiteral("error: ") + QString::fromUtf8(problem);
    };
    row("kafka://host:9092", "a Kafka URL names one topic or more: kafka://HOST:PORT/TOPIC,TOPIC");
    row("kafka:///orders", "a Kafka URL names a broker: kafka://HOST:PORT/TOPIC");
    row("kafka://h/a,,b", "a topic must have a name");
    row("kafka://h/a?start=soon", "'soon' is no start; write earliest, latest, a time, or -15m");
    row("kafka://h/a?stat=latest", "unknown option 'stat'; did you mean 'start'?");
    row("kafak://h/a",
        "'kafak://h/a' cannot be read from: unknown scheme 'kafak'; did you mean "
        "'kafka'?");
    row("zmq+sub://host", "'tcp://host' needs a host and a port: tcp://HOST:PORT");
    row("zmq+sub://host:99999", "'tcp://host:99999' needs a host and a port: tcp://HOST:PORT");
    row("zmq+pull://*:5557/a", "a pull socket has no topics: zmq+pull://HOST:PORT");
    row("zmq+pull://h:1?bind=maybe", "the option 'bind' is true or false");
    row("kafka://alice:swordfish@h/orders",
        "a URL holds no user and no password, for others can see it; configure the source in "
        "weir.toml");
    row("kafkas://alice:swordfish@h/orders",
        "'kafkas://***@h/orders' cannot be read from: unknown scheme 'kafkas'; did you mean "
        "'kafka'?");
}

void tst_SourceUrl::aWrongUrlIsNamed()
{
    QFETCH(const QString, problem);
    QCOMPARE(printed(parseSourceUrl(QTest::currentDataTag(), noon)), problem);
}

void tst_SourceUrl::anyTextIsReadOrRefused()
{
    QVERIFY(rc::check("any URL", [] {
        const auto scheme = *rc::gen::element<std::string>("kafka://", "zmq+sub://", "zmq+pull://",
                                                           "file://", "", "x://");
        const auto rest = *rc::gen::container<std::string>(
            rc::gen::element('a', '1', '/', '?', '=', '&', '%', ',', ':', '*', '-', '^', '('));
        const auto parsed = parseSourceUrl(scheme + rest, noon);
        if (const auto* problem = std::get_if<ConfigProblem>(&parsed))
            RC_ASSERT(!problem->message.empty());
        else
            RC_ASSERT(!std::get<SourceConfig>(parsed).name.empty());
    }));
}

QTEST_GUILESS_MAIN(tst_SourceUrl)
#include "tst_sourceurl.moc"
