// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace weir {

/// What can be told from other text by its looks alone.
enum class Shape : std::uint8_t { Email, Card, Jwt, Token, Key, Password, Ip };

constexpr std::size_t shapeCount = 7;

/// `email card jwt token key password ip`
std::string_view nameOf(Shape shape);
std::optional<Shape> shapeOf(std::string_view name);

/// Which shapes are looked for.
class ShapeSet final
{
public:
    void add(Shape shape) { m_bits |= bit(shape); }
    bool has(Shape shape) const { return (m_bits & bit(shape)) != 0; }
    bool isEmpty() const { return m_bits == 0; }

private:
    static std::uint8_t bit(Shape shape)
    {
        return static_cast<std::uint8_t>(1U << static_cast<unsigned>(shape));
    }
    std::uint8_t m_bits = 0;
};

/// Bytes [from, to) that are to go.
struct ShapeMatch
{
    std::size_t from = 0;
    std::size_t to = 0;
    Shape shape = Shape::Email;
};

/// The value around the byte at `at`, one of `@ . : = _ - A` or the first of a row of digits:
/// every shape has such a byte that tells where to look. Only bytes from `floor` on belong to it.
///
/// - email: `local@domain.tld`
/// - card: 13–19 digits, also in groups, with an issuer's first digits and a right check digit (Luhn)
/// - jwt: three parts of base64url, the first two of which begin like JSON
/// - token: GitHub's, GitLab's, Slack's, Stripe's, npm's, Hugging Face's; what follows `Bearer`; the
///   value of a name that ends in `token`
/// - key: a PEM private key whole, AWS's and Google's ids, `sk-…`; the value of `api_key` and so on
/// - password: the value of `password`, `passwd`, `pwd`, `passphrase`, `secret`; that of a URL
/// - ip: IPv4 and IPv6
std::optional<ShapeMatch> matchAt(std::string_view text, std::size_t at, std::size_t floor,
                                  ShapeSet shapes);

/// Whether the last digit is the right one (ISO/IEC 7812). Precondition: digits only.
bool hasLuhnDigit(std::string_view digits);

} // namespace weir
