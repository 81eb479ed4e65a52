// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/zeromq/framing.h"
#include "collectors/zeromq/sequencetracker.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace weir {

/// A longer topic is not followed, and cut in the name of its stream.
constexpr std::size_t mostOfTopic = 4096;

class JsonSequence;

/// What is known of the one who publishes at an endpoint: how its messages are framed, topic by topic,
/// and how it numbers them.
///
/// With `frames = "auto"` nothing is believed at first sight that could be an accident: four bytes at
/// the end, or eight in the middle, are a sequence once four of them in a row count up by one; until
/// then they are kept like any other frame. From then on losses are counted, those before included.
///
/// A publisher numbers each topic for itself, or all its messages together. With several topics it is
/// found out which; until then no loss is reported (at most for 1000 messages).
///
/// Thread: one.
class Publisher final
{
public:
    struct Topic
    {
        ZeroMqFrames framing = ZeroMqFrames::Auto; ///< settled for messages of three frames
        bool isNumbered = false; ///< it may have numbers
        bool isBelieved = false; ///< it certainly has
        SequenceTracker tracker;
        /// The user's: of the batch with this number the stream's index.
        std::uint64_t batch = 0;
        std::uint32_t stream = 0;
        std::uint32_t streamEpoch = 0;
    };
    struct Message
    {
        Framed framed;
        Topic* topic = nullptr; ///< valid until the next message
        std::optional<std::uint64_t> sequence; ///< believed
        std::uint32_t epoch = 0;
        bool isDuplicate = false;
    };
    /// `topic` is empty where all topics are numbered together.
    using LossVisitor =
        std::function<void(std::string_view topic, std::uint32_t epoch, const SequenceLoss& loss)>;

    explicit Publisher(const ZeroMqSource& source);
    ~Publisher();
    Publisher(Publisher&&) noexcept;

    /// Precondition: at least one frame. The views are those given.
    Message read(std::span<const std::string_view> frames);
    /// What was lost since the last time; `isLast`: what is not certain yet, too.
    void takeLosses(const LossVisitor& visit, bool isLast);

    bool hasSequence() const { return m_believed > 0; }
    std::size_t topics() const { return m_topics.size(); }
    std::size_t topicsWithSequence() const { return m_believed; }
    std::uint64_t duplicates() const { return m_duplicates; }
    std::uint64_t restarts() const { return m_restarts; }

private:
    enum class Numbering { Unknown, ByTopic, Together };

    Topic& topicOf(std::string_view name);
    Framed frame(std::span<const std::string_view> frames, Topic& topic) const;
    Framed guess(std::span<const std::string_view> frames, Topic& topic) const;
    void follow(Message& message);
    void believe(Topic& topic);
    void vote(SequenceTracker::Step ofTopic, SequenceTracker::Step ofAll);
    bool isUndecided() const;

    const ZeroMqFrames m_framing;
    std::unique_ptr<JsonSequence> m_json; ///< where the sequence is a field of the payload
    std::unordered_map<std::string, Topic> m_topics;
    std::string m_name; ///< room for looking up
    Topic m_untracked; ///< of one topic more than are followed
    SequenceTracker m_all; ///< of all topics together
    std::size_t m_believed = 0; ///< topics whose numbers are
    std::size_t m_numbered = 0; ///< topics that have numbers, believed or not
    Numbering m_numbering = Numbering::Unknown;
    int m_votes = 0; ///< above 0 for each topic its own
    int m_undecided = 0; ///< messages since there are several topics
    std::uint64_t m_duplicates = 0;
    std::uint64_t m_restarts = 0;
};

} // namespace weir
