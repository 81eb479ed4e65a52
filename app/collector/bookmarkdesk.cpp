// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/bookmarkdesk.h"

#include "store/read/indexreader.h"
#include "store/write/indexwriter.h"

#include <charconv>
#include <utility>

namespace weir {

namespace {

constexpr std::size_t mostWishes = 1000;

std::string argumentOf(const ControlRequest& request, const char* name)
{
    const auto found = request.arguments.find(name);
    return found == request.arguments.end() ? std::string() : found->second;
}

Result<EventSeq> parseSeq(const std::string& text)
{
    std::uint64_t seq = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seq);
    if (error != std::errc{} || end != text.data() + text.size() || seq == 0)
        return Error{Error::Code::InvalidInput, "seq", "must be the number of an event"};
    return EventSeq{seq};
}

} // namespace

BookmarkDesk::BookmarkDesk(std::filesystem::path index, IndexWriter& writer, const Clock& clock)
    : m_index(std::move(index))
    , m_writer(writer)
    , m_clock(clock)
    , m_thread([this](const std::stop_token& stop) { run(stop); })
{
}

BookmarkDesk::~BookmarkDesk() = default;

void BookmarkDesk::ask(const ControlRequest& request, Answer answer)
{
    const auto seq = parseSeq(argumentOf(request, "seq"));
    if (!seq)
        return answer(seq.error());
    if (request.command == "unbookmark")
        return m_writer.dropBookmark(*seq, std::move(answer));
    std::string note = argumentOf(request, "note");
    if (note.size() > Bookmark::maxNote)
        return answer(Error{Error::Code::InvalidInput, "note",
                            "is longer than " + std::to_string(Bookmark::maxNote) + " bytes"});
    {
        const std::lock_guard lock(m_mutex);
        if (m_wishes.size() < mostWishes) {
            m_wishes.push_back({*seq, std::move(note), std::move(answer)});
            m_wanted.notify_one();
            return;
        }
    }
    answer(Error{Error::Code::Busy, request.command, "too many bookmarks wait to be written"});
}

void BookmarkDesk::run(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    while (m_wanted.wait(lock, stop, [this] { return !m_wishes.empty(); })) {
        Wish wish = std::move(m_wishes.front());
        m_wishes.pop_front();
        lock.unlock();
        keep(std::move(wish));
        lock.lock();
    }
    m_reader.reset();
}

void BookmarkDesk::keep(Wish wish)
{
    if (!m_reader) {
        auto reader = IndexReader::open(m_index);
        if (!reader)
            return wish.answer(reader.error());
        m_reader = std::move(*reader);
    }
    const auto event = m_reader->event(wish.seq);
    if (!event)
        return wish.answer(event.error());
    m_writer.keepBookmark({wish.seq, event->key().time, std::move(wish.note), m_clock.now()},
                          std::move(wish.answer));
}

} // namespace weir
