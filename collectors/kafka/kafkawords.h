// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"

#include <string>
#include <string_view>

namespace weir {

/// What the client library reports about a connection, as a sentence for a person: which broker, what
/// is wrong with it, and the way on. `code` is a rd_kafka_resp_err_t.
std::string brokerSentence(int code, std::string_view reason, const KafkaSecurity& security);

/// Host and port of the broker that the library's `reason` is about; empty: it names none.
std::string brokerIn(std::string_view reason);

/// Whether it says that the broker closed a connection.
bool isClosedConnection(std::string_view reason);

/// Why the library cannot even begin: a certificate or a key that it cannot use.
std::string setupSentence(std::string_view reason, const KafkaSecurity& security);

/// What is to be said of a source as long as it is configured as it is: that its messages travel in the
/// clear beyond this machine, or that nobody verifies whom they come from. Mostly empty.
std::string standingNote(const KafkaSource& source);

/// What is wrong with a topic or a partition of it.
std::string topicSentence(int code, std::string_view topic, std::string_view brokers);

/// Why a source is no member of its consumer group.
std::string groupSentence(int code, std::string_view group);

} // namespace weir
