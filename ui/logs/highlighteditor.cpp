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
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace weir {

namespace {

constexpr int highestRules = 190; ///< pixels at 100 %; more of them scroll

/// The first that no rule has; all are taken: as if none was.
int freeColor(const HighlightSet& set)
{
    for (int color = 1; color <= HighlightRow::colors; ++color) {
        if (std::ranges::find(set.rules, color, &HighlightRule::color) == set.rules.end())
            return color;
    }
    return 1;
}

} // namespace

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
    m_scroll = new QScrollArea;
    m_scroll->setWidget(rules);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setProperty("ownSize", true);
    layout->addWidget(m_scroll);
    connect(&theme, &Theme::changed, this, &HighlightEditor::fitRules);
    connect(m_new, &HighlightRow::edited, this, [this](const auto& before, const auto& after) {
        m_views.changeRule(m_set, before, after);
    });
    connect(&m_views, &ViewSet::setRenamed, this,
            [this](const std::string& name, const std::string& newName) {
                for (std::string* set : {&m_set, &m_shown}) {
                    if (*set == name)
                        *set = newName;
                }
            });
    connect(&m_views, &ViewSet::failed, this, [this] {
        m_isSetNew = false;
        std::ranges::for_each(m_rows, &HighlightRow::giveUp);
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
    for (QWidget* part : std::initializer_list<QWidget*>{m_sets, m_name, m_remove, m_scroll})
        part->setVisible(shown != nullptr);
    if (!m_name->hasFocus() || m_set != m_shown)
        m_name->setText(QString::fromStdString(m_set));
    showRules(shown ? *shown : HighlightSet{});
    if (shown)
        m_new->offerColor(freeColor(*shown));
    fitRules();
    if (shown && std::exchange(m_isSetNew, false))
        m_new->setFocus();
}

/// As high as the rules are: they take the room of the list below.
void HighlightEditor::fitRules()
{
    m_scroll->setFixedHeight(
        std::min(m_scroll->widget()->sizeHint().height(), m_theme.scaled(highestRules)));
}

void HighlightEditor::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        emit closed();
    else
        QWidget::keyPressEvent(event);
}

/// A row stays with its rule, wherever that stands now, and so does who writes in it.
void HighlightEditor::showRules(const HighlightSet& set)
{
    if (std::exchange(m_shown, set.name) != set.name)
        drop(std::exchange(m_rows, {}));
    std::vector<HighlightRow*> left = std::exchange(m_rows, {});
    m_rows.resize(set.rules.size());
    const auto give = [&](const auto& isOf) {
        for (std::size_t i = 0; i < m_rows.size(); ++i) {
            const auto known = std::ranges::find_if(
                left, [&](const HighlightRow* row) { return isOf(*row, set.rules[i]); });
            if (m_rows[i] || known == left.end())
                continue;
            m_rows[i] = *known;
            left.erase(known);
        }
    };
    give([](const HighlightRow& row, const HighlightRule& rule) { return row.rule() == rule; });
    give([](const HighlightRow& row, const HighlightRule& rule) { return row.wasRule(rule); });
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i])
            m_rows[i]->setRule(set.rules[i]);
        else
            m_rows[i] = makeRow(set.rules[i]);
        m_rules->removeWidget(m_rows[i]);
        m_rules->insertWidget(static_cast<int>(i), m_rows[i]);
    }
    const auto written = std::ranges::partition(
        left, [](const HighlightRow* row) { return !row->isBeingWritten(); });
    for (HighlightRow* row : written) {
        row->loseRule();
        m_rows.push_back(row);
    }
    left.erase(written.begin(), written.end());
    drop(std::move(left));
}

HighlightRow* HighlightEditor::makeRow(const HighlightRule& rule)
{
    auto* row = new HighlightRow(m_theme, rule, m_rules->parentWidget());
    connect(row, &HighlightRow::edited, this, [this](const auto& before, const auto& after) {
        m_views.changeRule(m_set, before, after);
    });
    row->show();
    return row;
}

/// Without a word: one that has the focus takes what is written in it when it loses that.
void HighlightEditor::drop(std::vector<HighlightRow*> rows)
{
    for (HighlightRow* row : rows) {
        row->disconnect();
        row->hide();
        row->deleteLater();
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
    m_isSetNew = m_views.highlightSet(set.name) == nullptr;
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
