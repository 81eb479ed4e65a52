// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"

#include <string>
#include <string_view>

namespace weir {

enum class AlertCondition { Ok, Pending, Firing, Recovering };

/// `ok pending firing recovering`.
std::string_view nameOf(AlertCondition condition);

/// One instance of a rule: the rule and a set of labels.
struct AlertInstance
{
    std::string rule;
    std::string labels; ///< `region=eu-west, service=payments`
    AlertCondition condition = AlertCondition::Ok;
    bool hasData = true;
    TimePoint since; ///< of the condition
    double value = 0;
    std::string summary; ///< the rule's, filled in
    AlertSeverity severity = AlertSeverity::Warning;
};

} // namespace weir
