// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/eventlist.h"

#include "ui/models/eventlines.h"
#include "ui/models/zones.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>

namespace weir {

namespace {

constexpr int margin = 14;
constexpr int gap = 8;
constexpr int stripeWidth = 3;

/// Severity stripe, time, service, text; below it the note.
class EventLineDelegate final : public QStyledItemDelegate
{
public:
    EventLineDelegate(const QSortFilterProxyModel& filtered, const EventLines& model, Theme& theme,
                      QObject* parent)
        : QStyledItemDelegate(parent)
        , m_filtered(filtered)
        , m_model(model)
        , m_theme(theme)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override
    {
        const int line = lineHeight();
        return {0, lineOf(index).note.isEmpty() ? line : 2 * line - m_theme.scaled(4)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const Colors& colors = m_theme.colors();
        const EventLine& line = lineOf(index);
        const bool isCurrent = m_model.isCurrent(m_filtered.mapToSource(index));
        painter->save();
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, colors.selection);
        else if (option.state.testFlag(QStyle::State_MouseOver))
            painter->fillRect(option.rect, colors.raised);
        painter->fillRect(QRect(option.rect.left(), option.rect.top() + 2,
                                m_theme.scaled(stripeWidth),
                                option.rect.height() - 4),
                          isCurrent ? colors.accent : colors.markOf(line.severity));
        painter->setFont(m_theme.eventFont());
        const int height = lineHeight();
        QRect rest = option.rect.adjusted(m_theme.scaled(margin), 0, -m_theme.scaled(gap), 0);
        rest.setHeight(height);
        paintPart(*painter, rest, clockText(line.key.time, m_model.zone(), 3), colors.text3);
        if (line.isRemoved)
            paintPart(*painter, rest, EventLines::tr("not kept any more"), colors.text3);
        else
            paintPart(*painter, rest, line.service, colors.text2);
        paintPart(*painter, rest, line.title,
                  line.severity >= SeverityClass::Warn ? colors.of(line.severity) : colors.text);
        if (!line.note.isEmpty()) {
            painter->setFont(m_theme.uiFont());
            QRect below = option.rect.adjusted(m_theme.scaled(margin), height - m_theme.scaled(4),
                                               -m_theme.scaled(gap), 0);
            paintPart(*painter, below, line.note, colors.accent);
        }
        painter->restore();
    }

private:
    const EventLine& lineOf(const QModelIndex& index) const
    {
        return m_model.line(m_filtered.mapToSource(index));
    }

    int lineHeight() const
    {
        return QFontMetrics(m_theme.eventFont()).height() + m_theme.scaled(6);
    }

    void paintPart(QPainter& painter, QRect& rest, const QString& text, const QColor& color) const
    {
        const QFontMetrics metrics = painter.fontMetrics();
        const QString shown = metrics.elidedText(text, Qt::ElideRight, rest.width());
        painter.setPen(color);
        painter.drawText(rest, int(Qt::AlignVCenter) | int(Qt::TextSingleLine), shown);
        rest.setLeft(rest.left() + metrics.horizontalAdvance(shown) + m_theme.scaled(gap));
    }

    const QSortFilterProxyModel& m_filtered;
    const EventLines& m_model;
    Theme& m_theme;
};

} // namespace

EventList::EventList(Theme& theme, QWidget* parent)
    : QListView(parent)
    , m_model(new EventLines(this))
    , m_filtered(new QSortFilterProxyModel(this))
{
    m_filtered->setSourceModel(m_model);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    setModel(m_filtered);
    setItemDelegate(new EventLineDelegate(*m_filtered, *m_model, theme, this));
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    connect(this, &QListView::clicked, this, &EventList::choose);
    connect(this, &QListView::activated, this, &EventList::choose);
    connect(&theme, &Theme::changed, this, &QListView::doItemsLayout);
}

void EventList::setLines(std::vector<EventLine> lines, std::optional<EventSeq> current)
{
    m_model->setLines(std::move(lines), current);
    if (current)
        mark(*current);
}

void EventList::setZone(const QTimeZone& zone)
{
    m_model->setZone(zone);
}

void EventList::replace(std::size_t first, std::vector<EventLine> lines)
{
    m_model->replace(first, std::move(lines));
}

const std::vector<EventLine>& EventList::lines() const
{
    return m_model->lines();
}

void EventList::setFilter(const QString& text)
{
    m_filtered->setFilterFixedString(text);
}

void EventList::mark(EventSeq seq)
{
    const QModelIndex index = m_filtered->mapFromSource(m_model->indexOf(seq));
    setCurrentIndex(index);
    if (index.isValid())
        scrollTo(index, QAbstractItemView::PositionAtCenter);
}

void EventList::setCurrent(EventSeq seq)
{
    m_model->setCurrent(seq);
    const QModelIndex index = m_filtered->mapFromSource(m_model->indexOf(seq));
    setCurrentIndex(index);
    if (index.isValid())
        scrollTo(index, QAbstractItemView::EnsureVisible);
}

const EventLine* EventList::marked() const
{
    const QModelIndex index = currentIndex();
    return index.isValid() ? &m_model->line(m_filtered->mapToSource(index)) : nullptr;
}

void EventList::choose(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    // By value: answering may replace the lines.
    const EventLine line = m_model->line(m_filtered->mapToSource(index));
    emit chosen(line);
}

} // namespace weir
