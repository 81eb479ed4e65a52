// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/statusbar.h"

#include "ui/models/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/tabulartext.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace weir {

namespace {

constexpr int margin = 12;
constexpr int gap = 20;
constexpr int dotWidth = 13;

} // namespace

StatusBar::StatusBar(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFixedHeight(26);
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setAccessibleName(tr("Status"));
    connect(&theme, &Theme::changed, this, &StatusBar::rebuild);
    rebuild();
}

void StatusBar::setStatus(const std::optional<Status>& status,
                          CollectorClient::Connection connection)
{
    m_status = status;
    m_connection = connection;
    rebuild();
}

void StatusBar::setQuota(std::optional<std::uint64_t> bytes)
{
    m_quota = bytes;
    rebuild();
}

void StatusBar::setZone(const QString& offset)
{
    if (offset == m_zone)
        return;
    m_zone = offset;
    rebuild();
}

QFont StatusBar::boldFont() const
{
    QFont font = m_theme.uiFont(12);
    font.setWeight(QFont::DemiBold);
    return font;
}

void StatusBar::rebuild()
{
    using Connection = CollectorClient::Connection;
    const Colors& colors = m_theme.colors();
    m_items.clear();
    if (m_connection == Connection::Starting)
        m_items.push_back({Id::Connection, tr("collector starting"), {}, {}, {}, {}, colors.warn()});
    else if (m_connection == Connection::Lost)
        m_items.push_back({Id::Connection, tr("collector lost, starting again"), {}, {}, {},
                           colors.error()});
    else if (m_connection == Connection::None)
        m_items.push_back({Id::Connection, tr("no collector: the index is read only"), {}, {}, {},
                           colors.text3});
    if (m_status && m_connection == Connection::Connected) {
        addSources(*m_status);
        addLoss(*m_status);
        const QString events =
            eventsText(m_status->indexEvents, groupedNumber(m_status->indexEvents));
        m_items.push_back(
            {Id::Index, tr("index"), bytesText(m_status->indexBytes),
             m_quota ? tr("of %1").arg(bytesText(*m_quota)) : QString(),
             m_status->slices == 1
                 ? tr("%1 in 1 slice").arg(events)
                 : tr("%1 in %2 slices").arg(events, groupedNumber(m_status->slices))});
        const auto firing = m_status->alertsFiring;
        Item alerts{Id::Alerts};
        if (firing > 0) {
            alerts.figure = firing == 1 ? tr("1 alert firing")
                                        : tr("%1 alerts firing").arg(groupedNumber(firing));
            alerts.color = colors.error();
        } else {
            alerts.before = tr("no alert firing");
        }
        alerts.page = Navigator::Page::Alerts;
        alerts.atRight = true;
        m_items.push_back(alerts);
    }
    Item zone{Id::Zone, tr("UTC"), {}, {}, tr("All times are UTC")};
    if (!m_zone.isEmpty()) {
        zone.before = m_zone;
        zone.tip = tr("The log list and time axes use %1").arg(m_zone);
    }
    zone.page = Navigator::Page::Logs;
    zone.atRight = true;
    m_items.push_back(zone);
    refresh();
}

void StatusBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    refresh();
}

/// All of it, with the focus what the keys are at.
void StatusBar::describe()
{
    const auto wordsOf = [](const Item& item) {
        QStringList parts{item.before, item.figure, item.after};
        parts.removeAll({});
        return parts.join(QLatin1Char(' '));
    };
    QStringList words;
    if (const Item* item = chosen()) {
        words << wordsOf(*item) << item->tip;
        words.removeAll({});
    } else {
        for (const Item& each : m_items)
            words << wordsOf(each);
    }
    setAccessibleDescription(words.join(QStringLiteral(", ")));
}

void StatusBar::addSources(const Status& status)
{
    const Colors& colors = m_theme.colors();
    std::uint64_t live = 0;
    std::uint64_t bad = 0;
    double rate = 0;
    for (const SourceStatus& source : status.sources) {
        live += source.state == SourceState::Live ? 1 : 0;
        bad += source.state == SourceState::Failed || source.state == SourceState::Retrying
                || source.state == SourceState::Stalled
            ? 1
            : 0;
        rate += source.eventsPerSecond;
    }
    const auto total = static_cast<std::uint64_t>(status.sources.size());
    Item sources{Id::Sources};
    sources.dot = bad > 0 ? colors.error() : live == total ? colors.ok : colors.warn();
    if (total == 0) {
        sources.before = tr("no source");
        sources.dot = colors.text3;
    } else if (live == total) {
        sources.figure = total == 1 ? tr("1 source") : tr("%1 sources").arg(groupedNumber(total));
        sources.after = tr("live");
    } else {
        sources.figure = tr("%1 of %2 sources").arg(groupedNumber(live), groupedNumber(total));
        sources.after = bad > 0 ? tr("live, %1 failing").arg(groupedNumber(bad)) : tr("live");
    }
    m_items.push_back(sources);
    m_items.push_back({Id::Rate, {}, rateNumber(rate), tr("events/s")});
}

void StatusBar::addLoss(const Status& status)
{
    const Colors& colors = m_theme.colors();
    std::uint64_t lag = 0;
    std::uint64_t dropped = 0;
    std::uint64_t gaps = 0;
    bool isLagKnown = false;
    for (const SourceStatus& source : status.sources) {
        isLagKnown = isLagKnown || source.lag.has_value();
        lag += source.lag.value_or(0);
        dropped += source.dropped;
        gaps += source.gaps.size();
    }
    if (isLagKnown)
        m_items.push_back(
            {Id::Lag, tr("lag"), shortNumber(lag), {}, tr("Events at the brokers, not yet here")});
    m_items.push_back({Id::Dropped,
                       tr("dropped"),
                       shortNumber(dropped),
                       {},
                       tr("Events shed because a source could not wait"),
                       dropped > 0 ? colors.error() : QColor()});
    m_items.push_back({Id::Gaps,
                       tr("gaps"),
                       groupedNumber(gaps),
                       {},
                       tr("Stretches that are missing, each with its reason"),
                       gaps > 0 ? colors.warn() : QColor()});
    if (!status.writerError.empty())
        m_items.push_back({Id::WriterError,
                           {},
                           tr("index cannot be written"),
                           {},
                           plainText(status.writerError, 300),
                           colors.error()});
}

int StatusBar::widthOf(const Item& item) const
{
    const QFont plain = m_theme.uiFont(12);
    const QFontMetrics metrics(plain);
    const int space = m_theme.scaled(4);
    int width = item.dot.isValid() ? m_theme.scaled(dotWidth) : 0;
    if (!item.before.isEmpty())
        width += metrics.horizontalAdvance(item.before) + space;
    if (!item.figure.isEmpty())
        width += tabularWidth(QFontMetrics(boldFont()), item.figure) + space;
    if (!item.after.isEmpty())
        width += metrics.horizontalAdvance(item.after) + space;
    return width;
}

void StatusBar::layOut()
{
    const int between = m_theme.scaled(gap);
    int left = m_theme.scaled(margin);
    int right = width() - left;
    for (auto item = m_items.rbegin(); item != m_items.rend(); ++item) {
        if (!item->atRight)
            continue;
        const int wide = widthOf(*item);
        item->area = QRect(right - wide, 1, wide, height() - 1);
        right -= wide + between;
    }
    for (Item& item : m_items) {
        if (item.atRight)
            continue;
        const int wide = widthOf(item);
        // What does not fit is left out whole: half a figure is a wrong figure.
        item.area = left + wide <= right ? QRect(left, 1, wide, height() - 1) : QRect();
        left += wide + between;
    }
}

void StatusBar::paintEvent(QPaintEvent*)
{
    layOut();
    const Colors& colors = m_theme.colors();
    QPainter painter(this);
    painter.fillRect(rect(), colors.panel);
    painter.fillRect(0, 0, width(), 1, colors.line);
    for (const Item& item : m_items) {
        if (!item.area.isEmpty())
            paintItem(painter, item);
    }
}

void StatusBar::paintItem(QPainter& painter, const Item& item) const
{
    const Colors& colors = m_theme.colors();
    const QFont plain = m_theme.uiFont(12);
    QRect rest = item.area;
    const QRect ground = rest.adjusted(m_theme.scaled(-6), 0, m_theme.scaled(2), 0);
    if (item.area.contains(m_mouse))
        painter.fillRect(ground, colors.raised);
    if (&item == chosen()) {
        painter.setPen(colors.accent);
        painter.drawRect(ground.adjusted(0, 1, -1, -2));
    }
    if (item.dot.isValid()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(item.dot);
        const int dot = m_theme.scaled(7);
        painter.drawEllipse(QRectF(rest.left(), rest.center().y() - dot / 2, dot, dot));
        rest.setLeft(rest.left() + m_theme.scaled(dotWidth));
    }
    const auto words = [&](const QString& text) {
        if (text.isEmpty())
            return;
        painter.setFont(plain);
        painter.setPen(colors.text2);
        painter.drawText(rest, Qt::AlignVCenter | Qt::AlignLeft, text);
        rest.setLeft(rest.left() + painter.fontMetrics().horizontalAdvance(text)
                     + m_theme.scaled(4));
    };
    words(item.before);
    if (!item.figure.isEmpty()) {
        painter.setFont(boldFont());
        painter.setPen(item.color.isValid() ? item.color : colors.text);
        drawTabular(painter, rest, item.figure);
        rest.setLeft(rest.left() + tabularWidth(painter.fontMetrics(), item.figure)
                     + m_theme.scaled(4));
    }
    words(item.after);
}

const StatusBar::Item* StatusBar::itemAt(const QPoint& at) const
{
    const auto found = std::find_if(m_items.begin(), m_items.end(),
                                    [&](const Item& item) { return item.area.contains(at); });
    return found == m_items.end() ? nullptr : &*found;
}

void StatusBar::mouseMoveEvent(QMouseEvent* event)
{
    m_mouse = event->position().toPoint();
    setCursor(itemAt(m_mouse) != nullptr ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void StatusBar::leaveEvent(QEvent*)
{
    m_mouse = {-1, -1};
    update();
}

void StatusBar::mousePressEvent(QMouseEvent* event)
{
    if (const Item* item = itemAt(event->position().toPoint()))
        emit pageWanted(item->page);
}

const StatusBar::Item* StatusBar::chosen() const
{
    const auto all = seen();
    if (!hasFocus() || all.empty())
        return nullptr;
    const auto found =
        std::ranges::find_if(all, [this](const Item* item) { return item->id >= m_chosen; });
    return found == all.end() ? all.back() : *found;
}

std::vector<const StatusBar::Item*> StatusBar::seen() const
{
    std::vector<const Item*> all;
    for (const Item& item : m_items) {
        if (!item.area.isEmpty())
            all.push_back(&item);
    }
    return all;
}

void StatusBar::choose(int by)
{
    const auto all = seen();
    const Item* now = chosen();
    if (now == nullptr)
        return;
    const auto at = std::clamp<std::ptrdiff_t>(std::ranges::find(all, now) - all.begin() + by, 0,
                                               std::ssize(all) - 1);
    m_chosen = all[static_cast<std::size_t>(at)]->id;
    describe();
    update();
}

void StatusBar::refresh()
{
    layOut(); // an item has its place from then on
    describe();
    update();
}

void StatusBar::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        choose(event->key() == Qt::Key_Left ? -1 : 1);
        if (const Item* item = chosen())
            showTip(*item, mapToGlobal(item->area.topLeft()));
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (const Item* item = chosen())
            emit pageWanted(item->page);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void StatusBar::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    describe();
    update();
}

void StatusBar::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    describe();
    update();
}

/// Tips are ours but for the writer's words, and those hold no markup once their brackets are gone.
void StatusBar::showTip(const Item& item, const QPoint& at)
{
    QString tip = item.tip;
    tip.replace(QLatin1Char('<'), QChar(0x2039));
    QToolTip::showText(at, tip, this);
}

bool StatusBar::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const Item* item = itemAt(help->pos());
    showTip(item != nullptr ? *item : Item(), help->globalPos());
    return true;
}

} // namespace weir
