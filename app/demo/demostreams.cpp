// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/demostreams.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace weir::demo {

namespace {

struct Weighted
{
    std::string_view name;
    double share;
};

constexpr std::array regions{Weighted{"eu-west", 0.55}, Weighted{"us-east", 0.3},
                             Weighted{"eu-north", 0.15}};
constexpr std::array reasons{Weighted{"insufficient_funds", 0.5},
                             Weighted{"refused_by_acquirer", 0.32}, Weighted{"timeout", 0.18}};
constexpr std::array services{Weighted{"checkout", 0.26}, Weighted{"search", 0.24},
                              Weighted{"inventory", 0.2}, Weighted{"fraud", 0.12},
                              Weighted{"ledger", 0.1},    Weighted{"shipping", 0.08}};
constexpr std::array<std::string_view, 4> currencies{"EUR", "EUR", "USD", "SEK"};
constexpr std::array<std::string_view, 6> symbols{"ACME",   "BOREAL", "CINDER",
                                                  "DELTIC", "ELMET",  "FJORD"};
constexpr std::array<std::string_view, 8> sensors{"boiler-1", "boiler-2", "boiler-3", "pump-1",
                                                  "pump-2",   "vent-1",   "vent-2",   "mixer-1"};
constexpr std::size_t hotSensor = 2;

template<std::size_t Count>
std::string_view pick(const std::array<Weighted, Count>& choices, double at)
{
    for (const Weighted& choice : choices) {
        if (at < choice.share)
            return choice.name;
        at -= choice.share;
    }
    return choices.back().name;
}

std::string stamp(TimePoint now)
{
    return formatTime(now, 6);
}

} // namespace

DemoStreams::DemoStreams(std::uint64_t seed)
    : m_random(seed)
{
}

std::uint32_t DemoStreams::below(std::uint32_t bound)
{
    return static_cast<std::uint32_t>(m_random() % bound);
}

double DemoStreams::unit()
{
    return static_cast<double>(m_random() >> 11) * 0x1.0p-53;
}

int DemoStreams::latency(double typical)
{
    const double tail = unit() + unit() + unit() - 1.5;
    return std::max(1, static_cast<int>(typical * std::exp(tail * 1.2)));
}

std::string DemoStreams::hex(std::size_t digits)
{
    return fmt::format("{:016x}{:016x}", m_random(), m_random()).substr(0, digits);
}

const Message& DemoStreams::nextPayment(TimePoint now, Elapsed sinceStart)
{
    const std::string_view region = pick(regions, unit());
    const double burst = region == "eu-west" ? declineBurst(sinceStart) : 0;
    const bool declined = unit() < 0.015 + 0.45 * burst;
    const int latencyMs = latency(declined ? 240 : 85);
    const std::uint32_t user = 4000 + below(900);
    Request request{hex(32), std::string(region), declined, latencyMs + 3};

    m_message.topic = "payments";
    m_message.key = fmt::format("u{}", user);
    const std::string common = fmt::format(
        R"("service":"payments","host":"pay-{}","region":"{}","acquirer":"acq-{}","user":{},"amount":{:.2f},)"
        R"("currency":"{}","latency_ms":{},"trace_id":"{}","span_id":"{}"}})",
        1 + below(4), region, 1 + below(3), user, 4 + 400 * unit() * unit(),
        currencies[below(currencies.size())], latencyMs, request.trace, hex(16));
    if (declined) {
        const std::string_view reason = pick(reasons, unit());
        m_message.payload = fmt::format(
            R"({{"ts":"{}","level":"error","msg":"card declined: {}","status":"declined","reason":"{}",{})",
            stamp(now), reason, reason, common);
    } else {
        m_message.payload = fmt::format(
            R"({{"ts":"{}","level":"info","msg":"payment authorised","status":"authorised",{})",
            stamp(now), common);
    }
    if (m_requests.size() < 1000)
        m_requests.push_back(std::move(request));
    return m_message;
}

const Message& DemoStreams::nextService(TimePoint now, Elapsed sinceStart)
{
    m_message.topic = "service-logs";
    if (!m_requests.empty())
        return gatewayLine(now);
    if (below(2500) == 0)
        return stackTrace(now);
    return serviceLine(now, sinceStart);
}

const Message& DemoStreams::gatewayLine(TimePoint now)
{
    const Request request = std::move(m_requests.back());
    m_requests.pop_back();
    const int status = request.failed ? 402 : 200;
    m_message.key = request.trace;
    m_message.payload = fmt::format(
        R"({{"ts":"{}","level":"{}","service":"gateway","host":"gw-{}","region":"{}",)"
        R"("msg":"POST /checkout {} in {} ms","method":"POST","path":"/checkout","status":{},)"
        R"("latency_ms":{},"trace_id":"{}","span_id":"{}"}})",
        stamp(now), request.failed ? "warn" : "info", 1 + below(3), request.region, status,
        request.latencyMs, status, request.latencyMs, request.trace, hex(16));
    return m_message;
}

const Message& DemoStreams::serviceLine(TimePoint now, Elapsed sinceStart)
{
    const std::string_view service = pick(services, unit());
    const bool slow = unit() < 0.01 + 0.08 * declineBurst(sinceStart);
    const int took = latency(slow ? 900 : 22);
    std::string_view level = slow ? "warn" : below(6) == 0 ? "debug" : "info";
    std::string text;
    if (slow) {
        text = fmt::format("slow answer from acquirer eu-west: {} ms, retry {} of 5", took,
                           1 + below(5));
    } else if (below(400) == 0) {
        level = "error";
        text = fmt::format("connection refused by 10.1.7.{}:8443 after {} attempts", 1 + below(9),
                           2 + below(4));
    } else if (level == "debug") {
        text = fmt::format("cache hit for key {}-{}", hex(8), below(9000));
    } else {
        text = fmt::format("GET /{}/{} 200 in {} ms", service, below(90000), took);
    }
    m_message.key = std::string(service);
    m_message.payload = fmt::format(
        R"({{"ts":"{}","level":"{}","service":"{}","host":"{}-{}","region":"{}","msg":"{}","latency_ms":{},)"
        R"("trace_id":"{}","span_id":"{}"}})",
        stamp(now), level, service, service.substr(0, 3), 1 + below(6), pick(regions, unit()), text,
        took, hex(32), hex(16));
    return m_message;
}

const Message& DemoStreams::stackTrace(TimePoint now)
{
    m_message.key = "ledger";
    m_message.payload = fmt::format(
        R"({{"ts":"{}","level":"fatal","service":"ledger","host":"led-{}","region":"eu-west",)"
        R"("msg":"unhandled exception while booking order {}\n  at Ledger.book(Ledger.java:{})\n)"
        R"(  at Journal.append(Journal.java:88)\nCaused by: connection to 10.1.3.{}:5432 lost",)"
        R"("trace_id":"{}","span_id":"{}"}})",
        stamp(now), 1 + below(6), below(90000), 100 + below(300), 1 + below(9), hex(32), hex(16));
    return m_message;
}

const Message& DemoStreams::nextTick(TimePoint now)
{
    const std::size_t index = below(symbols.size());
    double& price = m_prices[index];
    price = std::max(1.0, price * (1 + (unit() - 0.5) * 0.0016));
    const std::uint32_t size = 10 * (1 + below(60));
    m_message.topic = std::string(symbols[index]);
    m_message.key.clear();
    m_message.payload = fmt::format(
        R"({{"time":"{}","msg":"{} {:.2f} × {}","symbol":"{}","price":{:.2f},"size":{},"side":"{}","venue":"X{}"}})",
        stamp(now), symbols[index], price, size, symbols[index], price, size,
        below(2) == 0 ? "buy" : "sell", 1 + below(3));
    return m_message;
}

const Message& DemoStreams::nextReading(TimePoint now, Elapsed sinceStart)
{
    const std::size_t sensor = m_nextSensor++ % sensors.size();
    double& usual = m_temperatures[sensor];
    usual += (unit() - 0.5) * 0.2;
    const double extra = sensor == hotSensor ? overheating(sinceStart) : 0;
    m_message.topic.clear();
    m_message.key.clear();
    m_message.payload = fmt::format(
        R"({{"ts":{},"name":"temperature_celsius","value":{:.2f},"unit":"Cel","type":"gauge",)"
        R"("labels":{{"sensor":"{}","hall":"{}"}}}})",
        nanosecondsOf(now) / 1'000'000, usual + extra, sensors[sensor],
        sensor < 4 ? "north" : "south");
    return m_message;
}

} // namespace weir::demo
