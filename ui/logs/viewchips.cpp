// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/viewchips.h"

#include "ui/theme/theme.h"

#include <QMenu>
#include <QPushButton>

#include <algorithm>

namespace weir {

namespace {

constexpr int rowHeight = 34;
constexpr int margin = 12;
constexpr int gap = 8;

QPushButton* asChip(QWidget* item)
{
    auto* button = qobject_cast<QPushButton*>(item);
    return button && button->isCheckable() ? button : nullptr;
}

} // namespace

ViewChips::ViewChips(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_more(new QPushButton(this))
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_more->setProperty("role", QStringLiteral("chip"));
    m_more->setMenu(new QMenu(m_more));
    m_more->hide();
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        arrange();
    });
    connect(m_more->menu(), &QMenu::aboutToShow, this, &ViewChips::fillMenu);
}

void ViewChips::setItems(std::vector<QWidget*> items)
{
    for (QWidget* old : m_items) {
        if (std::ranges::find(items, old) == items.end()) {
            old->hide();
            old->setObjectName({}); // on its way out: not to be found any more
            old->deleteLater();
        }
    }
    m_items = std::move(items);
    arrange();
}

QSize ViewChips::sizeHint() const
{
    return {m_theme.scaled(200), m_theme.scaled(rowHeight)};
}

QSize ViewChips::minimumSizeHint() const
{
    return {m_theme.scaled(80), m_theme.scaled(rowHeight)};
}

void ViewChips::resizeEvent(QResizeEvent*)
{
    arrange();
}

void ViewChips::arrange()
{
    const int between = m_theme.scaled(gap);
    const int edge = m_theme.scaled(margin);
    const auto widthOf = [between](QWidget* item) {
        return item->isHidden() && !asChip(item) ? 0 : item->sizeHint().width() + between;
    };
    int needed = 0;
    for (QWidget* item : m_items)
        needed += widthOf(item);
    m_hidden.clear();
    int room = width() - 2 * edge + between;
    if (needed > room) {
        m_more->setText(tr("%1 more ▾").arg(m_items.size()));
        room -= m_more->sizeHint().width() + between;
    }
    for (const bool on : {false, true}) { // what is on goes last
        for (auto it = m_items.rbegin(); it != m_items.rend() && needed > room; ++it) {
            QPushButton* chip = asChip(*it);
            if (!chip || chip->isChecked() != on)
                continue;
            needed -= widthOf(chip);
            m_hidden.insert(m_hidden.begin(), chip);
        }
    }
    int x = edge;
    const auto place = [&](QWidget* item) {
        const QSize size = item->sizeHint();
        item->setGeometry(x, (m_theme.scaled(rowHeight) - size.height()) / 2, size.width(), size.height());
        x += size.width() + between;
    };
    for (QWidget* item : m_items) {
        if (asChip(item)) {
            const bool isAway = std::ranges::find(m_hidden, item) != m_hidden.end();
            item->setVisible(!isAway);
        }
        if (!item->isHidden())
            place(item);
    }
    m_more->setVisible(!m_hidden.empty());
    m_more->setText(tr("%1 more ▾").arg(m_hidden.size()));
    place(m_more);
}

void ViewChips::fillMenu()
{
    QMenu* menu = m_more->menu();
    menu->clear();
    for (QPushButton* chip : m_hidden) {
        QAction* action = menu->addAction(chip->text(), chip, &QPushButton::click);
        action->setCheckable(true);
        action->setChecked(chip->isChecked());
    }
}

} // namespace weir
