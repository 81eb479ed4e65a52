// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"
#include "ui/models/listsettings.h"
#include "ui/pagecontext.h"

#include <QPointer>
#include <QWidget>

#include <functional>
#include <string>
#include <vector>

class QLineEdit;
class QMenu;
class QPushButton;
class QToolButton;

namespace weir {

class Banner;
class HighlightEditor;
class PlainLabel;
class ViewChips;
class ViewSelection;

/// The saved views and sets of highlights of a log list as a row of chips that switch them on and
/// off, `+` that saves what is shown under a name typed in place, and a banner for what went wrong
/// and what can be undone. Thread: GUI.
class ViewBar final : public QWidget
{
    Q_OBJECT

public:
    /// What the bar asks its page; called in the GUI thread, while the bar lives.
    struct Page
    {
        std::function<ViewConfig()> view; ///< what is shown, as a view without a name
        std::function<ListSettings()> settings;
    };

    /// `context.views` must not be null; it and the selection outlive the bar.
    ViewBar(const PageContext& context, ViewSelection& selection, Page page,
            QWidget* parent = nullptr);

    /// What stands at the right: what the timeline shows.
    void setInfo(const QString& text);

    /// `Save view ▾`; for the bar at the top, which owns it.
    QToolButton* makeSaveButton();

public slots:
    void startSaving(); ///< asks for a name, in place
    void updateView(); ///< of the views that are on, the one switched on last says what is shown
    void toggle(const QString& view);
    /// Opens the editor below the chips; empty: of the set it showed last.
    void editHighlights(const std::string& set);

signals:
    void tabWanted(const QString& view);
    /// On its way into its file.
    void saved(const weir::ViewConfig& view);
    /// A name was given or given up: the list may have the keys again.
    void done();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void refill();
    void makeFixedItems();
    QPushButton* viewChip(const ViewConfig& view);
    QPushButton* setChip(const HighlightSet& set);
    void save(const std::string& name);
    void showViewMenu(const QString& view, const QPoint& at);
    void startRenaming(const QString& view);
    void startNaming(const QString& text);
    void endNaming(bool takes);
    void fillSaveMenu(QMenu* menu);
    void showProblems();
    void announceRemoved(const QString& name);

    const PageContext m_context;
    ViewSelection& m_selection;
    const Page m_page;
    ViewChips* m_chips;
    QLineEdit* m_name;
    QPushButton* m_add;
    PlainLabel* m_setsTitle;
    QPushButton* m_labels;
    PlainLabel* m_info;
    Banner* m_banner;
    QPointer<QToolButton> m_saveButton;
    HighlightEditor* m_editor = nullptr;
    bool m_isNaming = false;
    std::string m_renaming; ///< empty: a new view is being named
    bool m_savesRange = false;
    bool m_canUndo = false; ///< the banner's button undoes
};

} // namespace weir
