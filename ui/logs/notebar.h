// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storedbatch.h"

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace weir {

class Bookmarks;
class PlainLabel;

/// The bookmark of the event that is shown: set and removed by a button, its note written in place.
/// Where bookmarks cannot be changed it says why. Thread: GUI.
class NoteBar final : public QWidget
{
    Q_OBJECT

public:
    /// `bookmarks` outlives it.
    explicit NoteBar(Bookmarks& bookmarks, QWidget* parent = nullptr);

    void setEvent(EventKey event);
    /// Sets a bookmark and goes to its note, or removes the one there is.
    void toggle();

signals:
    /// The note is written, or is not to be.
    void finished();
    /// A bookmark with a note was removed: it could be put back.
    void removed(weir::EventKey event, const QString& note);
    /// A note was not kept, and the event is not shown any more; the reason is a sentence.
    void refused(weir::EventKey event, const QString& note, const QString& reason);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void refresh();
    void keepNote();
    void takeBack(EventKey event, const QString& note, const QString& reason);

    Bookmarks& m_bookmarks;
    EventKey m_event;
    QPushButton* m_button;
    QLineEdit* m_note;
    PlainLabel* m_problem;
    bool m_goesToNote = false; ///< when the bookmark is there
};

} // namespace weir
