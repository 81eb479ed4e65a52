// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/control/message.h"
#include "core/ids.h"
#include "core/result.h"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

namespace weir {

class IndexReader;
class IndexWriter;

/// Does the commands `bookmark` {seq, note} and `unbookmark` {seq}: looks the event up in a thread of
/// its own, as the main thread waits for no disk, and gives the row to the writer.
/// Thread safety: ask() from any thread. The thread has ended when the destructor returns.
class BookmarkDesk final
{
public:
    /// Called once, in another thread; at once for a command that is wrong in itself, and with Busy
    /// when a thousand wait. Not called for what waits when the desk is closed.
    using Answer = std::function<void(Result<Done>)>;

    /// `writer` and `clock` outlive it.
    BookmarkDesk(std::filesystem::path index, IndexWriter& writer, const Clock& clock);
    ~BookmarkDesk();
    BookmarkDesk(const BookmarkDesk&) = delete;
    BookmarkDesk& operator=(const BookmarkDesk&) = delete;

    void ask(const ControlRequest& request, Answer answer);

private:
    struct Wish
    {
        EventSeq seq{};
        std::string note;
        Answer answer;
    };

    void run(const std::stop_token& stop);
    void keep(Wish wish);

    const std::filesystem::path m_index;
    IndexWriter& m_writer;
    const Clock& m_clock;
    std::unique_ptr<IndexReader> m_reader; ///< of the thread

    // Guarded by m_mutex.
    std::mutex m_mutex;
    std::condition_variable_any m_wanted;
    std::deque<Wish> m_wishes;

    // Last, so destroyed first.
    std::jthread m_thread;
};

} // namespace weir
