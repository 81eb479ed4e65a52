// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/content.h"
#include "core/eventbatchbuilder.h"
#include "core/json.h"

#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// Where a ValueSink puts the fields of an event.
class FieldTarget
{
public:
    FieldTarget() = default;
    FieldTarget(const FieldTarget&) = delete;
    FieldTarget& operator=(const FieldTarget&) = delete;
    virtual ~FieldTarget() = default;

    /// False when there are too many. `name` stays valid until the next begin() of the sink, `value` (the
    /// text behind `text`) only during the call.
    virtual bool add(std::string_view name, ValueType type, ArenaRef text, std::string_view value,
                     std::int64_t bits) = 0;
};

/// Takes the values of a self-describing binary format in the order in which they stand in the message, and makes
/// fields of them: nested maps become dotted names, arrays become JSON text, null is absent, strings are
/// pieces of the message where they stand in it, and Bytes where they are not UTF-8. Times become
/// RFC 3339 text.
///
/// All functions return false when a limit is passed (nesting 64, 1000 fields, names of 1 KiB); reason() then says
/// which. Each value inside of a map is preceded by key(). Thread: one at a time; keeps its buffers.
class ValueSink final
{
public:
    static constexpr std::size_t maxDepth = 64;

    ValueSink();

    /// Begins an event or, with a prefix such as `otel.scope.`, a part of one. All outlive its values.
    void begin(const Content& content, EventBatchBuilder& builder, FieldTarget& target,
               std::string_view prefix = {});
    /// More fields of the same event for another target.
    void redirect(FieldTarget& target, std::string_view prefix);

    bool beginMap();
    bool key(std::string_view name);
    bool endMap();
    bool beginArray();
    bool endArray();

    bool string(std::string_view text);
    bool bytes(std::string_view bytes);
    bool integer(std::int64_t number);
    bool natural(std::uint64_t number);
    bool real(double number);
    /// A number that has no type of its own here, as it is written in JSON.
    bool decimal(std::string_view text);
    bool boolean(bool truth);
    bool null();
    bool time(TimePoint time);

    /// The next value, whatever it is, becomes one text in place of fields: a string itself, anything else as
    /// JSON. Nothing for null.
    void beginText();
    ArenaRef endText();

    const char* reason() const { return m_reason; }

private:
    bool fail(const char* reason)
    {
        m_reason = reason;
        return false;
    }
    bool isJson() const { return m_jsonDepth > 0; }
    bool isInMessage(std::string_view text) const;
    ArenaRef refOf(std::string_view text);
    bool keepName(std::string_view prefix, std::string_view key, std::string_view separator);
    bool add(ValueType type, ArenaRef text, std::string_view value, std::int64_t bits);
    template<typename Number>
    bool addNumber(ValueType type, Number number, std::int64_t bits);
    bool beginJson();
    bool endJson();

    const Content* m_content = nullptr;
    EventBatchBuilder* m_builder = nullptr;
    FieldTarget* m_target = nullptr;
    std::string_view m_rootPrefix;
    std::string_view m_name; ///< of the next value, dotted
    std::vector<std::string_view> m_prefixes; ///< of the maps that are open
    std::size_t m_jsonDepth = 0; ///< of what is being written as JSON; 0: nothing is
    JsonWriter m_json;
    bool m_isText = false;
    ArenaRef m_text;
    std::string m_names; ///< never grows, as views into it are kept
    const char* m_reason = "";
};

} // namespace weir
