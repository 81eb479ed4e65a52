// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/timeline.h"

#include "ui/models/format.h"
#include "ui/models/zones.h"
#include "ui/models/rangezoom.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QTextDocument>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace weir {

namespace {

constexpr int margin = 12;
constexpr int titleHeight = 26;
constexpr int bareHeight = 8; ///< over the bars when the title stands elsewhere
constexpr int axisHeight = 18;
constexpr int barsHeight = 60;
constexpr int leastBars = 28; ///< in a low page
constexpr int mostBars = 110; ///< in a high one
constexpr int lowPage = 400;
constexpr int highPage = 860;
constexpr int smallestBar = 6; ///< pixels, gap included
constexpr int smallestBrush = 4;
constexpr int edgeWidth = 4; ///< to either side
constexpr int previewTime = 150; ///< ms after the last turn of the wheel

} // namespace

Timeline::Timeline(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Events over time"));
    m_previewEnds.setSingleShot(true);
    connect(&m_previewEnds, &QTimer::timeout, this, [this] {
        if (m_preview)
            emit rangeMarked(*m_preview);
    });
    setProperty("ownSize", true);
    connect(&m_theme, &Theme::changed, this, [this] {
        m_marks.setZoom(m_theme.zoom() / 100.0);
        updateGeometry();
        rebuild();
        update();
    });
    m_marks.setZoom(m_theme.zoom() / 100.0);
}

void Timeline::setRoom(int height)
{
    m_room = height;
    updateGeometry();
}

int Timeline::barsRoom() const
{
    const auto usual = m_theme.scaled(static_cast<qreal>(barsHeight));
    const auto low = m_theme.scaled(static_cast<qreal>(lowPage));
    const auto high = m_theme.scaled(static_cast<qreal>(highPage));
    const double bars = m_room <= 0 ? usual
        : m_room < low              ? usual * m_room / low
        : m_room > high             ? usual + (m_room - high) / 10
                                    : usual;
    return std::clamp(qRound(bars), m_theme.scaled(leastBars), m_theme.scaled(mostBars));
}

QSize Timeline::sizeHint() const
{
    return {m_theme.scaled(400), titleRoom() + barsRoom() + m_theme.scaled(axisHeight)};
}

void Timeline::setContent(Content content)
{
    m_content = std::move(content);
    if (!m_content.marked)
        m_dragged = Edge::None;
    if (!m_previewEnds.isActive() && m_dragged == Edge::None)
        m_preview.reset();
    rebuild();
    describe();
    update();
}

void Timeline::setMarks(std::vector<TimelineMark> marks)
{
    m_marks.set(std::move(marks));
    update();
}

void Timeline::setZone(const QTimeZone& zone)
{
    m_zone = zone;
    update();
}

void Timeline::setCursor(std::optional<TimePoint> time)
{
    if (time == m_cursor)
        return;
    m_cursor = time;
    if (hasFocus())
        describe();
    update();
}

int Timeline::titleRoom() const
{
    return m_theme.scaled(m_hasTitle ? titleHeight : bareHeight);
}

void Timeline::setTitled(bool titled)
{
    m_hasTitle = titled;
    updateGeometry();
    update();
}

QRect Timeline::barArea() const
{
    const int side = m_theme.scaled(margin);
    return {side, titleRoom(), std::max(1, width() - 2 * side), barsRoom()};
}

TimeRange Timeline::shownRange() const
{
    return m_preview && m_dragged == Edge::None ? *m_preview : m_content.range;
}

/// What is marked, not what is shown beside it.
TimeRange Timeline::movedRange() const
{
    return m_content.marked && !m_preview ? *m_content.marked : shownRange();
}

TimeScale Timeline::scale() const
{
    return {shownRange(), static_cast<double>(barArea().width())};
}

TimePoint Timeline::timeAt(int x) const
{
    return scale().timeAt(x - barArea().left());
}

void Timeline::rebuild()
{
    m_bars = m_content.all && m_content.matches
        ? TimelineBars(*m_content.matches, *m_content.all, shownRange(),
                       barArea().width() / m_theme.scaled(smallestBar), m_content.isFiltered)
        : TimelineBars();
}

void Timeline::resizeEvent(QResizeEvent*)
{
    rebuild();
}

Timeline::Edge Timeline::edgeAt(int x) const
{
    if (!m_content.marked || m_preview)
        return Edge::None;
    const auto isAt = [this, x](TimePoint time) {
        return std::abs(barArea().left() + scale().xOf(time) - x)
            <= m_theme.scaled(edgeWidth);
    };
    if (isAt(m_content.marked->to))
        return Edge::End;
    return isAt(m_content.marked->from) ? Edge::Begin : Edge::None;
}

/// A mark, else the bar. Beside the bars nothing.
QString Timeline::tipAt(const QPoint& at) const
{
    const QRect area = barArea();
    const QString mark = m_marks.tipAt(at, scale(), area, m_zone);
    if (!mark.isEmpty() || !area.adjusted(0, 0, 0, m_theme.scaled(axisHeight)).contains(at))
        return mark;
    const auto bar = m_bars.barAt(timeAt(at.x()));
    return bar ? m_bars.tipOf(*bar, m_zone) : QString();
}

bool Timeline::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QString tip = tipAt(help->pos());
    if (tip.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), Qt::convertFromPlainText(tip), this);
    return true;
}

void Timeline::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const int x = static_cast<int>(event->position().x());
    m_dragged = edgeAt(x);
    if (m_dragged == Edge::None) {
        m_brushFrom = std::clamp(x, barArea().left(), barArea().right() + 1);
        m_brushTo = *m_brushFrom;
    }
}

void Timeline::mouseMoveEvent(QMouseEvent* event)
{
    const int x = std::clamp(static_cast<int>(event->position().x()), barArea().left(),
                             barArea().right() + 1);
    if (m_dragged != Edge::None) {
        TimeRange range = *m_content.marked;
        (m_dragged == Edge::Begin ? range.from : range.to) = timeAt(x);
        if (range.to < range.from)
            std::swap(range.from, range.to);
        m_preview = range;
        update();
    } else if (m_brushFrom) {
        m_brushTo = x;
        update();
    } else {
        const QPoint at = event->position().toPoint();
        const bool isInside = barArea().adjusted(0, 0, 0, m_theme.scaled(axisHeight)).contains(at);
        QWidget::setCursor(edgeAt(at.x()) != Edge::None               ? Qt::SizeHorCursor
                               : m_marks.markAt(at, scale(), barArea()) ? Qt::PointingHandCursor
                                                                        : Qt::ArrowCursor);
        emit cursorMoved(isInside ? std::optional(timeAt(at.x())) : std::nullopt);
    }
}

void Timeline::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (std::exchange(m_dragged, Edge::None) != Edge::None) {
        const auto range = std::exchange(m_preview, {});
        update();
        if (range && !range->isEmpty())
            emit rangeMarked(*range);
        return;
    }
    if (!m_brushFrom)
        return;
    const int left = std::min(*m_brushFrom, m_brushTo);
    const int right = std::max(*m_brushFrom, m_brushTo);
    m_brushFrom.reset();
    update();
    if (right - left >= smallestBrush)
        emit rangeMarked({timeAt(left), timeAt(right)});
    else if (const TimelineMark* mark =
                 m_marks.markAt(event->position().toPoint(), scale(), barArea()))
        emit jumpWanted(mark->at);
}

void Timeline::mouseDoubleClickEvent(QMouseEvent*)
{
    emit backWanted();
}

void Timeline::leaveEvent(QEvent*)
{
    emit cursorMoved({});
}

void Timeline::wheelEvent(QWheelEvent* event)
{
    // With Alt or Shift some platforms give the turn as one to the side.
    const QPoint turned = event->angleDelta();
    const double notches = (turned.y() != 0 ? turned.y() : turned.x()) / 120.0;
    const TimeRange range = movedRange();
    if (notches == 0 || range.isEmpty())
        return;
    showSoon(turnedByWheel(range, timeAt(static_cast<int>(event->position().x())), notches,
                           event->modifiers().testFlag(Qt::ShiftModifier)));
    event->accept();
}

void Timeline::zoom(double factor)
{
    const TimeRange range = shownRange();
    const bool hasCursor = m_cursor && range.contains(*m_cursor);
    const auto middle = std::midpoint(nanosecondsOf(range.from), nanosecondsOf(range.to));
    if (const TimeRange begin = movedRange(); !begin.isEmpty())
        showSoon(zoomedAbout(begin, hasCursor ? *m_cursor : timePointOf(middle), factor));
}

void Timeline::showSoon(TimeRange range)
{
    m_preview = range;
    m_previewEnds.start(previewTime);
    rebuild();
    update();
}

void Timeline::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        moveCursor(-1);
        return;
    case Qt::Key_Right:
        moveCursor(1);
        return;
    case Qt::Key_PageUp:
        moveCursor(-10);
        return;
    case Qt::Key_PageDown:
        moveCursor(10);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void Timeline::moveCursor(std::int64_t bars)
{
    const TimeRange range = shownRange();
    if (range.isEmpty() || m_bars.count() == 0)
        return;
    const TimePoint last = range.to - Nanoseconds(1);
    const Nanoseconds by = std::abs(bars) * m_bars.step();
    TimePoint at = bars < 0 ? last : range.from;
    if (m_cursor && range.contains(*m_cursor))
        at = bars < 0 ? earlierBy(*m_cursor, by) : laterBy(*m_cursor, by);
    emit cursorMoved(std::clamp(at, range.from, last));
}

/// For who hears it: what stands at the cursor, else in all.
void Timeline::describe()
{
    QString text = m_content.info;
    const auto bar = m_cursor ? m_bars.barAt(*m_cursor) : std::nullopt;
    if (bar)
        text = tr("%1: %2 of %3")
                   .arg(clockText(*m_cursor, m_zone) + offsetSuffix(*m_cursor, m_zone),
                        groupedNumber(m_bars.matchCount(*bar)),
                        groupedNumber(m_bars.allCount(*bar)));
    if (text == accessibleDescription())
        return;
    setAccessibleDescription(text);
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
}

} // namespace weir
