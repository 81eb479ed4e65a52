// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/fileevents.h"

#include <algorithm>
#include <utility>

namespace weir {

namespace {

using namespace std::string_view_literals;

/// A trace is written at once; who writes slower than this gets two events of it.
constexpr auto quietTime = std::chrono::milliseconds(250);

EventJoiner joinerFor(const FileSource& source)
{
    const EventJoiner::Limits limits{static_cast<std::size_t>(source.maxLine), 1000};
    auto joiner = EventJoiner::make(source.multiline, limits);
    // The configuration has been checked.
    return joiner ? std::move(*joiner) : std::move(*EventJoiner::make("off", limits));
}

Newline newlineOf(TextEncoding encoding)
{
    return encoding == TextEncoding::Utf16Le   ? Newline::Utf16Le
        : encoding == TextEncoding::Utf16Be ? Newline::Utf16Be
                                            : Newline::Byte;
}

} // namespace

FileEvents::FileEvents(const FileSource& source, Quarantine* quarantine)
    : m_source(source)
    , m_quarantine(quarantine)
    , m_joiner(joinerFor(source))
{
}

void FileEvents::begin(Stream stream, std::int64_t next, std::string_view firstBytes,
                       bool hasPositions)
{
    m_stream = std::move(stream);
    m_hasPositions = hasPositions;
    m_streamIndex.reset();
    m_encoding = encodingOf(firstBytes, m_source.encoding);
    const auto limit = static_cast<std::size_t>(m_source.maxLine);
    m_lines = std::make_unique<LineSplitter>(limit, std::min(limit, keptOfLarger),
                                             newlineOf(m_encoding.encoding));
    m_next = m_spanFrom = next;
    m_isFirstLine = next == 0;
    m_isInLine = false;
    m_carry.clear();
    m_joiner.discard();
}

std::string_view FileEvents::newline() const
{
    switch (m_encoding.encoding) {
    case TextEncoding::Utf16Le:
        return "\n\0"sv;
    case TextEncoding::Utf16Be:
        return "\0\n"sv;
    default:
        return "\n"sv;
    }
}

void FileEvents::continueAfter(std::string_view before)
{
    m_isInLine = !before.empty() && !before.ends_with(newline());
}

void FileEvents::rewind()
{
    m_lines->discard();
    m_joiner.discard();
    m_carry.clear();
    m_isFirstLine = m_next == 0;
}

void FileEvents::reset()
{
    rewind();
    m_lines.reset();
    m_next = m_spanFrom = 0;
}

void FileEvents::feed(std::string_view bytes, EventWriter& writer)
{
    m_received = std::chrono::system_clock::now();
    m_lastFed = std::chrono::steady_clock::now();
    const std::size_t unit = unitOf(m_encoding.encoding);
    std::string joined;
    if (!m_carry.empty()) {
        joined = std::exchange(m_carry, {});
        joined += bytes;
        bytes = joined;
    }
    m_carry = bytes.substr(bytes.size() - bytes.size() % unit);
    bytes.remove_suffix(m_carry.size());
    if (!bytes.empty() && std::exchange(m_isInLine, false) && bytes.starts_with(newline())) {
        bytes.remove_prefix(newline().size());
        m_next += static_cast<std::int64_t>(newline().size());
    }
    m_lines->feed(bytes, [&](const LineSplitter::Line& line) { take(line, writer); });
}

void FileEvents::settle(EventWriter& writer)
{
    if (m_joiner.isHolding() && std::chrono::steady_clock::now() - m_lastFed >= quietTime)
        release(writer);
}

void FileEvents::release(EventWriter& writer)
{
    m_joiner.finish([&](const EventJoiner::Event& event) { emit(event, writer); });
}

void FileEvents::finish(EventWriter& writer)
{
    if (!m_lines)
        return;
    const auto visit = [&](const LineSplitter::Line& line) { take(line, writer); };
    m_lines->feed(std::exchange(m_carry, {}), visit);
    m_lines->finish(visit);
    release(writer);
}

void FileEvents::take(const LineSplitter::Line& line, EventWriter& writer)
{
    const bool isFirst = std::exchange(m_isFirstLine, false);
    const std::string_view end = line.isTerminated ? newline() : std::string_view();
    if (line.isCut) {
        release(writer);
        std::string_view kept = line.text;
        if (writer.isRedacting() && m_encoding.encoding != TextEncoding::Utf8) {
            toUtf8(kept, m_encoding.encoding, m_converted);
            kept = m_converted;
        }
        writer.addCut(arrival(writer), {kept, line.size, line.hash, m_source.maxLine},
                      RawMessage{});
        m_next += static_cast<std::int64_t>(line.size + end.size());
        return;
    }
    std::string_view text = line.text;
    if (isFirst)
        text.remove_prefix(std::min(m_encoding.markLength, text.size()));
    if (m_encoding.encoding != TextEncoding::Utf8) {
        toUtf8(text, m_encoding.encoding, m_converted);
        text = m_converted;
    }
    m_joiner.add(line.text, text, end,
                 [&](const EventJoiner::Event& event) { emit(event, writer); });
}

void FileEvents::emit(const EventJoiner::Event& event, EventWriter& writer)
{
    if (!leaveOut(event.consumed, writer)) {
        const DecodingNote note(m_quarantine, m_stream, m_next, event.bytes);
        const RawMessage message{event.text, {}, m_stream.name};
        if (event.text.data() == event.bytes.data())
            writer.add(arrival(writer), message);
        else
            writer.addConverted(arrival(writer), message, event.bytes);
    }
    m_next += event.consumed;
}

bool FileEvents::leaveOut(std::int64_t length, EventWriter& writer)
{
    if (!m_quarantine || !m_quarantine->find(m_stream, m_next))
        return false;
    (void)arrival(writer); // the span counts as read
    writer.addGap(
        {m_stream, {m_next, m_next + length}, 1, Gap::Reason::Quarantined, m_received});
    return true;
}

EventBatchBuilder::Arrival FileEvents::arrival(EventWriter& writer)
{
    if (!m_streamIndex)
        m_streamIndex = writer.builder().streamIndex(m_stream);
    return {*m_streamIndex, m_next, m_received};
}

void FileEvents::addPosition(EventWriter& writer)
{
    if (m_streamIndex && m_hasPositions)
        writer.builder().addPosition(*m_streamIndex, {m_spanFrom, m_next});
    m_spanFrom = m_next;
    m_streamIndex.reset();
}

} // namespace weir
