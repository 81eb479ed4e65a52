// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/emptystate.h"

#include "ui/widgets/plainlabel.h"
#include "ui/widgets/scrolled.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace weir {

namespace {

constexpr int widestText = 520;

}

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent)
    , m_title(new PlainLabel({}, nullptr, this))
    , m_hint(new PlainLabel({}, "label", this))
    , m_button(new QPushButton(this))
    , m_column(new QVBoxLayout)
{
    QFont large = font();
    large.setPixelSize(large.pixelSize() * 15 / 13);
    large.setWeight(QFont::Medium);
    m_title->setFont(large);
    m_title->setAlignment(Qt::AlignCenter);
    m_title->setWordWrap(true);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);

    // Lines of a length that is read at ease, however wide the place.
    auto* text = new QWidget;
    text->setMaximumWidth(widestText);
    auto* body = new QWidget;
    auto* row = new QHBoxLayout(body);
    row->setContentsMargins(24, 12, 24, 12);
    row->addStretch(1);
    row->addWidget(text, 1000);
    row->addStretch(1);
    auto* layout = new QVBoxLayout(text);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addStretch(2);
    layout->addWidget(m_title);
    layout->addWidget(m_hint);
    layout->addSpacing(8);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    m_column->setSpacing(8);
    layout->addLayout(m_column);
    layout->addStretch(3);
    QScrollArea* scroll = scrolledDown(body);
    scroll->setFocusPolicy(Qt::NoFocus); // its button has it
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);
    m_button->setProperty("role", QStringLiteral("primary"));
    connect(m_button, &QPushButton::clicked, this, &EmptyState::pressed);
}

void EmptyState::setContent(const QString& title, const QString& hint, const QString& button)
{
    m_title->setText(title);
    m_hint->setText(hint);
    m_hint->setHidden(hint.isEmpty());
    m_button->setText(button);
    m_button->setHidden(button.isEmpty());
}

void EmptyState::setOffers(std::vector<Offer> offers)
{
    const bool isSame = std::ranges::equal(offers, m_offers, {}, &Offer::text, &Offer::text);
    m_offers = std::move(offers);
    if (isSame)
        return; // the buttons stay: one may be pressed or have the focus
    while (const QLayoutItem* item = m_column->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (std::size_t i = 0; i < m_offers.size(); ++i) {
        QString text = m_offers[i].text;
        auto* button = new QPushButton(text.replace(QLatin1Char('&'), QLatin1String("&&")), this);
        button->setAccessibleName(m_offers[i].text);
        button->setProperty("role", i == 0 ? QStringLiteral("primary") : QString());
        m_column->addWidget(button, 0, Qt::AlignHCenter);
        button->show();
        connect(button, &QPushButton::clicked, this, [this, i] {
            const auto take = m_offers[i].take; // it may bring other offers
            take();
        });
    }
}

} // namespace weir
