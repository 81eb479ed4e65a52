// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventbatchbuilder.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace weir::test {

/// Messages in which numbers, ids, dates and words stand side by side in every way, from a seed: also
/// such as no sane program writes. Many share a template.
class RandomMessages final
{
public:
    explicit RandomMessages(std::uint32_t seed)
        : m_random(seed)
    {
        for (std::size_t i = 1 + below(8); i > 0; --i)
            m_shapes.push_back(shape());
    }

    std::string next()
    {
        if (below(50) == 0)
            return std::string(below(3), '\x03') + text(Part::Letters) + bytes(below(6000));
        std::string message;
        for (const Part part : m_shapes[below(m_shapes.size())])
            message += text(part);
        return message;
    }

    std::vector<std::string> next(std::size_t count)
    {
        std::vector<std::string> messages(count);
        for (std::string& message : messages)
            message = next();
        return messages;
    }

private:
    enum class Part { Number, Zeros, Long, Fraction, Id, Uuid, Time, Word, Letters, Mark, Blank };
    static constexpr std::size_t parts = 11;

    std::size_t below(std::size_t end) { return m_random() % end; }
    std::string bytes(std::size_t size) { return std::string(size, below(2) == 0 ? 'y' : 'b'); }

    std::vector<Part> shape()
    {
        std::vector<Part> shape;
        // Blanks around some parts, so that words become variables too.
        for (std::size_t i = below(8); i > 0; --i) {
            shape.push_back(static_cast<Part>(below(parts)));
            if (below(2) == 0)
                shape.push_back(Part::Blank);
        }
        return shape;
    }

    std::string digits(std::size_t count, std::string_view from = "0123456789")
    {
        std::string text;
        while (text.size() < count)
            text += from[below(from.size())];
        return text;
    }

    std::string text(Part part)
    {
        constexpr std::string_view hex = "0123456789abcdef";
        switch (part) {
        case Part::Number:
            return std::to_string(m_random() >> below(32));
        case Part::Zeros:
            return "00" + digits(below(4));
        case Part::Long:
            return digits(17 + below(6));
        case Part::Fraction:
            return std::to_string(below(2000)) + "." + digits(1 + below(9));
        case Part::Id:
            return digits(6 + below(12), hex);
        case Part::Uuid:
            return digits(8, hex) + "-" + digits(4, hex) + "-" + digits(4, hex) + "-"
                + digits(4, hex) + "-" + digits(12, hex);
        case Part::Time:
            return "2026-11-" + std::to_string(10 + below(20)) + (below(2) == 0 ? "T" : " ")
                + "10:" + std::to_string(10 + below(50)) + ":42"
                + (below(2) == 0 ? "" : (below(2) == 0 ? "." : ",") + digits(1 + below(9)));
        case Part::Word:
            return std::string(1 + below(3), static_cast<char>('a' + below(26)));
        case Part::Letters:
            return below(2) == 0 ? "face" : "job";
        case Part::Mark:
            return std::string(1, "-.:/=(x"[below(7)]);
        case Part::Blank:
            return " ";
        }
        return {};
    }

    std::mt19937 m_random;
    std::vector<std::vector<Part>> m_shapes;
};

/// Events with these messages of one source: offsets from `from` on, a millisecond apart, though not in
/// order.
inline EventBatchPtr batchOf(const std::vector<std::string>& messages, std::int64_t from,
                             TimePoint begin)
{
    EventBatchBuilder builder("orders", SourceKind::Kafka, {}, {1U << 20U, 1U << 30U, 4096});
    const auto stream = builder.streamIndex({SourceKind::Kafka, "cluster", "orders", 0, 0});
    for (std::size_t i = 0; i < messages.size(); ++i) {
        const auto offset = from + static_cast<std::int64_t>(i);
        builder.beginEvent({stream, offset, begin + std::chrono::milliseconds(i)});
        builder.setPayload(std::to_string(offset));
        builder.setTime(begin + std::chrono::milliseconds(i ^ 5U));
        builder.setSeverity(i % 3 == 0 ? Severity::Error : Severity::Info);
        builder.setBody(builder.append(messages[i]));
    }
    builder.addPosition(stream, {from, from + static_cast<std::int64_t>(messages.size())});
    return builder.publish();
}

} // namespace weir::test
