// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/binary/messagepackformat.h"

#include "collectors/decode/binary/messagepack.h"

#include <algorithm>
#include <utility>

namespace weir {

namespace {

using namespace std::string_view_literals;

constexpr const char* malformed = "no MessagePack: malformed or cut off";
constexpr const char* noShape = "MessagePack, but neither maps nor Fluent's records";
constexpr std::size_t mostElements = 4; ///< of a forward message
constexpr std::size_t longestTag = 512;

/// `salt/job/2026/ret/minion` and an empty line: https://docs.saltproject.io, Event System.
std::string_view saltTagOf(std::string_view bytes)
{
    const std::string_view head = bytes.substr(0, longestTag);
    const std::size_t end = head.find("\n\n");
    const std::string_view tag = head.substr(0, end == std::string_view::npos ? 0 : end);
    const bool isTag = tag.find('/') != std::string_view::npos
        && std::ranges::all_of(tag, [](char c) { return c > ' ' && c < '\x7F'; });
    return isTag && messagepack::isMap(bytes.substr(end + 2)) ? tag : std::string_view();
}

} // namespace

/// One pass over the objects of one message.
class MessagePackFormat::Walk
{
public:
    Walk(EventSink& sink, const Content& content, EventBatchBuilder& builder)
        : m_sink(sink)
        , m_content(content)
        , m_builder(builder)
        , m_records(builder)
    {
    }

    const char* run()
    {
        std::string_view rest = m_content.bytes;
        m_tag = saltTagOf(rest);
        if (!m_tag.empty())
            rest.remove_prefix(m_tag.size() + 2);
        return walk(rest);
    }

private:
    const char* walk(std::string_view rest)
    {
        while (!rest.empty()) {
            const auto object = messagepack::takeObject(rest);
            const char* reason = malformed;
            if (object)
                reason = messagepack::isMap(*object) ? writeMap(*object, m_content.message.wireTime)
                                                     : walkArray(*object);
            if (reason)
                return reason;
        }
        return nullptr;
    }

    const char* walkArray(std::string_view object)
    {
        const auto elements = messagepack::elementsOf(object, mostElements);
        if (!elements || elements->size() < 2)
            return noShape;
        const auto tag = messagepack::bytesOf(elements->front());
        if (!tag)
            return elements->size() == 2 ? writeEntry(*elements) : noShape;
        m_tag = *tag;
        return walkForward(*elements);
    }

    const char* walkForward(const std::vector<std::string_view>& elements)
    {
        const std::string_view second = elements[1];
        if (messagepack::isArray(second)) {
            const auto entries = messagepack::elementsOf(second, Records::most);
            return entries ? walkEntries(*entries) : noShape;
        }
        if (const auto packed = messagepack::bytesOf(second))
            return !std::exchange(m_isPacked, true) ? walk(*packed) : noShape;
        if (elements.size() < 3)
            return noShape;
        return writeEntry({second, elements[2]});
    }

    const char* walkEntries(const std::vector<std::string_view>& entries)
    {
        for (const std::string_view entry : entries) {
            const auto parts = messagepack::elementsOf(entry, 2);
            if (!parts || parts->size() != 2)
                return noShape;
            if (const char* reason = writeEntry(*parts))
                return reason;
        }
        return entries.empty() ? noShape : nullptr;
    }

    /// `[time, record]`, or `[[time, metadata], record]`.
    const char* writeEntry(const std::vector<std::string_view>& parts)
    {
        std::string_view time = parts[0];
        if (const auto head = messagepack::elementsOf(time, 2); head && head->size() == 2)
            time = head->front();
        const auto parsed = messagepack::timeOf(time);
        return parsed && messagepack::isMap(parts[1]) ? writeMap(parts[1], parsed) : noShape;
    }

    const char* writeMap(std::string_view map, std::optional<TimePoint> time)
    {
        // One byte that says nothing: too little to tell this format from noise.
        if (map.size() == 1)
            return "MessagePack, but an empty map";
        const char* const reason =
            m_sink.write(m_records, m_content, m_builder, time,
                         [map](ValueSink& sink) { return messagepack::read(map, sink); });
        if (!reason && !m_tag.empty())
            m_builder.addField("tag", ValueType::String, m_content.piece(m_tag));
        return reason;
    }

    EventSink& m_sink;
    const Content& m_content;
    EventBatchBuilder& m_builder;
    Records m_records;
    std::string_view m_tag;
    bool m_isPacked = false; ///< packed entries hold no others
};

const char* MessagePackFormat::refuse(const Content& content) const
{
    const std::string_view bytes = content.bytes;
    return messagepack::isMap(bytes) || messagepack::isArray(bytes) || !saltTagOf(bytes).empty()
        ? nullptr
        : "no MessagePack: begins with neither a map nor an array";
}

const char* MessagePackFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    return Walk(m_sink, content, builder).run();
}

} // namespace weir
