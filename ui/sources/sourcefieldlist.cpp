// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/sourcefieldlist.h"

#include "ui/models/format.h"
#include "ui/sources/sourcefieldeditor.h"
#include "ui/sources/sourcewords.h"

#include <QBoxLayout>
#include <QPushButton>

#include <algorithm>
#include <map>

namespace weir {

SourceFieldList::SourceFieldList(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    m_column = new QVBoxLayout;
    m_column->setSpacing(8);
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
    auto* more = new QHBoxLayout;
    more->setContentsMargins(0, 4, 0, 4);
    more->addWidget(m_more);
    more->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(m_column);
    layout->addLayout(more);
    layout->addWidget(m_moreFields);
}

void SourceFieldList::setKind(SourceKind kind, const std::vector<std::string>& formats, bool isNew,
                              QWidget* before)
{
    m_draft = {kind, {}};
    for (SourceFieldEditor* editor : m_editors) {
        editor->hide();
        editor->deleteLater();
    }
    m_editors.clear();
    for (SourceField& field : sourceFields(kind)) {
        if (field.path == TomlPath{"format"})
            field.choices = formatChoices(formats);
        addEditor(std::move(field), m_editors.empty() ? before : m_editors.back());
    }
    m_editors.front()->setReadOnly(!isNew);
    m_isMoreOpen = false;
    showMore();
}

void SourceFieldList::addEditor(SourceField field, QWidget* before)
{
    QVBoxLayout* column = field.isRare ? m_moreColumn : m_column;
    auto* editor = new SourceFieldEditor(std::move(field), m_theme);
    connect(editor, &SourceFieldEditor::edited, this, &SourceFieldList::edited);
    column->addWidget(editor);
    if (column == m_moreColumn && column->count() == 1) {
        setTabOrder(before, m_more);
        before = m_more;
    }
    setTabOrder(before, editor);
    m_editors.push_back(editor);
}

void SourceFieldList::showMore()
{
    const bool isOpen = m_isMoreOpen
        || std::ranges::any_of(m_editors, [](const SourceFieldEditor* editor) {
               return editor->field().isRare && editor->hasProblem();
           });
    m_more->setText(isOpen ? tr("▾ Less") : tr("▸ More"));
    m_moreFields->setVisible(isOpen);
}

void SourceFieldList::fill(const SourceDraft& draft)
{
    m_draft = draft;
    for (SourceFieldEditor* editor : m_editors)
        editor->setText(m_draft.value(editor->field().path));
    m_isMoreOpen = std::ranges::any_of(m_editors, [this](const SourceFieldEditor* editor) {
        return editor->field().isRare && m_draft.values.contains(editor->field().path);
    });
    showMore();
    showAsked();
}

const SourceDraft& SourceFieldList::collect()
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
    showAsked();
    return m_draft;
}

void SourceFieldList::showAsked()
{
    for (SourceFieldEditor* editor : m_editors)
        editor->setVisible(m_draft.isAsked(editor->field()));
}

QStringList SourceFieldList::showProblems(const std::vector<DraftProblem>& problems,
                                          bool showsMissing)
{
    const std::vector<TomlPath> missing = missingFields(m_draft);
    QStringList general;
    std::map<TomlPath, const DraftProblem*> found;
    const auto isShown = [this](const TomlPath& path) {
        return std::ranges::any_of(m_editors, [&](const SourceFieldEditor* editor) {
            return editor->field().path == path && m_draft.isAsked(editor->field());
        });
    };
    for (const DraftProblem& problem : problems) {
        const bool isMissing = problem.path.empty() && !missing.empty();
        if (isShown(problem.path))
            found.emplace(problem.path, &problem);
        else if (!isMissing)
            general << sentence(plainText(problem.text, 600));
    }
    for (SourceFieldEditor* editor : m_editors) {
        const TomlPath& path = editor->field().path;
        const auto problem = found.find(path);
        const bool isMissing = std::ranges::find(missing, path) != missing.end();
        if (problem != found.end() && !isMissing)
            editor->setProblem(sentence(plainText(problem->second->text, 600)), problem->second->isWarning);
        else if (isMissing && showsMissing)
            editor->setProblem(tr("This is needed."), false);
        else
            editor->setProblem({}, false);
    }
    showMore();
    return general;
}

void SourceFieldList::focusFirst()
{
    m_editors.front()->focusInput();
}

void SourceFieldList::focusField(const TomlPath& path)
{
    for (SourceFieldEditor* editor : m_editors) {
        if (editor->field().path == path)
            editor->focusInput();
    }
}

} // namespace weir
