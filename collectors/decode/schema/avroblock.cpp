// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/schema/avroblock.h"

#include "collectors/decode/unpack.h"

#include <snappy.h>

#include <algorithm>

namespace weir {

namespace {

constexpr const char* damaged = "Avro, but a block is damaged";
constexpr std::size_t alwaysAllowed = std::size_t{64} << 10;
constexpr std::size_t checksumSize = 4; ///< behind a block of snappy

} // namespace

const char* AvroBlock::open(std::string_view codec, std::string_view packed)
{
    if (codec.empty() || codec == "null") {
        m_content.emplace(Content{packed, m_file.piece(packed), m_file.message, m_file.received});
        return nullptr;
    }
    const char* reason = "Avro, but packed with a codec that is not known";
    if (codec == "deflate")
        reason = unpack(Packing::Deflate, packed, UnpackLimits{}, m_buffer);
    else if (codec == "zstandard")
        reason = unpack(Packing::Zstd, packed, UnpackLimits{}, m_buffer);
    else if (codec == "snappy")
        reason = unpackSnappy(packed);
    if (!reason)
        m_content.emplace(Content{m_buffer, m_builder.append(m_buffer, Content::padding),
                                  m_file.message, m_file.received});
    return reason;
}

const char* AvroBlock::unpackSnappy(std::string_view packed)
{
    constexpr UnpackLimits limits;
    std::size_t size = 0;
    if (packed.size() < checksumSize)
        return damaged;
    packed.remove_suffix(checksumSize);
    if (!snappy::GetUncompressedLength(packed.data(), packed.size(), &size)
        || size > std::min(limits.bytes, std::max(packed.size() * limits.ratio, alwaysAllowed))
        || !snappy::IsValidCompressedBuffer(packed.data(), packed.size()))
        return damaged;
    m_buffer.resize(size);
    return snappy::RawUncompress(packed.data(), packed.size(), m_buffer.data()) ? nullptr : damaged;
}

bool takeAvroLong(std::string_view& rest, std::int64_t& number)
{
    std::uint64_t bits = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (rest.empty())
            return false;
        const auto byte = static_cast<unsigned char>(rest.front());
        rest.remove_prefix(1);
        bits |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
        if ((byte & 0x80U) == 0) {
            number = static_cast<std::int64_t>((bits >> 1U) ^ (~(bits & 1U) + 1U));
            return true;
        }
    }
    return false;
}

} // namespace weir
