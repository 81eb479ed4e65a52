// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/zeromq/zmqcollector.h"

#include "collectors/schema/sourcedecoder.h"
#include "collectors/zeromq/zmqsocket.h"

#include <fmt/format.h>
#include <zmq.h>

#include <array>
#include <unordered_map>

namespace weir {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int messagesInARow = 512; ///< of one socket, before the next has its turn
constexpr std::size_t topicsInABatch = 512;
constexpr auto longestPoll = std::chrono::milliseconds(100);
constexpr auto drainAfterStop = std::chrono::milliseconds(60);
/// How long the library's queue may fill before messages are shed: a publisher drops unseen once it
/// is full, a pusher waits.
constexpr auto subGrace = std::chrono::milliseconds(50);
constexpr auto pullGrace = std::chrono::milliseconds(1000);

constexpr std::array headerNames{"frame.2",  "frame.3",  "frame.4",  "frame.5",  "frame.6",
                                 "frame.7",  "frame.8",  "frame.9",  "frame.10", "frame.11",
                                 "frame.12", "frame.13", "frame.14", "frame.15"};

/// An open socket and what is known of its messages.
struct Inlet
{
    std::unique_ptr<ZmqSocket> socket;
    std::unordered_map<std::string, std::uint32_t> streams; ///< by topic, of the batch being built
    std::uint64_t shed = 0; ///< not in a gap yet
    int cutOffs = 0; ///< of which gaps tell already
};

} // namespace

class ZmqCollector::Run
{
public:
    Run(ZmqCollector& collector, std::unique_ptr<Decoder> decoder, BatchSink& sink)
        : m_source(std::get<ZeroMqSource>(collector.m_setup.source.input))
        , m_monitor(collector.m_monitor)
        , m_stop(collector.m_stop)
        , m_sink(sink)
        , m_writer(collector.m_setup.source, SourceKind::ZeroMq, std::move(decoder), sink,
                   m_monitor)
        , m_grace(m_source.type == ZeroMqSource::Type::Sub ? subGrace : pullGrace)
    {
    }

    Result<Done> open();
    void loop();

private:
    bool drain(Inlet& inlet);
    bool drainAll();
    void take(Inlet& inlet, TimePoint received);
    std::uint32_t streamOf(Inlet& inlet, std::string_view topic);
    Stream streamFor(const Inlet& inlet, std::string_view topic) const;
    bool mayWait();
    bool isFull() const { return m_writer.isFull() || m_topics >= topicsInABatch; }
    void shed(Inlet& inlet);
    void flush();
    void addGaps();
    void tend();
    void wait();

    const ZeroMqSource& m_source;
    SourceMonitor& m_monitor;
    StopSignal& m_stop;
    BatchSink& m_sink;
    ZmqContext m_context;
    std::vector<Inlet> m_inlets; ///< closed before the context ends
    EventWriter m_writer;
    const std::chrono::milliseconds m_grace;
    std::optional<Clock::time_point> m_fullSince;
    std::size_t m_topics = 0; ///< in the batch being built
    std::string m_topic; ///< room for looking up
    std::vector<MessageHeader> m_headers; ///< further frames of the message at hand
};

Result<Done> ZmqCollector::Run::open()
{
    for (const bool isBound : {true, false}) {
        for (const std::string& endpoint : isBound ? m_source.bind : m_source.connect) {
            auto socket = ZmqSocket::open(m_context, m_source, endpoint, isBound);
            if (!socket)
                return socket.error();
            m_inlets.push_back({std::move(*socket), {}, 0, 0});
        }
    }
    if (m_inlets.empty())
        return Error{Error::Code::InvalidInput, "zeromq", "no endpoint is named"};
    return Done{};
}

void ZmqCollector::Run::loop()
{
    while (!m_stop.isRequested()) {
        const bool hasMore = drainAll();
        if (m_writer.isDue())
            flush();
        tend();
        if (!hasMore)
            wait();
    }
    // What had arrived before the stop is received, too.
    const auto end = Clock::now() + drainAfterStop;
    while (drainAll() && Clock::now() < end) { }
    addGaps();
    if (!m_writer.flush(m_stop))
        m_monitor.setError("the last messages could not be handed over before the stop");
}

bool ZmqCollector::Run::drainAll()
{
    bool hasMore = false;
    for (Inlet& inlet : m_inlets)
        hasMore = drain(inlet) || hasMore;
    return hasMore;
}

bool ZmqCollector::Run::drain(Inlet& inlet)
{
    const TimePoint received = std::chrono::system_clock::now();
    for (int count = 0; count < messagesInARow; ++count) {
        if (isFull())
            flush();
        const bool mustShed = isFull();
        if (mustShed && mayWait())
            return false; // left in the library's queue for now
        if (!inlet.socket->receive())
            return false;
        if (mustShed)
            shed(inlet);
        else
            take(inlet, received);
    }
    return true;
}

/// Whether to wait rather than to shed while the sink refuses.
bool ZmqCollector::Run::mayWait()
{
    const auto now = Clock::now();
    if (!m_fullSince)
        m_fullSince = now;
    return now - *m_fullSince < m_grace && !m_stop.isRequested();
}

void ZmqCollector::Run::take(Inlet& inlet, TimePoint received)
{
    const auto& frames = inlet.socket->frames();
    const bool hasTopic = frames.size() > 1;
    const std::uint32_t stream = streamOf(inlet, hasTopic ? frames[0] : std::string_view());
    m_headers.clear();
    for (std::size_t i = 2; i < frames.size(); ++i)
        m_headers.push_back({headerNames.at(i - 2), frames[i]});
    m_writer.add({stream, -1, received},
                 {.payload = frames[hasTopic ? 1 : 0], .topic = m_topic, .headers = m_headers});
}

Stream ZmqCollector::Run::streamFor(const Inlet& inlet, std::string_view topic) const
{
    return {SourceKind::ZeroMq, inlet.socket->endpoint(), std::string(topic), 0, 0};
}

std::uint32_t ZmqCollector::Run::streamOf(Inlet& inlet, std::string_view topic)
{
    m_topic = topic;
    const auto found = inlet.streams.find(m_topic);
    if (found != inlet.streams.end())
        return found->second;
    const std::uint32_t index = m_writer.builder().streamIndex(streamFor(inlet, topic));
    inlet.streams.emplace(m_topic, index);
    ++m_topics;
    return index;
}

void ZmqCollector::Run::shed(Inlet& inlet)
{
    ++inlet.shed;
    m_monitor.addDropped(1);
}

void ZmqCollector::Run::flush()
{
    (void)m_writer.tryFlush(); // what was refused is kept by the writer
    if (!isFull())
        m_fullSince.reset();
    if (!m_writer.isEmpty())
        return;
    for (Inlet& inlet : m_inlets)
        inlet.streams.clear();
    m_topics = 0;
    addGaps();
}

void ZmqCollector::Run::addGaps()
{
    const auto now = std::chrono::system_clock::now();
    for (Inlet& inlet : m_inlets) {
        if (const auto count = std::exchange(inlet.shed, 0); count > 0)
            m_writer.addGap({streamFor(inlet, {}), {}, count, Gap::Reason::QueueFull, now});
        const int cutOffs = inlet.socket->cutOffs();
        const int fresh = cutOffs - std::exchange(inlet.cutOffs, cutOffs);
        if (fresh > 0)
            m_writer.addGap({streamFor(inlet, {}),
                             {},
                             static_cast<std::uint64_t>(fresh),
                             Gap::Reason::TooLarge,
                             now});
    }
}

void ZmqCollector::Run::tend()
{
    m_monitor.tick();
    std::string problem;
    int peers = 0;
    bool isListening = false;
    for (Inlet& inlet : m_inlets) {
        inlet.socket->tend();
        peers += inlet.socket->peers();
        isListening = isListening || inlet.socket->isBound();
        if (problem.empty())
            problem = inlet.socket->problem();
    }
    addGaps();
    m_monitor.setState(peers > 0 || isListening ? SourceState::Live
                           : problem.empty()    ? SourceState::Connecting
                                                : SourceState::Retrying);
    m_monitor.setError(problem);
    m_monitor.setNote(peers == 0 && isListening
                          ? "listening, nobody is connected"
                          : "loss cannot be detected: no sequence numbers are sent");
}

void ZmqCollector::Run::wait()
{
    if (m_fullSince) {
        m_sink.waitForRoom(m_writer.builder().arenaBytes(), std::chrono::milliseconds(10));
        return;
    }
    std::vector<zmq_pollitem_t> items{{nullptr, m_stop.descriptor(), ZMQ_POLLIN, 0}};
    for (const Inlet& inlet : m_inlets)
        items.push_back({inlet.socket->handle(), 0, ZMQ_POLLIN, 0});
    (void)zmq_poll(items.data(), static_cast<int>(items.size()),
                   static_cast<long>(m_writer.untilDue(longestPoll).count()));
}

ZmqCollector::ZmqCollector(CollectorSetup setup)
    : m_setup(std::move(setup))
    , m_monitor(m_setup.source.name, "zeromq")
{
}

Result<Done> ZmqCollector::run(BatchSink& sink)
{
    auto decoder = makeSourceDecoder(m_setup.source);
    if (!decoder)
        return decoder.error();
    if (m_setup.untilEnd) {
        m_monitor.setState(SourceState::Ended);
        return Done{};
    }
    m_monitor.setState(SourceState::Connecting);
    Run run(*this, std::move(*decoder), sink);
    if (const auto opened = run.open(); !opened) {
        m_monitor.setState(SourceState::Failed);
        m_monitor.setError(opened.error().text());
        return opened.error();
    }
    run.loop();
    m_monitor.setState(SourceState::Ended);
    return Done{};
}

} // namespace weir
