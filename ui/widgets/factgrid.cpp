// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/factgrid.h"

#include "ui/widgets/plainlabel.h"

#include <QGridLayout>

namespace weir {

namespace {

constexpr int nameWidth = 96;

}

FactGrid::FactGrid(const QString& title, const QFont& titleFont, const QFont& codeFont,
                   QWidget* parent)
    : QWidget(parent)
    , m_codeFont(codeFont)
    , m_layout(new QGridLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(8);
    m_layout->setVerticalSpacing(6);
    m_layout->setColumnMinimumWidth(0, nameWidth);
    m_layout->setColumnStretch(1, 1);
    auto* head = new PlainLabel(title, "label", this);
    head->setFont(titleFont);
    m_layout->addWidget(head, 0, 0, 1, 2);
    hide();
}

std::pair<PlainLabel*, PlainLabel*> FactGrid::row(std::size_t number)
{
    while (m_rows.size() <= number) {
        auto* name = new PlainLabel({}, "label", this);
        auto* value = new PlainLabel({}, nullptr, this);
        value->setWordWrap(true);
        // A long word is cut rather than making the whole column wider than its place.
        value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        const int line = static_cast<int>(m_rows.size()) + 1;
        m_layout->addWidget(name, line, 0, Qt::AlignTop);
        m_layout->addWidget(value, line, 1);
        m_rows.emplace_back(name, value);
    }
    return m_rows[number];
}

void FactGrid::setFacts(std::vector<Fact> facts)
{
    std::erase_if(facts, [](const Fact& fact) { return fact.value.isEmpty(); });
    if (facts == m_facts)
        return;
    m_facts = std::move(facts);
    for (std::size_t i = 0; i < std::max(m_facts.size(), m_rows.size()); ++i) {
        const auto [name, value] = row(i);
        const bool isShown = i < m_facts.size();
        name->setVisible(isShown);
        value->setVisible(isShown);
        if (!isShown)
            continue;
        name->setText(m_facts[i].name);
        value->setText(m_facts[i].value);
        value->setFont(m_facts[i].isCode ? m_codeFont : font());
    }
    setVisible(!m_facts.empty());
}

} // namespace weir
