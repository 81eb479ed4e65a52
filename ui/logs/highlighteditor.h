// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"

#include <QWidget>

#include <string>
#include <vector>

class QComboBox;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace weir {

class HighlightRow;
class Theme;
class ViewSelection;
class ViewSet;

/// The sets of highlights, one at a time, rule by rule. A change goes into the set's file at once; no
/// button saves. A new set begins with the quick labels there are. Thread: GUI.
class HighlightEditor final : public QWidget
{
    Q_OBJECT

public:
    /// All outlive it.
    HighlightEditor(ViewSet& views, ViewSelection& selection, Theme& theme,
                    QWidget* parent = nullptr);

    /// Empty: the one that is shown, or the first.
    void open(const std::string& set);

signals:
    void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override; // Escape closes it

private:
    void makeHead(QVBoxLayout* layout);
    void refresh();
    void fitRules();
    void showRules(const HighlightSet& set);
    HighlightRow* makeRow(const HighlightRule& rule);
    static void drop(std::vector<HighlightRow*> rows);
    void addSet();
    void renameSet();

    ViewSet& m_views;
    ViewSelection& m_selection;
    Theme& m_theme;
    std::string m_set; ///< to be shown; empty: there is none
    std::string m_shown; ///< whose rules m_rows are
    bool m_isSetNew = false; ///< m_set is on its way into a file; its first rule is written next
    QComboBox* m_sets;
    QLineEdit* m_name; ///< of the set
    QLineEdit* m_newName;
    QPushButton* m_remove;
    QScrollArea* m_scroll;
    QVBoxLayout* m_rules;
    std::vector<HighlightRow*> m_rows;
    HighlightRow* m_new; ///< the line for one more
};

} // namespace weir
