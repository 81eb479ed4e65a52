// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/sourcedraft.h"

#include <QStringList>
#include <QWidget>

#include <string>
#include <vector>

class QPushButton;
class QVBoxLayout;

namespace weir {

class SourceFieldEditor;
class Theme;

/// The fields of a source of one kind, one below the other, and what was typed in them. Only what follows
/// from the fields above is asked; what is rarely needed is folded away until a person wants it, it is
/// filled, or something is wrong with it. Thread: GUI.
class SourceFieldList final : public QWidget
{
    Q_OBJECT

public:
    explicit SourceFieldList(const Theme& theme, QWidget* parent = nullptr);

    /// Fields of a kind, empty. `formats`: what there is to choose from besides the built-in ones. Without
    /// `isNew` the name stays as it is. Tab leads here from `before`.
    void setKind(SourceKind kind, const std::vector<std::string>& formats, bool isNew,
                 QWidget* before);
    /// Precondition: of the kind that was set.
    void fill(const SourceDraft& draft);
    /// Takes over what was typed, and asks what follows from it.
    const SourceDraft& collect();
    const SourceDraft& draft() const { return m_draft; }
    /// To each field what is wrong with it, or, with `showsMissing`, that it must be filled. Returns the
    /// sentences about none of those that are shown.
    QStringList showProblems(const std::vector<DraftProblem>& problems, bool showsMissing);
    void focusFirst();
    void focusField(const TomlPath& path);

signals:
    void edited(); ///< by a person

private:
    void addEditor(SourceField field, QWidget* before);
    void showAsked();
    void showMore();

    const Theme& m_theme;
    SourceDraft m_draft;
    bool m_isMoreOpen = false; ///< because a person wanted it; what needs it opens it too
    QVBoxLayout* m_column = nullptr;
    QPushButton* m_more = nullptr;
    QWidget* m_moreFields = nullptr;
    QVBoxLayout* m_moreColumn = nullptr;
    std::vector<SourceFieldEditor*> m_editors; ///< never empty once a kind was set
};

} // namespace weir
