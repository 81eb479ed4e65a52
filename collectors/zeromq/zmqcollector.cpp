// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/zeromq/zmqcollector.h"

#include "collectors/schema/sourcedecoder.h"
#include "collectors/zeromq/publisher.h"
#include "collectors/zeromq/zapdoor.h"
#include "collectors/zeromq/zmqsocket.h"

#include <fmt/format.h>
#include <zmq.h>

#include <algorithm>
#include <array>
#include <utility>

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

/// Of the frames of one message that are kept as headers.
constexpr std::size_t keptFrameBytes = maxPayload;

/// `frame.1`, `frame.2`, …; the texts live on.
std::string_view nameOfFrame(std::size_t index)
{
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (std::size_t i = 0; i < ZmqSocket::mostFrames; ++i)
            all.push_back("frame." + std::to_string(i));
        return all;
    }();
    return names.at(index);
}

/// An open socket and what is known of who sends there.
struct Inlet
{
    std::unique_ptr<ZmqSocket> socket;
    Publisher publisher;
    std::uint64_t shed = 0; ///< not in a gap yet
    int cutOffs = 0; ///< of which gaps tell already
    std::uint64_t counted = 0; ///< too large, and so in a gap before the sequence shows it
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
        , m_quarantine(collector.m_setup.quarantine)
        , m_grace(m_source.type == ZeroMqSource::Type::Sub ? subGrace : pullGrace)
    {
    }

    Result<Done> open(const KeyringReader& keyring);
    void loop();

private:
    bool drain(Inlet& inlet);
    bool drainAll();
    void take(Inlet& inlet, TimePoint received);
    void keepFrames(const ZmqSocket& socket, const Framed& framed);
    std::uint32_t streamOf(const Inlet& inlet, const Publisher::Message& message);
    static Stream streamFor(const Inlet& inlet, std::string_view topic, std::uint32_t epoch = 0);
    bool mayWait();
    bool isFull() const { return m_writer.isFull() || m_topics >= topicsInABatch; }
    void shed(Inlet& inlet);
    void flush();
    void addGaps(bool isLast = false);
    void addLosses(Inlet& inlet, bool isLast);
    void tend();
    void tell();
    std::string note(bool isListening, int peers) const;
    void wait();

    const ZeroMqSource& m_source;
    SourceMonitor& m_monitor;
    StopSignal& m_stop;
    BatchSink& m_sink;
    ZmqContext m_context;
    std::unique_ptr<ZapDoor> m_door; ///< where somebody may connect to us
    std::vector<Inlet> m_inlets; ///< closed before the context ends
    EventWriter m_writer;
    const std::shared_ptr<Quarantine> m_quarantine;
    const Stream m_anyStream{SourceKind::ZeroMq, {}, {}, 0, 0}; ///< what is noted: nothing is sent twice
    const std::chrono::milliseconds m_grace;
    std::optional<Clock::time_point> m_fullSince;
    std::size_t m_topics = 0; ///< in the batch being built
    std::uint64_t m_batch = 1; ///< counts them
    std::vector<MessageHeader> m_headers; ///< further frames of the message at hand
    std::uint64_t m_lost = 0;
};

Result<Done> ZmqCollector::Run::open(const KeyringReader& keyring)
{
    const auto curve = CurveKeys::resolve(m_source.curve, keyring);
    if (!curve)
        return curve.error();
    if (curve->isServer() || !m_source.bind.empty()) {
        auto door = ZapDoor::open(m_context, m_source.curve.allowed);
        if (!door)
            return door.error();
        m_door = std::move(*door);
    }
    for (const bool isBound : {true, false}) {
        for (const std::string& endpoint : isBound ? m_source.bind : m_source.connect) {
            auto socket = ZmqSocket::open(m_context, m_source, *curve, endpoint, isBound);
            if (!socket)
                return socket.error();
            m_inlets.push_back({std::move(*socket), Publisher(m_source)});
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
    addGaps(true);
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
    const Publisher::Message message = inlet.publisher.read(inlet.socket->frames());
    const Framed& framed = message.framed;
    const std::int64_t sequence =
        message.sequence ? static_cast<std::int64_t>(*message.sequence) : -1;
    const DecodingNote note(m_quarantine.get(), m_anyStream, -1, {});
    keepFrames(*inlet.socket, framed);
    m_writer.add({streamOf(inlet, message), sequence, received},
                 {.payload = framed.payload,
                  .wireTime = framed.time,
                  .topic = framed.topic,
                  .headers = m_headers});
    EventBatchBuilder& builder = m_writer.builder();
    if (message.isDuplicate)
        builder.addFieldToMessage("zeromq.duplicate", ValueType::Bool, builder.append("true"), 1);
    if (!framed.isExpected && inlet.socket->frameCount() > 2) {
        const auto count = static_cast<std::int64_t>(inlet.socket->frameCount());
        builder.addFieldToMessage("zeromq.frames", ValueType::Int,
                                  builder.append(std::to_string(count)), count);
    }
}

/// What is neither topic nor payload nor a sequence stays as `frame.1`, `frame.2`, …
void ZmqCollector::Run::keepFrames(const ZmqSocket& socket, const Framed& framed)
{
    const auto& frames = socket.frames();
    m_headers.clear();
    std::size_t bytes = 0;
    for (std::size_t i = 1; i < frames.size(); ++i) {
        const bool isUsed = i == framed.payloadFrame || i == framed.sequenceFrame;
        bytes += isUsed ? 0 : frames[i].size();
        if (isUsed || bytes > keptFrameBytes)
            continue;
        m_headers.push_back({nameOfFrame(i), frames[i]});
    }
}

Stream ZmqCollector::Run::streamFor(const Inlet& inlet, std::string_view topic,
                                    std::uint32_t epoch)
{
    return {SourceKind::ZeroMq, inlet.socket->endpoint(), std::string(topic.substr(0, mostOfTopic)), 0, epoch};
}

std::uint32_t ZmqCollector::Run::streamOf(const Inlet& inlet, const Publisher::Message& message)
{
    Publisher::Topic& topic = *message.topic;
    if (topic.batch == m_batch && topic.streamEpoch == message.epoch)
        return topic.stream;
    topic.stream = m_writer.builder().streamIndex(
        streamFor(inlet, message.framed.topic, message.epoch));
    topic.batch = m_batch;
    topic.streamEpoch = message.epoch;
    ++m_topics;
    return topic.stream;
}

void ZmqCollector::Run::shed(Inlet& inlet)
{
    (void)inlet.publisher.read(inlet.socket->frames()); // so that it is not counted as lost as well
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
    ++m_batch;
    m_topics = 0;
    addGaps();
}

void ZmqCollector::Run::addGaps(bool isLast)
{
    const auto now = std::chrono::system_clock::now();
    for (Inlet& inlet : m_inlets) {
        if (const auto count = std::exchange(inlet.shed, 0); count > 0)
            m_writer.addGap({streamFor(inlet, {}), {}, count, Gap::Reason::QueueFull, now});
        const int cutOffs = inlet.socket->cutOffs();
        const auto fresh =
            static_cast<std::uint64_t>(cutOffs - std::exchange(inlet.cutOffs, cutOffs));
        if (fresh > 0)
            m_writer.addGap({streamFor(inlet, {}), {}, fresh, Gap::Reason::TooLarge, now});
        inlet.counted += inlet.publisher.hasSequence() ? fresh : 0;
        addLosses(inlet, isLast);
    }
}

void ZmqCollector::Run::addLosses(Inlet& inlet, bool isLast)
{
    const auto now = std::chrono::system_clock::now();
    inlet.publisher.takeLosses(
        [&](std::string_view topic, std::uint32_t epoch, const SequenceLoss& loss) {
            const std::uint64_t known = std::min(inlet.counted, loss.count);
            inlet.counted -= known;
            const std::uint64_t count = loss.count - known;
            const OffsetRange sequences =
                loss.jumps == 1 && known == 0 ? loss.sequences : OffsetRange{};
            m_lost += count;
            if (count > 0)
                m_writer.addGap({streamFor(inlet, topic, epoch), sequences, count,
                                 Gap::Reason::LostUpstream, now});
        },
        isLast);
}

void ZmqCollector::Run::tend()
{
    m_monitor.tick();
    if (m_door)
        m_door->serve();
    for (Inlet& inlet : m_inlets)
        inlet.socket->tend();
    if (m_writer.isEmpty()) // else at the next flush: one gap a batch
        addGaps();
    tell();
}

void ZmqCollector::Run::tell()
{
    std::string problem;
    int peers = 0;
    bool isListening = false;
    for (const Inlet& inlet : m_inlets) {
        peers += inlet.socket->peers();
        isListening = isListening || inlet.socket->isBound();
        if (problem.empty())
            problem = inlet.socket->problem();
        if (problem.empty() && inlet.socket->peers() == 0 && inlet.socket->refusals() > 0)
            problem = m_door && !m_door->lastRefusal().empty() ? m_door->lastRefusal()
                                                               : inlet.socket->lastRefusal();
    }
    m_monitor.setState(peers > 0 || isListening ? SourceState::Live
                           : problem.empty()    ? SourceState::Connecting
                                                : SourceState::Retrying);
    m_monitor.setError(problem);
    m_monitor.setNote(note(isListening, peers));
}

std::string ZmqCollector::Run::note(bool isListening, int peers) const
{
    std::size_t topics = 0;
    std::size_t counted = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t restarts = 0;
    for (const Inlet& inlet : m_inlets) {
        topics += inlet.publisher.topics();
        counted += inlet.publisher.topicsWithSequence();
        duplicates += inlet.publisher.duplicates();
        restarts += inlet.publisher.restarts();
    }
    if (peers == 0 && isListening)
        return "listening, nobody is connected";
    if (counted == 0)
        return "loss cannot be detected: no sequence numbers are sent";
    std::string text = fmt::format("by sequence numbers: {} lost, {} twice, the publisher restarted "
                                   "{} times",
                                   m_lost, duplicates, restarts);
    if (counted < topics)
        text += fmt::format("; in {} of {} topics loss cannot be detected: they send no numbers",
                            topics - counted, topics);
    return text;
}

void ZmqCollector::Run::wait()
{
    if (m_fullSince) {
        m_sink.waitForRoom(m_writer.builder().arenaBytes(), std::chrono::milliseconds(10));
        return;
    }
    std::vector<zmq_pollitem_t> items{{nullptr, m_stop.descriptor(), ZMQ_POLLIN, 0}};
    if (m_door)
        items.push_back({m_door->handle(), 0, ZMQ_POLLIN, 0});
    for (const Inlet& inlet : m_inlets) {
        items.push_back({inlet.socket->handle(), 0, ZMQ_POLLIN, 0});
        items.push_back({inlet.socket->monitor(), 0, ZMQ_POLLIN, 0});
    }
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
    auto decoder = makeSourceDecoder(m_setup.source, m_setup.keyring);
    if (!decoder)
        return decoder.error();
    if (m_setup.untilEnd) {
        m_monitor.setState(SourceState::Ended);
        return Done{};
    }
    m_monitor.setState(SourceState::Connecting);
    Run run(*this, std::move(*decoder), sink);
    if (const auto opened = run.open(m_setup.keyring); !opened) {
        m_monitor.setState(SourceState::Failed);
        m_monitor.setError(opened.error().text());
        return opened.error();
    }
    run.loop();
    m_monitor.setState(SourceState::Ended);
    return Done{};
}

} // namespace weir
