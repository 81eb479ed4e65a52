// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/source/sourcetest.h"

#include "app/collector/source/kafkalook.h"
#include "app/collector/source/messagepreview.h"
#include "app/collector/source/sampler.h"
#include "collectors/kafka/topicchoice.h"
#include "collectors/netprobe.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace weir {

namespace {

using namespace std::chrono_literals;

constexpr auto patienceForAPort = 3s;
constexpr auto patienceForFiles = 2s;
constexpr auto timeToStop = 300ms;
constexpr std::string_view kafkaPort = "9092";

/// The steps of one source. Each returns false when the rest makes no sense.
class SourceTest final
{
public:
    SourceTest(const CollectorSetup& setup, std::size_t messages, Deadline deadline,
               SourceReport& report)
        : m_setup(setup)
        , m_messages(messages)
        , m_deadline(deadline)
        , m_report(report)
    {
    }

    bool run();

private:
    bool testKafka(const KafkaSource& kafka);
    bool testZeroMq(const ZeroMqSource& zeromq);
    bool testFiles(const FileSource& files);

    bool resolve(const std::vector<HostPort>& places);
    bool connect(const std::vector<HostPort>& places);
    bool contact(KafkaClient& client, const KafkaSource& kafka);
    bool chooseTopics(KafkaClient& client, const TopicChoice& choice,
                      std::vector<TopicPartition>& partitions);
    bool showKafka(KafkaClient& client, const KafkaSource& kafka,
                   const std::vector<TopicPartition>& partitions);
    bool showSample(const Sample& sample, const std::string& whenNone);

    bool passed(const std::string& sentence);
    bool failed(const std::string& sentence);
    void show(const Preview& preview);
    bool finish(const std::string& whenNone);

    const CollectorSetup& m_setup;
    const std::size_t m_messages;
    const Deadline m_deadline;
    SourceReport& m_report;
    std::map<std::string, std::size_t> m_formats; ///< of the messages shown
    std::size_t m_shown = 0;
};

bool SourceTest::passed(const std::string& sentence)
{
    m_report.end(true, sentence);
    return true;
}

bool SourceTest::failed(const std::string& sentence)
{
    m_report.end(false, sentence);
    m_report.result(false, {}, sentence);
    return false;
}

void SourceTest::show(const Preview& preview)
{
    m_report.message(preview.json, preview.text);
    ++m_formats[preview.format];
    ++m_shown;
}

bool SourceTest::finish(const std::string& whenNone)
{
    if (m_shown == 0) {
        passed(whenNone);
        m_report.result(true, {}, whenNone);
        return true;
    }
    const auto most = std::ranges::max_element(
        m_formats, {}, [](const auto& entry) { return entry.second; });
    passed(m_shown == 1 ? "1 message" : fmt::format("{} messages", m_shown));
    const std::size_t unknown = m_formats.contains("") ? m_formats[""] : 0;
    m_report.result(true, most->first,
                    unknown > 0
                        ? fmt::format("it works, but {} of {} messages are not understood", unknown,
                                      m_shown)
                        : fmt::format("it works; the messages are {}", most->first));
    return true;
}

bool SourceTest::run()
{
    m_report.begin("configuration");
    if (const auto* kafka = std::get_if<KafkaSource>(&m_setup.source.input))
        return testKafka(*kafka);
    if (const auto* zeromq = std::get_if<ZeroMqSource>(&m_setup.source.input))
        return testZeroMq(*zeromq);
    return testFiles(*std::get_if<FileSource>(&m_setup.source.input));
}

/// One that resolves is enough: that is how the client library sees it, too.
bool SourceTest::resolve(const std::vector<HostPort>& places)
{
    m_report.begin("resolve");
    std::vector<std::string> found;
    std::string problem;
    for (const HostPort& place : places) {
        const auto addresses = resolveHost(place);
        if (!addresses)
            problem = addresses.error().detail;
        else if (!addresses->empty())
            found.push_back(place.host == addresses->front()
                                ? fmt::format("{} is an address", place.host)
                                : fmt::format("{} is {}", place.host, addresses->front()));
    }
    if (found.empty())
        return failed(problem);
    return passed(fmt::format("{}{}{}", fmt::join(found, ", "), problem.empty() ? "" : "; but ",
                              problem));
}

/// Leaves the step open: what listens may still turn out to be something else.
bool SourceTest::connect(const std::vector<HostPort>& places)
{
    m_report.begin("connect");
    std::string problem;
    for (const HostPort& place : places) {
        const auto until = std::min(m_deadline, std::chrono::steady_clock::now() + patienceForAPort);
        const auto connected = tryConnection(place, until);
        if (connected)
            return true;
        if (problem.empty())
            problem = connected.error().detail;
    }
    return failed(problem);
}

bool SourceTest::contact(KafkaClient& client, const KafkaSource& kafka)
{
    using Stage = NoContact::Stage;
    const bool hasTls = kafka.security.protocol.ends_with("ssl");
    const bool hasLogin = kafka.security.protocol.starts_with("sasl");
    const auto passConnect = [&] { passed("the port is open"); };
    if (hasTls) {
        passConnect();
        m_report.begin("tls");
    } else if (hasLogin) {
        passConnect();
        m_report.begin("authenticate");
    }
    const auto none = makeContact(client, kafka, m_deadline);
    if (hasTls && hasLogin && (!none || none->stage == Stage::Authenticate)) {
        passed("the connection is encrypted and the certificate is trusted");
        m_report.begin("authenticate");
    }
    if (none)
        return failed(none->sentence);
    return passed(hasLogin     ? "the login is accepted"
                      : hasTls ? "the connection is encrypted and the certificate is trusted"
                               : "a Kafka broker answers");
}

bool SourceTest::chooseTopics(KafkaClient& client, const TopicChoice& choice,
                              std::vector<TopicPartition>& partitions)
{
    m_report.begin("topic");
    const auto topics = client.topics(choice.asked(), timeLeft(m_deadline));
    if (!topics)
        return failed("the cluster does not say which topics it has: " + topics.error().detail);
    const auto found = choice.choose(*topics);
    for (const auto& [id, leader] : found.leaders)
        partitions.push_back(id);
    if (partitions.empty() || !found.problem.empty())
        return failed(found.problem);
    std::map<std::string, int> byTopic;
    for (const auto& [topic, partition] : partitions)
        ++byTopic[topic];
    if (byTopic.size() == 1)
        return passed(fmt::format("topic '{}' has {} partitions", byTopic.begin()->first,
                                  partitions.size()));
    return passed(fmt::format("{} topics with {} partitions", byTopic.size(), partitions.size()));
}

bool SourceTest::showKafka(KafkaClient& client, const KafkaSource& kafka,
                           const std::vector<TopicPartition>& partitions)
{
    m_report.begin("messages");
    auto previewer = KafkaPreviewer::make(m_setup);
    if (!previewer)
        return failed(previewer.error().text());
    const auto peeked = peekLatest(client, kafka, partitions, m_messages, m_deadline);
    if (!peeked)
        return failed(peeked.error().detail);
    for (const PeekedMessage& message : peeked->messages)
        show((*previewer)->preview(message));
    if (m_shown == 0 && !peeked->problem.empty())
        return failed(peeked->problem);
    return finish("it works; there is no message yet");
}

bool SourceTest::testKafka(const KafkaSource& kafka)
{
    const auto choice = TopicChoice::make(kafka);
    if (!choice)
        return failed(choice.error().text());
    const auto client = KafkaClient::make(kafka, m_setup.keyring);
    if (!client)
        return failed(client.error().text());
    passed("the configuration is complete");
    std::vector<HostPort> places;
    for (std::string_view rest = kafka.brokers; !rest.empty();) {
        const std::size_t end = std::min(rest.find(','), rest.size());
        places.push_back(parseHostPort(rest.substr(0, end), kafkaPort));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    std::vector<TopicPartition> partitions;
    return resolve(places) && connect(places) && contact(**client, kafka)
        && chooseTopics(**client, **choice, partitions) && showKafka(**client, kafka, partitions);
}

bool SourceTest::showSample(const Sample& sample, const std::string& whenNone)
{
    for (const EventBatchPtr& batch : sample.batches) {
        for (std::size_t row = 0; row < batch->size() && m_shown < m_messages; ++row) {
            if (batch->record(row).value_or(0) == 0) // one of many is shown for all
                show(previewOf(m_setup, batch, row, std::nullopt));
        }
    }
    if (m_shown == 0 && !sample.error.empty())
        return failed(sample.error);
    if (m_shown == 0 && sample.status.state == SourceState::Retrying)
        return failed(sample.status.lastError);
    return finish(whenNone);
}

bool SourceTest::testZeroMq(const ZeroMqSource& zeromq)
{
    passed("the configuration is complete");
    std::vector<HostPort> places;
    for (const std::string& endpoint : zeromq.connect) {
        if (endpoint.starts_with("tcp://"))
            places.push_back(parseHostPort(endpoint, ""));
    }
    if (!places.empty() && !resolve(places))
        return false;
    m_report.begin("connect");
    for (const HostPort& place : places) {
        if (const auto open = tryConnection(place, m_deadline); !open)
            return failed(open.error().detail);
    }
    for (const std::string& endpoint : zeromq.connect) {
        if (!endpoint.starts_with("ipc://"))
            continue;
        if (const auto open = tryLocalSocket(endpoint.substr(6)); !open)
            return failed(open.error().detail);
    }
    if (zeromq.type == ZeroMqSource::Type::Pull) {
        const std::string why = "no message is read: a pull source takes messages away from others";
        passed(zeromq.connect.empty() ? "pushers connect to it" : "the port is open");
        m_report.result(true, {}, why);
        return true;
    }
    passed(zeromq.connect.empty() ? "publishers connect to it" : "the port is open");
    m_report.begin("messages");
    return showSample(takeSample(m_setup, m_messages, m_deadline - timeToStop),
                      "it works, but no message came; the publisher may be silent, or its topics "
                      "begin with something else");
}

bool SourceTest::testFiles(const FileSource& files)
{
    if (std::ranges::find(files.paths, "-") != files.paths.end())
        return failed("standard input cannot be tried out: what is read is gone");
    passed("the configuration is complete");
    m_report.begin("connect");
    CollectorSetup setup = m_setup;
    setup.untilEnd = true;
    const auto until = std::min(m_deadline - timeToStop,
                                std::chrono::steady_clock::now() + patienceForFiles);
    const Sample sample = takeSample(std::move(setup), std::max<std::size_t>(m_messages, 1), until);
    if (!sample.status.lastError.empty() && sample.events == 0)
        return failed(sample.status.lastError);
    passed(sample.status.lastError.empty() ? "the files can be read" : sample.status.lastError);
    m_report.begin("messages");
    return showSample(sample, "it works; there is no line yet");
}

} // namespace

bool testSource(const CollectorSetup& setup, std::size_t messages, Deadline deadline,
                SourceReport& report)
{
    return SourceTest(setup, messages, deadline, report).run();
}

} // namespace weir
