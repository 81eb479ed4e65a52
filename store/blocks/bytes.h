// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace weir {

static_assert(std::endian::native == std::endian::little,
              "the block format is little-endian and is read without swapping");

/// Appends numbers and texts to a buffer. Thread: a value.
class ByteWriter final
{
public:
    void clear() { m_bytes.clear(); }
    std::size_t size() const { return m_bytes.size(); }
    std::string_view view() const { return m_bytes; }

    /// Room for `size` more bytes, to be filled by the caller before the next call.
    char* grow(std::size_t size)
    {
        const std::size_t at = m_bytes.size();
        m_bytes.resize(at + size);
        return m_bytes.data() + at;
    }

    template<typename T>
    void put(T value)
    {
        static_assert(std::is_integral_v<T>);
        std::memcpy(grow(sizeof(T)), &value, sizeof(T));
    }

    void putVarint(std::uint64_t value)
    {
        for (; value >= 0x80; value >>= 7U)
            m_bytes.push_back(static_cast<char>(value | 0x80));
        m_bytes.push_back(static_cast<char>(value));
    }

    void putZigzag(std::int64_t value)
    {
        putVarint((static_cast<std::uint64_t>(value) << 1U)
                  ^ static_cast<std::uint64_t>(value >> 63));
    }

    void putText(std::string_view text)
    {
        putVarint(text.size());
        m_bytes.append(text);
    }

    void putBytes(std::string_view bytes) { m_bytes.append(bytes); }

private:
    std::string m_bytes;
};

/// Reads what a ByteWriter wrote, from bytes that nobody vouches for: beyond the end there are
/// zeros and isGood() says no, so that a caller checks once after several reads.
class ByteReader final
{
public:
    explicit ByteReader(std::string_view bytes)
        : m_rest(bytes)
    {
    }

    bool isGood() const { return m_good; }
    bool isAtEnd() const { return m_good && m_rest.empty(); }
    std::size_t left() const { return m_rest.size(); }
    void fail() { m_good = false; }

    std::string_view take(std::uint64_t size)
    {
        if (!m_good || size > m_rest.size()) {
            m_good = false;
            return {};
        }
        const auto taken = m_rest.substr(0, static_cast<std::size_t>(size));
        m_rest.remove_prefix(taken.size());
        return taken;
    }

    template<typename T>
    T get()
    {
        static_assert(std::is_integral_v<T>);
        T value = 0;
        const auto bytes = take(sizeof(T));
        if (bytes.size() == sizeof(T))
            std::memcpy(&value, bytes.data(), sizeof(T));
        return value;
    }

    std::uint64_t getVarint()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const auto byte = get<std::uint8_t>();
            value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if (byte < 0x80)
                return value;
        }
        m_good = false;
        return 0;
    }

    std::int64_t getZigzag()
    {
        const std::uint64_t value = getVarint();
        return static_cast<std::int64_t>((value >> 1U) ^ (~(value & 1U) + 1U));
    }

    std::string_view getText() { return take(getVarint()); }

private:
    std::string_view m_rest;
    bool m_good = true;
};

} // namespace weir
