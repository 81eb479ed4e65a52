// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/userjsonformat.h"

#include <algorithm>
#include <array>

namespace weir {

namespace {

struct RoleName
{
    std::string_view name;
    Role role;
};

constexpr std::array roleNames{
    RoleName{"time", Role::Time},         RoleName{"severity", Role::Severity},
    RoleName{"body", Role::Body},         RoleName{"service", Role::Service},
    RoleName{"host", Role::Host},         RoleName{"trace_id", Role::TraceId},
    RoleName{"span_id", Role::SpanId},    RoleName{"metric", Role::MetricName},
    RoleName{"value", Role::MetricValue}, RoleName{"unit", Role::MetricUnit},
};

} // namespace

UserJsonFormat::UserJsonFormat(const UserFormat& format, bool isChosen,
                               std::shared_ptr<JsonReader> reader)
    : m_format(format)
{
    if (!m_format.timeFormat.empty())
        m_timeFormat = std::get<TimeFormat>(TimeFormat::parse(m_format.timeFormat));
    if (!isChosen)
        m_marks.assign(m_format.marks.begin(), m_format.marks.end());
    m_dialect.name = m_format.name;
    m_dialect.rules.timeFormat = m_timeFormat ? &*m_timeFormat : nullptr;
    for (const auto& [name, member] : m_format.fields) {
        const auto found = std::ranges::find(roleNames, name, &RoleName::name);
        m_roles.push_back({member, {found->role, 0}});
        m_dialect.rules.ownRoles |= roleBit(found->role);
    }
    m_dialect.rules.roles = m_roles;
    m_dialect.marks = m_marks;
    m_json = std::make_unique<JsonFormat>(m_dialect, std::move(reader));
}

} // namespace weir
