// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/otlp/otlplogs.h"

#include "collectors/decode/otlp/otlpresource.h"
#include "collectors/decode/otlp/otlpvalues.h"

namespace weir {

namespace {

constexpr const char* malformed = "no OTLP: not a log record";
constexpr std::size_t traceIdSize = 16;
constexpr std::size_t spanIdSize = 8;

/// Field numbers of LogRecord: opentelemetry/proto/logs/v1/logs.proto
enum : std::uint32_t {
    Time = 1,
    SeverityNumber = 2,
    SeverityText = 3,
    Body = 5,
    Attributes = 6,
    DroppedAttributes = 7,
    Flags = 8,
    TraceId = 9,
    SpanId = 10,
    ObservedTime = 11,
    EventName = 12,
};

class LogRecordReader
{
public:
    explicit LogRecordReader(OtlpEvents& events)
        : m_events(events)
        , m_sink(events.beginRecord())
    {
    }

    const char* read(std::string_view message)
    {
        WireReader in(message);
        while (in.next()) {
            if (const char* reason = take(in))
                return reason;
        }
        if (!in.isDone())
            return malformed;
        return m_events.writeLog(m_log) ? nullptr : m_events.reason();
    }

private:
    const char* take(const WireReader& in)
    {
        switch (in.field()) {
        case Time:
            return keep(in.isFixed64(), in, m_log.time);
        case ObservedTime:
            return keep(in.isFixed64(), in, m_log.observedTime);
        case SeverityNumber:
            return keep(in.isVarint(), in, m_log.severity);
        case DroppedAttributes:
            return keep(in.isVarint(), in, m_log.droppedAttributes);
        case Flags:
            return keep(in.isFixed32(), in, m_log.flags);
        case SeverityText:
            return keep(in, m_log.severityText);
        case EventName:
            return keep(in, m_log.eventName);
        case Body:
            return in.isBytes() ? takeBody(in.bytes()) : malformed;
        case Attributes:
            return in.isBytes() ? readOtlpAttribute(in.bytes(), m_sink) : malformed;
        case TraceId:
            return keepId(in, traceIdSize, m_log.traceId);
        case SpanId:
            return keepId(in, spanIdSize, m_log.spanId);
        default:
            return nullptr;
        }
    }

    static const char* keep(bool isRight, const WireReader& in, std::uint64_t& number)
    {
        number = in.number();
        return isRight ? nullptr : malformed;
    }
    static const char* keep(const WireReader& in, std::string_view& text)
    {
        text = in.bytes();
        return in.isBytes() ? nullptr : malformed;
    }
    const char* keepId(const WireReader& in, std::size_t size, ArenaRef& id)
    {
        if (!in.isBytes())
            return malformed;
        return m_events.idOf(in.bytes(), size, id) ? nullptr : m_events.reason();
    }
    const char* takeBody(std::string_view message)
    {
        m_sink.beginText();
        const char* const reason = readOtlpValue(message, m_sink);
        m_log.body = m_sink.endText();
        return reason;
    }

    OtlpEvents& m_events;
    ValueSink& m_sink;
    OtlpLog m_log;
};

} // namespace

const char* readOtlpLogs(std::string_view bytes, OtlpEvents& events)
{
    return readOtlpRequest(bytes, events, [&events](std::string_view record) {
        return LogRecordReader(events).read(record);
    });
}

} // namespace weir
