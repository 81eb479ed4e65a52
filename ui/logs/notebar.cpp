// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/notebar.h"

#include "ui/models/bookmarks.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QVBoxLayout>

namespace weir {

NoteBar::NoteBar(Bookmarks& bookmarks, QWidget* parent)
    : QWidget(parent)
    , m_bookmarks(bookmarks)
    , m_button(new QPushButton)
    , m_note(new QLineEdit)
    , m_problem(new PlainLabel({}, "error"))
{
    m_button->setCheckable(true);
    m_button->setProperty("role", QStringLiteral("chip"));
    m_note->setPlaceholderText(tr("Note"));
    m_note->setMaxLength(static_cast<int>(Bookmark::maxNote));
    m_note->setAccessibleName(tr("Note of the bookmark"));
    m_note->installEventFilter(this);
    m_problem->setWordWrap(true);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_button);
    row->addWidget(m_note, 1);
    row->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 0, 14, 8);
    column->setSpacing(4);
    column->addLayout(row);
    column->addWidget(m_problem);
    m_problem->hide();
    connect(m_button, &QPushButton::clicked, this, &NoteBar::toggle);
    connect(m_note, &QLineEdit::editingFinished, this, &NoteBar::keepNote);
    connect(&bookmarks, &Bookmarks::changed, this, &NoteBar::refresh);
    connect(&bookmarks, &Bookmarks::failed, this, [this](const QString& reason) {
        m_problem->setText(reason);
        m_problem->show();
        refresh();
    });
    refresh();
}

void NoteBar::setEvent(EventKey event)
{
    if (event == m_event)
        return;
    m_problem->hide();
    keepNote(); // it belongs to the event that was shown
    m_event = event;
    m_goesToNote = false;
    refresh();
}

void NoteBar::toggle()
{
    m_problem->hide();
    if (!m_bookmarks.has(m_event)) {
        m_goesToNote = true;
        m_bookmarks.keep(m_event.seq, {});
        return;
    }
    const QString note = m_bookmarks.noteOf(m_event);
    m_bookmarks.drop(m_event.seq);
    if (!note.isEmpty() && m_bookmarks.obstacle().isEmpty())
        emit removed(m_event, note);
}

void NoteBar::refresh()
{
    const bool isSet = m_bookmarks.has(m_event);
    m_button->setChecked(isSet);
    m_button->setText(isSet ? tr("Bookmarked") : tr("Bookmark"));
    m_note->setVisible(isSet);
    if (!m_note->isModified())
        m_note->setText(m_bookmarks.noteOf(m_event));
    if (isSet && m_goesToNote) {
        m_goesToNote = false;
        m_note->setFocus(Qt::OtherFocusReason);
    }
}

void NoteBar::keepNote()
{
    const bool isWanted = m_note->isModified() && m_bookmarks.has(m_event);
    m_note->setModified(false);
    if (!isWanted)
        return;
    m_bookmarks.keep(m_event.seq, m_note->text().trimmed(),
                     [self = QPointer(this), event = m_event,
                      note = m_note->text()](const QString& reason) {
                         if (self)
                             self->takeBack(event, note, reason);
                     });
}

/// What somebody has written stays, where it was or to be put back.
void NoteBar::takeBack(EventKey event, const QString& note, const QString& reason)
{
    if (event != m_event) {
        emit refused(event, note, reason);
        return;
    }
    if (m_note->isModified())
        return; // and more has been written since
    m_note->setText(note);
    m_note->setModified(true);
}

bool NoteBar::eventFilter(QObject* object, QEvent* event)
{
    if (object != m_note || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(object, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Escape) {
        m_note->setModified(false);
        refresh();
    } else if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        keepNote();
    } else {
        return false;
    }
    emit finished();
    return true;
}

} // namespace weir
