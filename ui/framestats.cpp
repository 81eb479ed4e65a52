// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/framestats.h"

#include "core/json.h"
#include "core/timepoint.h"
#include "ui/models/clocks.h"
#include "ui/measure/measuredapplication.h"
#include "ui/measure/processfigures.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QInputEvent>

#include <algorithm>
#include <ctime>

namespace weir {

namespace {

std::int64_t now()
{
    return nanosecondsBy(CLOCK_MONOTONIC);
}

/// When the input happened, so that its wait in our queue counts. The display stamps it with the low
/// 32 bits of milliseconds of the same clock; where it has another one, that shows.
std::int64_t happenedAt(const QInputEvent& event)
{
    constexpr std::uint32_t longestWaitMs = 10'000;
    const std::int64_t at = now();
    const auto waited = static_cast<std::uint32_t>(at / 1'000'000)
        - static_cast<std::uint32_t>(event.timestamp());
    return waited < longestWaitMs ? at - std::int64_t{waited} * 1'000'000 : at;
}

void addTo(JsonWriter& json, const std::string& name, const Durations& durations,
           std::string_view middleName = "p99", double middle = 0.99)
{
    json.member(name + "_p50", durations.percentile(0.5))
        .member(name + "_" + std::string(middleName), durations.percentile(middle))
        .member(name + "_max", durations.longest());
}

void addTo(JsonWriter& json, const std::string& name, const AnswerTimes& answers)
{
    json.member(name + "_answers", answers.first().count())
        .member(name + "_whole_at_once", answers.wholeAtOnce())
        .member(name + "_unanswered", answers.unanswered());
    addTo(json, name + "_first_ms", answers.first(), "p95", 0.95);
    addTo(json, name + "_whole_ms", answers.whole(), "p95", 0.95);
}

} // namespace

FrameStats::FrameStats(QObject* parent)
    : QObject(parent)
    , m_processBegan(processBeganAt())
{
    // Waiting for events costs no CPU time, so the time from one wait to the next is that of a turn.
    if (auto* dispatcher = QAbstractEventDispatcher::instance())
        connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, &FrameStats::endTurn);
    QCoreApplication::instance()->installEventFilter(this);
}

void FrameStats::measureEvents()
{
    m_application = qobject_cast<MeasuredApplication*>(QCoreApplication::instance());
    if (m_application != nullptr)
        m_application->setMeasuring(true);
}

bool FrameStats::logTo(const std::filesystem::path& file)
{
    m_log.open(file, std::ios::trunc);
    return m_log.is_open();
}

bool FrameStats::eventFilter(QObject*, QEvent* event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::ShortcutOverride: // the keys of an action come as no key press
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonRelease:
    case QEvent::MouseMove:
    case QEvent::Wheel:
        m_input = happenedAt(*static_cast<QInputEvent*>(event)); // NOLINT: by its type
        wanted(m_input);
        break;
    default:
        break;
    }
    return false;
}

void FrameStats::endTurn()
{
    const std::int64_t cpu = nanosecondsBy(CLOCK_THREAD_CPUTIME_ID);
    // What came before the first wait is the making of the window, not a turn of its loop.
    if (m_turnBegan != 0 && m_frames > 1)
        m_longestTurn = std::max(m_longestTurn, cpu - m_turnBegan);
    m_turnBegan = cpu;
    m_gaps.turnEnded();
}

void FrameStats::asked(Answer what)
{
    times(what).asked(m_input);
}

void FrameStats::answered(Answer what, bool isWhole)
{
    times(what).answered(isWhole);
}

void FrameStats::beginFrame()
{
    m_frameBegan = now();
}

void FrameStats::endFrame()
{
    const auto [ended, cpu, queued] = m_clock.now();
    m_paint.add(inMilliseconds(ended - m_frameBegan));
    if (m_frames > 0)
        m_cost.add(inMilliseconds(cpu - m_cpuOfFrames));
    else
        m_firstFrame = ended;
    m_cpuOfFrames = cpu;
    ++m_frames;
    m_gaps.presented(ended, queued);
    if (m_firstRows == 0 && times(Answer::Rows).isAnswered())
        m_firstRows = ended;
    for (AnswerTimes& answers : m_answers)
        answers.presented(ended);
    if (m_jumped && m_isArrived) {
        m_jumps.add(inMilliseconds(ended - *m_jumped));
        m_jumped.reset();
    }
    if (m_log.is_open()) {
        m_log << number(m_ceiling) << ' ' << nanosecondsBy(CLOCK_REALTIME) << '\n';
        m_log.flush(); // the bench reads along
    }
}

void FrameStats::painted(std::size_t rows, EventSeq ceiling, std::size_t missing)
{
    m_rows += rows;
    m_ceiling = ceiling;
    if (missing > 0 && !m_jumped)
        m_jumped = m_input != 0 ? m_input : m_frameBegan;
    m_isArrived = missing == 0;
}

QString FrameStats::summary() const
{
    const MemoryFigures memory = memoryFigures();
    const auto figure = [](double value) {
        return QString::number(value, 'f', 1);
    };
    return tr("%1 frames · CPU p99 %2 ms · max %3 ms")
               .arg(QString::number(m_frames), figure(m_cost.percentile(0.99)),
                    figure(m_cost.longest()))
        + QLatin1Char('\n')
        + tr("apart p99 %1 ms · longest turn %2 ms CPU")
              .arg(figure(m_gaps.apart().percentile(0.99)), figure(inMilliseconds(m_longestTurn)))
        + QLatin1Char('\n')
        + tr("answers p95 %1 ms · jumps p95 %2 ms · %3 MB")
              .arg(figure(m_answers.front().first().percentile(0.95)), figure(m_jumps.percentile(0.95)),
                   QString::number(memory.residentBytes / 1'000'000));
}

QString FrameStats::toJson() const
{
    const MemoryFigures memory = memoryFigures();
    JsonWriter json;
    json.beginObject().member("frames", m_frames).member("rows_drawn", m_rows);
    addTo(json, "paint_ms", m_paint);
    json.member("gui_longest_turn_cpu_ms", inMilliseconds(m_longestTurn));
    addTo(json, "frame_cpu_ms", m_cost);
    json.member("frames_in_motion", m_gaps.apart().count());
    addTo(json, "presented_ms", m_gaps.apart());
    addTo(json, "presented_by_us_ms", m_gaps.apartByUs());
    addTo(json, "presented_others_ms", m_gaps.others());
    if (m_application != nullptr) {
        const EventTimes& times = m_application->times();
        json.member("gui_stalls", times.stalls)
            .member("gui_busy_ms_max", times.busy.longest())
            .member("gui_wait_ms_max", times.waiting.longest())
            .member("others_ms_max", times.others.longest());
    }
    const AnswerTimes& rows = m_answers.front();
    json.member("answers", rows.first().count());
    addTo(json, "answer_ms", rows.first(), "p95", 0.95);
    addTo(json, "timeline", m_answers[static_cast<std::size_t>(Answer::Timeline)]);
    addTo(json, "facets", m_answers[static_cast<std::size_t>(Answer::Facets)]);
    json.member("jumps", m_jumps.count());
    addTo(json, "jump_ms", m_jumps, "p95", 0.95);
    json.member("unanswered", rows.unanswered())
        .member("first_frame_ms",
                m_firstFrame == 0 ? 0 : inMilliseconds(m_firstFrame - m_processBegan))
        .member("first_rows_ms",
                m_firstRows == 0 ? 0 : inMilliseconds(m_firstRows - m_processBegan))
        .member("rss_mb", memory.residentBytes / 1'000'000)
        .member("rss_peak_mb", memory.peakBytes / 1'000'000)
        .member("process_cpu_ms", inMilliseconds(nanosecondsBy(CLOCK_PROCESS_CPUTIME_ID)));
    json.key("answers_ms").beginArray();
    for (const float answer : rows.list())
        json.value(double{answer});
    json.endArray();
    for (const auto& [name, place] : m_places) {
        json.key(name).beginArray();
        for (const int value : {place.x(), place.y(), place.width(), place.height()})
            json.value(value);
        json.endArray();
    }
    json.endObject();
    return QString::fromStdString(json.text());
}

} // namespace weir
