// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/fieldsfeed.h"
#include "ui/pagecontext.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <utility>

namespace weir {

class FacetsPanel;
class LogsSplit;
class SidePanel;
class StatisticsPanel;

/// What is counted of a log page's result over all of it: asks and follows for the panels of fields
/// and of statistics, as long as somebody can see them, and for the timeline around a marked range.
/// Thread: GUI.
class ResultFields final : public QObject
{
    Q_OBJECT

public:
    /// All outlive it but for the panels, which it makes and their parents own.
    explicit ResultFields(const PageContext& context, QObject* parent = nullptr);
    ~ResultFields() override;

    FacetsPanel* facets() const { return m_facets; }
    StatisticsPanel* statistics() const { return m_statistics; }

    /// `wanted`: what the filter was made of.
    void ask(FilterPtr filter, const Expr& wanted);
    /// The list shows the first rows of it.
    void rowsAreThere() { m_feed.rowsAreThere(); }
    /// The list goes on showing the result before, as this one is empty: so does the panel of fields.
    void setHeld(bool held);
    /// Somebody looks at what is asked now: it is what stays while a later one is held, as ResultRows has
    /// it.
    void setLookedAt() { m_isLookedAt = true; }
    void forgetLookedAt();
    /// The list shows everything up to here now, and this is what is counted. Precondition: what it
    /// shows is the answer to what was asked last.
    void follow(EventSeq ceiling);
    /// The line as it is typed: what a click changes.
    void setQuery(const QString& query);
    void showStatisticsOf(const std::string& field);
    /// All events around the marked range; null without one.
    const std::shared_ptr<const ResultMap>& around() const { return m_around; }
    /// What around() is of. Precondition: around().
    TimeRange aroundRange() const { return m_asked->around; }
    /// What is asked for around a marked range is counted.
    bool isAroundCounted() const { return !m_isAroundAwaited; }

signals:
    void queryWanted(const QString& query);
    void columnWanted(const QString& field);
    void statisticsShown();
    void aroundChanged();
    /// What was asked last, partly or as a whole.
    void facetsFound(const weir::Facets& facets);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void takeOver();
    void askAgain(); ///< when it is another question

    const PageContext m_context;
    FacetsPanel* m_facets;
    StatisticsPanel* m_statistics;
    QString m_query;
    FilterPtr m_filter; ///< null: nothing has been asked
    std::vector<LooseField> m_loose; ///< of the filter
    TimeRange m_range;
    std::optional<FieldsQuestion> m_asked;
    std::optional<EventSeq> m_ceiling; ///< of the list; nothing before its first answer
    std::optional<std::pair<EventSeq, TimePoint>> m_followed; ///< what the feed was told last
    bool m_isHeld = false;
    struct Counted
    {
        std::optional<Facets> facets;
        std::optional<NumberStatistics> statistics;
    };
    void show(Counted counted);

    Counted m_kept; ///< while held: what will be shown
    bool m_isLookedAt = false; ///< what is asked
    std::optional<Counted> m_lookedAt; ///< of what was, while something else is asked
    std::shared_ptr<const ResultMap> m_around;
    bool m_isAroundAwaited = false;

    // Last, so destroyed first: its thread has ended before what it calls goes away.
    FieldsFeed m_feed;
};

} // namespace weir
