// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/flowlayout.h"

#include <QStyle>
#include <QWidget>

#include <algorithm>

namespace weir {

namespace {

bool isIgnored(QLayoutItem& item)
{
    return item.widget() != nullptr
        && item.widget()->sizePolicy().horizontalPolicy() == QSizePolicy::Ignored;
}

} // namespace

FlowLayout::FlowLayout(QWidget* parent)
    : QLayout(parent)
{
}

FlowLayout::~FlowLayout() = default;

void FlowLayout::addStretch()
{
    addItem(new QSpacerItem(0, 0, QSizePolicy::Expanding, QSizePolicy::Minimum));
}

void FlowLayout::insertWidget(int index, QWidget* widget)
{
    addChildWidget(widget);
    m_items.emplace(m_items.begin() + index, new QWidgetItem(widget));
    invalidate();
}

void FlowLayout::addItem(QLayoutItem* item)
{
    m_items.emplace_back(item);
    invalidate();
}

QLayoutItem* FlowLayout::itemAt(int index) const
{
    const auto at = static_cast<std::size_t>(index);
    return index >= 0 && at < m_items.size() ? m_items[at].get() : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index)
{
    if (itemAt(index) == nullptr)
        return nullptr;
    const auto at = m_items.begin() + index;
    QLayoutItem* item = at->release();
    m_items.erase(at);
    invalidate();
    return item;
}

FlowLayout::Place FlowLayout::placeOf(QLayoutItem& item, int most) const
{
    QSize size = item.sizeHint().expandedTo(item.minimumSize());
    size.setWidth(std::min(size.width(), most));
    return {&item, size, isIgnored(item) || (item.expandingDirections() & Qt::Horizontal) != 0};
}

std::vector<FlowLayout::Line> FlowLayout::linesFor(int width) const
{
    std::vector<Line> lines(1);
    int used = 0;
    for (const auto& item : m_items) {
        const bool isSpace = item->spacerItem() != nullptr;
        if (!isSpace && item->isEmpty())
            continue;
        const Place place = placeOf(*item, width);
        const int gap = isSpace || lines.back().empty() ? 0 : spacing();
        if (!lines.back().empty() && used + gap + place.size.width() > width) {
            lines.emplace_back();
            used = place.size.width();
        } else {
            used += gap + place.size.width();
        }
        lines.back().push_back(place);
    }
    for (Line& line : lines)
        fill(line, width);
    return lines;
}

/// Gives what is left to those that may grow, and to texts the height that they then need.
void FlowLayout::fill(Line& line, int width) const
{
    int rest = width;
    int growing = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        rest -= line[i].size.width() + gapBefore(line, i);
        growing += line[i].mayGrow ? 1 : 0;
    }
    for (Place& place : line) {
        if (place.mayGrow) {
            const int more = std::max(0, rest) / growing--;
            rest -= more;
            place.size.rwidth() += more;
        }
        const QWidget* widget = place.item->widget();
        if (place.mayGrow && isIgnored(*place.item) && !place.item->hasHeightForWidth()
            && place.size.width() < widget->sizeHint().width())
            place.size.setHeight(0); // not seen, while what follows stays where it is
        if (place.item->hasHeightForWidth())
            place.size.setHeight(place.item->heightForWidth(place.size.width()));
    }
}

int FlowLayout::gapBefore(const Line& line, std::size_t index) const
{
    return index == 0 || line[index].item->spacerItem() != nullptr ? 0 : spacing();
}

int FlowLayout::heightOf(const Line& line)
{
    int height = 0;
    for (const Place& place : line)
        height = std::max(height, place.size.height());
    return height;
}

int FlowLayout::heightForWidth(int width) const
{
    const QMargins margins = contentsMargins();
    int height = margins.top() + margins.bottom();
    int lines = 0;
    for (const Line& line : linesFor(width - margins.left() - margins.right())) {
        const int own = heightOf(line);
        height += own + (own > 0 && lines > 0 ? spacing() : 0);
        lines += own > 0 ? 1 : 0;
    }
    return height;
}

QSize FlowLayout::minimumSize() const
{
    const QMargins margins = contentsMargins();
    QSize least;
    for (const auto& item : m_items)
        least = least.expandedTo(item->minimumSize());
    return least.grownBy(margins);
}

QSize FlowLayout::sizeHint() const
{
    QSize whole;
    for (const auto& item : m_items) {
        if (item->isEmpty() && item->spacerItem() == nullptr)
            continue;
        const QSize size = item->sizeHint();
        const bool isSpace = item->spacerItem() != nullptr;
        whole.rwidth() += size.width() + (whole.width() > 0 && !isSpace ? spacing() : 0);
        whole.setHeight(std::max(whole.height(), size.height()));
    }
    return whole.grownBy(contentsMargins());
}

void FlowLayout::setGeometry(const QRect& area)
{
    QLayout::setGeometry(area);
    QRect inside = area.marginsRemoved(contentsMargins());
    const std::vector<Line> lines = linesFor(inside.width());
    // A single line stands in the middle of a place that is higher.
    if (lines.size() == 1)
        inside.translate(0, std::max(0, inside.height() - heightOf(lines[0])) / 2);
    for (const Line& line : lines) {
        const int height = heightOf(line);
        arrange(line, QRect(inside.left(), inside.top(), inside.width(), height));
        inside.translate(0, height > 0 ? height + spacing() : 0);
    }
}

void FlowLayout::arrange(const Line& line, const QRect& area) const
{
    const Qt::LayoutDirection direction =
        parentWidget() == nullptr ? Qt::LeftToRight : parentWidget()->layoutDirection();
    int x = area.left();
    for (std::size_t i = 0; i < line.size(); ++i) {
        x += gapBefore(line, i);
        const QSize size = line[i].size;
        const QRect own(QPoint(x, area.top() + (area.height() - size.height()) / 2), size);
        line[i].item->setGeometry(QStyle::visualRect(direction, area, own));
        x += size.width();
    }
}

} // namespace weir
