// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkacollector.h"

#include "collectors/kafka/kafkarun.h"
#include "collectors/kafka/kafkawords.h"
#include "collectors/schema/sourcedecoder.h"

namespace weir {

KafkaCollector::KafkaCollector(CollectorSetup setup)
    : m_setup(std::move(setup))
    , m_monitor(m_setup.source.name, "kafka")
{
}

void KafkaCollector::request(PositionRequest request)
{
    const std::lock_guard lock(m_mutex);
    m_requests.push_back(std::move(request));
}

std::vector<PositionRequest> KafkaCollector::takeRequests()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_requests, {});
}

Result<Done> KafkaCollector::run(BatchSink& sink)
{
    const auto& source = std::get<KafkaSource>(m_setup.source.input);
    auto decoder = makeSourceDecoder(m_setup.source, m_setup.keyring);
    if (!decoder)
        return decoder.error();
    auto choice = TopicChoice::make(source);
    if (!choice)
        return choice.error();
    auto client = KafkaClient::make(source, m_setup.keyring);
    if (!client)
        return client.error();
    m_monitor.setState(SourceState::Connecting);
    m_monitor.setNote(standingNote(source));
    KafkaRun({m_setup, m_monitor, m_stop, sink, [this] { return takeRequests(); }},
             std::move(*client), std::move(*choice), std::move(*decoder))
        .loop();
    (void)takeRequests(); // what came too late is answered so
    m_monitor.setState(SourceState::Ended);
    return Done{};
}

} // namespace weir
