// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settingspage.h"

#include "ui/actions.h"
#include "ui/models/format.h"
#include "ui/shell/shell.h"
#include "ui/theme/theme.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/pagebar.h"
#include "ui/widgets/plainlabel.h"

#include <QAction>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace weir {

namespace {

constexpr int widest = 640;
constexpr int shownLines = 6;

QString pathText(const std::filesystem::path& path)
{
    return plainText(path.string(), 1000);
}

} // namespace

SettingsPage::SettingsPage(PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
{
    setProperty("role", QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(makeBody(), 1);
    layout->addWidget(makeFoot());
    connect(m_context.settings, &WindowSettings::changed, this, &SettingsPage::fileChanged);
    connect(m_context.settings, &WindowSettings::failed, this, [this](const QString& reason) {
        say(tr("It could not be written: %1").arg(reason), "error");
    });
    fileChanged();
}

SettingsPage::~SettingsPage() = default;

void SettingsPage::declareActions(Actions& actions)
{
    actions.declare(QStringLiteral("settings.save"), tr("Save the settings"), {QKeySequence::Save});
}

QWidget* SettingsPage::makeBar()
{
    auto* bar = new PageBar(this);
    bar->addTitle(m_context.theme, tr("Settings"));
    return bar;
}

QWidget* SettingsPage::makeBody()
{
    auto* column = new QWidget;
    column->setMaximumWidth(widest);
    auto* groups = new QVBoxLayout(column);
    groups->setContentsMargins(14, 14, 14, 14);
    groups->setSpacing(8);
    addAppearance(*groups);
    addTimes(*groups);
    addKeys(*groups);
    addData(*groups);
    addCollector(*groups);
    groups->addStretch(1);

    auto* body = new QWidget;
    body->setProperty("role", QStringLiteral("page"));
    body->setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QHBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(column, 1);
    layout->addStretch(0);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(body);
    scroll->setAccessibleName(tr("Settings"));
    scroll->setFocusPolicy(Qt::NoFocus);
    return scroll;
}

QWidget* SettingsPage::makeFoot()
{
    auto* foot = new QWidget(this);
    foot->setProperty("role", QStringLiteral("page"));
    foot->setAttribute(Qt::WA_StyledBackground);
    m_say = new PlainLabel({}, "label", foot);
    m_say->setWordWrap(true);
    m_lines = new QPlainTextEdit(foot);
    m_lines->setReadOnly(true);
    m_lines->setFont(m_context.theme.eventFont());
    m_lines->setAccessibleName(tr("What will be written"));
    m_lines->setProperty("ownSize", true);
    m_lines->setTabChangesFocus(true);
    m_save = new QPushButton(tr("Save"), foot);
    m_save->setProperty("role", QStringLiteral("primary"));
    m_revert = new QPushButton(tr("Back to what the file says"), foot);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_save);
    buttons->addWidget(m_revert);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(foot);
    layout->setContentsMargins(14, 8, 14, 12);
    layout->setSpacing(8);
    layout->addWidget(m_say);
    layout->addWidget(m_lines);
    layout->addLayout(buttons);
    connect(m_save, &QPushButton::clicked, this, &SettingsPage::save);
    connect(m_revert, &QPushButton::clicked, this, &SettingsPage::revert);
    declareActions(m_context.actions);
    auto* action = m_context.actions.add(QStringLiteral("settings.save"), this);
    connect(action, &QAction::triggered, this, &SettingsPage::save);
    return foot;
}

void SettingsPage::addKeys(QVBoxLayout& column)
{
    QFormLayout* form = addGroup(column, tr("Keys"));
    auto* open = new QPushButton(tr("Show and change keys"));
    connect(open, &QPushButton::clicked, this, [this] {
        if (QAction* action = m_context.actions.find(QStringLiteral("window.keys")))
            action->trigger();
    });
    form->addRow(labelOf(tr("Shortcuts")), open);
}

void SettingsPage::addAppearance(QVBoxLayout& column)
{
    QFormLayout* form = addGroup(column, tr("Appearance"));
    WindowConfig& window = m_wanted.window;
    addChoice(
        *form, tr("Colours"), {tr("As the system"), tr("Dark"), tr("Light")},
        [&window] { return static_cast<int>(window.theme); },
        [&window](int i) { window.theme = static_cast<WindowConfig::Theme>(i); });
    addNumber(
        *form, tr("Zoom"), Theme::leastZoom, Theme::mostZoom, 10, tr(" %"),
        [&window] { return window.zoom; }, [&window](int value) { window.zoom = value; });
    addNumber(
        *form, tr("Text size"), 9, 24, 1, tr(" px"), [&window] { return window.fontSize; },
        [&window](int value) { window.fontSize = value; });
    addNumber(
        *form, tr("Event text size"), 9, 24, 1, tr(" px"),
        [&window] { return window.eventFontSize; },
        [&window](int value) { window.eventFontSize = value; });
    addChoice(
        *form, tr("Density"), {tr("Compact"), tr("Normal"), tr("Roomy")},
        [&window] { return static_cast<int>(window.density); },
        [&window](int i) { window.density = static_cast<WindowConfig::Density>(i); });
    addCheck(
        *form, {}, tr("Wrap long lines"), [&window] { return window.wraps; },
        [&window](bool on) { window.wraps = on; });
}

void SettingsPage::addTimes(QVBoxLayout& column)
{
    QFormLayout* form = addGroup(column, tr("Times"));
    WindowConfig& window = m_wanted.window;
    addText(*form, tr("Zone"), QStringLiteral("UTC, local, Europe/Paris"), faultOfZone,
            [&window]() -> std::string& { return window.zone; });
    addChoice(
        *form, tr("Times"),
        {tr("Time of day"), tr("Date and time"), tr("How long ago"), tr("Since the row above")},
        [&window] { return static_cast<int>(window.time); },
        [&window](int i) { window.time = static_cast<WindowConfig::Time>(i); });
}

void SettingsPage::addData(QVBoxLayout& column)
{
    QFormLayout* form = addGroup(column, tr("Data"));
    addFact(*form, tr("Index"), pathText(m_context.index));
    addFact(*form, tr("Configuration"), pathText(m_context.config));
    addText(*form, tr("Keep events for"), QStringLiteral("7d"), faultOfAge,
            [this]() -> std::string& { return m_wanted.age; });
    addText(*form, tr("Largest size of the index"), QStringLiteral("20GB"), faultOfSize,
            [this]() -> std::string& { return m_wanted.size; });
}

void SettingsPage::addCollector(QVBoxLayout& column)
{
    QFormLayout* form = addGroup(column, tr("Collector"));
    addCheck(
        *form, {}, tr("Goes on after the last window has closed"),
        [this] { return m_wanted.background; }, [this](bool on) { m_wanted.background = on; });
    addText(*form, tr("Memory limit"), QStringLiteral("1GiB"), faultOfMemory,
            [this]() -> std::string& { return m_wanted.memory; });
}

void SettingsPage::edited()
{
    applyLookNow();
    showChanges();
}

void SettingsPage::applyLookNow()
{
    m_context.theme.setMode(themeMode(m_wanted.window.theme));
    applyLook(m_wanted.window, m_context.theme);
}

void SettingsPage::fileChanged()
{
    const SettingsValues now = readSettings(m_context.settings->text());
    m_wanted = mergedSettings(m_saved, m_wanted, now);
    m_saved = now;
    fillFields();
    showChanges();
    // What is tried out here is seen on, also after the window has taken over the file's look.
    if (m_wanted.window != m_saved.window)
        QMetaObject::invokeMethod(this, &SettingsPage::applyLookNow, Qt::QueuedConnection);
}

void SettingsPage::fillFields()
{
    m_isFilling = true;
    for (const auto& fill : m_fill)
        fill();
    m_isFilling = false;
}

void SettingsPage::showChanges()
{
    bool isSound = true;
    for (const auto& check : m_check)
        isSound = check() && isSound;
    const auto edits = editsBetween(m_saved, m_wanted);
    m_save->setEnabled(isSound && !edits.empty());
    m_revert->setEnabled(!edits.empty());
    m_lines->setHidden(edits.empty());
    m_lines->setPlainText(QString::fromStdString(linesOf(edits)));
    const int lines = std::clamp(m_lines->document()->blockCount(), 2, shownLines);
    m_lines->setFixedHeight(lines * m_lines->fontMetrics().lineSpacing()
                            + m_context.theme.scaled(18));
    const QString file = pathText(m_context.settings->file());
    if (!m_context.settings->isSound())
        return say(tr("%1 has an error. What it said before goes on.").arg(file), "error");
    say(edits.empty() ? tr("Nothing to save. The settings stand in %1.").arg(file)
                      : tr("This will be written into %1:").arg(file),
        "label");
}

void SettingsPage::say(const QString& text, const char* role)
{
    m_say->setProperty("role", QLatin1String(role));
    m_say->style()->polish(m_say);
    m_say->setText(text);
}

void SettingsPage::save()
{
    if (m_save->isEnabled())
        m_context.settings->change(editsBetween(m_saved, m_wanted));
}

void SettingsPage::revert()
{
    m_wanted = m_saved;
    fillFields();
    applyLookNow();
    showChanges();
}

} // namespace weir
