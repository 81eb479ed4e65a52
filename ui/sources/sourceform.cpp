// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/sourceform.h"

#include "ui/actions.h"
#include "ui/models/filereplace.h"
#include "ui/models/format.h"
#include "ui/models/frameclock.h"
#include "ui/sources/probeview.h"
#include "ui/sources/sourcefieldeditor.h"
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
    auto* leave = m_context.actions.add(QStringLiteral("sources.leaveForm"), tr("Leave the form"),
                                        {Qt::Key_Escape}, this);
    connect(leave, &QAction::triggered, this, &SourceForm::left);
    setKind(SourceKind::Kafka);
}

SourceForm::~SourceForm() = default;

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
        const std::string name = m_draft.value({"name"});
        setKind(static_cast<SourceKind>(id));
        m_draft.values[{"name"}] = name; // the one thing that all kinds have
        fillFields();
        edited();
    });
    m_banner = new Banner;
    connect(m_banner, &Banner::pressed, this, [this] { startEdit(m_original); });
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
    m_fieldColumn = new QVBoxLayout;
    m_fieldColumn->setSpacing(8);
    layout->addLayout(m_fieldColumn);
    layout->addWidget(makeMore());
    layout->addWidget(m_moreFields);
    layout->addWidget(m_general);
    layout->addStretch(1);
    auto* scroll = scrolledDown(content);
    scroll->setMinimumWidth(leastLeft);
    return scroll;
}

/// What opens and closes the part of the form that is rarely needed.
QWidget* SourceForm::makeMore()
{
    m_moreFields = new QWidget;
    m_moreColumn = new QVBoxLayout(m_moreFields);
    m_moreColumn->setContentsMargins(0, 0, 0, 0);
    m_moreColumn->setSpacing(8);
    m_more = new QPushButton;
    m_more->setProperty("role", QStringLiteral("link"));
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_isMoreOpen = m_moreFields->isHidden();
        showMore();
    });
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 4, 0, 4);
    layout->addWidget(m_more);
    layout->addStretch(1);
    return row;
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
    auto* saving = m_context.actions.add(QStringLiteral("sources.save"), tr("Save the source"),
                                         {QKeySequence::Save}, this);
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
    fillFields();
    read();
    m_editors.front()->focusInput();
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
    m_draft = {kind, {}};
    if (m_original.empty())
        m_before = m_draft;
    m_kinds->button(static_cast<int>(kind))->setChecked(true);
    for (SourceFieldEditor* editor : m_editors) {
        editor->hide();
        editor->deleteLater();
    }
    m_editors.clear();
    for (SourceField& field : sourceFields(kind)) {
        if (field.path == TomlPath{"format"})
            field.choices = formatChoices(m_formats);
        addEditor(std::move(field));
    }
    m_editors.front()->setReadOnly(!m_original.empty());
    m_probe->reset();
    m_showsMissing = false;
    m_isMoreOpen = false;
    showMore();
}

void SourceForm::addEditor(SourceField field)
{
    QVBoxLayout* column = field.isRare ? m_moreColumn : m_fieldColumn;
    QWidget* before = m_editors.empty() ? static_cast<QWidget*>(m_kinds->buttons().back())
                                        : m_editors.back();
    auto* editor = new SourceFieldEditor(std::move(field), m_context.theme);
    connect(editor, &SourceFieldEditor::edited, this, &SourceForm::edited);
    column->addWidget(editor);
    if (column == m_moreColumn && column->count() == 1) {
        setTabOrder(before, m_more);
        before = m_more;
    }
    setTabOrder(before, editor);
    m_editors.push_back(editor);
}

void SourceForm::showMore()
{
    const bool isOpen = m_isMoreOpen
        || std::any_of(m_editors.begin(), m_editors.end(), [this](const SourceFieldEditor* editor) {
               return editor->field().isRare && editor->hasProblem();
           });
    m_more->setText(isOpen ? tr("▾ Less") : tr("▸ More"));
    m_moreFields->setVisible(isOpen);
}

void SourceForm::fillFields()
{
    for (SourceFieldEditor* editor : m_editors)
        editor->setText(m_draft.value(editor->field().path));
    m_isMoreOpen = std::any_of(m_editors.begin(), m_editors.end(), [this](const auto* editor) {
        return editor->field().isRare && m_draft.values.contains(editor->field().path);
    });
    showMore();
    showVisibleFields();
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
    m_draft = m_before = *draft;
    fillFields();
    edited();
}

bool SourceForm::isDirty() const
{
    return m_isRead && m_draft != m_before;
}

void SourceForm::edited()
{
    for (const SourceFieldEditor* editor : m_editors) {
        // In the order of the form: what is asked follows from the fields above.
        if (!m_draft.isAsked(editor->field()))
            continue;
        const std::string text = editor->text();
        if (text.empty())
            m_draft.values.erase(editor->field().path);
        else
            m_draft.values[editor->field().path] = text;
    }
    showVisibleFields();
    m_toml->setToml(block());
    check();
    showProblems();
}

void SourceForm::showVisibleFields()
{
    for (SourceFieldEditor* editor : m_editors)
        editor->setVisible(m_draft.isAsked(editor->field()));
}

std::string SourceForm::block() const
{
    if (m_original.empty())
        return draftBlock(m_draft);
    const auto text = editSource(m_file, m_original, draftEdits(m_before, m_draft));
    return text ? sourceBlock(*text, m_original) : std::string();
}

void SourceForm::check()
{
    m_checker.ask([block = block(), fields = sourceFields(m_draft.kind), formats = m_formats,
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
    const std::vector<TomlPath> missing = missingFields(m_draft);
    QStringList general;
    bool hasError = false;
    std::map<TomlPath, const DraftProblem*> found;
    const auto isShown = [this](const TomlPath& path) {
        return std::any_of(m_editors.begin(), m_editors.end(), [&](const auto* editor) {
            return editor->field().path == path && m_draft.isAsked(editor->field());
        });
    };
    for (const DraftProblem& problem : m_problems) {
        const bool isMissing = problem.path.empty() && !missing.empty();
        hasError = hasError || !problem.isWarning;
        if (isShown(problem.path))
            found.emplace(problem.path, &problem);
        else if (!isMissing)
            general << sentence(plainText(problem.text, 600));
    }
    for (SourceFieldEditor* editor : m_editors) {
        const TomlPath& path = editor->field().path;
        const auto problem = found.find(path);
        const bool isMissing = std::find(missing.begin(), missing.end(), path) != missing.end();
        if (problem != found.end() && !isMissing)
            editor->setProblem(sentence(plainText(problem->second->text, 600)), problem->second->isWarning);
        else if (isMissing && m_showsMissing)
            editor->setProblem(tr("This is needed."), false);
        else
            editor->setProblem({}, false);
    }
    if (!m_original.empty() && m_isRead && block().empty())
        general << tr("This source is written in weir.toml in a way that only an editor can change "
                      "safely.");
    showMore();
    m_general->setText(general.join(QLatin1Char('\n')));
    m_general->setHidden(general.isEmpty());
    const bool canSave = m_isRead && !m_isSaving && (m_original.empty() || isDirty());
    m_save->setEnabled(canSave && (!hasError || !missing.empty()));
    m_footNote->setText(m_isSaving ? tr("Saving…")
                            : !m_original.empty() && m_isRead && !isDirty()
                            ? tr("Nothing is changed yet.")
                            : QString());
}

void SourceForm::save()
{
    m_showsMissing = true;
    showProblems();
    const auto missing = missingFields(m_draft);
    if (!missing.empty()) {
        for (SourceFieldEditor* editor : m_editors) {
            if (editor->field().path == missing.front())
                editor->focusInput();
        }
        return;
    }
    if (!m_save->isEnabled())
        return;
    m_isSaving = true;
    showProblems();
    m_worker.ask([folder = m_context.config, original = m_original, old = m_fileBlock,
                  block = draftBlock(m_draft), edits = draftEdits(m_before, m_draft)] {
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
        const std::string name = m_original.empty() ? m_draft.value({"name"}) : m_original;
        m_before = m_draft;
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
    if (missingFields(m_draft).empty())
        m_probe->test(QStringLiteral("-"), block());
}

} // namespace weir
