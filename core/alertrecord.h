// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/timepoint.h"

#include <cstdint>
#include <string>

namespace weir {

/// Stored state of the alert evaluator; the text's form is known to alerts/ alone.
struct AlertSnapshot
{
    EventSeq consumed{}; ///< the state has seen every event up to here
    TimePoint tick; ///< and every tick up to here
    std::string state;
};

/// One transition of one alert instance, as the history keeps it.
struct AlertRecord
{
    std::int64_t id = 0; ///< given by the store; 0: not stored yet
    std::string rule;
    std::string labels; ///< `region=eu-west, service=payments`; empty without labels
    std::string from; ///< ok, pending, firing, recovering
    std::string to;
    TimePoint at; ///< event time of the decision
    TimePoint recorded;
    double value = 0;
    std::string summary;
    std::string reason;
    std::string notification; ///< what was told to whom; empty: nothing (yet)
};

} // namespace weir
