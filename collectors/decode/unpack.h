// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace weir {

/// How much a compressed message may become: what is larger stays packed, as an undecodable event.
struct UnpackLimits
{
    std::size_t bytes = std::size_t{16} << 20;
    std::size_t ratio = 100; ///< of the packed size; small messages may always become 64 KiB
};

/// What stands in front of a message that was compressed as a whole, by its first bytes. Deflate is the bare
/// algorithm, inside of other formats; it cannot be told from anything else.
enum class Packing { None, Gzip, Zlib, Zstd, Lz4, Deflate };

Packing packingOf(std::string_view bytes);

/// Replaces `out` by the unpacked bytes. Null when it is done, else why not, a literal.
const char* unpack(Packing packing, std::string_view bytes, const UnpackLimits& limits,
                   std::string& out);

/// Opens messages that were compressed as a whole, once or twice. Keeps its buffers; not above 1 MiB.
class MessageUnpacker final
{
public:
    /// Sets content(), which is `payload` itself where nothing is packed. Null when it is done, else why not.
    const char* open(std::string_view payload);
    /// Valid until the next open() or giveBack().
    std::string_view content() const { return m_content; }
    void giveBack();

private:
    static constexpr int most = 2;

    std::string m_outer;
    std::string m_inner; ///< of a message that was compressed twice
    std::string_view m_content;
};

} // namespace weir
