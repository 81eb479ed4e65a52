// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// A JSON payload as a tree of values, bounded whatever is sent: what is beyond a bound is left out,
/// and its parent says so. Numbers stay as they were written. Immutable, so any thread may read it.
class JsonDocument final
{
public:
    enum class Kind : std::uint8_t { Object, Array, String, Number, Bool, Null };

    struct Node
    {
        Kind kind = Kind::Null;
        std::uint32_t parent = 0; ///< of the root: itself
        std::uint32_t row = 0; ///< among its siblings
        std::string name; ///< the member's; empty in arrays
        std::string value; ///< of what is neither object nor array; strings without quotes
        std::vector<std::uint32_t> children;
        bool isCut = false; ///< has more inside than children
    };

    static constexpr std::size_t maxBytes = std::size_t{4} << 20;
    static constexpr std::size_t maxNodes = 100'000;
    static constexpr int maxDepth = 64;

    /// Null when it is not one object or array of JSON, or larger than maxBytes.
    static std::shared_ptr<const JsonDocument> parse(std::string_view payload);

    const Node& node(std::uint32_t id) const { return m_nodes[id]; }
    std::size_t size() const { return m_nodes.size(); }
    /// From the root, as a field of the event would be called: `user.tags.0`.
    std::string path(std::uint32_t id) const;
    /// Something below it, or it itself, was left out.
    bool isCut() const { return m_isCut; }

private:
    struct Reader;

    std::vector<Node> m_nodes; ///< [0] is the root
    bool m_isCut = false;
};

using JsonDocumentPtr = std::shared_ptr<const JsonDocument>;

} // namespace weir
