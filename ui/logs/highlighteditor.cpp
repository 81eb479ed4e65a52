// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/highlighteditor.h"

#include "ui/logs/highlightrow.h"
#include "ui/models/format.h"
#include "ui/models/viewselection.h"
#include "ui/models/viewset.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/plainlabel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace weir {

HighlightEditor::HighlightEditor(ViewSet& views, ViewSelection& selection, Theme& theme,
                                 QWidget* parent)
    : QWidget(parent)
    , m_views(views)
    , m_selection(selection)
    , m_theme(theme)
    , m_sets(new QComboBox)
    , m_name(new QLineEdit)
    , m_newName(new QLineEdit)
    , m_remove(new QPushButton(tr("Delete set")))
    , m_new(new HighlightRow(theme, std::nullopt))
{
    setProperty("role", QStringLiteral("chips"));
    setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 4, 12, 10);
    layout->setSpacing(6);
    makeHead(layout);
    auto* rules = new QWidget;
    m_rules = new QVBoxLayout(rules);
    m_rules->setContentsMargins(0, 0, 0, 0);
    m_rules->setSpacing(6);
    m_rules->addWidget(m_new);
    m_rules->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidget(rules);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setMaximumHeight(190);
    layout->addWidget(scroll);
    connect(m_new, &HighlightRow::edited, this, [this](const auto& before, const auto& after) {
        m_views.changeRule(m_set, before, after);
    });
    connect(&m_views, &ViewSet::setRenamed, this,
            [this](const std::string& name, const std::string& newName) {
                if (m_set == name)
                    m_set = newName;
            });
    connect(&m_views, &ViewSet::changed, this, [this] {
        if (isVisible())
            refresh();
    });
}

void HighlightEditor::makeHead(QVBoxLayout* layout)
{
    m_sets->setAccessibleName(tr("Set of highlights"));
    m_name->setAccessibleName(tr("Name of the set"));
    m_name->setObjectName(QStringLiteral("setName"));
    m_newName->setAccessibleName(tr("Name of a new set"));
    m_newName->setPlaceholderText(tr("Name of a new set"));
    m_newName->setObjectName(QStringLiteral("newSet"));
    auto* add = new QPushButton(tr("New set"));
    auto* leave = new QToolButton;
    leave->setProperty("role", QStringLiteral("plain"));
    leave->setIcon(icon(QStringLiteral("close"), m_theme.colors().text2));
    leave->setAccessibleName(tr("Close"));
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(new PlainLabel(tr("Highlights"), "label"));
    head->addWidget(m_sets);
    head->addWidget(m_name);
    head->addWidget(m_remove);
    head->addStretch(1);
    head->addWidget(m_newName);
    head->addWidget(add);
    head->addWidget(leave);
    layout->addLayout(head);
    connect(m_sets, &QComboBox::activated, this,
            [this](int index) { open(m_sets->itemData(index).toString().toStdString()); });
    connect(m_name, &QLineEdit::editingFinished, this, &HighlightEditor::renameSet);
    connect(m_newName, &QLineEdit::returnPressed, this, &HighlightEditor::addSet);
    connect(add, &QPushButton::clicked, this, &HighlightEditor::addSet);
    connect(m_remove, &QPushButton::clicked, this, [this] { m_views.removeSet(m_set); });
    connect(leave, &QToolButton::clicked, this, &HighlightEditor::closed);
}

void HighlightEditor::open(const std::string& set)
{
    if (!set.empty())
        m_set = set;
    show();
    refresh();
    if (m_set.empty())
        m_newName->setFocus();
}

void HighlightEditor::refresh()
{
    const auto& all = m_views.highlights();
    const HighlightSet* shown = m_views.highlightSet(m_set);
    if (!shown)
        shown = all.empty() ? nullptr : &all.front();
    m_set = shown ? shown->name : std::string();
    m_sets->clear();
    for (const HighlightSet& set : all) {
        m_sets->addItem(plainText(set.name, 60), QString::fromStdString(set.name));
        if (set.name == m_set)
            m_sets->setCurrentIndex(m_sets->count() - 1);
    }
    for (QWidget* part : std::initializer_list<QWidget*>{m_sets, m_name, m_remove, m_new})
        part->setVisible(shown != nullptr);
    if (!m_name->hasFocus())
        m_name->setText(QString::fromStdString(m_set));
    showRules(shown ? *shown : HighlightSet{});
}

/// Rows that are there already stay, so that who writes in one goes on writing.
void HighlightEditor::showRules(const HighlightSet& set)
{
    while (m_rows.size() > set.rules.size()) {
        m_rows.back()->deleteLater();
        m_rows.back()->hide();
        m_rows.pop_back();
    }
    for (std::size_t i = 0; i < set.rules.size(); ++i) {
        if (i < m_rows.size()) {
            m_rows[i]->setRule(set.rules[i]);
            continue;
        }
        auto* row = new HighlightRow(m_theme, set.rules[i]);
        m_rules->insertWidget(static_cast<int>(i), row);
        connect(row, &HighlightRow::edited, this, [this](const auto& before, const auto& after) {
            m_views.changeRule(m_set, before, after);
        });
        m_rows.push_back(row);
    }
}

void HighlightEditor::addSet()
{
    HighlightSet set;
    set.name = m_newName->text().trimmed().toStdString();
    if (set.name.empty()) {
        m_newName->setFocus();
        return;
    }
    set.rules = m_selection.labels();
    m_newName->clear();
    m_set = set.name;
    m_views.addSet(set);
    m_selection.setSetOn(set.name, true);
}

void HighlightEditor::renameSet()
{
    const std::string name = m_name->text().trimmed().toStdString();
    if (name.empty() || name == m_set || m_set.empty())
        return;
    if (m_views.highlightSet(name))
        m_name->setText(QString::fromStdString(m_set)); // it is taken, as the set of views says
    m_views.renameSet(m_set, name);
}

} // namespace weir
