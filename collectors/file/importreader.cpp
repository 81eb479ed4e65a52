// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/importreader.h"

#include "collectors/cutmessage.h"
#include "collectors/file/fileidentity.h"

#include <algorithm>
#include <utility>

namespace weir {

namespace {

/// Leaves room in the batch for what is unescaped.
constexpr std::size_t enoughText = importedBatch.bytes - importedBatch.bytes / 8;

/// The first bytes of the content, enough to recognise it by, and what was read with them.
Result<std::string> readHead(ByteSource& source)
{
    std::string head;
    while (head.size() < identityLength) {
        const auto bytes = source.read();
        if (!bytes)
            return bytes.error();
        if (bytes->empty())
            break;
        head.append(*bytes);
    }
    return head;
}

/// Whether the file that was indexed still has its name, packed or not.
bool isStillThere(const Stream& stream, const std::atomic<bool>& stop)
{
    if (stream.name == "-")
        return false;
    const auto source = ByteSource::open(stream.name, stop);
    const auto head = source ? readHead(**source) : Result<std::string>(source.error());
    return head && hasIdentity(*head, stream.scope);
}

} // namespace

ImportReader::ImportReader(std::unique_ptr<ByteSource> source, const std::atomic<bool>& stop)
    : m_source(std::move(source))
    , m_stop(stop)
    , m_lines(maxPayload, keptOfLarger)
{
}

Result<std::unique_ptr<ImportReader>> ImportReader::open(const std::string& path,
                                                         const std::string& name, KnownFiles& known,
                                                         const std::atomic<bool>& stop)
{
    auto source = ByteSource::open(path, stop);
    if (!source)
        return source.error();
    std::unique_ptr<ImportReader> reader(new ImportReader(std::move(*source), stop));
    if (const auto done = reader->recognise(name, known); !done)
        return done.error();
    return reader;
}

Result<Done> ImportReader::recognise(const std::string& name, KnownFiles& known)
{
    auto head = readHead(*m_source);
    if (!head)
        return head.error();
    m_head = std::move(*head);
    const std::string identity = identityOf(m_head);
    if (identity.empty())
        return Done{};
    StartPosition position = known.recognise(
        {name, identity, [this](const std::string& wanted) { return hasIdentity(m_head, wanted); },
         [this](const Stream& stream) {
             return isStillThere(stream, m_stop);
         }});
    m_stream = std::move(position.stream);
    std::int64_t indexed = position.indexed.empty() ? 0 : position.indexed.back().to;
    const auto size = m_source->size();
    if (size && static_cast<std::uint64_t>(indexed) > *size) {
        ++m_stream.epoch; // shorter than what is indexed: begun anew
        indexed = 0;
    }
    m_begin = m_next = m_toPass = indexed;
    // The last indexed byte is read again: it says whether a line goes on there.
    if (indexed > 0 && m_source->seek(static_cast<std::uint64_t>(indexed) - 1)) {
        m_head.clear();
        m_toPass = 1;
    }
    return Done{};
}

Result<std::optional<LineChunk>> ImportReader::next()
{
    while (m_ready.empty() && !m_hasEnded) {
        if (const auto more = readMore(); !more)
            m_error = more.error();
        else if (*more)
            continue;
        m_hasEnded = true;
        if (!m_error && !m_stop && m_toPass == 0)
            m_lines.finish([this](const LineSplitter::Line& line) { take(line); });
        finishChunk();
    }
    if (m_ready.empty()) {
        if (m_error)
            return *m_error;
        return std::optional<LineChunk>();
    }
    LineChunk chunk = std::move(m_ready.front());
    m_ready.pop_front();
    return std::optional(std::move(chunk));
}

Result<bool> ImportReader::readMore()
{
    if (!m_head.empty()) {
        feed(std::exchange(m_head, {}));
        return true;
    }
    const auto bytes = m_source->read();
    if (m_stop)
        return false; // what an interrupted library calls damaged is not
    if (!bytes)
        return bytes.error();
    feed(*bytes);
    return !bytes->empty();
}

void ImportReader::feed(std::string_view bytes)
{
    m_lines.feed(passOver(bytes), [this](const LineSplitter::Line& line) { take(line); });
}

std::string_view ImportReader::passOver(std::string_view bytes)
{
    const auto passed = std::min(static_cast<std::size_t>(m_toPass), bytes.size());
    if (passed > 0) {
        m_before = bytes[passed - 1];
        m_toPass -= static_cast<std::int64_t>(passed);
        bytes.remove_prefix(passed);
    }
    // The last line had no end when it was indexed, and has one now: that is no empty line.
    if (m_toPass == 0 && !bytes.empty()) {
        if (m_before != '\n' && bytes.front() == '\n') {
            bytes.remove_prefix(1);
            ++m_next;
        }
        m_before = '\n';
    }
    return bytes;
}

void ImportReader::take(const LineSplitter::Line& line)
{
    if (m_chunk.lines.empty()) {
        m_chunk.offsets.from = m_next;
        m_chunk.received = std::chrono::system_clock::now();
    }
    m_chunk.lines.push_back(
        {m_next, static_cast<std::uint32_t>(line.text.size()), line.isCut, line.size, line.hash});
    m_chunk.text.append(line.text);
    m_next += static_cast<std::int64_t>(line.size) + (line.isTerminated ? 1 : 0);
    if (m_chunk.lines.size() >= importedBatch.events || m_chunk.text.size() >= enoughText)
        finishChunk();
}

void ImportReader::finishChunk()
{
    if (m_chunk.lines.empty())
        return;
    m_chunk.offsets.to = m_next;
    LineChunk next;
    // The next one will look like this one.
    next.text.reserve(m_chunk.text.size() + m_chunk.text.size() / 8);
    next.lines.reserve(m_chunk.lines.size());
    m_ready.push_back(std::exchange(m_chunk, std::move(next)));
}

} // namespace weir
