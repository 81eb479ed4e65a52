// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/eventfields.h"
#include "collectors/decode/format.h"
#include "core/config/userformat.h"
#include "core/timeformat.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace re2 {
class RE2;
}

namespace weir {

/// Lines that match a pattern of the user's. Each named group that takes part in the match is a
/// value under its name; those that mean something everywhere become time, severity, body and so
/// on, others fields, typed by their spelling. Without a group `body` the body is the whole
/// message.
class UserPatternFormat final : public Format
{
public:
    /// Precondition: pattern and time format are sound.
    explicit UserPatternFormat(const UserFormat& format);
    ~UserPatternFormat() override;

    std::string_view name() const override { return m_name; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    struct Group
    {
        int number = 0;
        std::string name;
        bool isTime = false; ///< and a time format says how it is written
        bool isTyped = false; ///< a field like any other
    };

    const std::string m_name;
    const std::unique_ptr<re2::RE2> m_pattern; ///< hides RE2
    std::optional<TimeFormat> m_timeFormat;
    std::vector<Group> m_groups; ///< the named ones, in their order
    EventFields m_fields;
};

} // namespace weir
