// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/json/jsonformat.h"
#include "core/config/userformat.h"
#include "core/timeformat.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// JSON objects with a map of the user's: which member is the time, the severity and so on. Other
/// members are fields.
class UserJsonFormat final : public Format
{
public:
    /// Precondition: the time format is sound. `isChosen`: by its name, so that the marks do not
    /// count.
    UserJsonFormat(const UserFormat& format, bool isChosen, std::shared_ptr<JsonReader> reader);

    std::string_view name() const override { return m_format.name; }
    const char* refuse(const Content& content) const override { return m_json->refuse(content); }
    const char* decode(const Content& content, EventBatchBuilder& builder) override
    {
        return m_json->decode(content, builder);
    }

private:
    const UserFormat m_format; ///< what the views below look into
    std::optional<TimeFormat> m_timeFormat;
    std::vector<std::string_view> m_marks;
    std::vector<NamedRole> m_roles;
    JsonDialect m_dialect;
    std::unique_ptr<JsonFormat> m_json;
};

} // namespace weir
