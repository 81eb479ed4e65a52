// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/columnheader.h"

#include "core/query/names.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

constexpr int grip = 5; ///< pixels to both sides of an edge
constexpr int leastWidth = 24;
constexpr int buttonWidth = 26;
constexpr int keyStep = 8; ///< pixels a key press resizes by
constexpr std::size_t maxColumns = 24;

/// In a menu a single & would mark a key.
QString menuText(QString text)
{
    return text.replace(QLatin1Char('&'), QLatin1String("&&"));
}

} // namespace

ColumnHeader::ColumnHeader(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_viewButton(new QToolButton(this))
{
    setObjectName(QStringLiteral("columnHeader"));
    setAccessibleName(tr("Columns"));
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    setAcceptDrops(true);
    m_viewButton->setText(QStringLiteral("⋯"));
    m_viewButton->setAccessibleName(tr("View"));
    m_viewButton->setToolTip(tr("Columns, density, times, wrapping"));
    m_viewButton->setAutoRaise(true);
    m_viewButton->setProperty("role", QStringLiteral("inline"));
    // Not the button's own menu: its arrow would leave no room for the dots.
    connect(m_viewButton, &QToolButton::clicked, this, [this] {
        if (m_viewMenu != nullptr)
            m_viewMenu->popup(mapToGlobal(QPoint(m_viewButton->x(), height())));
    });
    m_viewButton->setCursor(Qt::ArrowCursor);
    m_viewButton->hide();
    connect(&m_theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

void ColumnHeader::setViewMenu(QMenu* menu)
{
    m_viewMenu = menu;
    m_viewButton->setVisible(menu != nullptr);
}

void ColumnHeader::resizeEvent(QResizeEvent*)
{
    const int wide =
        std::max(m_theme.scaled(buttonWidth), m_viewButton->minimumSizeHint().width());
    m_viewButton->setGeometry(width() - wide - m_theme.scaled(4), 1, wide, height() - 2);
}

void ColumnHeader::setColumns(const ListSettings& settings, std::vector<ColumnPlace> places)
{
    m_settings = settings;
    m_places = std::move(places);
    m_current = std::min(m_current, m_places.size() - 1);
    if (m_dragged >= m_places.size()) {
        m_drag = Drag::None;
        m_dropAt = -1;
    }
    describe();
    update();
}

void ColumnHeader::setSort(const std::optional<Sort>& sort)
{
    if (sort == m_sort)
        return;
    m_sort = sort;
    describe();
    update();
}

void ColumnHeader::describe()
{
    QStringList titles;
    for (const ColumnPlace& place : m_places)
        titles += titleOf(place.field);
    const QString columns = titles.join(QStringLiteral(", "));
    if (!m_sort)
        setAccessibleDescription(columns);
    else if (m_sort->isDescending)
        setAccessibleDescription(
            tr("%1; sorted by %2, the largest first").arg(columns, titleOf(m_sort->field)));
    else
        setAccessibleDescription(
            tr("%1; sorted by %2, the smallest first").arg(columns, titleOf(m_sort->field)));
}

QString ColumnHeader::markedTitleOf(const std::string& field) const
{
    if (!m_sort || m_sort->field != field)
        return titleOf(field);
    return titleOf(field) + (m_sort->isDescending ? QStringLiteral(" ▼") : QStringLiteral(" ▲"));
}

void ColumnHeader::setNotice(const QString& notice)
{
    if (notice == m_notice)
        return;
    m_notice = notice;
    update();
}

int ColumnHeader::noticeRight() const
{
    return width() - m_theme.scaled(34);
}

void ColumnHeader::setTaken(int pixels)
{
    if (pixels == m_taken)
        return;
    m_taken = pixels;
    update();
}

QString ColumnHeader::titleOf(const std::string& field) const
{
    if (field == "time") {
        if (m_settings.zone == "UTC" || m_settings.timeForm == ListSettings::TimeForm::Relative)
            return tr("time");
        return tr("time · %1").arg(m_settings.zone == "local"
                                       ? tr("local")
                                       : plainText(m_settings.zone, 64));
    }
    if (field == "level")
        return tr("level");
    if (field == "service")
        return tr("service");
    return field == "body" ? tr("body") : plainText(field, 64);
}

void ColumnHeader::paintEvent(QPaintEvent*)
{
    const Colors& colors = m_theme.colors();
    QPainter painter(this);
    painter.fillRect(rect(), colors.window);
    painter.fillRect(0, height() - 1, width(), 1, colors.line);
    const QFont font = m_theme.uiFont(12);
    painter.setFont(font);
    const QFontMetrics metrics(font);
    // Right of the time: in a narrow list the other titles give way to what has to be said.
    const int gap = m_taken > 0 ? m_theme.scaled(12) : 0;
    const int room = noticeRight() - m_taken - gap - (m_places.size() > 1 ? m_places[1].left : 0);
    const QString notice = metrics.elidedText(m_notice, Qt::ElideRight, std::max(0, room));
    const int noticeWidth = metrics.horizontalAdvance(notice);
    const int titlesEnd = noticeRight() - m_taken - gap
        - (notice.isEmpty() ? 0 : noticeWidth + m_theme.scaled(12));
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        const ColumnPlace& place = m_places[i];
        const bool isLast = i + 1 == m_places.size();
        const int right = std::min(place.right(), titlesEnd);
        const QRect cell(place.left, 0, right - place.left, height() - 1);
        if (cell.width() <= 0)
            continue;
        const bool isCurrent = hasFocus() && i == m_current;
        painter.setPen(isCurrent ? colors.accent : colors.text3);
        painter.drawText(cell, int(Qt::AlignVCenter) | int(Qt::AlignLeft) | Qt::TextSingleLine,
                         metrics.elidedText(markedTitleOf(place.field), Qt::ElideRight, cell.width()));
        if (isCurrent)
            painter.fillRect(place.left, height() - 2, place.width, 2, colors.accent);
        if (!isLast && (underMouse() || hasFocus()))
            painter.fillRect(place.right() + columnGap / 2, height() / 4, 1, height() / 2,
                             colors.strongLine);
    }
    painter.setPen(colors.text3);
    painter.drawText(QRect(0, 0, noticeRight() - m_taken - gap, height() - 1),
                     Qt::AlignVCenter | Qt::AlignRight, notice);
    if (m_dropAt >= 0)
        painter.fillRect(m_dropAt, 0, 2, height(), colors.accent);
}

std::optional<std::size_t> ColumnHeader::edgeAt(int x) const
{
    for (std::size_t i = 0; i + 1 < m_places.size(); ++i) {
        if (std::abs(x - m_places[i].right() - columnGap / 2) <= grip)
            return i;
    }
    return {};
}

std::size_t ColumnHeader::columnAt(int x) const
{
    for (std::size_t i = 0; i + 1 < m_places.size(); ++i) {
        if (x < m_places[i].right() + columnGap / 2)
            return i;
    }
    return m_places.empty() ? 0 : m_places.size() - 1;
}

void ColumnHeader::resizeColumn(std::size_t column, int width)
{
    if (column >= m_settings.columns.size())
        return;
    ListSettings settings = m_settings;
    settings.columns[column].width = static_cast<int>(
        std::lround(std::max(leastWidth, width) / zoomOf(m_theme.eventFont())));
    emit settingsWanted(settings);
}

void ColumnHeader::moveColumn(std::size_t from, std::size_t to)
{
    const std::size_t count = m_settings.columns.size();
    if (from == to || from >= count || to >= count)
        return;
    ListSettings settings = m_settings;
    const ListSettings::Column moved = settings.columns[from];
    settings.columns.erase(settings.columns.begin() + static_cast<std::ptrdiff_t>(from));
    settings.columns.insert(settings.columns.begin() + static_cast<std::ptrdiff_t>(to), moved);
    emit settingsWanted(settings);
}

void ColumnHeader::hideColumn(std::size_t column)
{
    if (m_settings.columns.size() < 2 || column >= m_settings.columns.size())
        return;
    ListSettings settings = m_settings;
    settings.columns.erase(settings.columns.begin() + static_cast<std::ptrdiff_t>(column));
    emit settingsWanted(settings);
}

void ColumnHeader::addColumn(const std::string& field, std::size_t before)
{
    const std::string canonical = canonicalName(field);
    const auto isSame = [&canonical](const ListSettings::Column& column) {
        return canonicalName(column.field) == canonical;
    };
    const auto& columns = m_settings.columns;
    if (field.empty() || columns.size() >= maxColumns
        || std::any_of(columns.begin(), columns.end(), isSame))
        return;
    // The names that columns of their own kind have.
    const std::string name = canonical == "severity" ? "level"
        : canonical == "service.name"                ? "service"
                                                     : field;
    ListSettings settings = m_settings;
    settings.columns.insert(settings.columns.begin() + static_cast<std::ptrdiff_t>(std::min(before, columns.size())),
                            {name, 0});
    emit settingsWanted(settings);
}

void ColumnHeader::fillAddMenu(QMenu& menu, std::size_t before)
{
    std::vector<std::string> fields{"time", "level", "service", "body"};
    const std::vector<std::string> seen = m_fields ? m_fields() : std::vector<std::string>();
    fields.insert(fields.end(), seen.begin(), seen.end());
    for (const char* name : {"host", "source", "topic", "partition", "offset", "trace_id"})
        fields.emplace_back(name);
    std::vector<std::string> known;
    for (const ListSettings::Column& column : m_settings.columns)
        known.push_back(canonicalName(column.field));
    for (const std::string& field : fields) {
        const std::string canonical = canonicalName(field);
        if (std::find(known.begin(), known.end(), canonical) != known.end())
            continue;
        known.push_back(canonical);
        menu.addAction(menuText(titleOf(field)), this, [this, field, before] { addColumn(field, before); });
    }
}

void ColumnHeader::fillMenu(QMenu& menu, std::size_t column)
{
    const std::string field = m_places[column].field;
    const bool isLast = column + 1 == m_places.size();
    menu.addAction(field == "time" ? tr("In the order of time")
                                   : tr("Sort by %1").arg(menuText(titleOf(field))),
                   this, [this, field] { emit sortWanted(field); });
    menu.addAction(tr("Hide %1").arg(menuText(titleOf(field))), this, [this, column] { hideColumn(column); })
        ->setEnabled(m_places.size() > 1);
    menu.addAction(tr("As wide as its content"), this, [this, field] { emit fitWanted(field); })
        ->setEnabled(!isLast);
    menu.addAction(tr("Move left"), this, [this, column] { moveColumn(column, column - 1); })
        ->setEnabled(column > 0);
    menu.addAction(tr("Move right"), this, [this, column] { moveColumn(column, column + 1); })
        ->setEnabled(!isLast);
    // Before the last one, which takes the rest of the room.
    fillAddMenu(*menu.addMenu(tr("Add column")), isLast ? column : column + 1);
    menu.addAction(tr("Reset columns"), this, [this] {
        ListSettings settings = m_settings;
        settings.columns = ListSettings().columns;
        emit settingsWanted(settings);
    });
    if (m_viewMenu != nullptr) {
        menu.addSeparator();
        menu.addActions(m_viewMenu->actions());
    }
}

void ColumnHeader::contextMenuEvent(QContextMenuEvent* event)
{
    if (m_places.empty())
        return;
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const std::size_t column = byKey ? m_current : columnAt(event->x());
    const QPoint at = byKey ? mapToGlobal(QPoint(m_places[column].left, height()))
                            : event->globalPos();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(*menu, column);
    menu->popup(at);
}

/// Return is a key of the list, and its own as long as the head has the focus.
bool ColumnHeader::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Return) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void ColumnHeader::keyPressEvent(QKeyEvent* event)
{
    const bool isLeft = event->key() == Qt::Key_Left;
    if (event->key() == Qt::Key_Return && m_current < m_places.size()) {
        emit sortWanted(m_places[m_current].field);
        return;
    }
    if (event->key() == Qt::Key_Delete) {
        hideColumn(m_current);
        return;
    }
    if (!isLeft && event->key() != Qt::Key_Right) {
        QWidget::keyPressEvent(event);
        return;
    }
    const bool isEnd = isLeft ? m_current == 0 : m_current + 1 >= m_places.size();
    const std::size_t next = isEnd ? m_current : isLeft ? m_current - 1 : m_current + 1;
    if ((event->modifiers() & Qt::ShiftModifier) != 0) {
        if (m_current + 1 < m_places.size())
            resizeColumn(m_current, m_places[m_current].width + (isLeft ? -keyStep : keyStep));
        return;
    }
    const std::size_t from = std::exchange(m_current, next);
    if ((event->modifiers() & Qt::ControlModifier) != 0)
        moveColumn(from, next);
    update();
}

void ColumnHeader::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || m_places.empty())
        return;
    m_pressedAt = static_cast<int>(event->position().x());
    const auto edge = edgeAt(m_pressedAt);
    m_drag = edge ? Drag::Edge : Drag::Title;
    m_dragged = edge.value_or(columnAt(m_pressedAt));
}

void ColumnHeader::mouseMoveEvent(QMouseEvent* event)
{
    const int x = static_cast<int>(event->position().x());
    if (m_drag == Drag::Edge) {
        resizeColumn(m_dragged, x - columnGap / 2 - m_places[m_dragged].left);
    } else if (m_drag == Drag::Title) {
        if (std::abs(x - m_pressedAt) < QApplication::startDragDistance() && m_dropAt < 0)
            return;
        const std::size_t to = columnAt(x);
        const ColumnPlace& place = m_places[to];
        m_dropAt = std::max(0, (to > m_dragged ? place.right() : place.left) - columnGap / 2);
        update();
    } else {
        setCursor(edgeAt(x) ? Qt::SplitHCursor : Qt::ArrowCursor);
        update();
    }
}

void ColumnHeader::mouseReleaseEvent(QMouseEvent* event)
{
    const Drag drag = std::exchange(m_drag, Drag::None);
    const bool isMoved = std::exchange(m_dropAt, -1) >= 0;
    update();
    if (drag == Drag::Title && isMoved)
        moveColumn(m_dragged, columnAt(static_cast<int>(event->position().x())));
    else if (drag == Drag::Title && rect().contains(event->position().toPoint()))
        emit sortWanted(m_places[m_dragged].field);
}

void ColumnHeader::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (const auto edge = edgeAt(static_cast<int>(event->position().x())))
        emit fitWanted(m_places[*edge].field);
}

void ColumnHeader::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasFormat(QLatin1String(fieldMimeType)))
        event->acceptProposedAction();
}

void ColumnHeader::dropEvent(QDropEvent* event)
{
    const QByteArray field = event->mimeData()->data(QLatin1String(fieldMimeType));
    addColumn(field.toStdString(), columnAt(event->position().toPoint().x()));
    event->acceptProposedAction();
}

void ColumnHeader::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void ColumnHeader::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

} // namespace weir
