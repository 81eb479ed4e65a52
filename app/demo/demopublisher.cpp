// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/demopublisher.h"

#include "app/demo/demobroker.h"
#include "app/demo/demofiles.h"
#include "app/demo/demostreams.h"

#include <zmq.hpp>

#include <chrono>
#include <cstdio>
#include <thread>

namespace weir::demo {

namespace {

using Steady = std::chrono::steady_clock;

/// How many of something are due, at a rate, since the last time it was asked.
class Pace final
{
public:
    explicit Pace(double perSecond)
        : m_perSecond(perSecond)
    {
    }
    int due(Elapsed sinceStart)
    {
        const auto total = static_cast<std::int64_t>(sinceStart.count() * m_perSecond);
        // After a pause of the machine the demonstration goes on; it does not catch up.
        const auto now =
            std::min<std::int64_t>(total - m_sent, static_cast<std::int64_t>(m_perSecond));
        m_sent = total;
        return static_cast<int>(now);
    }

private:
    double m_perSecond;
    std::int64_t m_sent = 0;
};

/// The market's PUB socket and the sensors' PUSH socket.
struct Sockets
{
    zmq::context_t context;
    zmq::socket_t market{context, zmq::socket_type::pub};
    zmq::socket_t telemetry{context, zmq::socket_type::push};

    Sockets()
    {
        market.set(zmq::sockopt::linger, 0);
        telemetry.set(zmq::sockopt::linger, 0);
        market.bind("tcp://127.0.0.1:*");
        telemetry.bind("tcp://127.0.0.1:*");
    }
    std::string address(zmq::socket_t& socket) { return socket.get(zmq::sockopt::last_endpoint); }

    void publishTick(const Message& tick)
    {
        market.send(zmq::buffer(tick.topic), zmq::send_flags::sndmore | zmq::send_flags::dontwait);
        market.send(zmq::buffer(tick.payload), zmq::send_flags::dontwait);
    }
    void publishReading(const Message& reading)
    {
        telemetry.send(zmq::buffer(reading.payload), zmq::send_flags::dontwait);
    }
};

void publishUntil(DemoBroker& broker, Sockets& sockets, const PublisherOptions& options,
                  const std::atomic<bool>& stop)
{
    DemoStreams streams(options.seed);
    Pace payments(320 * options.speed);
    Pace services(1300 * options.speed);
    Pace ticks(700 * options.speed);
    Pace readings(160 * options.speed);
    const auto started = Steady::now();
    while (!stop) {
        const Elapsed elapsed = Steady::now() - started;
        if (options.seconds && elapsed.count() >= *options.seconds)
            return;
        const TimePoint now = std::chrono::system_clock::now();
        for (int due = payments.due(elapsed); due > 0; --due) {
            const Message& message = streams.nextPayment(now, elapsed);
            broker.publish(message.topic, message.key, message.payload);
        }
        for (int due = services.due(elapsed); due > 0; --due) {
            const Message& message = streams.nextService(now, elapsed);
            broker.publish(message.topic, message.key, message.payload);
        }
        for (int due = ticks.due(elapsed); due > 0; --due)
            sockets.publishTick(streams.nextTick(now));
        for (int due = readings.due(elapsed); due > 0; --due)
            sockets.publishReading(streams.nextReading(now, elapsed));
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

} // namespace

Result<Done> publishDemo(const PublisherOptions& options, const std::atomic<bool>& stop)
{
    try {
        auto broker = DemoBroker::start();
        if (!broker)
            return broker.error();
        for (const auto& [topic, partitions] :
             {std::pair("payments", 4), std::pair("service-logs", 2)}) {
            if (auto created = (*broker)->createTopic(topic, partitions); !created)
                return created;
        }
        Sockets sockets;
        const Endpoints endpoints{(*broker)->bootstrap(), sockets.address(sockets.market),
                                  sockets.address(sockets.telemetry)};
        if (auto written = writeDemoFiles(options.folder, endpoints); !written)
            return written;
        std::puts("ready");
        std::fflush(stdout);
        publishUntil(**broker, sockets, options, stop);
    } catch (const zmq::error_t& error) {
        return Error{Error::Code::Io, "demo sockets", error.what()};
    }
    return Done{};
}

} // namespace weir::demo
