// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/detection.h"

#include <algorithm>

namespace weir {

Detection::Detection(std::vector<std::unique_ptr<Format>> formats)
    : m_formats(std::move(formats))
{
}

Detection::~Detection() = default;

Detection::Topic& Detection::topicFor(std::string_view name)
{
    name = name.substr(0, mostOfName);
    if (m_recent && m_recentName == name)
        return *m_recent;
    auto found = m_topics.find(name);
    if (found == m_topics.end()) {
        // Who makes up topics without end begins anew; nothing but the memory of formats is lost.
        if (m_topics.size() >= mostTopics)
            m_topics.clear();
        found = m_topics.emplace(std::string(name), Topic{}).first;
    }
    m_recentName = found->first;
    m_recent = &found->second;
    return *m_recent;
}

const char* Detection::decode(const Content& content, EventBatchBuilder& builder)
{
    Topic& topic = topicFor(content.message.topic);
    Format* usual = topic.seen >= firstMessages ? topic.format : nullptr;
    const char* reason = nullptr;
    if (usual && usual->refuse(content))
        usual = nullptr; // asked in its turn, which costs a glance
    if (usual) {
        reason = ask(*usual, content, builder);
        if (!reason) {
            m_last = usual;
            topic.others = 0;
            return nullptr;
        }
    }
    reason = askAll(content, builder, usual, reason);
    if (m_last)
        vote(topic);
    return reason;
}

/// What a format wrote that does not take the message is taken back.
const char* Detection::ask(Format& format, const Content& content, EventBatchBuilder& builder)
{
    const std::size_t arenaBytes = builder.arenaBytes();
    const char* const reason = format.decode(content, builder);
    if (reason)
        builder.takeBack(arenaBytes);
    return reason;
}

/// All but one that was asked already, which gave `likely` as its reason.
const char* Detection::askAll(const Content& content, EventBatchBuilder& builder,
                              const Format* asked, const char* likely)
{
    m_last = nullptr;
    const char* reason = "of no known format";
    for (const auto& format : m_formats) {
        if (format.get() == asked)
            continue;
        reason = format->refuse(content);
        if (reason)
            continue;
        reason = ask(*format, content, builder);
        if (!reason) {
            m_last = format.get();
            return nullptr;
        }
        likely = reason;
    }
    return likely ? likely : reason;
}

void Detection::vote(Topic& topic)
{
    if (topic.seen < firstMessages) {
        ++topic.seen;
        const int votes = ++topic.votes[m_last];
        if (!topic.format || votes > topic.votes[topic.format])
            topic.format = m_last;
        return;
    }
    if (m_last == topic.format)
        return;
    ++m_misfits;
    topic.others = topic.other == m_last ? topic.others + 1 : 1;
    topic.other = m_last;
    if (topic.others >= enoughOthers) {
        topic.format = m_last;
        topic.others = 0;
    }
}

std::string_view Detection::formatOf(std::string_view topic) const
{
    const auto found = m_topics.find(topic);
    return found != m_topics.end() && found->second.format ? found->second.format->name()
                                                           : std::string_view();
}

std::vector<Refusal> Detection::refusals(const Content& content)
{
    std::vector<Refusal> refusals;
    for (const auto& format : m_formats) {
        EventBatchBuilder scratch("", SourceKind::Kafka);
        scratch.beginEvent({scratch.streamIndex({}), 0, content.received});
        scratch.setPayload(content.bytes, Content::padding);
        const Content own{content.bytes, scratch.payloadRef(), content.message, content.received};
        const char* reason = format->refuse(own);
        if (!reason)
            reason = format->decode(own, scratch);
        if (reason)
            refusals.push_back({format->name(), reason});
    }
    return refusals;
}

} // namespace weir
