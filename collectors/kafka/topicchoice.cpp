// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/topicchoice.h"

#include "collectors/kafka/kafkawords.h"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>
#include <re2/re2.h>

#include <algorithm>

namespace weir {

TopicChoice::TopicChoice(std::string brokers)
    : m_brokers(std::move(brokers))
{
}

TopicChoice::~TopicChoice() = default;

Result<std::unique_ptr<TopicChoice>> TopicChoice::make(const KafkaSource& source)
{
    std::unique_ptr<TopicChoice> choice(new TopicChoice(source.brokers));
    for (const std::string& topic : source.topics) {
        if (!topic.starts_with('^')) {
            choice->m_names.push_back(topic);
            continue;
        }
        auto expression = std::make_unique<re2::RE2>(topic, re2::RE2::Quiet);
        if (!expression->ok())
            return Error{Error::Code::InvalidInput, topic, expression->error()};
        choice->m_expressions.push_back(std::move(expression));
    }
    if (choice->m_expressions.empty())
        choice->m_asked = choice->m_names;
    if (source.topics.empty())
        return Error{Error::Code::InvalidInput, "topics", "no topic is named"};
    return choice;
}

bool TopicChoice::matches(const std::string& topic) const
{
    if (std::find(m_names.begin(), m_names.end(), topic) != m_names.end())
        return true;
    // The broker's own topics are named, never matched.
    return !topic.starts_with("__")
        && std::any_of(m_expressions.begin(), m_expressions.end(), [&](const auto& expression) {
               return re2::RE2::PartialMatch(topic, *expression);
           });
}

TopicChoice::Found TopicChoice::choose(const std::vector<TopicInfo>& topics) const
{
    Found found;
    for (const TopicInfo& topic : topics) {
        if (!matches(topic.name))
            continue;
        if (topic.error != RD_KAFKA_RESP_ERR_NO_ERROR) {
            if (found.problem.empty())
                found.problem = topicSentence(topic.error, topic.name, m_brokers);
            continue;
        }
        for (std::size_t i = 0; i < topic.partitions.size(); ++i)
            found.leaders[{topic.name, topic.partitions[i]}] = topic.leaders[i];
    }
    for (const std::string& name : m_names) {
        const bool isThere = std::any_of(topics.begin(), topics.end(),
                                         [&](const auto& topic) { return topic.name == name; });
        if (!isThere && found.problem.empty())
            found.problem = topicSentence(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, name, m_brokers);
    }
    if (found.leaders.empty() && found.problem.empty())
        found.problem = fmt::format("no topic of {} matches", m_brokers);
    return found;
}

} // namespace weir
