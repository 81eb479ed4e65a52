// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/linesplitter.h"

#include <xxhash.h>

namespace weir {

LineSplitter::LineSplitter(std::size_t maxLine, std::size_t keptOfLonger, Newline newline)
    : m_maxLine(maxLine)
    , m_kept(keptOfLonger)
    , m_newline(newline)
    , m_hash(XXH3_createState())
{
}

LineSplitter::~LineSplitter()
{
    XXH3_freeState(m_hash);
}

std::size_t LineSplitter::findNewline(std::string_view bytes) const
{
    if (m_newline == Newline::Byte)
        return bytes.find('\n');
    const std::string_view unit =
        m_newline == Newline::Utf16Le ? std::string_view("\n\0", 2) : std::string_view("\0\n", 2);
    std::size_t at = bytes.find(unit);
    while (at != std::string_view::npos && at % 2 != 0) // halves of two characters
        at = bytes.find(unit, at + 1);
    return at;
}

void LineSplitter::feed(std::string_view bytes, const Visit& visit)
{
    while (!bytes.empty()) {
        const std::size_t end = findNewline(bytes);
        const std::string_view piece = bytes.substr(0, end);
        const bool isWhole = end != std::string_view::npos;
        if (isWhole && m_size == 0 && piece.size() <= m_maxLine) {
            visit({piece, piece.size(), false, 0, true}); // by far the most: no copy
        } else {
            append(piece);
            if (isWhole)
                emitPending(visit, true);
        }
        bytes.remove_prefix(isWhole ? end + newlineLength() : bytes.size());
    }
}

void LineSplitter::finish(const Visit& visit)
{
    if (m_size > 0)
        emitPending(visit, false);
}

void LineSplitter::append(std::string_view piece)
{
    m_size += piece.size();
    if (m_isCut) {
        XXH3_64bits_update(m_hash, piece.data(), piece.size());
        return;
    }
    m_text.append(piece);
    if (m_size <= m_maxLine)
        return;
    m_isCut = true;
    XXH3_64bits_reset(m_hash);
    XXH3_64bits_update(m_hash, m_text.data(), m_text.size());
    m_text.resize(m_kept);
    m_text.shrink_to_fit();
}

void LineSplitter::emitPending(const Visit& visit, bool isTerminated)
{
    visit({m_text, m_size, m_isCut, m_isCut ? XXH3_64bits_digest(m_hash) : 0, isTerminated});
    discard();
}

void LineSplitter::discard()
{
    m_text.clear();
    m_size = 0;
    m_isCut = false;
}

} // namespace weir
