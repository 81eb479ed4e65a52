// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/status.h"
#include "core/ids.h"
#include "core/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>

namespace weir {

/// The longest line that is read from the socket, without its newline; a longer one ends the connection.
constexpr std::size_t maxControlLine = std::size_t{1} << 20;

/// A command to the collector: `{"id":1,"do":"pause","source":"orders"}`. Arguments are kept as text;
/// booleans as `true` and `false`, numbers as written.
struct ControlRequest
{
    std::uint64_t id = 0;
    std::string command;
    std::map<std::string, std::string> arguments;

    std::string toJson() const;
    static Result<ControlRequest> fromJson(std::string_view line);
};

/// `{"id":1,"ok":true}`, with `"result":{…}` where there is one, or `{"id":1,"error":"…"}`.
struct ControlAnswer
{
    std::uint64_t id = 0;
    std::string error; ///< empty: ok
    std::string result; ///< JSON text, or empty

    std::string toJson() const;
};

/// `{"event":"committed","seq":N}`
struct CommittedPush
{
    EventSeq seq{};
    std::string toJson() const;
};

/// `{"event":"status","status":{…}}`
struct StatusPush
{
    Status status;
    std::string toJson() const;
};

/// `{"event":"transition",…}`: an alert instance changed its condition.
struct TransitionPush
{
    std::string rule;
    std::string labels; ///< `region=eu-west, service=payments`; empty without labels
    std::string from;
    std::string to;
    TimePoint at;
    double value = 0;
    std::string summary;
    std::string toJson() const;
};

/// `{"event":"bookmarks"}`: somebody has set, changed or removed one.
struct BookmarksPush
{
    std::string toJson() const;
};

/// `{"event":"show","url":"weir://event/42"}`: to the window that was used last.
struct ShowPush
{
    std::string url;
    std::string toJson() const;
};

/// Any line the collector sends.
using CollectorMessage = std::variant<ControlAnswer, CommittedPush, StatusPush, TransitionPush,
                                      BookmarksPush, ShowPush>;

/// Reads a line of the collector; what comes over the process border is untrusted input.
Result<CollectorMessage> parseCollectorMessage(std::string_view line);

} // namespace weir
