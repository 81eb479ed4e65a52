// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"
#include "collectors/decode/json/jsonreader.h"

#include <memory>
#include <span>

namespace weir {

/// One dialect of JSON logs: by what its objects are known, and what its names mean. A literal.
struct JsonDialect
{
    std::string_view name;
    /// Top-level members that an object of this dialect has, all of them.
    std::span<const std::string_view> marks;
    FieldRules rules;
    bool hasOnlyMarks = false; ///< and no other member
};

/// Objects of one dialect; each message is one object.
class JsonFormat final : public Format
{
public:
    /// `dialect` is a literal. The reader is shared with the other dialects.
    JsonFormat(const JsonDialect& dialect, std::shared_ptr<JsonReader> reader)
        : m_dialect(dialect)
        , m_reader(std::move(reader))
    {
    }

    std::string_view name() const override { return m_dialect.name; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    const JsonDialect& m_dialect;
    const std::shared_ptr<JsonReader> m_reader;
};

/// Many objects in one message: an array of them, or one a line. Each is a record.
class JsonListFormat final : public Format
{
public:
    explicit JsonListFormat(std::shared_ptr<JsonReader> reader)
        : m_reader(std::move(reader))
    {
    }

    std::string_view name() const override { return "json-list"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    const std::shared_ptr<JsonReader> m_reader;
};

} // namespace weir
