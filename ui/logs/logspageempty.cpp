// SPDX-License-Identifier: GPL-3.0-or-later
// What stands on the log page where the list has nothing to show, and the ways on from there.
#include "ui/logs/logspage.h"
#include "ui/logs/logssplit.h"
#include "ui/logs/queryedit.h"
#include "ui/logs/queryhelper.h"
#include "ui/logs/resultlist.h"
#include "ui/models/collectorclient.h"
#include "ui/models/format.h"
#include "ui/models/lateststatus.h"
#include "ui/models/navigator.h"
#include "ui/models/offerfinder.h"
#include "ui/models/visiblerange.h"
#include "ui/sources/sourcewords.h"

#include <QApplication>
#include <QStackedWidget>

namespace weir {

namespace {

constexpr std::size_t mostViews = 3; ///< that are left out one by one
constexpr int longestName = 40; ///< characters
constexpr int longestTerm = 80;

/// A sentence; empty: all is well, as far as is known.
QString troubledSources(const std::optional<Status>& status)
{
    QStringList names;
    QString reason;
    if (!status)
        return {};
    for (const SourceStatus& source : status->sources) {
        if (!isTroubled(source.state))
            continue;
        names << plainText(source.name, longestName);
        reason = sentence(plainText(source.lastError, 200));
    }
    if (names.isEmpty())
        return {};
    if (names.size() > 1)
        return LogsPage::tr("These sources bring nothing: %1.").arg(names.join(QStringLiteral(", ")));
    if (reason.isEmpty())
        return LogsPage::tr("The source %1 brings nothing.").arg(names.front());
    return LogsPage::tr("The source %1 brings nothing. %2").arg(names.front(), reason);
}

} // namespace

void LogsPage::refreshEmptyState()
{
    if (!m_rows.isAnswered())
        return; // what was said of the question before stays until then
    const LogSnapshot& shown = m_rows.shown();
    const bool isEmpty =
        m_rows.isCurrent() && m_rows.count() == 0 && (shown.isComplete || shown.error.has_value());
    // Where nothing has the keys, nothing of the page can be reached by them.
    const bool hadFocus =
        m_list->hasFocus() || (isVisible() && QApplication::focusWidget() == nullptr);
    const auto& status = m_context.status.value();
    const bool isFirstRun =
        isEmpty && !shown.error && status && status->sources.empty() && status->indexEvents == 0;
    // Not the list while it is hidden, as of ResultList::takeFocus().
    QWidget* const proxy = isEmpty ? m_query : m_middle->widget(0);
    if (focusProxy() != proxy)
        setFocusProxy(proxy);
    m_middle->setCurrentIndex(isFirstRun ? 2 : isEmpty ? 1 : 0);
    m_split->setHasFields(!isEmpty || !status || status->indexEvents > 0);
    if (std::exchange(m_isFirstRun, isFirstRun) != isFirstRun)
        makeRoom();
    if (isEmpty && hadFocus) {
        m_query->setFocus();
        m_isListWanted = true;
    } else if (!isEmpty && std::exchange(m_isListWanted, false) && m_query->hasFocus()) {
        setFocus();
    }
    if (!isEmpty || isFirstRun)
        return;
    if (shown.error && shown.error->code != Error::Code::NotFound) {
        m_empty->setOffers({});
        m_empty->setContent(tr("The index cannot be read"),
                            plainText(shown.error->text()) + QLatin1Char('\n')
                                + tr("Nothing has been overwritten. weir doctor says more."));
    } else if (isNarrowed() && shown.all->total() > 0) {
        sayNothingMatches();
    } else {
        sayNothingThere();
    }
}

EmptyState::Offer LogsPage::wayOn(const QString& text, std::function<void()> take)
{
    return {text, [this, take = std::move(take)] {
                m_query->setFocus(); // the button goes away
                m_isListWanted = true;
                take();
            }};
}

void LogsPage::findOffers()
{
    m_offersOf = m_rows.shown().ticket;
    m_isVocabularyAwaited = m_helper->seenEvents() == 0;
    if (m_isVocabularyAwaited)
        m_helper->readVocabulary(); // and then once more
    m_offers->ask({m_query->text().toStdString(), m_selection.combined({}), m_rows.shown().view,
                   m_helper->vocabulary()});
}

void LogsPage::sayNothingMatches()
{
    if (m_offersOf != m_rows.shown().ticket)
        findOffers();
    QString where = tr("in the index");
    if (m_context.range.isFixed())
        where = tr("in the marked range");
    else if (m_context.range.length())
        where = tr("in the last %1").arg(durationText(*m_context.range.length()));
    QStringList names;
    for (const std::string& view : m_selection.views())
        names << plainText(view, longestName);
    QString what = tr("the query");
    if (!names.isEmpty()) {
        what = names.size() == 1 ? tr("the view %1").arg(names.front())
                                 : tr("the views %1").arg(names.join(QStringLiteral(", ")));
        if (!m_query->text().trimmed().isEmpty())
            what = tr("both the query and %1").arg(what);
    }
    const std::uint64_t all = inRange(*m_rows.shown().all);
    QString hint = tr("%1 %2, none that matches %3.")
                       .arg(eventsText(all, groupedNumber(all)), where, what);
    if (m_context.client.connection() != CollectorClient::Connection::None
        && !m_context.range.isFixed())
        hint += QLatin1Char(' ') + tr("New ones that do will appear here.");
    m_empty->setContent(tr("Nothing matches"), hint);
    m_empty->setOffers(waysOutOfNoMatch());
}

std::vector<EmptyState::Offer> LogsPage::waysOutOfNoMatch()
{
    std::vector<EmptyState::Offer> offers;
    for (const QueryOffer& offer : m_offers->offers())
        offers.push_back(wayOn(tr("Did you mean %1?").arg(plainText(offer.term, longestTerm)),
                               [this, query = QString::fromStdString(offer.query)] {
                                   setQuery(query);
                               }));
    const std::vector<std::string>& views = m_selection.views();
    const bool hasLine = !m_query->text().trimmed().isEmpty();
    if (hasLine)
        offers.push_back(wayOn(tr("Clear the query"), [this] { setQuery({}); }));
    for (const std::string& view : views) {
        if (views.size() <= mostViews)
            offers.push_back(wayOn(tr("Leave out the view %1").arg(plainText(view, longestName)),
                                   [this, view] {
                                       m_selection.setOn(view, false, m_list->settings());
                                   }));
    }
    if (m_context.range.isFixed() || m_context.range.length())
        offers.push_back(wayOn(tr("Search all times"), [this] { m_context.range.setLive({}); }));
    if (views.size() + (hasLine ? 1 : 0) > 1)
        offers.push_back(wayOn(hasLine ? tr("Clear the query and all views")
                                       : tr("Leave out all views"),
                               [this] {
                                   m_selection.clearViews();
                                   setQuery({});
                               }));
    return offers;
}

void LogsPage::sayNothingThere()
{
    const auto& status = m_context.status.value();
    const QString trouble = troubledSources(status);
    const bool isNothingIndexed = status && status->indexEvents == 0;
    const bool isEverything = !m_context.range.isFixed() && !m_context.range.length();
    const bool isReadOnly = m_context.client.connection() == CollectorClient::Connection::None;
    std::vector<EmptyState::Offer> offers;
    if (!trouble.isEmpty())
        offers.push_back({tr("To the sources"), [this] {
                              m_context.navigator.open(QStringLiteral("sources"));
                          }});
    if (!isEverything && !isNothingIndexed)
        offers.push_back(wayOn(tr("Show everything"), [this] { m_context.range.setLive({}); }));
    m_empty->setOffers(std::move(offers));
    QStringList hints;
    if (!trouble.isEmpty())
        hints << trouble;
    else if (!isReadOnly && (isEverything || isNothingIndexed))
        hints << tr("It appears here as soon as it is indexed. The Sources page says how each source "
                    "is doing.");
    else if (!isReadOnly && !m_context.range.isFixed())
        hints << tr("New ones appear here as soon as they are indexed.");
    if (!isEverything && !isNothingIndexed)
        hints << tr("Older ones may be outside of the range.");
    const QString title = !isEverything && !isNothingIndexed ? tr("No event in this range")
        : isReadOnly                                         ? tr("There is no event in this index")
                                                             : tr("Waiting for the first event");
    m_empty->setContent(title, hints.join(QLatin1Char('\n')));
}

} // namespace weir
