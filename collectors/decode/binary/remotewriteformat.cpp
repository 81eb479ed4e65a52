// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/binary/remotewriteformat.h"

#include "collectors/decode/binary/remotewrite.h"
#include "collectors/decode/unpack.h"

#include <snappy.h>

#include <algorithm>

namespace weir {

namespace {

constexpr std::size_t alwaysAllowed = std::size_t{64} << 10;
constexpr std::size_t keptBuffer = std::size_t{1} << 20;
constexpr const char* noSnappy = "no remote write: not a block of snappy";

/// The size that the block claims to unpack to; it is not allocated before this.
const char* sizeOf(std::string_view bytes, std::size_t& size)
{
    constexpr UnpackLimits limits;
    if (!snappy::GetUncompressedLength(bytes.data(), bytes.size(), &size) || size == 0)
        return noSnappy;
    const std::size_t byRatio = std::max(bytes.size() * limits.ratio, alwaysAllowed);
    return size <= std::min(limits.bytes, byRatio)
        ? nullptr
        : "no remote write: unpacks to more than 16 MiB or 100 times its size";
}

enum class Version { Any, One, Two };

Version versionOf(const Content& content)
{
    const std::string_view version = content.header("x-prometheus-remote-write-version");
    const std::string_view type = content.header("content-type");
    if (version.starts_with("2.") || type.find("io.prometheus.write.v2") != std::string_view::npos)
        return Version::Two;
    return version.empty() ? Version::Any : Version::One;
}

const char* read(Version version, const Content& unpacked, EventBatchBuilder& builder)
{
    if (version == Version::Two)
        return RemoteWriteReader(unpacked, builder).readVersion2();
    const std::size_t arenaBytes = builder.arenaBytes();
    const char* const reason = RemoteWriteReader(unpacked, builder).readVersion1();
    if (!reason || version == Version::One)
        return reason;
    builder.takeBack(arenaBytes);
    return RemoteWriteReader(unpacked, builder).readVersion2() ? reason : nullptr;
}

} // namespace

const char* RemoteWriteFormat::refuse(const Content& content) const
{
    std::size_t size = 0;
    if (const char* reason = sizeOf(content.bytes, size))
        return reason;
    return snappy::IsValidCompressedBuffer(content.bytes.data(), content.bytes.size()) ? nullptr
                                                                                       : noSnappy;
}

const char* RemoteWriteFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    std::size_t size = 0;
    if (const char* reason = sizeOf(content.bytes, size))
        return reason;
    m_unpacked.resize(size);
    if (!snappy::RawUncompress(content.bytes.data(), content.bytes.size(), m_unpacked.data()))
        return noSnappy;
    // Before its copy goes into the batch: most that unpacks is no request.
    if (m_unpacked.front() != '\x0A' && m_unpacked.front() != '\x1A'
        && m_unpacked.front() != '\x22')
        return "no remote write: snappy, but no request in it";
    const Content unpacked{m_unpacked, builder.append(m_unpacked, Content::padding),
                           content.message, content.received};
    const char* const reason = read(versionOf(content), unpacked, builder);
    if (m_unpacked.capacity() > keptBuffer)
        std::string().swap(m_unpacked);
    return reason;
}

} // namespace weir
