// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace weir {

/// What the client library reports about a connection, as a sentence for a person: which broker, and
/// what is wrong with it. `code` is a rd_kafka_resp_err_t; `mechanism` the configured SASL mechanism.
std::string brokerSentence(int code, std::string_view reason, std::string_view mechanism);

/// What is wrong with a topic or a partition of it.
std::string topicSentence(int code, std::string_view topic, std::string_view brokers);

} // namespace weir
