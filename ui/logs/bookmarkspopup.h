// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/eventline.h"
#include "ui/models/indexquestions.h"

#include <QFrame>

class QLineEdit;
class QTimeZone;

namespace weir {

class Bookmarks;
class EventList;
class PlainLabel;
class Theme;

/// All bookmarks of the index, with what is typed in them: Enter or a click goes to the event. Those
/// whose event is not kept any more are there, and say so. Times and notes are there at once, what was
/// logged comes as it is read. Thread: GUI.
class BookmarksPopup final : public QFrame
{
    Q_OBJECT

public:
    /// `bookmarks` outlives it.
    BookmarksPopup(std::filesystem::path index, Bookmarks& bookmarks, Theme& theme,
                   QWidget* parent = nullptr);

    void setZone(const QTimeZone& zone); ///< of the times; UTC at first
    /// Over this widget.
    void open(const QWidget& over);

signals:
    void chosen(const weir::EventLine& line);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void fill();
    void ask();
    void takeOver();
    void showHint();

    Bookmarks& m_bookmarks;
    QLineEdit* m_filter;
    EventList* m_list;
    PlainLabel* m_hint;
    std::size_t m_read = 0; ///< of the lines, from the top

    // Last, so destroyed first: its thread calls this object.
    IndexQuestions<std::vector<EventLine>> m_questions;
};

} // namespace weir
