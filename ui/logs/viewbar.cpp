// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/viewbar.h"

#include "ui/logs/highlighteditor.h"
#include "ui/logs/swatch.h"
#include "ui/logs/viewchips.h"
#include "ui/models/format.h"
#include "ui/models/viewselection.h"
#include "ui/models/viewset.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/plainlabel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace weir {

namespace {

constexpr int roomForSaving = 560;

QString escaped(const std::string& name)
{
    return plainText(name, 60).replace(QLatin1Char('&'), QLatin1String("&&"));
}

std::vector<int> colorsOf(const HighlightSet& set)
{
    std::vector<int> colors;
    for (const HighlightRule& rule : set.rules)
        colors.push_back(rule.color);
    return colors;
}

QPushButton* makeChip(const QString& name, QWidget* parent)
{
    auto* button = new QPushButton(parent);
    button->setObjectName(name);
    button->setProperty("role", QStringLiteral("chip"));
    button->setCheckable(true);
    button->setContextMenuPolicy(Qt::CustomContextMenu);
    return button;
}

} // namespace

ViewBar::ViewBar(const PageContext& context, ViewSelection& selection, Page page, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_selection(selection)
    , m_page(std::move(page))
    , m_chips(new ViewChips(context.theme))
    , m_name(new QLineEdit(m_chips))
    , m_add(new QPushButton(QStringLiteral("+"), m_chips))
    , m_setsTitle(new PlainLabel(tr("highlight"), "label", m_chips))
    , m_labels(new QPushButton(m_chips))
    , m_info(new PlainLabel({}, "hint"))
    , m_banner(new Banner)
{
    setProperty("role", QStringLiteral("chips"));
    setAttribute(Qt::WA_StyledBackground);
    m_name->setObjectName(QStringLiteral("viewName"));
    m_name->setAccessibleName(tr("Name of the view"));
    m_name->setPlaceholderText(tr("Name of the view"));
    m_name->setMaxLength(80);
    m_name->setProperty("role", QStringLiteral("chip"));
    m_name->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* line = new QHBoxLayout;
    line->setContentsMargins(0, 0, 12, 0);
    line->addWidget(m_chips, 1);
    line->addWidget(m_info, 0, Qt::AlignVCenter);
    layout->addLayout(line);
    auto* row = new QVBoxLayout;
    row->setContentsMargins(12, 0, 12, 0);
    row->addWidget(m_banner);
    layout->addLayout(row);
    m_editor = new HighlightEditor(*m_context.views, m_selection, m_context.theme);
    m_editor->hide();
    layout->addWidget(m_editor);
    connect(m_editor, &HighlightEditor::closed, this, [this] {
        m_editor->hide();
        emit done();
    });

    makeFixedItems();
    connect(m_name, &QLineEdit::returnPressed, this, [this] { endNaming(true); });
    auto* leave = new QAction(m_name);
    leave->setShortcut(Qt::Key_Escape);
    leave->setShortcutContext(Qt::WidgetShortcut);
    m_name->addAction(leave);
    connect(leave, &QAction::triggered, this, [this] { endNaming(false); });

    ViewSet& views = *m_context.views;
    connect(&views, &ViewSet::changed, this, &ViewBar::showProblems);
    connect(&views, &ViewSet::removed, this, &ViewBar::announceRemoved);
    connect(&views, &ViewSet::failed, this, [this](const QString& reason) {
        m_canUndo = false;
        m_banner->show({Banner::Level::Error, tr("Not saved"), reason, tr("Close")});
    });
    connect(&views, &ViewSet::undoFailed, this, [this](const QString& reason) {
        m_canUndo = true;
        m_banner->show({Banner::Level::Error, tr("Not brought back"), reason, tr("Try again")});
    });
    connect(m_banner, &Banner::pressed, this, [this] {
        m_banner->clear();
        if (std::exchange(m_canUndo, false))
            m_context.views->undoRemove();
    });
    connect(&m_selection, &ViewSelection::changed, this, &ViewBar::refill);
    connect(&m_context.theme, &Theme::changed, this, &ViewBar::refill);
    refill();
}

QToolButton* ViewBar::makeSaveButton()
{
    auto* button = new QToolButton;
    m_saveButton = button;
    button->setText(tr("Save view ▾"));
    button->setAccessibleName(tr("Save view"));
    button->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(button);
    button->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillSaveMenu(menu); });
    return button;
}

/// Beside another page the query needs the room; the chips and keys do the same.
void ViewBar::resizeEvent(QResizeEvent*)
{
    if (m_saveButton)
        m_saveButton->setVisible(width() >= m_context.theme.scaled(roomForSaving));
    m_info->setVisible(width() >= m_context.theme.scaled(roomForSaving));
}

void ViewBar::fillSaveMenu(QMenu* menu)
{
    menu->clear();
    menu->addAction(tr("Save as a new view…"), this, &ViewBar::startSaving);
    if (!m_selection.views().empty())
        menu->addAction(tr("Update “%1”").arg(escaped(m_selection.views().back())), this,
                        &ViewBar::updateView);
    QAction* range = menu->addAction(tr("With the time range"));
    range->setCheckable(true);
    range->setChecked(m_savesRange);
    connect(range, &QAction::toggled, this, [this](bool on) { m_savesRange = on; });
    menu->addSeparator();
    for (const ViewConfig& view : m_context.views->views()) {
        QAction* action = menu->addAction(escaped(view.name), this, [this, name = view.name] {
            toggle(QString::fromStdString(name));
        });
        action->setCheckable(true);
        action->setChecked(m_selection.isOn(view.name));
    }
    menu->addSeparator();
    menu->addAction(tr("Edit highlights…"), this, [this] { editHighlights({}); });
}

void ViewBar::setInfo(const QString& text)
{
    m_info->setText(text);
}

/// Chips that stay keep their widget, and with it the focus.
void ViewBar::refill()
{
    std::vector<QWidget*> items;
    for (const ViewConfig& view : m_context.views->views())
        items.push_back(viewChip(view));
    items.push_back(m_name);
    items.push_back(m_add);
    m_add->setVisible(!m_isNaming);
    const auto& sets = m_context.views->highlights();
    m_setsTitle->setHidden(sets.empty());
    items.push_back(m_setsTitle);
    for (const HighlightSet& set : sets)
        items.push_back(setChip(set));
    const std::size_t labels = m_selection.labels().size();
    m_labels->setText(labels == 1 ? tr("1 label ×") : tr("%1 labels ×").arg(labels));
    m_labels->setHidden(labels == 0);
    items.push_back(m_labels);
    m_chips->setItems(std::move(items));
}

void ViewBar::makeFixedItems()
{
    m_add->setProperty("role", QStringLiteral("chip"));
    m_add->setObjectName(QStringLiteral("addView"));
    m_add->setAccessibleName(tr("Save what is shown as a view"));
    m_add->setToolTip(tr("Save what is shown as a view"));
    connect(m_add, &QPushButton::clicked, this, &ViewBar::startSaving);
    m_labels->setProperty("role", QStringLiteral("chip"));
    m_labels->setAccessibleName(tr("Clear the quick labels"));
    connect(m_labels, &QPushButton::clicked, &m_selection, &ViewSelection::clearLabels);
}

QPushButton* ViewBar::viewChip(const ViewConfig& view)
{
    const QString name = QString::fromStdString(view.name);
    const QString object = QStringLiteral("view:") + name;
    auto* button = m_chips->findChild<QPushButton*>(object);
    if (!button) {
        button = makeChip(object, m_chips);
        button->setAccessibleName(tr("View %1").arg(plainText(view.name, 60)));
        connect(button, &QPushButton::clicked, this, [this, name] { toggle(name); });
        connect(button, &QWidget::customContextMenuRequested, this,
                [this, name, button](const QPoint& at) {
                    showViewMenu(name, button->mapToGlobal(at));
                });
    }
    button->setText(escaped(view.name));
    button->setChecked(m_selection.isOn(view.name));
    return button;
}

QPushButton* ViewBar::setChip(const HighlightSet& set)
{
    const QString object = QStringLiteral("highlight:") + QString::fromStdString(set.name);
    auto* button = m_chips->findChild<QPushButton*>(object);
    if (!button) {
        button = makeChip(object, m_chips);
        button->setAccessibleName(tr("Highlight %1").arg(plainText(set.name, 60)));
        connect(button, &QPushButton::clicked, this,
                [this, name = set.name](bool on) { m_selection.setSetOn(name, on); });
        connect(button, &QWidget::customContextMenuRequested, this,
                [this, name = set.name] { editHighlights(name); });
    }
    button->setText(escaped(set.name));
    button->setIcon(swatch(colorsOf(set), m_context.theme));
    button->setIconSize(QSize(16, 12));
    button->setChecked(m_selection.isSetOn(set.name));
    return button;
}

void ViewBar::toggle(const QString& view)
{
    const std::string name = view.toStdString();
    m_selection.setOn(name, !m_selection.isOn(name), m_page.settings());
}

void ViewBar::showViewMenu(const QString& view, const QPoint& at)
{
    const std::string name = view.toStdString();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Update with what is shown"), this, [this, name] { save(name); });
    menu->addAction(tr("Rename"), this, [this, view] { startRenaming(view); });
    menu->addAction(tr("Open in a new tab"), this, [this, view] { emit tabWanted(view); });
    menu->addSeparator();
    menu->addAction(tr("Delete"), this, [this, name] { m_context.views->remove(name); });
    menu->popup(at);
}

void ViewBar::startSaving()
{
    m_renaming.clear();
    startNaming({});
}

void ViewBar::startRenaming(const QString& view)
{
    m_renaming = view.toStdString();
    startNaming(view);
}

void ViewBar::startNaming(const QString& text)
{
    m_isNaming = true;
    m_name->setText(text);
    m_name->selectAll();
    m_name->show();
    refill();
    m_name->setFocus();
}

void ViewBar::endNaming(bool takes)
{
    if (!std::exchange(m_isNaming, false))
        return;
    const std::string name = m_name->text().trimmed().toStdString();
    m_name->hide();
    if (takes && !name.empty() && !m_renaming.empty())
        m_context.views->rename(m_renaming, name);
    else if (takes && !name.empty())
        save(name);
    refill();
    emit done();
}

void ViewBar::updateView()
{
    if (m_selection.views().empty())
        return startSaving();
    save(m_selection.views().back());
}

void ViewBar::save(const std::string& name)
{
    ViewConfig now = m_page.view();
    now.name = name;
    if (!m_savesRange)
        now.range.reset();
    m_context.views->save(now);
    emit saved(now);
}

void ViewBar::editHighlights(const std::string& set)
{
    m_editor->open(set);
}

void ViewBar::showProblems()
{
    const auto& problems = m_context.views->problems();
    const auto error = std::ranges::find_if(
        problems, [](const ConfigProblem& problem) { return !problem.isWarning; });
    if (error == problems.end()) {
        if (!m_canUndo)
            m_banner->clear();
        return;
    }
    QString text = plainText(error->message, 400);
    if (error->line > 0)
        text = tr("Line %1, column %2: %3").arg(error->line).arg(error->column).arg(text);
    m_canUndo = false;
    m_banner->show({Banner::Level::Error, plainText(error->file.filename().string(), 100),
                    text + tr(". What it said before stays."), {}});
}

void ViewBar::announceRemoved(const QString& name)
{
    m_canUndo = true;
    m_banner->show({Banner::Level::Note, tr("Deleted"), name, tr("Undo")});
}

} // namespace weir
