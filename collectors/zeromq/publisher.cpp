// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/zeromq/publisher.h"

#include "collectors/zeromq/jsonsequence.h"

#include <utility>

namespace weir {

namespace {

using Step = SequenceTracker::Step;

constexpr std::size_t mostTopics = 4096; ///< a hostile publisher makes new ones
constexpr int certainRun = 3;
constexpr int certainVotes = 3;
constexpr int longestDoubt = 1000;
/// What could be seconds since 1970 (2001 to 2065) is no sequence at first sight.
constexpr std::uint64_t clockFrom = 1'000'000'000;
constexpr std::uint64_t clockTo = 3'000'000'000;
/// A jump before any number was believed: rather other numbers than a loss.
constexpr std::uint64_t mostDoubtful = 1'000'000;

bool looksLikeClock(const Framed& framed)
{
    return framed.isSequence32 && *framed.sequence >= clockFrom && *framed.sequence < clockTo;
}

/// A counter of eight bytes that is below 2⁵⁶ and stands where others have the payload.
bool looksLikeCounter(std::string_view frame)
{
    return frame.size() == 8 && frame[0] == '\0';
}

} // namespace

Publisher::Publisher(const ZeroMqSource& source)
    : m_framing(source.frames)
    , m_json(source.sequenceField.empty() ? nullptr
                                          : std::make_unique<JsonSequence>(source.sequenceField))
{
}

Publisher::~Publisher() = default;
Publisher::Publisher(Publisher&&) noexcept = default;

Publisher::Topic& Publisher::topicOf(std::string_view name)
{
    if (name.size() > mostOfTopic) {
        m_untracked = {};
        return m_untracked;
    }
    m_name = name;
    const auto found = m_topics.find(m_name);
    if (found != m_topics.end())
        return found->second;
    if (m_topics.size() < mostTopics)
        return m_topics[m_name];
    m_untracked = {};
    return m_untracked;
}

Publisher::Message Publisher::read(std::span<const std::string_view> frames)
{
    Message message;
    const bool isSingle = frames.size() == 1;
    if (isSingle) {
        message.framed = readFrames(
            frames, m_framing == ZeroMqFrames::Auto ? framingOfSingle(frames[0]) : m_framing);
        message.topic = &topicOf(message.framed.topic);
    } else {
        message.topic = &topicOf(m_framing == ZeroMqFrames::Payload ? std::string_view()
                                                                    : frames[0]);
        message.framed = frame(frames, *message.topic);
    }
    if (m_json) {
        message.framed.sequence = m_json->find(message.framed.payload);
        message.framed.isSequence32 = false;
        message.framed.sequenceFrame = 0;
    }
    if (message.topic != &m_untracked)
        follow(message);
    if (!message.sequence)
        message.framed.sequenceFrame = 0; // kept like any other frame
    return message;
}

Framed Publisher::frame(std::span<const std::string_view> frames, Topic& topic) const
{
    if (m_framing != ZeroMqFrames::Auto)
        return readFrames(frames, m_framing);
    if (frames.size() != 3)
        return readFrames(frames, ZeroMqFrames::TopicPayload);
    if (topic.framing == ZeroMqFrames::Auto)
        return guess(frames, topic);
    Framed framed = readFrames(frames, topic.framing);
    if (!framed.isExpected && !topic.isBelieved)
        topic.framing = ZeroMqFrames::Auto;
    return framed;
}

/// By the form of a message of three frames; it holds until one has another form.
Framed Publisher::guess(std::span<const std::string_view> frames, Topic& topic) const
{
    topic.tracker.reset();
    if (frames[2].size() == 4)
        topic.framing = ZeroMqFrames::TopicPayloadSequence;
    else if (looksLikeCounter(frames[1]))
        topic.framing = ZeroMqFrames::TopicSequencePayload;
    else if (readTimeFrame(frames[2]))
        topic.framing = ZeroMqFrames::TopicPayloadTime;
    return readFrames(frames, topic.framing == ZeroMqFrames::Auto ? ZeroMqFrames::TopicPayload
                                                                  : topic.framing);
}

void Publisher::believe(Topic& topic)
{
    if (!std::exchange(topic.isBelieved, true))
        ++m_believed;
}

/// Compares the message's number with those before it.
void Publisher::follow(Message& message)
{
    const Framed& framed = message.framed;
    Topic& topic = *message.topic;
    if (!framed.sequence)
        return;
    if (m_framing != ZeroMqFrames::Auto || m_json)
        believe(topic);
    else if (!topic.isBelieved && looksLikeClock(framed))
        return;
    const Step ofTopic = topic.tracker.take(*framed.sequence, framed.isSequence32);
    if (ofTopic == Step::First && !std::exchange(topic.isNumbered, true))
        ++m_numbered;
    const Step ofAll = m_all.take(*framed.sequence, framed.isSequence32);
    if (topic.tracker.run() >= certainRun || m_all.run() >= certainRun)
        believe(topic);
    if (!topic.isBelieved) {
        // Backwards, or far away: what comes after it is judged anew.
        SequenceTracker judged = topic.tracker;
        if (ofTopic == Step::Duplicate || ofTopic == Step::Restart
            || judged.takeLoss().count > mostDoubtful) {
            topic.tracker.reset();
            topic.tracker.take(*framed.sequence, framed.isSequence32);
        }
        return;
    }
    vote(ofTopic, ofAll);
    const bool isTogether = m_numbering == Numbering::Together;
    const Step step = isTogether ? ofAll : ofTopic;
    message.sequence = framed.sequence;
    message.epoch = isTogether ? m_all.epoch() : topic.tracker.epoch();
    message.isDuplicate = step == Step::Duplicate;
    m_duplicates += message.isDuplicate ? 1 : 0;
    m_restarts += step == Step::Restart ? 1 : 0;
}

bool Publisher::isUndecided() const
{
    return m_numbering == Numbering::Unknown && m_numbered > 1;
}

void Publisher::vote(Step ofTopic, Step ofAll)
{
    if (!isUndecided())
        return;
    const bool fitsTopic = ofTopic == Step::Next || ofTopic == Step::First;
    const bool fitsAll = ofAll == Step::Next;
    if (fitsTopic != fitsAll)
        m_votes += fitsTopic ? 1 : -1;
    if (m_votes >= certainVotes || m_votes <= -certainVotes || ++m_undecided >= longestDoubt)
        m_numbering = m_votes < 0 ? Numbering::Together : Numbering::ByTopic;
}

void Publisher::takeLosses(const LossVisitor& visit, bool isLast)
{
    if (m_believed == 0 || (isUndecided() && !isLast))
        return;
    const bool isTogether =
        m_numbering == Numbering::Together || (m_numbering == Numbering::Unknown && m_votes < 0);
    const SequenceLoss ofAll = m_all.takeLoss();
    if (isTogether && ofAll.count > 0)
        visit({}, m_all.epoch(), ofAll);
    for (auto& [name, topic] : m_topics) {
        if (!topic.isBelieved)
            continue;
        const SequenceLoss loss = topic.tracker.takeLoss();
        if (!isTogether && loss.count > 0)
            visit(name, topic.tracker.epoch(), loss);
    }
}

} // namespace weir
