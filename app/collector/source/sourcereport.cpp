// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/source/sourcereport.h"

#include "core/json.h"
#include "core/visible.h"

#include <fmt/format.h>

#include <cstdio>

namespace weir {

void SourceReport::put(std::string_view line)
{
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

void SourceReport::begin(std::string_view step)
{
    const std::lock_guard lock(m_mutex);
    m_step = step;
}

void SourceReport::end(bool ok, std::string_view sentence)
{
    const std::lock_guard lock(m_mutex);
    endLocked(ok, sentence);
}

void SourceReport::endLocked(bool ok, std::string_view sentence)
{
    if (m_isJson) {
        JsonWriter json;
        json.beginObject()
            .member("step", std::string_view(m_step))
            .member("ok", ok)
            .member("text", sentence)
            .endObject();
        put(json.text());
    } else {
        put(fmt::format("{:<6} {:<13} {}", ok ? "ok" : "FAILED", m_step, visibleText(sentence)));
    }
    m_step.clear();
}

void SourceReport::message(std::string_view json, std::string_view text)
{
    line(fmt::format(R"({{"message":{}}})", json), text);
}

void SourceReport::line(std::string_view json, std::string_view text)
{
    const std::lock_guard lock(m_mutex);
    put(m_isJson ? json : text);
}

void SourceReport::result(bool ok, std::string_view format, std::string_view sentence)
{
    const std::lock_guard lock(m_mutex);
    resultLocked(ok, format, sentence);
}

void SourceReport::resultLocked(bool ok, std::string_view format, std::string_view sentence)
{
    if (!m_isJson)
        return put(visibleText(sentence));
    JsonWriter json;
    json.beginObject().key("result").beginObject().member("ok", ok);
    if (!format.empty())
        json.member("format", format);
    json.member("text", sentence).endObject().endObject();
    put(json.text());
}

void SourceReport::error(std::string_view sentence)
{
    const std::lock_guard lock(m_mutex);
    errorLocked(sentence);
}

void SourceReport::errorLocked(std::string_view sentence)
{
    if (m_isJson) {
        JsonWriter json;
        json.beginObject().member("error", sentence).endObject();
        return put(json.text());
    }
    const std::string line = "weir: " + visibleText(sentence) + "\n";
    std::fputs(line.c_str(), stderr);
}

void SourceReport::timeOut(std::string_view limit)
{
    const std::lock_guard lock(m_mutex);
    const std::string sentence = fmt::format("no answer within {}", limit);
    if (m_step.empty())
        return errorLocked(sentence);
    endLocked(false, sentence);
    resultLocked(false, {}, sentence);
}

} // namespace weir
