// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

/// The client library's settings for reading without leaving a trace: own positions, a private
/// random group that never commits, no topic made by looking. References to secrets are resolved;
/// an error names the reference, never the value.
Result<KafkaConfPtr> makeKafkaConf(const KafkaSource& source);

} // namespace weir
