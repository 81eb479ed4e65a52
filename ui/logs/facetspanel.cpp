// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/facetspanel.h"

#include "ui/logs/facetvalues.h"
#include "ui/models/format.h"
#include "ui/models/steadyfacets.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QContextMenuEvent>
#include <QDrag>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>
#include <utility>

namespace weir {

namespace {

constexpr int nameHeight = 24;
constexpr int valueHeight = 22;
constexpr int groupGap = 10;
constexpr std::size_t valuesShown = 5;
constexpr int longestShown = 200; ///< of a value, in characters

} // namespace

FacetsPanel::FacetsPanel(Theme& theme, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Fields"));
    connect(&m_theme, &Theme::changed, this, [this] {
        layOut();
        viewport()->update();
    });
}

void FacetsPanel::setFacets(Facets facets)
{
    keepNarrowed(m_facets, facets);
    if (!m_isHeld) {
        showFacets(std::move(facets));
        return;
    }
    showFacets(heldTo(m_facets, facets));
    m_newest = std::move(facets);
}

void FacetsPanel::showFacets(Facets facets)
{
    // The line of the keyboard stays with its field and value, wherever they are now.
    std::optional<std::pair<std::string, QString>> current;
    if (m_current >= 0) {
        const Line& line = m_lines[static_cast<std::size_t>(m_current)];
        current = {fieldOf(line).name, lineText(line)};
    }
    m_facets = std::move(facets);
    addNamed();
    layOut();
    m_current = -1;
    for (std::size_t i = 0; current && i < m_lines.size(); ++i) {
        if (fieldOf(m_lines[i]).name == current->first && lineText(m_lines[i]) == current->second)
            m_current = static_cast<int>(i);
    }
    viewport()->update();
}

void FacetsPanel::setOfEarlier(bool isEarlier)
{
    m_isOfEarlier = isEarlier;
    viewport()->update();
}

void FacetsPanel::letGo()
{
    m_isHeld = false;
    if (auto newest = std::exchange(m_newest, {}))
        showFacets(std::move(*newest));
}

void FacetsPanel::setTerms(QueryTerms terms)
{
    m_terms = std::move(terms);
    if (!m_isAsking)
        letGo();
    addNamed();
    layOut();
    viewport()->update();
}

void FacetsPanel::addNamed()
{
    for (const auto& [name, text] : m_terms.named()) {
        auto field = std::ranges::find(m_facets.fields, name, &Facets::Field::name);
        if (field == m_facets.fields.end()) {
            if (m_terms.stateOf(name, text) == QueryTerms::State::Included)
                continue; // no event has the field
            field = m_facets.fields.emplace(field);
            field->name = name;
        }
        auto& values = field->values;
        const bool isListed =
            std::ranges::find(values, text, &Facets::Value::text) != values.end();
        if (!field->hasManyValues && !isListed)
            values.push_back({plainText(text, longestShown), text, 0});
    }
}

void FacetsPanel::layOut()
{
    m_lines.clear();
    int y = m_theme.scaled(titleHeight);
    const int width = viewport()->width();
    const auto add = [&](Line::Kind kind, std::size_t field, std::size_t value, int height) {
        m_lines.push_back({kind, field, value, QRect(0, y, width, m_theme.scaled(height))});
        y += m_theme.scaled(height);
    };
    for (std::size_t f = 0; f < m_facets.fields.size(); ++f) {
        const Facets::Field& field = m_facets.fields[f];
        add(Line::Kind::Name, f, 0, nameHeight);
        const bool isClosed = m_closed.count(field.name) > 0;
        std::size_t shown = 0;
        for (std::size_t v = 0; !isClosed && v < field.values.size(); ++v) {
            const bool isNamed =
                m_terms.stateOf(field.name, field.values[v].text) != QueryTerms::State::None;
            if (v >= valuesShown && !isNamed)
                continue;
            add(Line::Kind::Value, f, v, valueHeight);
            ++shown;
        }
        if (!isClosed && field.values.size() > shown)
            add(Line::Kind::More, f, 0, valueHeight);
        y += field.values.empty() || isClosed ? 0 : m_theme.scaled(groupGap);
    }
    m_hovered = -1;
    if (m_current >= static_cast<int>(m_lines.size()))
        m_current = -1;
    verticalScrollBar()->setRange(
        0, std::max(0, y + m_theme.scaled(groupGap) - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(m_theme.scaled(valueHeight));
}

void FacetsPanel::resizeEvent(QResizeEvent*)
{
    layOut();
}

int FacetsPanel::lineAt(const QPoint& at) const
{
    if (at.y() < m_theme.scaled(titleHeight))
        return -1;
    const QPoint inside(at.x(), at.y() + verticalScrollBar()->value());
    const auto found = std::find_if(m_lines.begin(), m_lines.end(), [&](const Line& line) {
        return line.area.contains(inside);
    });
    return found == m_lines.end() ? -1 : static_cast<int>(found - m_lines.begin());
}

QRect FacetsPanel::placeOf(int line) const
{
    return m_lines[static_cast<std::size_t>(line)].area.translated(0,
                                                                   -verticalScrollBar()->value());
}

QString FacetsPanel::lineText(const Line& line) const
{
    const Facets::Field& field = fieldOf(line);
    if (line.kind == Line::Kind::Name)
        return shownFieldName(field.name);
    return line.kind == Line::Kind::More ? tr("more…") : valueOf(line).shown;
}

void FacetsPanel::mouseMoveEvent(QMouseEvent* event)
{
    const QPoint at = event->position().toPoint();
    if (m_pressed) {
        if ((at - *m_pressed).manhattanLength() >= QApplication::startDragDistance()) {
            const int line = lineAt(*m_pressed);
            m_pressed.reset();
            if (line >= 0)
                startDrag(line);
        }
        return;
    }
    m_hovered = lineAt(at);
    viewport()->setCursor(m_hovered >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    viewport()->update();
}

void FacetsPanel::leaveEvent(QEvent*)
{
    letGo();
    m_hovered = -1;
    viewport()->update();
}

void FacetsPanel::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        m_pressed = event->position().toPoint();
}

void FacetsPanel::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    m_pressed.reset();
    const int line = lineAt(event->position().toPoint());
    if (line < 0)
        return;
    setCurrent(line);
    // The next click is meant for what is below the mouse now.
    m_isHeld |= m_lines[static_cast<std::size_t>(line)].kind == Line::Kind::Value;
    activate(line, event->modifiers());
}

void FacetsPanel::startDrag(int at)
{
    const std::string name = fieldOf(m_lines[static_cast<std::size_t>(at)]).name;
    auto* content = new QMimeData;
    content->setData(QLatin1String(mimeType), QByteArray::fromStdString(name));
    content->setText(QString::fromStdString(name));
    auto* drag = new QDrag(this);
    drag->setMimeData(content);
    drag->exec(Qt::CopyAction);
}

void FacetsPanel::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    if (m_current < 0 && !m_lines.empty() && event->reason() != Qt::MouseFocusReason)
        setCurrent(0);
    viewport()->update();
}

void FacetsPanel::setCurrent(int line)
{
    m_current = std::clamp(line, 0, std::max(0, static_cast<int>(m_lines.size()) - 1));
    if (m_lines.empty())
        return;
    const Line& current = m_lines[static_cast<std::size_t>(m_current)];
    QScrollBar* bar = verticalScrollBar();
    const int titleRoom = m_theme.scaled(titleHeight);
    if (current.area.top() < bar->value() + titleRoom)
        bar->setValue(current.area.top() - titleRoom);
    else if (current.area.bottom() > bar->value() + viewport()->height())
        bar->setValue(current.area.bottom() - viewport()->height() + 1);
    setAccessibleDescription(current.kind == Line::Kind::Value
                                 ? tr("%1: %2, %3")
                                       .arg(shownFieldName(fieldOf(current).name),
                                            lineText(current),
                                            groupedNumber(valueOf(current).count))
                                 : lineText(current));
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
    viewport()->update();
}

void FacetsPanel::activate(int at, Qt::KeyboardModifiers held)
{
    const Line line = m_lines[static_cast<std::size_t>(at)];
    const Facets::Field& field = fieldOf(line);
    if (line.kind == Line::Kind::More) {
        showAllValues(at);
    } else if (line.kind == Line::Kind::Value) {
        const std::string name = field.name;
        const std::string value = valueOf(line).text;
        m_isAsking = true;
        if (held.testFlag(Qt::ControlModifier) && !excludes(held))
            emit addWanted(name, value);
        else
            emit toggleWanted(name, value, excludes(held));
        m_isAsking = false;
    } else if (field.values.empty() && field.hasNumbers) {
        emit statisticsWanted(std::string(field.name));
    } else if (!field.values.empty()) {
        if (m_closed.erase(field.name) == 0)
            m_closed.insert(field.name);
        layOut();
        viewport()->update();
    }
}

void FacetsPanel::keyPressEvent(QKeyEvent* event)
{
    if (m_lines.empty()) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    const int page = std::max(1, viewport()->height() / m_theme.scaled(valueHeight) - 1);
    switch (event->key()) {
    case Qt::Key_Down:
        setCurrent(m_current + 1);
        return;
    case Qt::Key_Up:
        setCurrent(m_current - 1);
        return;
    case Qt::Key_PageDown:
        setCurrent(m_current + page);
        return;
    case Qt::Key_PageUp:
        setCurrent(m_current - page);
        return;
    case Qt::Key_Home:
        setCurrent(0);
        return;
    case Qt::Key_End:
        setCurrent(static_cast<int>(m_lines.size()) - 1);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current >= 0)
            activate(m_current, event->modifiers());
        return;
    case Qt::Key_Plus:
        if (m_current >= 0)
            emit columnWanted(QString::fromStdString(
                fieldOf(m_lines[static_cast<std::size_t>(m_current)]).name));
        return;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void FacetsPanel::contextMenuEvent(QContextMenuEvent* event)
{
    const bool isMouse = event->reason() == QContextMenuEvent::Mouse;
    const int at = isMouse ? lineAt(event->pos()) : m_current;
    if (at < 0)
        return;
    setCurrent(at);
    const Line line = m_lines[static_cast<std::size_t>(at)];
    // Facets that come meanwhile must not change what the menu is about.
    const std::string field = fieldOf(line).name;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (line.kind == Line::Kind::Value) {
        const Facets::Value value = valueOf(line);
        menu->addAction(tr("Filter by this value"), this,
                        [=, this] { emit toggleWanted(field, value.text, false); });
        if (m_terms.stateOf(field, value.text) == QueryTerms::State::None)
            menu->addAction(tr("Add this value to those that are filtered by"), this,
                            [=, this] { emit addWanted(field, value.text); });
        menu->addAction(tr("Exclude this value"), this,
                        [=, this] { emit toggleWanted(field, value.text, true); });
        menu->addAction(tr("Copy the value"), this, [=, this] {
            emit copyWanted(QString::fromStdString(value.text));
        });
        menu->addSeparator();
    }
    menu->addAction(tr("Show as column"), this,
                    [=, this] { emit columnWanted(QString::fromStdString(field)); });
    QAction* statistics = menu->addAction(tr("Statistics"), this,
                                          [=, this] { emit statisticsWanted(field); });
    statistics->setEnabled(fieldOf(line).hasNumbers);
    const QRect place = placeOf(at);
    const QPoint below(m_theme.scaled(margin), place.bottom());
    menu->popup(isMouse ? event->globalPos() : viewport()->mapToGlobal(below));
}

void FacetsPanel::showAllValues(int at)
{
    const Facets::Field& field = fieldOf(m_lines[static_cast<std::size_t>(at)]);
    auto* values = new FacetValues(field, m_facets.eventsOf(field), this);
    connect(values, &FacetValues::toggleWanted, this, &FacetsPanel::toggleWanted);
    connect(values, &FacetValues::addWanted, this, &FacetsPanel::addWanted);
    const QPoint inset(m_theme.scaled(margin), 0);
    values->showAt(viewport()->mapToGlobal(placeOf(at).topLeft() + inset));
}

} // namespace weir
