// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct XXH3_state_s;

namespace weir {

/// What ends a line: the byte `\n`, or the same character of UTF-16.
enum class Newline { Byte, Utf16Le, Utf16Be };

/// Cuts a stream of bytes into lines, however the bytes come; those of UTF-16 come in whole units. A
/// line longer than the limit is not kept whole: only its beginning, its size and its hash.
class LineSplitter final
{
public:
    struct Line
    {
        std::string_view text; ///< without `\n`; of a line that was too long its beginning
        std::uint64_t size = 0; ///< of the whole line, without `\n`
        bool isCut = false;
        std::uint64_t hash = 0; ///< XXH3 of the whole line, if cut
        bool isTerminated = true;
    };
    /// The line's text lives during the call only.
    using Visit = std::function<void(const Line&)>;

    LineSplitter(std::size_t maxLine, std::size_t keptOfLonger, Newline newline = Newline::Byte);
    ~LineSplitter();
    LineSplitter(const LineSplitter&) = delete;
    LineSplitter& operator=(const LineSplitter&) = delete;

    void feed(std::string_view bytes, const Visit& visit);
    /// The end of the stream: what stands after the last newline is a line too, if it is anything.
    void finish(const Visit& visit);
    /// Forgets the line that is not ended yet.
    void discard();

    std::size_t newlineLength() const { return m_newline == Newline::Byte ? 1 : 2; }

private:
    std::size_t findNewline(std::string_view bytes) const;
    void append(std::string_view piece);
    void emitPending(const Visit& visit, bool isTerminated);

    const std::size_t m_maxLine;
    const std::size_t m_kept;
    const Newline m_newline;
    std::string m_text; ///< of the line that is not ended yet
    std::uint64_t m_size = 0;
    bool m_isCut = false;
    XXH3_state_s* m_hash; ///< of the line, once it is cut
};

} // namespace weir
