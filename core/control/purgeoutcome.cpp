// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/purgeoutcome.h"

#include "core/control/jsonfields.h"
#include "core/json.h"

namespace weir {

std::string PurgeOutcome::toJson() const
{
    JsonWriter json;
    json.beginObject();
    json.member("events", events).member("unreadable", unreadable);
    json.endObject();
    return json.take();
}

Result<PurgeOutcome> PurgeOutcome::fromJson(std::string_view json)
{
    PurgeOutcome outcome;
    const auto wrong = readJsonObject(json, [&outcome](JsonFields fields) {
        fields.read("events", outcome.events);
        fields.read("unreadable", outcome.unreadable);
    });
    return wrong ? Result<PurgeOutcome>(*wrong) : outcome;
}

} // namespace weir
