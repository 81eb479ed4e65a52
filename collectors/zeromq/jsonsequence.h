// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace weir {

/// Finds the number of a message in its JSON payload. Thread: one; keeps its buffers.
class JsonSequence final
{
public:
    /// `field`: names of nested objects with dots between them.
    explicit JsonSequence(std::string_view field);
    ~JsonSequence();

    /// Nothing where there is no such field, or where it is no whole number from 0 to 2⁶³−1.
    std::optional<std::uint64_t> find(std::string_view payload);

private:
    struct Parser;

    std::string m_pointer; ///< RFC 6901
    std::string m_copy; ///< with the bytes behind it that the parser reads
    std::unique_ptr<Parser> m_parser;
};

} // namespace weir
