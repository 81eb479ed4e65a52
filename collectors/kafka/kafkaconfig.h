// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/kafka/kafkasecrets.h"
#include "core/config/config.h"
#include "core/result.h"

#include <memory>

struct rd_kafka_conf_s;

namespace weir {

struct DestroyKafkaConf
{
    void operator()(rd_kafka_conf_s* conf) const;
};
using KafkaConfPtr = std::unique_ptr<rd_kafka_conf_s, DestroyKafkaConf>;

/// The client library's settings. Without a group they are for reading without leaving a trace: own
/// positions, a private random group that is never joined and never commits, no topic made by looking.
/// With one only what a member has to do is added; commits are still ours.
///
/// References to secrets are resolved through `secrets`; an error names the reference, never the value.
Result<KafkaConfPtr> makeKafkaConf(const KafkaSource& source, KafkaSecrets& secrets);

} // namespace weir
