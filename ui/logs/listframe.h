// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

namespace weir {

class FindBar;
class LineBar;
class OverviewStrip;
class PlainLabel;
class Theme;

/// What belongs to the list but is no part of it: the bars to find and to go to a time above it, the
/// overview beside its scroll bar, and a note over it that goes away by itself. Thread: GUI.
class ListFrame final : public QWidget
{
    Q_OBJECT

public:
    /// Takes the list.
    ListFrame(Theme& theme, QWidget* list, QWidget* parent = nullptr);

    FindBar& findBar() { return *m_find; }
    LineBar& goToBar() { return *m_goTo; }
    OverviewStrip& strip() { return *m_strip; }

    /// Empty: none.
    void showNote(const QString& text);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void placeNote();

    Theme& m_theme;
    FindBar* m_find;
    LineBar* m_goTo;
    OverviewStrip* m_strip;
    PlainLabel* m_note;
    QTimer m_noteEnds;
};

} // namespace weir
