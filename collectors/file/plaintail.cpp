// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/plaintail.h"

#include "collectors/file/fileidentity.h"

#include <algorithm>
#include <utility>

namespace weir {

namespace {

constexpr std::size_t chunk = std::size_t{64} << 10;
/// So many bytes are compared where the last read ended.
constexpr std::size_t overlap = 256;
constexpr auto patienceWithCopies = std::chrono::seconds(10);

std::string bytesBefore(FollowedFile& file, std::int64_t offset)
{
    std::string bytes(static_cast<std::size_t>(std::min<std::int64_t>(overlap, offset)), '\0');
    const auto count = file.read(offset - static_cast<std::int64_t>(bytes.size()), bytes);
    return count == bytes.size() ? bytes : std::string();
}

} // namespace

PlainTail::PlainTail(std::unique_ptr<FollowedFile> file, const FileSource& source, bool untilEnd,
                     Quarantine* quarantine)
    : FileTail(std::move(file), source, untilEnd, quarantine)
    , m_buffer(overlap + chunk)
{
    if (!m_file->isRegular())
        m_events.begin({SourceKind::File, "stdin", m_file->path(), 0, 0}, 0, {}, false);
    else if (untilEnd)
        m_target = m_file->size();
}

std::string PlainTail::before() const
{
    return bytesBefore(*m_file, m_events.next());
}

std::optional<std::int64_t> PlainTail::end() const
{
    return m_file->isRegular() ? std::optional(m_file->size()) : std::nullopt;
}

/// Whether to wait for what becomes of the other.
bool PlainTail::mayBeCopy(const KnownFiles& known)
{
    const FollowedFile* const other = known.openLike(
        [this](const std::string& identity) { return m_file->hasIdentity(identity); });
    if (other == nullptr || !m_file->beginsLike(*other))
        return false;
    const auto now = std::chrono::steady_clock::now();
    if (!m_waitingSince)
        m_waitingSince = now;
    return now - *m_waitingSince < patienceWithCopies;
}

/// Before that nothing can be taken from it, and many files begin with the same few bytes.
bool PlainTail::hasWholeLine() const
{
    const std::string head = m_file->head(identityLength);
    return head.size() == identityLength || head.find('\n') != std::string::npos;
}

bool PlainTail::identify(KnownFiles& known)
{
    const std::string identity = m_file->identity();
    if (identity.empty() || (!m_target && (!hasWholeLine() || mayBeCopy(known))))
        return false;
    const StartPosition position = known.recognise(
        {m_file->path(), identity,
         [this](const std::string& wanted) { return m_file->hasIdentity(wanted); }, isStillThere,
         [this](std::int64_t offset, const std::string& wanted) {
             return bytesBefore(*m_file, offset).ends_with(wanted);
         },
         m_file.get()});
    Stream stream = position.stream;
    std::int64_t indexed = position.indexed.empty() ? 0 : position.indexed.back().to;
    if (indexed > m_file->size()) { // shorter than what is indexed: begun anew
        ++stream.epoch;
        indexed = 0;
    }
    m_at = indexed;
    m_before = bytesBefore(*m_file, m_at);
    m_events.begin(std::move(stream), indexed, m_file->head(longestMark));
    m_events.continueAfter(m_before);
    return true;
}

bool PlainTail::isReplaced() const
{
    return m_file->size() < m_at || !m_file->hasIdentity(m_events.stream().scope);
}

void PlainTail::restart(EventWriter& writer, KnownFiles& known)
{
    m_events.release(writer);
    addPosition(writer);
    Stream stream = m_events.stream();
    const std::int64_t indexed = m_events.next();
    // What was read and is in no event is not known to whoever goes on after what is.
    const auto beyond = static_cast<std::size_t>(m_at - indexed);
    std::string before = m_before.substr(0, m_before.size() - std::min(beyond, m_before.size()));
    m_before.clear();
    m_at = 0;
    if (m_target)
        m_target = m_file->size();
    if (m_file->hasIdentity(stream.scope)) {
        ++stream.epoch;
        m_events.begin(std::move(stream), 0, m_file->head(longestMark));
        return;
    }
    // Recognised again with its first bytes. Somebody may have made a copy before, which goes on.
    known.close(stream, indexed, std::move(before));
    m_events.reset();
}

bool PlainTail::read(EventWriter& writer, KnownFiles& known)
{
    if (m_hasEnded)
        return false;
    if (m_file->isRegular()) {
        if (!m_events.hasBegun() && !identify(known)) {
            m_hasEnded = m_target.has_value(); // an empty file is at its end
            return false;
        }
        if (isReplaced()) {
            restart(writer, known);
            return true;
        }
    }
    std::size_t wanted = chunk;
    if (m_target)
        wanted =
            std::min(wanted, static_cast<std::size_t>(std::max<std::int64_t>(*m_target - m_at, 0)));
    const std::size_t seen = m_before.size();
    const auto count = wanted == 0
        ? seen
        : m_file->read(m_at - static_cast<std::int64_t>(seen), {m_buffer.data(), seen + wanted});
    if (wanted > 0 && count
        && (*count < seen || !std::equal(m_before.begin(), m_before.end(), m_buffer.begin()))) {
        restart(writer, known);
        return true;
    }
    if (!count) { // a pipe with nothing in it for now
        m_events.settle(writer);
        return false;
    }
    if (*count == seen) {
        reachEnd(writer);
        return false;
    }
    take({m_buffer.data() + seen, *count - seen}, writer);
    return true;
}

void PlainTail::take(std::string_view bytes, EventWriter& writer)
{
    m_lastRead = std::chrono::steady_clock::now();
    m_at += static_cast<std::int64_t>(bytes.size());
    if (m_file->isRegular()) {
        m_before += bytes.substr(bytes.size() - std::min(bytes.size(), overlap));
        m_before.erase(0, m_before.size() - std::min(m_before.size(), overlap));
    }
    m_events.feed(bytes, writer);
}

void PlainTail::reachEnd(EventWriter& writer)
{
    m_hasEnded = !m_file->isRegular() || m_target;
    if (m_hasEnded)
        m_events.finish(writer);
    else
        m_events.settle(writer);
}

} // namespace weir
