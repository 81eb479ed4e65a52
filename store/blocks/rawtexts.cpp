// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/rawtexts.h"

#include "store/blocks/blockformat.h"
#include "store/blocks/zstdframe.h"

namespace weir {

namespace {

constexpr int level = 3;

/// zstd does not expand further than this, whatever the frame says.
constexpr std::uint64_t mostExpansion = 65'536;

} // namespace

void RawTexts::pack(std::string_view bytes, const std::vector<std::int64_t>& lengths,
                    ByteWriter& catalog, std::string& segment)
{
    const std::size_t begin = segment.size();
    segment.append(bytes);
    compressTail(segment, begin, level, bytes.size());
    catalog.putVarint(bytes.size());
    catalog.putVarint(segment.size() - begin);
    IntStream::pack(segment, lengths).put(catalog);
}

RawTexts RawTexts::take(ByteReader& catalog, std::size_t count)
{
    RawTexts texts;
    const std::uint64_t size = catalog.getVarint();
    const std::uint64_t stored = catalog.getVarint();
    texts.m_lengths = IntStream::take(catalog, count);
    if (size > blockformat::maxArena || stored > size || size / mostExpansion > stored) {
        catalog.fail();
        return {};
    }
    texts.m_size = static_cast<std::size_t>(size);
    texts.m_stored = static_cast<std::size_t>(stored);
    return texts;
}

bool RawTexts::unpack(std::string_view words, std::string& texts,
                      std::vector<std::uint32_t>& begins) const
{
    const std::string_view stored = words.substr(0, m_stored);
    if (m_stored == m_size)
        texts.assign(stored);
    else if (!decompressTo(stored, m_size, texts))
        return false;
    std::vector<std::int64_t> lengths(m_lengths.count());
    if (!m_lengths.unpack(words.substr(m_stored), lengths))
        return false;
    begins.resize(lengths.size() + 1);
    std::uint64_t at = 0;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        begins[i] = static_cast<std::uint32_t>(at);
        if (lengths[i] < 0 || static_cast<std::uint64_t>(lengths[i]) > m_size - at)
            return false;
        at += static_cast<std::uint64_t>(lengths[i]);
    }
    begins.back() = static_cast<std::uint32_t>(at);
    return at == m_size;
}

} // namespace weir
