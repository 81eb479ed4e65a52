// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/pattern.h"
#include "core/query/query.h"
#include "core/storedbatch.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::test {

/// What docs/query-language.md says, row by row and as plainly as possible: what the real filter is
/// compared with. Knows nothing of arenas, columns or sets of rows.
class NaiveMatcher final
{
public:
    NaiveMatcher(const StoredBatch& stored, std::size_t row)
        : m_stored(stored)
        , m_batch(*stored.batch)
        , m_row(row)
    {
    }

    bool matches(const Expr& expr) const
    {
        const auto isChild = [this](const Expr& child) {
            return matches(child);
        };
        const auto& children = expr.children;
        switch (expr.kind) {
        case Expr::Kind::Everything:
            return true;
        case Expr::Kind::And:
            return std::all_of(children.begin(), children.end(), isChild);
        case Expr::Kind::Or:
            return std::any_of(children.begin(), children.end(), isChild);
        case Expr::Kind::Not:
            return !matches(children.front());
        case Expr::Kind::Text:
            return anyText([&](std::string_view text) { return holds(text, expr.text); });
        case Expr::Kind::Regex:
            if (expr.field.empty())
                return anyText(
                    [&](std::string_view text) { return Pattern(expr.text).matches(text); });
            return fieldHolds(expr.field, [&](std::string_view text) {
                return Pattern(expr.text).matches(text);
            });
        case Expr::Kind::FieldEquals:
            return fieldHolds(expr.field, [&](std::string_view text) { return text == expr.text; });
        case Expr::Kind::FieldGlob:
            return fieldHolds(expr.field,
                              [&](std::string_view text) { return like(expr.text, text); });
        case Expr::Kind::FieldExists:
            return value(expr.field).has_value();
        case Expr::Kind::FieldCompare:
            return compares(expr);
        case Expr::Kind::SeverityCompare:
            return severity() != 0 && compare(severity(), expr.comparison, int(expr.severity));
        case Expr::Kind::SeverityEquals:
            return severity() == int(expr.severity);
        }
        return false;
    }

private:
    static std::string lower(std::string_view text)
    {
        std::string out(text);
        for (char& c : out) {
            if (c >= 'A' && c <= 'Z')
                c = char(c + 32);
        }
        return out;
    }

    static bool holds(std::string_view text, std::string_view needle)
    {
        return lower(text).find(lower(needle)) != std::string::npos;
    }

    static bool like(std::string_view glob, std::string_view text)
    {
        if (glob.empty())
            return text.empty();
        if (glob[0] == '*')
            return like(glob.substr(1), text) || (!text.empty() && like(glob, text.substr(1)));
        if (text.empty() || (glob[0] != '?' && glob[0] != text[0]))
            return false;
        std::size_t length = 1;
        while (glob[0] == '?' && length < text.size() && (text[length] & 0xC0) == 0x80)
            ++length;
        return like(glob.substr(1), text.substr(length));
    }

    template<typename Value>
    static bool compare(Value left, Comparison comparison, Value right)
    {
        switch (comparison) {
        case Comparison::Less:
            return left < right;
        case Comparison::LessEqual:
            return left <= right;
        case Comparison::Greater:
            return left > right;
        case Comparison::GreaterEqual:
            return left >= right;
        }
        return false;
    }

    int severity() const { return int(classOf(m_batch.severity(m_row))); }

    /// Every text a bare term looks into.
    template<typename Test>
    bool anyText(Test test) const
    {
        std::vector<std::string_view> texts{m_batch.body(m_row), m_batch.key(m_row),
                                            m_batch.traceId(m_row), m_batch.spanId(m_row),
                                            m_batch.source()};
        for (const FieldColumn& column : m_batch.columns().fields) {
            if (const auto field = m_batch.field(column.name, m_row))
                texts.push_back(field->text);
        }
        for (const auto& label : m_batch.columns().labels)
            texts.push_back(label.second);
        if (const auto metric = m_batch.metricIndex(m_row))
            texts.push_back(m_batch.text(m_batch.columns().metrics.names[*metric]));
        if (m_batch.kind(m_row) == EventKind::Undecodable)
            texts.push_back(m_batch.payload(m_row));
        return std::any_of(texts.begin(), texts.end(), test);
    }

    std::optional<std::string> unlessEmpty(std::string_view text) const
    {
        return text.empty() ? std::nullopt : std::optional<std::string>(text);
    }

    std::optional<std::string> payloadField(std::string_view name) const
    {
        const auto field = m_batch.field(name, m_row);
        return field ? std::optional<std::string>(field->text) : std::nullopt;
    }

    std::optional<std::string> label(std::string_view name) const
    {
        for (const auto& [key, text] : m_batch.columns().labels) {
            if (key == name)
                return text;
        }
        return std::nullopt;
    }

    std::optional<std::string> value(const std::string& name) const
    {
        const Stream& stream = m_batch.stream(m_row);
        const auto metric = m_batch.metricIndex(m_row);
        if (name == "source")
            return unlessEmpty(m_batch.source());
        if (name == "severity")
            return unlessEmpty(nameOf(classOf(m_batch.severity(m_row))));
        if (name == "body")
            return unlessEmpty(m_batch.body(m_row));
        if (name == "key")
            return unlessEmpty(m_batch.key(m_row));
        if (name == "trace_id")
            return unlessEmpty(m_batch.traceId(m_row));
        if (name == "span_id")
            return unlessEmpty(m_batch.spanId(m_row));
        if (name == "seq")
            return std::to_string(number(m_stored.seq(m_row)));
        if (name == "topic")
            return stream.kind == SourceKind::File ? std::nullopt : unlessEmpty(stream.name);
        if (name == "partition")
            return stream.kind == SourceKind::Kafka
                ? std::optional(std::to_string(stream.partition))
                : std::nullopt;
        if (name == "offset")
            return m_batch.columns().offsets[m_row] < 0
                ? std::nullopt
                : std::optional(std::to_string(m_batch.columns().offsets[m_row]));
        if (name == "metric" && metric)
            return unlessEmpty(m_batch.text(m_batch.columns().metrics.names[*metric]));
        if (name.starts_with("header.")) {
            for (const auto& [key, text] : m_batch.headers(m_row)) {
                if (key == name.substr(7))
                    return std::string(text);
            }
            return std::nullopt;
        }
        if (name.starts_with("fields."))
            return payloadField(name.substr(7));
        const auto own = payloadField(name);
        return own ? own : label(name);
    }

    template<typename Test>
    bool fieldHolds(const std::string& name, Test test) const
    {
        const auto text = value(name);
        return text && test(*text);
    }

    bool compares(const Expr& expr) const
    {
        if (expr.field == "time")
            return compare(m_batch.time(m_row), expr.comparison, expr.time);
        if (expr.field == "received")
            return compare(m_stored.received(m_row), expr.comparison, expr.time);
        if (expr.field == "seq" || expr.field == "offset" || expr.field == "partition") {
            const auto text = value(expr.field);
            return text && compare(std::stod(*text), expr.comparison, expr.number);
        }
        const auto metric = m_batch.metricIndex(m_row);
        if (expr.field == "value" && metric)
            return compare(m_batch.columns().metrics.values[*metric], expr.comparison, expr.number);
        const auto field = m_batch.field(
            expr.field.starts_with("fields.") ? expr.field.substr(7) : expr.field, m_row);
        return field && field->isNumber() && compare(field->number(), expr.comparison, expr.number);
    }

    const StoredBatch& m_stored;
    const EventBatch& m_batch;
    std::size_t m_row;
};

} // namespace weir::test
