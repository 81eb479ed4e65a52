// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>

namespace weir {

/// How a collector came to its end; zero: it is the first one.
struct Death
{
    bool isKnown = false;
    int signal = 0; ///< that ended it; 0: it exited
    int code = 0; ///< with this code
    int thread = 0; ///< the one at fault, by its number in the system; 0: not known

    /// A fault of its own or the memory limit, not somebody's `kill -9`.
    bool isOwn() const;
};

/// The exit code of a collector that has reached its memory limit.
constexpr int exitOutOfMemory = 70;

/// What one source is about to decode, in memory that outlives the process. Texts that do not fit are
/// cut: nothing is found by them then.
struct DecodingSlot
{
    static constexpr std::size_t headSize = 4096;

    std::atomic<bool> isTaken;
    std::atomic<bool> isDecoding;
    int thread; ///< that decodes
    std::array<char, 128> source; ///< the name; this and the next two end with a zero
    std::array<char, 128> scope; ///< of the stream, as the next four
    std::array<char, 512> name;
    std::uint8_t kind;
    std::int32_t partition;
    std::uint32_t epoch;
    std::int64_t offset;
    std::uint64_t size; ///< of the payload
    std::uint64_t hash; ///< XXH3 of the payload; only of a position that is suspected, as its head
    std::uint32_t headUsed;
    std::array<char, headSize> head;
};

/// A piece of memory shared by the supervisor and the collectors it starts one after the other, so that
/// the next one can read what the last one was doing. Costs no system call to write and needs no disk;
/// it is not counted by RLIMIT_DATA.
class CrashNotes final
{
public:
    static constexpr std::size_t slotCount = 64;

    /// Before fork(). Null when there is no memory for it.
    static std::unique_ptr<CrashNotes> make();
    ~CrashNotes();
    CrashNotes(const CrashNotes&) = delete;
    CrashNotes& operator=(const CrashNotes&) = delete;

    /// What the collector before this one has come to; the thread is told by itself.
    void setDeath(int signal, int code);
    Death death() const;
    std::array<DecodingSlot, slotCount>& decoding();
    /// The slot of a source, taken when it has none; null when all are taken.
    DecodingSlot* slotFor(std::string_view source);
    void clear();

    /// Notes which thread is at fault when this process crashes or runs out of memory from now on. One
    /// at a time in a process. Without it, and where a thread's stack has overflowed, nobody knows.
    void watchThisProcess();
    /// This thread is at fault; for a handler that ends the process. Async-signal-safe.
    static void blameThisThread();

private:
    struct Layout;
    explicit CrashNotes(Layout* layout);

    Layout* const m_layout;
};

} // namespace weir
