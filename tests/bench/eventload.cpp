// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/eventload.h"

#include "store/read/indexreader.h"

#include <algorithm>
#include <utility>

namespace weir::bench {

namespace {

using std::chrono::steady_clock;

} // namespace

Result<std::unique_ptr<EventLoad>> EventLoad::start(std::unique_ptr<ProbePublisher> publisher,
                                                    int rate, const std::filesystem::path& config,
                                                    const std::filesystem::path& index,
                                                    const std::filesystem::path& log)
{
    auto collector = Background::start({{program("weir-collector"), "--config", config.string(),
                                         "--index", index.string()},
                                        {},
                                        log,
                                        false});
    if (!collector)
        return collector.error();
    return std::unique_ptr<EventLoad>(
        new EventLoad(std::move(publisher), rate, std::move(*collector), index));
}

EventLoad::EventLoad(std::unique_ptr<ProbePublisher> publisher, int rate, Background collector,
                     std::filesystem::path index)
    : m_publisher(std::move(publisher))
    , m_index(std::move(index))
    , m_collector(std::move(collector))
    , m_since(steady_clock::now())
    , m_indexedBefore(indexed())
    , m_producer([this, rate](const std::stop_token& stop) {
        const auto began = steady_clock::now();
        while (!stop.stop_requested()) {
            // What is due by now: a producer that was held up catches up, as far as it can.
            const double elapsed = std::chrono::duration<double>(steady_clock::now() - began).count();
            const auto due = static_cast<std::uint64_t>(elapsed * rate);
            for (std::uint64_t sent = m_published; sent < due && !stop.stop_requested(); ++sent) {
                m_publisher->publish(probePayload(sent));
                m_published = sent + 1;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1)); // its pace, not a wait
        }
    })
{
}

std::uint64_t EventLoad::indexed() const
{
    const auto reader = IndexReader::open(m_index);
    if (!reader)
        return 0;
    const auto newest = (*reader)->newest();
    return newest ? number(*newest) : 0;
}

EventLoad::Rates EventLoad::rates()
{
    const std::uint64_t published = m_published;
    const std::uint64_t inIndex = indexed();
    const auto now = steady_clock::now();
    const double seconds = std::chrono::duration<double>(now - m_since).count();
    const Rates rates{static_cast<double>(published - m_publishedBefore) / seconds,
                      static_cast<double>(inIndex - std::min(inIndex, m_indexedBefore)) / seconds};
    m_since = now;
    m_publishedBefore = published;
    m_indexedBefore = inIndex;
    return rates;
}

} // namespace weir::bench
