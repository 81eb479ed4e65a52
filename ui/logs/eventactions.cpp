// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/eventactions.h"

#include "ui/actions.h"
#include "ui/logs/bookmarkspopup.h"
#include "ui/logs/detailspanel.h"
#include "ui/logs/notebar.h"
#include "ui/logs/pagenote.h"
#include "ui/logs/resultlist.h"
#include "ui/models/bookmarks.h"
#include "ui/models/zones.h"

#include <QAction>
#include <QLineEdit>

namespace weir {

EventActions::EventActions(const PageContext& context, const Parts& parts, QObject* parent)
    : QObject(parent)
    , m_context(context)
    , m_parts(parts)
    , m_bookmarks(new BookmarksPopup(context.index, context.bookmarks, context.theme,
                                     &parts.listScope))
{
    add("logs.bookmark", tr("Bookmark, or remove the bookmark"), Qt::Key_M,
        &EventActions::toggleBookmark);
    add("logs.bookmarks", tr("Bookmarks"), Qt::Key_Apostrophe, &EventActions::showBookmarks);
    add("logs.trace", tr("Everything with the same trace id"), Qt::Key_T,
        &EventActions::showTrace);
    add("logs.around", tr("What came around it from the same source"), Qt::Key_C,
        &EventActions::showAround);
    DetailsPanel& details = parts.details;
    const auto addCopy = [&](const char* id, const QString& text, void (DetailsPanel::*copy)()) {
        connect(m_context.actions.add(QLatin1String(id), text, {}, &m_parts.pageScope),
                &QAction::triggered, &details, copy);
    };
    addCopy("logs.copyLink", tr("Copy a link to the event"), &DetailsPanel::copyLink);
    connect(m_bookmarks, &BookmarksPopup::chosen, this, &EventActions::eventWanted);
    connect(&details, &DetailsPanel::eventWanted, this, &EventActions::eventWanted);
    connect(&details.noteBar(), &NoteBar::removed, this, [this](EventKey event, const QString& note) {
        offerBack(tr("The bookmark and its note are removed."), event, note);
    });
    connect(&details.noteBar(), &NoteBar::refused, this,
            [this](EventKey event, const QString& note, const QString& reason) {
                offerBack(reason, event, note);
            });
    connect(&details.noteBar(), &NoteBar::finished, &parts.list,
            &ResultList::takeFocus);
}

void EventActions::add(const char* id, const QString& text, const QKeySequence& keys,
                       void (EventActions::*handler)())
{
    QAction* action = m_context.actions.add(QLatin1String(id), text, {keys}, &m_parts.listScope);
    m_parts.details.addAction(action); // whoever reads there goes on from there
    connect(action, &QAction::triggered, this, handler);
}

bool EventActions::hasEvent()
{
    if (m_parts.list.selected())
        return true;
    m_parts.list.say(tr("Select an event first."));
    return false;
}

void EventActions::toggleBookmark()
{
    if (!hasEvent())
        return;
    if (const QString reason = m_context.bookmarks.obstacle(); !reason.isEmpty())
        return m_parts.note.say(reason);
    emit detailsWanted();
    NoteBar& bar = m_parts.details.noteBar();
    bar.setEvent(*m_parts.list.selected()); // its details may still be on their way
    bar.toggle();
}

/// Again when it is refused, else what was written would be gone.
void EventActions::offerBack(const QString& sentence, EventKey event, const QString& note)
{
    m_parts.note.offer(sentence, tr("Put it back"), [this, event, note] {
        m_context.bookmarks.keep(
            event.seq, note, [self = QPointer(this), event, note](const QString& reason) {
                if (self)
                    self->offerBack(reason, event, note);
            });
    });
}

void EventActions::showBookmarks()
{
    m_bookmarks->setZone(zoneNamed(m_parts.list.settings().zone));
    m_bookmarks->open(m_parts.listScope);
}

void EventActions::showTrace()
{
    showTab(static_cast<int>(DetailsPanel::Tab::Trace));
}

void EventActions::showAround()
{
    showTab(static_cast<int>(DetailsPanel::Tab::Around));
}

void EventActions::showTab(int tab)
{
    if (!hasEvent())
        return;
    emit detailsWanted();
    m_parts.details.showTab(static_cast<DetailsPanel::Tab>(tab));
}

void EventActions::openPasted(QLineEdit& line)
{
    connect(&line, &QLineEdit::textEdited, this, [this, &line](const QString& text) {
        const QString before = m_before;
        const QString link = text.trimmed();
        // Not while somebody writes one by hand: each digit would be another event.
        if (text.size() - before.size() < 2 || !parsePermalink(link.toStdString()))
            return;
        line.setText(before);
        emit linkWanted(link);
    });
    connect(&line, &QLineEdit::textChanged, this, [this](const QString& text) { m_before = text; });
    m_before = line.text();
}

} // namespace weir
