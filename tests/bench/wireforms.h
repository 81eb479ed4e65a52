// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace weir::bench {

/// How an event of the generator is written on the wire.
enum class WireForm { Json, Logfmt, Syslog, Otlp, OtlpBatch };

const char* nameOf(WireForm form);

/// The generator's events in other formats, each with everything the JSON has.
class WireForms final
{
public:
    /// How many records one message of OtlpBatch holds.
    static constexpr int recordsInBatch = 20;

    explicit WireForms(WireForm form)
        : m_form(form)
    {
    }

    /// Takes one JSON event. True when message() is one to be sent; a batch needs several.
    bool add(std::string_view json);
    /// What a batch holds that is not full; true when there is something.
    bool finish();
    std::string_view message() const { return m_message; }

private:
    struct Facts;

    void composeLogfmt(const Facts& facts);
    void composeSyslog(const Facts& facts);
    void addRecord(const Facts& facts);
    void composeOtlp();

    const WireForm m_form;
    simdjson::dom::parser m_parser;
    std::string m_records; ///< log records of OTLP that wait for their request
    int m_waiting = 0;
    std::string m_message;
};

} // namespace weir::bench
