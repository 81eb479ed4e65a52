// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/filetail.h"

#include <algorithm>
#include <utility>

namespace weir {

namespace {

constexpr std::size_t chunk = std::size_t{64} << 10;

/// Whether the file that was indexed still has its name; if so, another one that begins alike is not it.
bool isStillThere(const Stream& stream)
{
    const auto file = FollowedFile::open(stream.name);
    // A compressed file is recognised by what is packed in it, which is not looked at here.
    return file && (*file)->isRegular()
        && ((*file)->isCompressed() || (*file)->hasIdentity(stream.scope));
}

} // namespace

FileTail::FileTail(std::unique_ptr<FollowedFile> file, bool untilEnd, Quarantine* quarantine)
    : m_file(std::move(file))
    , m_quarantine(quarantine)
    , m_lines(maxPayload, keptOfLarger)
    , m_buffer(chunk)
{
    m_stream = {SourceKind::File, m_file->isRegular() ? "" : "stdin", m_file->path(), 0, 0};
    if (untilEnd && m_file->isRegular())
        m_target = m_file->size();
}

bool FileTail::identify(KnownFiles& known)
{
    const std::string identity = m_file->identity();
    if (identity.empty())
        return false;
    const StartPosition position = known.recognise(
        {m_file->path(), identity,
         [this](const std::string& wanted) { return m_file->hasIdentity(wanted); }, isStillThere});
    m_stream.scope = position.stream.scope;
    m_stream.epoch = position.stream.epoch;
    const std::int64_t indexed = position.indexed.empty() ? 0 : position.indexed.back().to;
    if (indexed > m_file->size())
        ++m_stream.epoch; // shorter than what is indexed: begun anew
    else
        m_at = m_next = m_spanFrom = indexed;
    char before = '\n';
    if (m_next > 0 && m_file->read(m_next - 1, {&before, 1}) == std::size_t{1})
        m_isInLine = before != '\n';
    return true;
}

void FileTail::close(KnownFiles& known)
{
    known.close(m_stream, m_next);
}

bool FileTail::isReplaced() const
{
    return m_file->size() < m_at || !m_file->hasIdentity(m_stream.scope);
}

void FileTail::restart(KnownFiles& known)
{
    const bool beginsAlike = m_file->hasIdentity(m_stream.scope);
    if (beginsAlike) {
        ++m_stream.epoch;
    } else {
        known.forget(m_stream);
        m_stream.scope.clear(); // recognised again with its first bytes
        m_stream.epoch = 0;
    }
    m_at = m_next = m_spanFrom = 0;
    m_isInLine = false;
    m_lines.discard();
    if (m_target)
        m_target = m_file->size();
}

bool FileTail::read(EventWriter& writer, KnownFiles& known)
{
    if (m_hasEnded)
        return false;
    if (m_file->isRegular()) {
        if (m_stream.scope.empty() && !identify(known)) {
            m_hasEnded = m_target.has_value(); // an empty file is at its end
            return false;
        }
        if (isReplaced()) {
            addPosition(writer);
            restart(known);
            return true;
        }
    }
    std::size_t wanted = m_buffer.size();
    if (m_target)
        wanted =
            std::min(wanted, static_cast<std::size_t>(std::max<std::int64_t>(*m_target - m_at, 0)));
    const auto count = wanted > 0 ? m_file->read(m_at, {m_buffer.data(), wanted}) : 0;
    if (!count)
        return false;
    m_received = std::chrono::system_clock::now();
    const auto visit = [&](const LineSplitter::Line& line) {
        take(line, writer);
    };
    if (*count == 0) {
        m_hasEnded = !m_file->isRegular() || m_target;
        if (m_hasEnded)
            m_lines.finish(visit);
        return false;
    }
    m_at += static_cast<std::int64_t>(*count);
    std::string_view bytes(m_buffer.data(), *count);
    if (std::exchange(m_isInLine, false) && bytes.front() == '\n') {
        bytes.remove_prefix(1);
        ++m_next;
    }
    m_lines.feed(bytes, visit);
    return true;
}

void FileTail::take(const LineSplitter::Line& line, EventWriter& writer)
{
    if (!m_streamIndex) {
        m_stream.name = m_file->path();
        m_streamIndex = writer.builder().streamIndex(m_stream);
    }
    const auto length = static_cast<std::int64_t>(line.size) + (line.isTerminated ? 1 : 0);
    const EventBatchBuilder::Arrival arrival{*m_streamIndex, m_next, m_received};
    const DecodingNote note(m_quarantine, m_stream, m_next, line.text);
    if (m_quarantine && m_quarantine->find(m_stream, m_next))
        writer.addGap(
            {m_stream, {m_next, m_next + length}, 1, Gap::Reason::Quarantined, m_received});
    else if (line.isCut)
        writer.addCut(arrival, {line.text, line.size, line.hash}, RawMessage{});
    else
        writer.add(arrival, {line.text, {}});
    m_next += length;
}

void FileTail::addPosition(EventWriter& writer)
{
    if (m_streamIndex && m_file->isRegular())
        writer.builder().addPosition(*m_streamIndex, {m_spanFrom, m_next});
    m_spanFrom = m_next;
    m_streamIndex.reset();
}

PositionStatus FileTail::position() const
{
    PositionStatus position;
    position.path = m_file->path();
    position.next = m_next;
    if (m_file->isRegular())
        position.end = m_file->size();
    return position;
}

} // namespace weir
