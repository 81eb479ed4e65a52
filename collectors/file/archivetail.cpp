// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/archivetail.h"

#include "collectors/file/fileidentity.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace weir {

namespace {

/// Who packs writes all the time; so long after the last byte it is done.
constexpr auto quietTime = std::chrono::seconds(1);
constexpr auto betweenTries = std::chrono::milliseconds(500);
constexpr std::size_t keptBefore = 256;

/// The very file that is open, whatever its name is by now.
Result<std::unique_ptr<ByteSource>> contentOf(const FollowedFile& file)
{
    static const std::atomic<bool> never = false; // a block is unpacked in a moment
    return ByteSource::open(fmt::format("/proc/self/fd/{}", file.descriptor()), never);
}

Result<std::string> headOf(ByteSource& content, std::size_t length)
{
    std::string head;
    while (head.size() < length) {
        const auto bytes = content.read();
        if (!bytes)
            return bytes.error();
        if (bytes->empty())
            break;
        head += *bytes;
    }
    return head;
}

} // namespace

ArchiveTail::ArchiveTail(std::unique_ptr<FollowedFile> file, const FileSource& source,
                         bool untilEnd, const StopSignal& stop, Quarantine* quarantine)
    : FileTail(std::move(file), source, untilEnd, quarantine)
    , m_stop(stop)
{
}

std::optional<std::int64_t> ArchiveTail::end() const
{
    return m_hasEnded && m_problem.empty() ? std::optional(m_events.next()) : std::nullopt;
}

bool ArchiveTail::isDue() const
{
    if (m_untilEnd)
        return true;
    const auto changed = m_file->changed();
    return std::chrono::steady_clock::now() >= m_nextTry && changed != m_failedAt
        && std::chrono::system_clock::now() - changed >= quietTime;
}

void ArchiveTail::fail(const Error& error)
{
    m_problem = fmt::format("{}: {}", m_file->path(), error.detail);
    m_failedAt = m_file->changed();
    m_content.reset();
    m_hasEnded = m_untilEnd;
}

/// Compares what is packed with a file that is read now.
bool ArchiveTail::isPackedCopy(const FollowedFile& plain)
{
    const auto content = contentOf(*m_file);
    if (!content)
        return false;
    std::string others;
    std::int64_t at = 0;
    const std::int64_t end = plain.size();
    while (at < end && !m_stop.isRequested()) {
        const auto bytes = (*content)->read();
        if (!bytes || bytes->empty())
            break;
        const auto length =
            static_cast<std::size_t>(std::min<std::int64_t>(
                static_cast<std::int64_t>(bytes->size()), end - at));
        others.resize(length);
        if (plain.readAt(at, others) != length || bytes->substr(0, length) != others)
            return false;
        at += static_cast<std::int64_t>(length);
    }
    return true;
}

bool ArchiveTail::open(KnownFiles& known)
{
    if (!isDue())
        return false;
    m_nextTry = std::chrono::steady_clock::now() + betweenTries;
    auto content = contentOf(*m_file);
    auto head = content ? headOf(**content, identityLength) : Result<std::string>(content.error());
    if (!head) {
        fail(head.error());
        return false;
    }
    if (head->empty()) {
        m_hasEnded = true;
        return false;
    }
    m_head = std::move(*head);
    if (!m_events.hasBegun()) {
        const FollowedFile* const plain = known.openLike(
            [this](const std::string& identity) { return hasIdentity(m_head, identity); });
        if (plain != nullptr && isPackedCopy(*plain)) {
            m_hasEnded = m_untilEnd; // the plain file has it all
            return false;
        }
        recognise(known);
    } else { // tried again
        m_events.rewind();
        m_toPass = m_events.next();
    }
    m_problem.clear();
    m_before.clear();
    m_content = std::move(*content);
    return true;
}

void ArchiveTail::recognise(KnownFiles& known)
{
    const StartPosition position = known.recognise(
        {m_file->path(), identityOf(m_head),
         [this](const std::string& wanted) { return hasIdentity(m_head, wanted); }, isStillThere});
    m_toPass = position.indexed.empty() ? 0 : position.indexed.back().to;
    m_events.begin(position.stream, m_toPass, m_head);
}

bool ArchiveTail::read(EventWriter& writer, KnownFiles& known)
{
    if (m_hasEnded || (!m_content && !open(known)))
        return false;
    m_lastRead = std::chrono::steady_clock::now();
    if (!m_head.empty()) {
        take(std::exchange(m_head, {}), writer);
        return true;
    }
    const auto bytes = m_content->read();
    if (!bytes) {
        m_events.release(writer);
        fail(bytes.error());
        return false;
    }
    if (bytes->empty()) {
        finish(writer);
        return !m_hasEnded;
    }
    take(*bytes, writer);
    return true;
}

void ArchiveTail::take(std::string_view bytes, EventWriter& writer)
{
    if (m_toPass > 0) {
        const auto passed =
            std::min(static_cast<std::size_t>(m_toPass), bytes.size());
        m_before += bytes.substr(passed - std::min(passed, keptBefore), std::min(passed, keptBefore));
        m_before.erase(0, m_before.size() - std::min(m_before.size(), keptBefore));
        m_toPass -= static_cast<std::int64_t>(passed);
        bytes.remove_prefix(passed);
        if (m_toPass == 0)
            m_events.continueAfter(m_before);
    }
    if (!bytes.empty())
        m_events.feed(bytes, writer);
}

void ArchiveTail::finish(EventWriter& writer)
{
    m_content.reset();
    if (m_toPass == 0) {
        m_events.finish(writer);
        m_before.clear(); // of the position that was passed
        m_hasEnded = true;
        return;
    }
    // Shorter than what is indexed: as with a plain file, it was begun anew.
    Stream stream = m_events.stream();
    ++stream.epoch;
    m_toPass = 0;
    m_events.begin(std::move(stream), 0, unpackedHead(*m_file, longestMark));
    m_nextTry = {};
}

std::string unpackedHead(const FollowedFile& file, std::size_t length)
{
    const auto content = contentOf(file);
    if (!content)
        return {};
    auto head = headOf(**content, length);
    if (!head)
        return {};
    head->resize(std::min(head->size(), length));
    return std::move(*head);
}

} // namespace weir
