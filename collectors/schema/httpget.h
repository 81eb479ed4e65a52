// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

namespace weir {

/// Asks one server by HTTP, over a connection that is kept. Follows no redirection: credentials go to nobody else.
/// Thread: one at a time.
class HttpGet final
{
public:
    struct Settings
    {
        std::string username; ///< empty: no authentication
        std::string password;
        std::string ca; ///< PEM; empty: the system's
        std::chrono::milliseconds timeout = std::chrono::seconds(10); ///< of all of it
    };
    struct Reply
    {
        long status = 0;
        std::string body;
    };

    /// `isStopped` outlives it; once true, a request ends within a second.
    HttpGet(Settings settings, const std::atomic<bool>& isStopped);
    ~HttpGet();
    HttpGet(const HttpGet&) = delete;
    HttpGet& operator=(const HttpGet&) = delete;

    /// Any answer of the server is one. Unreachable, with the reason, where there is none.
    Result<Reply> get(const std::string& url);

private:
    struct Handle; ///< hides curl

    const Settings m_settings;
    const std::unique_ptr<Handle> m_handle;
};

} // namespace weir
