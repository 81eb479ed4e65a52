// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/zstdframe.h"

#include <zstd.h>

#include <memory>

namespace weir {

namespace {

struct FreeContext
{
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

ZSTD_CCtx* compressor()
{
    static thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
    return context.get();
}

ZSTD_DCtx* decompressor()
{
    static thread_local const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
    return context.get();
}

} // namespace

bool compressTail(std::string& bytes, std::size_t begin, int level, std::size_t otherwise)
{
    static thread_local std::string frame;
    const std::size_t size = bytes.size() - begin;
    frame.resize(ZSTD_compressBound(size));
    const std::size_t packed = ZSTD_compressCCtx(compressor(), frame.data(), frame.size(),
                                                 bytes.data() + begin, size, level);
    if (ZSTD_isError(packed) != 0 || packed + otherwise / 8 > otherwise)
        return false;
    bytes.replace(begin, size, frame, 0, packed);
    return true;
}

bool decompressTo(std::string_view frame, std::size_t size, std::string& raw)
{
    raw.resize(size);
    const std::size_t got =
        ZSTD_decompressDCtx(decompressor(), raw.data(), size, frame.data(), frame.size());
    return ZSTD_isError(got) == 0 && got == size;
}

} // namespace weir
