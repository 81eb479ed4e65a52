// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/background.h"
#include "ui/models/sourcedraft.h"
#include "ui/models/sourcefile.h"
#include "ui/pagecontext.h"

#include <QWidget>

class QButtonGroup;
class QPushButton;
class QSplitter;

namespace weir {

class Actions;
class Banner;
class PlainLabel;
class ProbeView;
class SourceFieldList;
class TomlView;

/// Adds a source or changes one: what there is to say on the left, on the right what it makes of
/// weir.toml, always visible, and what a test of it says. Nothing is asked in a dialog.
///
/// Files are read, checked and written in a thread of its own. Thread: GUI.
class SourceForm final : public QWidget
{
    Q_OBJECT

public:
    explicit SourceForm(const PageContext& context, QWidget* parent = nullptr);
    ~SourceForm() override;

    /// What it can be told to do, before there is one.
    static void declareActions(Actions& actions);

    void startNew(SourceKind kind = SourceKind::Kafka);
    void startEdit(const std::string& name);
    /// There is something in it that stands in no file.
    bool isDirty() const;
    /// Empty: a new source.
    const std::string& editedName() const { return m_original; }

signals:
    void saved(const QString& name, const weir::SourceChange& change);
    void left(); ///< without saving

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    /// What the thread has found out; which of it is told by `kind`.
    struct Answer
    {
        enum class Kind { Read, Checked, Saved } kind = Kind::Read;
        quint64 question = 0;
        std::string text; ///< Read: the whole file
        std::vector<std::string> formats;
        std::vector<DraftProblem> problems; ///< Checked
        std::optional<Result<SourceChange>> change; ///< Saved
        std::optional<Error> error; ///< Read
    };

    QWidget* makeLeft();
    QWidget* makeRight();
    QWidget* makeFoot();
    void setKind(SourceKind kind);
    void read();
    void takeOver(); ///< what the thread has found out, once a frame
    void takeRead(const Answer& answer);
    void takeSaved(const Result<SourceChange>& change);
    void edited();
    void showProblems();
    std::string block() const; ///< of the source as the form has it
    void check();
    void save();
    void test();

    const PageContext m_context;
    SourceDraft m_before; ///< what the file says
    std::string m_original;
    std::string m_file;
    std::string m_fileBlock; ///< of the source in the file
    std::vector<std::string> m_formats;
    std::vector<DraftProblem> m_problems;
    bool m_isRead = false;
    bool m_isSaving = false;
    bool m_showsMissing = false; ///< since the first attempt to save or test
    quint64 m_question = 0;

    PlainLabel* m_title = nullptr;
    QButtonGroup* m_kinds = nullptr;
    QSplitter* m_split = nullptr;
    QWidget* m_kindRow = nullptr;
    SourceFieldList* m_fields = nullptr;
    Banner* m_banner = nullptr;
    PlainLabel* m_general = nullptr;
    TomlView* m_toml = nullptr;
    ProbeView* m_probe = nullptr;
    QPushButton* m_test = nullptr;
    QPushButton* m_save = nullptr;
    PlainLabel* m_footNote = nullptr;

    // Last, so destroyed first: their threads have ended before what they call goes away.
    Background<Answer> m_checker;
    Background<Answer> m_worker;
};

} // namespace weir
