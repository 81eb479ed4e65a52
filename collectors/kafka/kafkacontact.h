// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/kafka/kafkaclient.h"

#include <chrono>
#include <optional>
#include <string>

namespace weir {

using Deadline = std::chrono::steady_clock::time_point;

/// What is left until a deadline, never negative and at most `atMost`.
std::chrono::milliseconds
timeLeft(Deadline deadline, std::chrono::milliseconds atMost = std::chrono::milliseconds::max());

/// Why no broker can be talked to, and how far it came.
struct NoContact
{
    enum class Stage { Connect, Tls, Authenticate };

    Stage stage = Stage::Connect;
    std::string sentence;
};

/// Waits until a broker has answered one request, which is when TLS and the login are behind it.
/// What does not pass by itself (a certificate, a password) is given up at once, everything else at the
/// deadline. Nothing: there is contact.
std::optional<NoContact> makeContact(KafkaClient& client, const KafkaSource& source,
                                     Deadline deadline);

/// What the client library has said about its connections since it was asked last, as a sentence; or
/// empty.
std::string connectionTrouble(KafkaClient& client);

} // namespace weir
