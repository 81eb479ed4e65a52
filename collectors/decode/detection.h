// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// Which format refused a message, and why.
struct Refusal
{
    std::string_view format;
    std::string_view reason; ///< a literal
};

/// Finds the format of messages, topic by topic. Each message of a new topic is asked for by all formats in their
/// order, and the topic's format becomes the one most of its first messages had. From then on that is asked first; what it
/// refuses (a misfit) is asked for by all again, and only when misfits of one and the same format become many
/// the topic's format changes.
///
/// Thread: one at a time.
class Detection final
{
public:
    /// In the order in which they are asked.
    explicit Detection(std::vector<std::unique_ptr<Format>> formats);
    ~Detection();

    /// Writes the event that was begun, as Format::decode(). Null when a format took it, else why the most
    /// likely one did not.
    const char* decode(const Content& content, EventBatchBuilder& builder);

    /// The format that took the last message; empty when none did.
    std::string_view lastFormat() const { return m_last ? m_last->name() : std::string_view(); }
    /// What the messages of a topic are taken for; empty when nothing is known.
    std::string_view formatOf(std::string_view topic) const;
    std::uint64_t misfits() const { return m_misfits; }

    /// Every format that does not take the message, with its reason. Remembers nothing.
    std::vector<Refusal> refusals(const Content& content);

private:
    /// How many messages of a topic are looked at before it has a format, and how many of one other
    /// format in a row change it.
    static constexpr int firstMessages = 50;
    static constexpr int enoughOthers = 50;
    static constexpr std::size_t mostTopics = 10'000;
    static constexpr std::size_t mostOfName = 1024; ///< in ZeroMQ a topic may be as long as a message

    struct Topic
    {
        Format* format = nullptr; ///< what most had until now
        std::map<Format*, int> votes; ///< of the first messages
        int seen = 0;
        Format* other = nullptr; ///< of the last misfits
        int others = 0;
    };

    Topic& topicFor(std::string_view name);
    const char* ask(Format& format, const Content& content, EventBatchBuilder& builder);
    const char* askAll(const Content& content, EventBatchBuilder& builder, const Format* asked,
                       const char* likely);
    void vote(Topic& topic);

    const std::vector<std::unique_ptr<Format>> m_formats;
    std::map<std::string, Topic, std::less<>> m_topics;
    std::string_view m_recentName; ///< messages of one topic come in rows
    Topic* m_recent = nullptr;
    Format* m_last = nullptr;
    std::uint64_t m_misfits = 0;
};

} // namespace weir
