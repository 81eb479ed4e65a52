// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/stream.h"
#include "core/timepoint.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// A place in a log, as a person names it.
struct LogPlace
{
    enum class Kind { Earliest, Latest, Time, Offset };

    Kind kind = Kind::Earliest;
    TimePoint time; ///< Kind::Time: the first record at or after it
    std::int64_t offset = 0; ///< Kind::Offset

    friend bool operator==(const LogPlace&, const LogPlace&) = default;
};

/// `earliest`, `latest`, an offset, RFC 3339, `-15m`. InvalidInput with a sentence.
Result<LogPlace> parseLogPlace(std::string_view text, TimePoint now);

/// How a request is answered: JSON, or why it cannot be. Once; one that is dropped without an answer
/// gives Busy, so that nobody waits for ever. Thread safety: one thread at a time.
class RequestAnswer final
{
public:
    using Callback = std::function<void(const Result<std::string>&)>;

    explicit RequestAnswer(Callback callback);
    ~RequestAnswer();
    RequestAnswer(RequestAnswer&& other) noexcept;
    RequestAnswer& operator=(RequestAnswer&& other) noexcept;
    RequestAnswer(const RequestAnswer&) = delete;
    RequestAnswer& operator=(const RequestAnswer&) = delete;

    void give(const Result<std::string>& answer);

private:
    Callback m_callback;
};

/// What a user wants of the positions of a source while it runs.
struct PositionRequest
{
    enum class Kind {
        Rewind, ///< fetch what is missing from a place on
        Reread, ///< say which offsets lie between two places; nothing is moved
        Skip, ///< leave out what lies before a place, as a gap; without a place what is in the way
    };

    Kind kind = Kind::Rewind;
    std::string topic; ///< empty: every one
    std::optional<std::int32_t> partition; ///< nothing: every one
    std::optional<LogPlace> from; ///< Reread: always there
    std::optional<LogPlace> to; ///< Rewind, Reread: always there
    RequestAnswer answer;
    /// Reread: called in the source's thread in place of the answer, which it is given, with what the
    /// broker still holds of what is wanted: at least one range, none empty.
    std::function<void(std::vector<StreamRange>, RequestAnswer)> found = nullptr;
};

} // namespace weir
