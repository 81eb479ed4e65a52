// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/detailspanel.h"
#include "ui/logs/eventactions.h"
#include "ui/logs/eventjump.h"
#include "ui/logs/finder.h"
#include "ui/logs/logspage.h"
#include "ui/logs/logssplit.h"
#include "ui/logs/pagenote.h"
#include "ui/logs/queryedit.h"
#include "ui/logs/resultlist.h"
#include "ui/logs/sidepanel.h"

#include <QStackedWidget>

namespace weir {

void LogsPage::connectEvents()
{
    m_list->setBookmarks(&m_context.bookmarks);
    m_jump = new EventJump(m_context, m_rows, *m_list, this);
    m_eventActions = new EventActions(
        m_context, {*this, *m_middle, *m_list, *m_details, *m_note}, this);
    m_eventActions->openPasted(*m_query);
    connect(m_jump, &EventJump::failed, m_note, &PageNote::say);
    connect(m_jump, &EventJump::everythingWanted, this, [this] { askFor({}); });
    connect(m_eventActions, &EventActions::linkWanted, this, &LogsPage::openLink);
    connect(m_finder.get(), &Finder::linkWanted, this, &LogsPage::openLink);
    connect(m_eventActions, &EventActions::detailsWanted, this, &LogsPage::showDetails);
    connect(m_list, &ResultList::activated, this, [this] {
        if (m_list->selected())
            showDetails();
    });
    connect(m_eventActions, &EventActions::eventWanted, this, [this](const EventLine& line) {
        if (line.isRemoved)
            m_note->say(tr("This event is not in the index any more; its bookmark is all there is."));
        else
            m_jump->open(EventLink{line.key.seq}, m_filter.value_or(nullptr));
    });
    connect(m_details, &DetailsPanel::queryWanted, this, [this](const QString& query, EventKey event) {
        askFor(query);
        m_jump->goTo(event);
    });
}

void LogsPage::showDetails()
{
    m_side->setCurrent(m_details);
    m_split->lookAtSide();
    if (m_split->isListAway())
        m_details->setFocus(); // from where Escape goes back
}

/// This query and no view.
void LogsPage::askFor(const QString& query)
{
    m_selection.restore({}, m_selection.sets(), m_selection.labels());
    setQuery(query);
}

void LogsPage::openLink(const QString& link)
{
    const auto parsed = parsePermalink(link.trimmed().toStdString());
    if (!parsed || std::holds_alternative<AlertLink>(*parsed))
        return m_note->say(tr("This is no link to an event: weir://event/SEQ or "
                              "weir://kafka/CLUSTER/TOPIC/PARTITION/OFFSET."));
    m_jump->open(*parsed, m_filter.value_or(nullptr));
}

} // namespace weir
