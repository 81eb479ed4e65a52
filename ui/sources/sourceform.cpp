// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/sourceform.h"

#include "ui/actions.h"
#include "ui/models/filereplace.h"
#include "ui/models/format.h"
#include "ui/models/frameclock.h"
#include "ui/sources/probeview.h"
#include "ui/sources/sourcefieldlist.h"
#include "ui/sources/sourcewords.h"
#include "ui/sources/tomlview.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/scrolled.h"

#include <QAction>
#include <QBoxLayout>
#include <QButtonGroup>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>

#include <algorithm>

namespace weir {

namespace {

namespace fs = std::filesystem;

std::vector<std::string> formatsIn(const fs::path& folder)
{
    std::vector<std::string> names;
    std::error_code failed;
    for (fs::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
        if (it->path().extension() == ".toml")
            names.push_back(it->path().stem().string());
    }
    return names;
}

constexpr int leastLeft = 320;
constexpr int leastRight = 280;

} // namespace

SourceForm::SourceForm(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_checker([&frames = context.frames] { frames.request(); })
    , m_worker([&frames = context.frames] { frames.request(); })
{
    declareActions(m_context.actions);
    auto* split = new QSplitter;
    m_split = split;
    split->setMinimumWidth(1); // one below the other where both have no room
    split->setHandleWidth(1);
    split->setChildrenCollapsible(false);
    split->addWidget(makeLeft());
    split->addWidget(makeRight());
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 1);
    split->setSizes({500, 500});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(split, 1);
    layout->addWidget(makeFoot());
    connect(&m_context.frames, &FrameClock::frame, this, &SourceForm::takeOver);
    auto* leave = m_context.actions.add(QStringLiteral("sources.leaveForm"), this);
    connect(leave, &QAction::triggered, this, &SourceForm::left);
    setKind(SourceKind::Kafka);
}

SourceForm::~SourceForm() = default;

void SourceForm::declareActions(Actions& actions)
{
    actions.declare(QStringLiteral("sources.leaveForm"), tr("Leave the form"), {Qt::Key_Escape});
    actions.declare(QStringLiteral("sources.save"), tr("Save the source"), {QKeySequence::Save});
}

void SourceForm::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const bool isWide = width() >= m_context.theme.scaled(leastLeft + leastRight);
    m_split->setOrientation(isWide ? Qt::Horizontal : Qt::Vertical);
}

QWidget* SourceForm::makeLeft()
{
    m_title = new PlainLabel;
    m_title->setFont(m_context.theme.titleFont());
    m_kindRow = new QWidget;
    m_kinds = new QButtonGroup(this);
    auto* kinds = new QHBoxLayout(m_kindRow);
    kinds->setContentsMargins(0, 0, 0, 0);
    kinds->setSpacing(4);
    for (const auto& [kind, text] :
         {std::pair(SourceKind::Kafka, tr("Kafka")), std::pair(SourceKind::ZeroMq, tr("ZeroMQ")),
          std::pair(SourceKind::File, tr("File"))}) {
        auto* button = new QPushButton(text);
        button->setProperty("role", QStringLiteral("segment"));
        button->setCheckable(true);
        m_kinds->addButton(button, static_cast<int>(kind));
        kinds->addWidget(button);
    }
    kinds->addStretch(1);
    connect(m_kinds, &QButtonGroup::idClicked, this, [this](int id) {
        const std::string name = m_fields->draft().value({"name"});
        const auto kind = static_cast<SourceKind>(id);
        setKind(kind);
        m_fields->fill({kind, {{{"name"}, name}}}); // the one thing that all kinds have
        edited();
    });
    m_banner = new Banner;
    connect(m_banner, &Banner::pressed, this, [this] { startEdit(m_original); });
    m_fields = new SourceFieldList(m_context.theme);
    connect(m_fields, &SourceFieldList::edited, this, &SourceForm::edited);
    m_general = new PlainLabel({}, "error");
    m_general->setWordWrap(true);

    auto* content = new QWidget;
    content->setProperty("role", QStringLiteral("page"));
    content->setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_kindRow);
    layout->addWidget(m_banner);
    layout->addWidget(m_fields);
    layout->addWidget(m_general);
    layout->addStretch(1);
    auto* scroll = scrolledDown(content);
    scroll->setMinimumWidth(leastLeft);
    return scroll;
}

QWidget* SourceForm::makeRight()
{
    auto* title = new PlainLabel(tr("What is written to weir.toml"), "label");
    title->setFont(m_context.theme.groupTitleFont());
    m_toml = new TomlView(m_context.theme);
    m_toml->setAccessibleName(tr("What is written to weir.toml"));
    m_probe = new ProbeView(m_context.theme, m_context.probe);
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(6);
    layout->addWidget(title);
    layout->addWidget(m_toml);
    layout->addSpacing(10);
    layout->addWidget(m_probe, 1);
    layout->addStretch(0);
    auto* side = new QWidget;
    side->setProperty("role", QStringLiteral("sidebar"));
    side->setAttribute(Qt::WA_StyledBackground);
    auto* all = new QVBoxLayout(side);
    all->setContentsMargins(1, 0, 0, 0);
    all->addWidget(scrolledDown(content));
    side->setMinimumWidth(leastRight);
    return side;
}

QWidget* SourceForm::makeFoot()
{
    auto* foot = new QWidget;
    foot->setProperty("role", QStringLiteral("statusbar"));
    foot->setAttribute(Qt::WA_StyledBackground);
    m_test = new QPushButton(tr("Test connection"));
    m_save = new QPushButton(tr("Save"));
    m_save->setProperty("role", QStringLiteral("primary"));
    auto* cancel = new QPushButton(tr("Cancel"));
    m_footNote = new PlainLabel({}, "label");
    m_footNote->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* layout = new QHBoxLayout(foot);
    layout->setContentsMargins(16, 10, 16, 10);
    layout->setSpacing(8);
    layout->addWidget(m_test);
    layout->addWidget(m_footNote, 1);
    layout->addWidget(cancel);
    layout->addWidget(m_save);
    m_test->setEnabled(m_context.probe != nullptr);
    connect(m_test, &QPushButton::clicked, this, &SourceForm::test);
    connect(m_save, &QPushButton::clicked, this, &SourceForm::save);
    connect(cancel, &QPushButton::clicked, this, &SourceForm::left);
    auto* saving = m_context.actions.add(QStringLiteral("sources.save"), this);
    connect(saving, &QAction::triggered, this, &SourceForm::save);
    return foot;
}

void SourceForm::startNew(SourceKind kind)
{
    m_original.clear();
    m_before = {kind, {}};
    m_title->setText(tr("Add a source"));
    m_kindRow->show();
    setKind(kind);
    m_fields->fill(m_before);
    read();
    m_fields->focusFirst();
}

void SourceForm::startEdit(const std::string& name)
{
    m_original = name;
    m_title->setText(tr("Change %1").arg(plainText(name, 100)));
    m_kindRow->hide();
    read();
}

/// Fields of a kind, empty.
void SourceForm::setKind(SourceKind kind)
{
    if (m_original.empty())
        m_before = {kind, {}};
    m_kinds->button(static_cast<int>(kind))->setChecked(true);
    m_fields->setKind(kind, m_formats, m_original.empty(), m_kinds->buttons().back());
    m_probe->reset();
    m_showsMissing = false;
}

void SourceForm::read()
{
    m_isRead = false;
    m_isSaving = false;
    m_banner->clear();
    m_problems.clear();
    m_worker.ask([folder = m_context.config, question = ++m_question] {
        Answer answer;
        answer.question = question;
        auto text = readTextFile(folder / "weir.toml");
        if (text)
            answer.text = std::move(*text);
        else
            answer.error = text.error();
        answer.formats = formatsIn(folder / "formats");
        return answer;
    });
    showProblems();
}

void SourceForm::takeOver()
{
    if (const auto checked = m_checker.take(); checked && checked->question == m_question) {
        m_problems = checked->problems;
        showProblems();
    }
    const auto answer = m_worker.take();
    if (!answer)
        return;
    if (answer->kind == Answer::Kind::Saved)
        takeSaved(*answer->change);
    else if (answer->question == m_question)
        takeRead(*answer);
}

void SourceForm::takeRead(const Answer& answer)
{
    if (answer.error) {
        m_banner->show({Banner::Level::Error, tr("weir.toml"),
                        tr("It cannot be read: %1. Nothing can be saved.")
                            .arg(plainText(answer.error->text(), 400)),
                        {}});
        return;
    }
    m_isRead = true;
    m_file = answer.text;
    m_formats = answer.formats;
    if (m_original.empty()) {
        edited();
        return;
    }
    m_fileBlock = sourceBlock(m_file, m_original);
    const auto draft = readDraft(m_file, m_original);
    if (!draft || m_fileBlock.empty()) {
        m_isRead = false;
        m_banner->show({Banner::Level::Error, plainText(m_original, 100),
                        tr("weir.toml has no [[source]] of this name that this form could change: "
                           "it was started from the command line, or it is written in another way."),
                        {}});
        m_toml->setToml(m_fileBlock);
        showProblems();
        return;
    }
    setKind(draft->kind);
    m_before = *draft;
    m_fields->fill(m_before);
    edited();
}

bool SourceForm::isDirty() const
{
    return m_isRead && m_fields->draft() != m_before;
}

void SourceForm::edited()
{
    m_fields->collect();
    m_toml->setToml(block());
    check();
    showProblems();
}

std::string SourceForm::block() const
{
    if (m_original.empty())
        return draftBlock(m_fields->draft());
    const auto text = editSource(m_file, m_original, draftEdits(m_before, m_fields->draft()));
    return text ? sourceBlock(*text, m_original) : std::string();
}

void SourceForm::check()
{
    m_checker.ask([block = block(), fields = sourceFields(m_fields->draft().kind), formats = m_formats,
                   question = m_question] {
        Answer answer;
        answer.kind = Answer::Kind::Checked;
        answer.question = question;
        answer.problems = checkBlock(block, fields, formats);
        return answer;
    });
}

void SourceForm::showProblems()
{
    QStringList general = m_fields->showProblems(m_problems, m_showsMissing);
    if (!m_original.empty() && m_isRead && block().empty())
        general << tr("This source is written in weir.toml in a way that only an editor can change "
                      "safely.");
    m_general->setText(general.join(QLatin1Char('\n')));
    m_general->setHidden(general.isEmpty());
    const bool canSave = m_isRead && !m_isSaving && (m_original.empty() || isDirty());
    const bool hasError = std::ranges::any_of(
        m_problems, [](const DraftProblem& problem) { return !problem.isWarning; });
    m_save->setEnabled(canSave && (!hasError || !missingFields(m_fields->draft()).empty()));
    m_footNote->setText(m_isSaving ? tr("Saving…")
                            : !m_original.empty() && m_isRead && !isDirty()
                            ? tr("Nothing is changed yet.")
                            : QString());
}

void SourceForm::save()
{
    m_showsMissing = true;
    showProblems();
    const auto missing = missingFields(m_fields->draft());
    if (!missing.empty())
        return m_fields->focusField(missing.front());
    if (!m_save->isEnabled())
        return;
    m_isSaving = true;
    showProblems();
    m_worker.ask([folder = m_context.config, original = m_original, old = m_fileBlock,
                  block = draftBlock(m_fields->draft()), edits = draftEdits(m_before, m_fields->draft())] {
        Answer answer;
        answer.kind = Answer::Kind::Saved;
        answer.change = original.empty() ? saveNewSource(folder, block)
                                         : saveEditedSource(folder, original, old, edits);
        return answer;
    });
}

void SourceForm::takeSaved(const Result<SourceChange>& change)
{
    m_isSaving = false;
    if (change) {
        const std::string name = m_original.empty() ? m_fields->draft().value({"name"}) : m_original;
        m_before = m_fields->draft();
        emit saved(QString::fromStdString(name), *change);
        return;
    }
    const bool isChanged = change.error().code == Error::Code::Busy && !m_original.empty();
    m_banner->show({isChanged ? Banner::Level::Warning : Banner::Level::Error, tr("Not saved"),
                    sentence(plainText(change.error().detail, 600)),
                    isChanged ? tr("Read it again") : QString()});
    showProblems();
}

void SourceForm::test()
{
    if (m_probe->isRunning())
        return;
    m_showsMissing = true;
    showProblems();
    if (missingFields(m_fields->draft()).empty())
        m_probe->test(QStringLiteral("-"), block());
}

} // namespace weir
