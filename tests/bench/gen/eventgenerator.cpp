// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/gen/eventgenerator.h"

#include <fmt/format.h>

#include <cassert>
#include <cmath>
#include <iterator>

namespace weir::bench {

namespace {

constexpr double spanMs = 7'200'000; ///< from the first event to the last, about

void appendNumber(std::string& to, std::uint64_t number)
{
    const fmt::format_int digits(number);
    to.append(digits.data(), digits.size());
}

void appendPadded(std::string& to, std::uint64_t number, int width)
{
    std::uint64_t unit = 1;
    for (int i = 1; i < width; ++i)
        unit *= 10;
    for (; unit > 0; unit /= 10)
        to.push_back(static_cast<char>('0' + number / unit % 10));
}

/// The lowest digits of value, lowest first.
void appendHex(std::string& to, std::uint64_t value, int digits)
{
    for (int i = 0; i < digits; ++i)
        to.push_back("0123456789abcdef"[(value >> (4 * i)) & 15U]);
}

} // namespace

EventGenerator::EventGenerator(std::uint64_t count, std::uint64_t seed)
    : m_count(count)
    , m_random(seed * 0x2545F4914F6CDD1DU + 1)
{
    assert(count >= leastCount);
    for (std::size_t i = 0; i < templates.size(); ++i)
        m_weightEnds[i] = (m_weights += templates[i].weight);
    for (std::size_t i = 0; i < services.size(); ++i)
        m_serviceEnds[i] = (m_serviceWeights += 1.0 / static_cast<double>(i + 1));
    for (TraceId& trace : m_active)
        trace = {m_random.next(), m_random.next()};

    for (std::uint64_t i = 0; i < 20; ++i)
        m_planted[(2 * i + 1) * count / 40 + 7] = Planted::Rare;
    for (std::uint64_t i = 0; i < 8; ++i)
        m_planted[(2 * i + 1) * count / 16 + 1013] = Planted::Address;
    for (std::uint64_t i = 0; i < 5; ++i)
        m_planted[count * 61 / 100 + i * 37] = Planted::Trace;
    m_manifest.seed = seed;
}

bool EventGenerator::next()
{
    if (m_made == m_count)
        return false;

    // The order of the draws is the format: moving one changes every event after it.
    m_clockMs += -std::log(1.0 - m_random.unit()) * (spanMs / static_cast<double>(m_count));
    const Planted planted = takePlanted();
    Facts facts;
    facts.row = drawTemplate(planted);
    facts.service = drawService();
    facts.host = m_random.below(24);
    const TraceId trace = drawTrace();
    composeMessage(templates[facts.row].text, planted);
    facts.status = drawStatus(templates[facts.row].status);
    facts.latencyUs = drawLatencyUs(facts.service);

    composeTime(static_cast<std::uint64_t>(m_clockMs));
    composeTrace(trace, planted);
    composeJson(facts);
    composeText(facts);
    ++m_made;
    count(facts, planted);
    return true;
}

EventGenerator::Planted EventGenerator::takePlanted()
{
    const auto first = m_planted.begin();
    if (first == m_planted.end() || first->first != m_made)
        return Planted::Nothing;
    const Planted planted = first->second;
    m_planted.erase(first);
    return planted;
}

std::size_t EventGenerator::drawTemplate(Planted planted)
{
    std::size_t row = connectionRefused;
    if (m_random.below(50) != 0) {
        const std::uint32_t weight = m_random.below(m_weights);
        row = 0;
        while (m_weightEnds[row] <= weight)
            ++row;
    }
    if (planted == Planted::Rare)
        return deadlineExceeded;
    if (planted == Planted::Address)
        return sessionOpened;
    return row;
}

std::size_t EventGenerator::drawService()
{
    const double weight = m_random.unit() * m_serviceWeights;
    std::size_t service = 0;
    while (service < services.size() - 1 && m_serviceEnds[service] <= weight)
        ++service;
    return service;
}

EventGenerator::TraceId EventGenerator::drawTrace()
{
    TraceId& trace = m_active[m_random.below(static_cast<std::uint32_t>(m_active.size()))];
    if (m_random.below(4) == 0)
        trace = {m_random.next(), m_random.next()};
    return trace;
}

std::uint32_t EventGenerator::drawStatus(StatusClass status)
{
    static constexpr std::array<std::uint32_t, 5> ok{200, 200, 201, 204, 304};
    static constexpr std::array<std::uint32_t, 5> client{400, 401, 403, 404, 429};
    static constexpr std::array<std::uint32_t, 4> server{500, 502, 503, 504};
    switch (status) {
    case StatusClass::Ok:
        return ok[m_random.below(5)];
    case StatusClass::Client:
        return client[m_random.below(5)];
    case StatusClass::Server:
        return server[m_random.below(4)];
    case StatusClass::None:
        break;
    }
    return 200;
}

std::uint64_t EventGenerator::drawLatencyUs(std::size_t service)
{
    const double slower = 0.15 * static_cast<double>(service);
    const double millis = std::exp(2.0 + slower + 1.1 * (m_random.bell(4) - 2.0));
    return static_cast<std::uint64_t>(millis * 1000.0 + 0.5);
}

void EventGenerator::composeMessage(std::string_view text, Planted planted)
{
    m_message.clear();
    m_userBeginsWith7 = false;
    m_hasKey = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%')
            appendPlaceholder(text[++i], planted);
        else
            m_message.push_back(text[i]);
    }
}

void EventGenerator::appendPlaceholder(char kind, Planted planted)
{
    switch (kind) {
    case 'i':
        return appendNumber(m_message, m_random.below(100'000));
    case 'n':
        return appendNumber(m_message, m_random.below(1000));
    case 'm': {
        const double drawn = std::exp(3.0 + 1.6 * (m_random.bell(3) - 1.5) * 2);
        const auto millis = drawn < 1 ? 1
            : drawn > 30'000          ? 30'000
                                      : static_cast<std::uint64_t>(drawn);
        return appendNumber(m_message, planted == Planted::Rare ? 31'259 : millis);
    }
    case 'b':
        return appendNumber(m_message, m_random.next() & 0xFFFFFFU);
    case 'q':
        return appendUuid();
    case 'a':
        if (planted == Planted::Address)
            m_message += needles::address;
        else
            appendAddress();
        return;
    case 'p':
        return appendNumber(m_message, 1024 + m_random.below(60'000));
    case 'u': {
        const std::uint32_t user = 1 + m_random.below(99'999);
        m_message.push_back('u');
        const std::size_t first = m_message.size();
        appendNumber(m_message, user);
        m_userBeginsWith7 = m_message[first] == '7' && m_message.size() - first > 1;
        return;
    }
    case 'N':
        m_message += users[m_random.below(static_cast<std::uint32_t>(users.size()))];
        return;
    case 's':
        m_message += services[m_random.below(static_cast<std::uint32_t>(services.size()))];
        return;
    case 'k':
        appendHex(m_message, m_random.next(), 12);
        m_message.push_back('-');
        appendNumber(m_message, m_random.below(10'000));
        m_hasKey = true;
        return;
    case 'd':
        appendNumber(m_message, m_random.below(3600));
        m_message.push_back('.');
        return appendPadded(m_message, m_random.below(1000), 3);
    default:
        assert(!"a placeholder that templates.h does not list");
    }
}

void EventGenerator::appendAddress()
{
    if (m_random.below(4) == 0) {
        m_message += "198.";
        appendNumber(m_message, 18 + m_random.below(2));
    } else {
        m_message += "10.";
        appendNumber(m_message, m_random.below(16));
    }
    for (int i = 0; i < 2; ++i) {
        m_message.push_back('.');
        appendNumber(m_message, m_random.below(256));
    }
}

void EventGenerator::appendUuid()
{
    const std::uint64_t high = m_random.next();
    const std::uint64_t low = m_random.next();
    appendHex(m_message, high, 8);
    m_message.push_back('-');
    appendHex(m_message, high >> 32, 4);
    m_message.push_back('-');
    appendHex(m_message, high >> 48, 4);
    m_message.push_back('-');
    appendHex(m_message, low, 4);
    m_message.push_back('-');
    appendHex(m_message, low >> 16, 12);
}

void EventGenerator::composeTime(std::uint64_t sinceNoonMs)
{
    const std::uint64_t sinceMidnight = sinceNoonMs + 12 * 3'600'000ULL;
    const std::uint64_t millis = sinceMidnight % 86'400'000;
    m_time = "2026-11-";
    appendPadded(m_time, 23 + sinceMidnight / 86'400'000, 2);
    m_time.push_back('T');
    appendPadded(m_time, millis / 3'600'000, 2);
    m_time.push_back(':');
    appendPadded(m_time, millis / 60'000 % 60, 2);
    m_time.push_back(':');
    appendPadded(m_time, millis / 1000 % 60, 2);
    m_time.push_back('.');
    appendPadded(m_time, millis % 1000, 3);
    m_time.push_back('Z');
}

void EventGenerator::composeTrace(TraceId trace, Planted planted)
{
    m_trace.clear();
    if (planted == Planted::Trace) {
        m_trace = needles::trace;
        return;
    }
    appendHex(m_trace, trace.high, 16);
    appendHex(m_trace, trace.low, 16);
}

void EventGenerator::composeJson(const Facts& facts)
{
    m_json.clear();
    fmt::format_to(std::back_inserter(m_json),
                   R"({{"ts":"{}","level":"{}","service":"{}","host":"host-{}","msg":"{}",)"
                   R"("trace_id":"{}","status":{},"latency_ms":{}.{:03}}})",
                   m_time, templates[facts.row].level, services[facts.service], facts.host,
                   m_message, m_trace, facts.status, facts.latencyUs / 1000,
                   facts.latencyUs % 1000);
}

void EventGenerator::composeText(const Facts& facts)
{
    m_text.assign(m_time).push_back(' ');
    for (const char c : templates[facts.row].level)
        m_text.push_back(static_cast<char>(c - 'a' + 'A'));
    fmt::format_to(std::back_inserter(m_text),
                   " {} [host-{}] {} trace={} status={} latency_ms={}.{:03}",
                   services[facts.service], facts.host, m_message, m_trace, facts.status,
                   facts.latencyUs / 1000, facts.latencyUs % 1000);
}

void EventGenerator::count(const Facts& facts, Planted planted)
{
    Manifest& m = m_manifest;
    m.events = m_made;
    m.jsonBytes += m_json.size() + 1;
    m.textBytes += m_text.size() + 1;
    m.rare += planted == Planted::Rare ? 1 : 0;
    m.address += planted == Planted::Address ? 1 : 0;
    m.trace += planted == Planted::Trace ? 1 : 0;
    m.common += facts.row == connectionRefused ? 1 : 0;
    m.regexLiteral += m_userBeginsWith7 && facts.row == timeoutForUser ? 1 : 0;
    m.regexNoLiteral += m_hasKey ? 1 : 0;
    ++m.byService[services[facts.service]];
    ++m.byLevel[templates[facts.row].level];
}

} // namespace weir::bench
