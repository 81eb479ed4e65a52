// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/facetvalues.h"

#include "ui/models/format.h"

#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QScreen>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace weir {

namespace {

constexpr int indexRole = Qt::UserRole;

} // namespace

FacetValues::FacetValues(const Facets::Field& field, std::uint64_t events, QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , m_field(field)
    , m_filter(new QLineEdit)
    , m_list(new QTreeWidget)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_filter);
    layout->addWidget(m_list);
    m_filter->setPlaceholderText(tr("Narrow the values of %1").arg(shownFieldName(field.name)));
    m_filter->setAccessibleName(m_filter->placeholderText());
    m_filter->installEventFilter(this);
    m_list->setAccessibleName(tr("Values of %1").arg(shownFieldName(field.name)));
    m_list->setColumnCount(3);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    const auto all = static_cast<double>(std::max<std::uint64_t>(1, events));
    for (std::size_t i = 0; i < field.values.size(); ++i) {
        const Facets::Value& value = field.values[i];
        auto* item = new QTreeWidgetItem(
            m_list,
            {value.shown, groupedNumber(value.count),
             shareText(static_cast<double>(value.count) / all)});
        item->setData(0, indexRole, static_cast<qulonglong>(i));
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
    }
    m_list->setCurrentItem(m_list->topLevelItem(0));
    connect(m_filter, &QLineEdit::textChanged, this, &FacetValues::narrow);
    connect(m_list, &QTreeWidget::itemClicked, this, &FacetValues::choose);
    m_list->installEventFilter(this);
    resize(360, 380);
}

void FacetValues::showAt(const QPoint& global)
{
    const QScreen* screen = QGuiApplication::screenAt(global);
    QRect place(global, size());
    if (screen != nullptr) {
        const QRect room = screen->availableGeometry();
        place.moveLeft(std::clamp(place.left(), room.left(), room.right() - width()));
        place.moveTop(std::clamp(place.top(), room.top(), room.bottom() - height()));
    }
    move(place.topLeft());
    show();
    m_filter->setFocus();
}

void FacetValues::narrow(const QString& text)
{
    QTreeWidgetItem* first = nullptr;
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = m_list->topLevelItem(i);
        item->setHidden(!item->text(0).contains(text, Qt::CaseInsensitive));
        if (!item->isHidden() && first == nullptr)
            first = item;
    }
    m_list->setCurrentItem(first);
}

void FacetValues::choose(const QTreeWidgetItem* item)
{
    if (item == nullptr || item->isHidden())
        return;
    const auto index = static_cast<std::size_t>(item->data(0, indexRole).toULongLong());
    const auto held = QGuiApplication::keyboardModifiers();
    const std::string& value = m_field.values[index].text;
    if (held.testFlag(Qt::ControlModifier) && !excludes(held))
        emit addWanted(m_field.name, value);
    else
        emit toggleWanted(m_field.name, value, excludes(held));
    close();
}

bool FacetValues::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
        choose(m_list->currentItem());
        return true;
    }
    const bool moves = key->key() == Qt::Key_Down || key->key() == Qt::Key_Up;
    if (watched == m_filter && moves) {
        QTreeWidgetItem* to = key->key() == Qt::Key_Down
            ? m_list->itemBelow(m_list->currentItem())
            : m_list->itemAbove(m_list->currentItem());
        if (to != nullptr)
            m_list->setCurrentItem(to);
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace weir
