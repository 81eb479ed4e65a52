// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/focusorder.h"

#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QBoxLayout>
#include <QComboBox>
#include <QScrollArea>
#include <QSplitter>
#include <QWidget>

#include <algorithm>

namespace weir {

namespace {

/// What a place is of: a widget, or a layout within one.
struct Part
{
    QWidget* widget = nullptr;
    QLayout* layout = nullptr;
    QRect place;
};

void sortByPlace(std::vector<Part>& parts)
{
    std::ranges::stable_sort(parts, {}, [](const Part& part) { return part.place.center().y(); });
    for (auto begin = parts.begin(); begin != parts.end();) {
        // A row: whatever has its middle within the height of the first.
        const int bottom = begin->place.bottom();
        const auto end = std::find_if(begin, parts.end(), [bottom](const Part& part) {
            return part.place.center().y() > bottom;
        });
        std::stable_sort(begin, end, [](const Part& a, const Part& b) {
            return a.place.left() < b.place.left();
        });
        begin = end;
    }
}

std::vector<Part> partsOf(const QLayout& layout)
{
    std::vector<Part> parts;
    for (int i = 0; i < layout.count(); ++i) {
        QLayoutItem* item = layout.itemAt(i);
        if (item->widget() != nullptr || item->layout() != nullptr)
            parts.push_back({item->widget(), item->layout(), item->geometry()});
    }
    // The items of a box stand in their order.
    if (qobject_cast<const QBoxLayout*>(&layout) == nullptr)
        sortByPlace(parts);
    return parts;
}

bool isWhole(const QWidget& widget)
{
    return qobject_cast<const QAbstractSpinBox*>(&widget) != nullptr
        || qobject_cast<const QComboBox*>(&widget) != nullptr;
}

class Walk final
{
public:
    std::vector<QWidget*> found;

    void visit(QWidget& widget)
    {
        if (widget.isHidden() || widget.isWindow() || !widget.isEnabled())
            return;
        const bool isReached =
            (widget.focusPolicy() & Qt::TabFocus) != 0 && widget.focusProxy() == nullptr;
        // A view stands below its head, what scrolls around its content.
        const bool isView = qobject_cast<QAbstractScrollArea*>(&widget) != nullptr
            && qobject_cast<QScrollArea*>(&widget) == nullptr;
        if (isReached && !isView)
            found.push_back(&widget);
        if (!isWhole(widget))
            visitInside(widget);
        if (isReached && isView)
            found.push_back(&widget);
    }

    void visitInside(const QWidget& widget)
    {
        std::vector<QWidget*> rest;
        for (QObject* child : widget.children()) {
            if (child->isWidgetType())
                rest.push_back(static_cast<QWidget*>(child));
        }
        if (const auto* splitter = qobject_cast<const QSplitter*>(&widget)) {
            for (int i = 0; i < splitter->count(); ++i)
                visitOf(rest, *splitter->widget(i));
        } else if (widget.layout() != nullptr) {
            visitLayout(rest, *widget.layout());
        }
        std::vector<Part> parts;
        for (QWidget* child : rest)
            parts.push_back({child, nullptr, child->geometry()});
        sortByPlace(parts);
        for (const Part& part : parts)
            visit(*part.widget);
    }

private:
    void visitLayout(std::vector<QWidget*>& rest, const QLayout& layout)
    {
        for (const Part& part : partsOf(layout)) {
            if (part.layout != nullptr)
                visitLayout(rest, *part.layout);
            else
                visitOf(rest, *part.widget);
        }
    }
    void visitOf(std::vector<QWidget*>& rest, QWidget& widget)
    {
        std::erase(rest, &widget);
        visit(widget);
    }
};

/// A sheet over the window keeps the focus to itself.
QWidget& scopeOf(QWidget& window, QWidget* focused)
{
    for (QWidget* widget = focused; widget != nullptr && widget != &window;
         widget = widget->parentWidget()) {
        if (widget->property("role").toString() == QLatin1String("overlay"))
            return *widget;
    }
    return window;
}

/// What goes away leaves the keys to what stands nearest to it.
QWidget* nearestTo(const QWidget* gone, const QWidget& window)
{
    const QWidget* around = gone == nullptr ? nullptr : gone->parentWidget();
    for (; around != nullptr && around != &window; around = around->parentWidget()) {
        const std::vector<QWidget*> parts = focusOrder(*around);
        if (around->isVisible() && !parts.empty())
            return parts.front();
    }
    return nullptr;
}

} // namespace

std::vector<QWidget*> focusOrder(const QWidget& scope)
{
    Walk walk;
    walk.visitInside(scope);
    return walk.found;
}

bool moveFocus(QWidget& window, bool next)
{
    QWidget* focused = QApplication::focusWidget();
    const std::vector<QWidget*> order = focusOrder(scopeOf(window, focused));
    if (order.empty())
        return false;
    const auto at = std::ranges::find(order, focused);
    QWidget* wanted = next ? order.front() : order.back();
    if (at == order.end()) {
        if (QWidget* nearest = nearestTo(focused, window))
            wanted = nearest;
    } else if (next ? at + 1 != order.end() : at != order.begin()) {
        wanted = next ? *(at + 1) : *(at - 1);
    }
    wanted->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return wanted->hasFocus();
}

} // namespace weir
