// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/unpack.h"

#include <lz4frame.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <memory>

namespace weir {

namespace {

constexpr const char* damaged = "compressed, and damaged or cut off";
constexpr const char* tooLarge = "compressed, and unpacks to more than 16 MiB or 100 times its size";
constexpr std::size_t alwaysAllowed = std::size_t{64} << 10;
constexpr std::size_t keptBuffer = std::size_t{1} << 20;
constexpr std::size_t step = std::size_t{64} << 10;

/// A buffer that grows by steps up to a limit and then says so.
class Output
{
public:
    Output(std::string& out, std::size_t most)
        : m_out(out)
        , m_most(most)
    {
        m_out.clear();
    }

    char* room()
    {
        m_out.resize(m_used + step);
        return m_out.data() + m_used;
    }
    /// False above the limit.
    bool add(std::size_t bytes)
    {
        m_used += bytes;
        return m_used <= m_most;
    }
    void finish() { m_out.resize(m_used); }

private:
    std::string& m_out;
    const std::size_t m_most;
    std::size_t m_used = 0;
};

const char* inflateBytes(std::string_view bytes, bool hasHeader, Output& output)
{
    constexpr int anyHeader = 15 + 32; // zlib and gzip, told apart by zlib
    constexpr int noHeader = -15;
    z_stream stream{};
    if (inflateInit2(&stream, hasHeader ? anyHeader : noHeader) != Z_OK)
        return "compressed, and there is no memory to unpack it";
    const std::unique_ptr<z_stream, int (*)(z_streamp)> end(&stream, inflateEnd);
    // zlib's interface is not const; it does not write there.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data())); // NOLINT
    stream.avail_in = static_cast<uInt>(bytes.size());
    for (;;) {
        stream.next_out = reinterpret_cast<Bytef*>(output.room());
        stream.avail_out = step;
        const int result = inflate(&stream, Z_NO_FLUSH);
        if (!output.add(step - stream.avail_out))
            return tooLarge;
        if (result == Z_STREAM_END) {
            // Members of gzip may follow each other; behind bare deflate some writers leave bytes of a checksum.
            if (stream.avail_in == 0 || !hasHeader)
                return nullptr;
            if (inflateReset(&stream) != Z_OK)
                return damaged;
        } else if (result != Z_OK) {
            return damaged;
        }
    }
}

const char* unpackZstd(std::string_view bytes, Output& output)
{
    const std::unique_ptr<ZSTD_DStream, std::size_t (*)(ZSTD_DStream*)> stream(
        ZSTD_createDStream(), ZSTD_freeDStream);
    constexpr int largestWindow = 25; // 32 MiB
    ZSTD_DCtx_setParameter(stream.get(), ZSTD_d_windowLogMax, largestWindow);
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    std::size_t left = 1;
    while (in.pos < in.size || left != 0) {
        ZSTD_outBuffer out{output.room(), step, 0};
        const std::size_t before = in.pos;
        left = ZSTD_decompressStream(stream.get(), &out, &in);
        if (ZSTD_isError(left) != 0 || (out.pos == 0 && in.pos == before))
            return damaged;
        if (!output.add(out.pos))
            return tooLarge;
    }
    return nullptr;
}

const char* unpackLz4(std::string_view bytes, Output& output)
{
    LZ4F_dctx* context = nullptr;
    if (LZ4F_isError(LZ4F_createDecompressionContext(&context, LZ4F_VERSION)) != 0)
        return "compressed, and there is no memory to unpack it";
    const std::unique_ptr<LZ4F_dctx, LZ4F_errorCode_t (*)(LZ4F_dctx*)> owner(
        context, LZ4F_freeDecompressionContext);
    std::size_t at = 0;
    std::size_t left = 1;
    while (at < bytes.size() || left != 0) {
        std::size_t taken = bytes.size() - at;
        std::size_t written = step;
        left = LZ4F_decompress(context, output.room(), &written, bytes.data() + at, &taken, nullptr);
        if (LZ4F_isError(left) != 0 || (taken == 0 && written == 0))
            return damaged;
        at += taken;
        if (!output.add(written))
            return tooLarge;
    }
    return nullptr;
}

} // namespace

Packing packingOf(std::string_view bytes)
{
    using namespace std::string_view_literals;
    if (bytes.starts_with("\x1f\x8b\x08"sv))
        return Packing::Gzip;
    if (bytes.starts_with("\x28\xb5\x2f\xfd"sv))
        return Packing::Zstd;
    if (bytes.starts_with("\x04\x22\x4d\x18"sv))
        return Packing::Lz4;
    // RFC 1950: the two bytes are a multiple of 31; only the default window is looked for, as text
    // may begin with the others.
    if (bytes.size() > 2 && bytes[0] == 0x78
        && (0x7800U + static_cast<unsigned char>(bytes[1])) % 31 == 0)
        return Packing::Zlib;
    return Packing::None;
}

const char* unpack(Packing packing, std::string_view bytes, const UnpackLimits& limits,
                   std::string& out)
{
    const std::size_t byRatio = std::max(bytes.size() * limits.ratio, alwaysAllowed);
    Output output(out, std::min(limits.bytes, byRatio));
    const char* trouble = nullptr;
    if (packing == Packing::Zstd)
        trouble = unpackZstd(bytes, output);
    else if (packing == Packing::Lz4)
        trouble = unpackLz4(bytes, output);
    else if (packing != Packing::None)
        trouble = inflateBytes(bytes, packing != Packing::Deflate, output);
    if (!trouble)
        output.finish();
    return trouble;
}

const char* MessageUnpacker::open(std::string_view payload)
{
    m_content = payload;
    for (int level = 0;; ++level) {
        const Packing packing = packingOf(m_content);
        if (packing == Packing::None)
            return nullptr;
        if (level == most)
            return "compressed more than twice";
        std::string& out = level == 0 ? m_outer : m_inner;
        const char* const reason = unpack(packing, m_content, UnpackLimits{}, out);
        // Zlib's two bytes may be text as well.
        if (reason && packing == Packing::Zlib)
            return nullptr;
        if (reason)
            return reason;
        m_content = out;
    }
}

void MessageUnpacker::giveBack()
{
    m_content = {};
    for (std::string* buffer : {&m_outer, &m_inner}) {
        if (buffer->capacity() > keptBuffer)
            std::string().swap(*buffer);
    }
}

} // namespace weir
