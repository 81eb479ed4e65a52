// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/resultfields.h"

#include "ui/logs/facetspanel.h"
#include "ui/logs/statisticspanel.h"
#include "ui/models/frameclock.h"
#include "ui/models/timescale.h"
#include "ui/models/visiblerange.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>

namespace weir {

namespace {

/// Of a marked range: what is shown on either side of it.
constexpr int sideShare = 8;

/// Whole seconds, so that headers alone answer.
TimeRange aroundOf(const VisibleRange& range)
{
    if (!range.isFixed())
        return {TimePoint::min(), TimePoint::min()};
    const TimeRange marked = range.queried();
    const Nanoseconds side = lengthOf(marked) / sideShare + std::chrono::seconds(1);
    return alignedTo({earlierBy(marked.from, side), laterBy(marked.to, side)}, std::chrono::seconds(1));
}

} // namespace

ResultFields::ResultFields(const PageContext& context, QObject* parent)
    : QObject(parent)
    , m_context(context)
    , m_facets(new FacetsPanel(context.theme))
    , m_statistics(new StatisticsPanel(context.theme))
    , m_feed(context.index, [&frames = context.frames] { frames.request(); })
{
    m_facets->installEventFilter(this);
    m_statistics->installEventFilter(this);
    connect(&context.frames, &FrameClock::frame, this, &ResultFields::takeOver);
    connect(m_facets, &FacetsPanel::toggleWanted, this,
            [this](const std::string& field, const std::string& value, bool exclude) {
                const QueryTerms terms(m_query);
                emit queryWanted(exclude ? terms.toggled(field, value, true)
                                         : terms.only(field, value));
            });
    connect(m_facets, &FacetsPanel::addWanted, this,
            [this](const std::string& field, const std::string& value) {
                emit queryWanted(QueryTerms(m_query).toggled(field, value, false));
            });
    connect(m_facets, &FacetsPanel::columnWanted, this, &ResultFields::columnWanted);
    connect(m_facets, &FacetsPanel::statisticsWanted, this, &ResultFields::showStatisticsOf);
    connect(m_facets, &FacetsPanel::copyWanted, this,
            [](const QString& text) { QGuiApplication::clipboard()->setText(text); });
    connect(m_statistics, &StatisticsPanel::fieldChanged, this, &ResultFields::askAgain);
    connect(m_statistics, &StatisticsPanel::boundsWanted, this,
            [this](const std::string& field, double from, double to) {
                emit queryWanted(QueryTerms(m_query).withBounds(field, from, to));
            });
}

ResultFields::~ResultFields() = default;

bool ResultFields::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Show || event->type() == QEvent::Hide)
        QMetaObject::invokeMethod(this, &ResultFields::askAgain, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

void ResultFields::ask(FilterPtr filter, const Expr& wanted)
{
    m_filter = std::move(filter);
    m_loose = looseFields(wanted);
    m_range = m_context.range.queried();
    if (std::exchange(m_isLookedAt, false))
        m_lookedAt = {m_facets->facets(), m_statistics->statistics()};
    m_asked.reset();
    m_kept = {};
    m_ceiling.reset();
    askAgain();
}

void ResultFields::askAgain()
{
    if (!m_filter)
        return;
    FieldsQuestion question{m_filter,  m_range, m_facets->isVisible(), {}, aroundOf(m_context.range),
                            m_ceiling, m_loose};
    if (m_statistics->isVisible()) {
        question.statistics = m_statistics->field();
        question.facets = true; // they say which fields have numbers
    }
    const bool isSame = m_asked && m_asked->facets == question.facets
        && m_asked->statistics == question.statistics && m_asked->around == question.around;
    if (isSame)
        return;
    if (question.around.isEmpty() && m_around) {
        m_around.reset();
        emit aroundChanged();
    }
    m_isAroundAwaited = !question.around.isEmpty();
    m_asked = question;
    m_followed.reset();
    m_feed.ask(std::move(question));
}

void ResultFields::setHeld(bool held)
{
    if (held == m_isHeld)
        return;
    m_isHeld = held;
    m_facets->setOfEarlier(held);
    m_statistics->setOfEarlier(held);
    if (!held)
        show(std::exchange(m_kept, {}));
    else if (m_lookedAt)
        show(*m_lookedAt);
}

void ResultFields::forgetLookedAt()
{
    m_isLookedAt = false;
    m_lookedAt.reset();
}

void ResultFields::show(Counted counted)
{
    if (counted.facets) {
        m_statistics->setFields(*counted.facets);
        m_facets->setFacets(std::move(*counted.facets));
    }
    if (counted.statistics)
        m_statistics->setStatistics(std::move(*counted.statistics));
}

void ResultFields::follow(EventSeq ceiling)
{
    m_ceiling = ceiling;
    const bool isNeeded = m_asked
        && (m_asked->facets || !m_asked->statistics.empty() || !m_asked->around.isEmpty());
    const std::pair now{ceiling, m_context.range.queried().from};
    if (!isNeeded || m_followed == now)
        return;
    m_followed = now;
    m_feed.follow(now.first, now.second);
}

void ResultFields::setQuery(const QString& query)
{
    m_query = query;
    m_facets->setTerms(QueryTerms(query));
}

void ResultFields::showStatisticsOf(const std::string& field)
{
    emit statisticsShown();
    m_statistics->setField(field);
    askAgain();
}

void ResultFields::takeOver()
{
    Counted counted{m_feed.takeFacets(), m_feed.takeStatistics()};
    if (counted.facets)
        emit facetsFound(*counted.facets);
    if (!m_isHeld) {
        show(std::move(counted));
    } else {
        if (counted.facets)
            m_kept.facets = std::move(counted.facets);
        if (counted.statistics)
            m_kept.statistics = std::move(counted.statistics);
    }
    if (auto around = m_feed.takeAround()) {
        m_around = std::move(around);
        m_isAroundAwaited = false;
        emit aroundChanged();
    }
}

} // namespace weir
