// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/alertinstance.h"

namespace weir {

std::string_view nameOf(AlertCondition condition)
{
    switch (condition) {
    case AlertCondition::Ok:
        return "ok";
    case AlertCondition::Pending:
        return "pending";
    case AlertCondition::Firing:
        return "firing";
    case AlertCondition::Recovering:
        return "recovering";
    }
    return "";
}

} // namespace weir
