// SPDX-License-Identifier: GPL-3.0-or-later
// What must hold for the log list whatever happens in whatever order: a paused list is moved by whoever
// looks at it and by nothing else, and shows each row once.
#include "ui/actions.h"
#include "ui/framestats.h"
#include "ui/logs/listactions.h"
#include "ui/logs/resultlist.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QScrollBar>
#include <QTest>

#include <rapidcheck.h>

#include "listedevents.h"

using namespace weir;
using namespace weir::test;

namespace {

struct Step
{
    std::uint8_t what = 0;
    std::int16_t much = 0;
};

std::ostream& operator<<(std::ostream& to, const Step& step)
{
    return to << "{" << int(step.what) << ", " << step.much << "}";
}

/// Where an event was seen.
struct Seen
{
    EventKey event;
    int top = 0;
    // Of the result: there it may have been wanted further up, or further down.
    bool wasAtEnd = false;
    bool wasAtBeginning = false;
};

class Run final
{
public:
    explicit Run(Theme& theme)
        : m_list(m_rows, theme, m_stats)
    {
        QObject::connect(&m_list, &ResultList::pauseWanted, &m_rows,
                         [this] { m_rows.setPaused(true); });
        QObject::connect(&m_list, &ResultList::followWanted, &m_rows,
                         [this] { m_rows.setPaused(false); });
        QObject::connect(&m_list, &ResultList::rowsWanted, &m_rows,
                         [this](const std::vector<RowsRequest>& requests) {
                             m_asked.insert(m_asked.end(), requests.begin(), requests.end());
                         });
        m_list.resize(300, 220);
        m_list.show();
        RC_ASSERT(QTest::qWaitForWindowExposed(&m_list)); // else nothing is painted, nor asked for
        m_rows.expect(m_events.ticket());
        m_events.append(700);
        show(true);
    }

    void take(const Step& step)
    {
        const bool wasPaused = m_rows.isPaused();
        const auto before = held();
        const auto much = static_cast<std::int64_t>(step.much);
        const auto some = static_cast<std::uint64_t>(std::abs(much));
        bool isMove = false;
        bool isFilter = false;
        bool isShape = false;
        switch (step.what % 16) {
        case 0:
            m_events.append(some % 300);
            show(true);
            break;
        case 1:
            m_events.appendLate(some % 2000);
            show(true);
            break;
        case 2:
            m_events.retire(much % 3);
            break;
        case 3:
            ask();
            isFilter = true;
            break;
        case 4:
            if (!m_isWhole)
                show(true); // counted to the end
            break;
        case 5:
            m_list.scrollPixels(static_cast<int>(much % 400));
            isMove = true;
            break;
        case 6:
            m_list.scrollBy(much % 500);
            isMove = true;
            break;
        case 7:
            m_list.verticalScrollBar()->setValue(
                static_cast<int>(some % static_cast<std::uint64_t>(
                                     m_list.verticalScrollBar()->maximum() + 1)));
            isMove = true;
            break;
        case 8:
            if (m_rows.count() > 0)
                m_list.pick(some % m_rows.count(),
                            some % 3 == 0 ? ResultList::Pick::Toggle : ResultList::Pick::Only);
            isMove = true;
            break;
        case 9:
            m_list.selectBy(much % 30,
                            some % 2 == 0 ? ResultList::Pick::Only : ResultList::Pick::Extend);
            isMove = true;
            break;
        case 10:
        case 11:
            reshape(some);
            isShape = true;
            break;
        case 12:
            m_list.resize(100 + static_cast<int>(some % 500), 60 + static_cast<int>(some % 400));
            isShape = true;
            break;
        case 13:
            m_rows.setPaused(some % 4 != 0);
            isMove = wasPaused != m_rows.isPaused();
            break;
        case 14:
            if (const auto event = anyEvent(some))
                m_list.scrollTo(*event);
            isMove = true;
            break;
        case 15:
            if (const auto event = anyEvent(some)) {
                m_list.scrollTo(event->time);
                if (some % 3 != 0)
                    m_rows.setPaused(false);
            }
            isMove = true;
            break;
        default:
            break;
        }
        // What was asked for may come at once, or after something else has happened.
        if (isFilter || isMove || some % 2 == 0)
            drain();
        checkRows();
        if (isMove)
            m_home.reset();
        m_isHomeUnsure = m_home && (m_isHomeUnsure || isShape);
        if (wasPaused && m_rows.isPaused() && !isMove)
            checkHeld(before, isFilter, isShape);
        if (!m_rows.isPaused())
            checkFollows();
    }

private:
    void show(bool whole)
    {
        m_isWhole = whole;
        m_rows.setSnapshot(m_events.snapshot(whole));
    }

    /// Another question, counted at once or in two goes.
    void ask()
    {
        m_isNarrow = !m_isNarrow;
        m_events.ask(m_isNarrow);
        m_rows.expect(m_events.ticket());
        if (m_isNarrow)
            show(false);
        drain();
        show(true);
    }

    void reshape(std::uint64_t some)
    {
        ListSettings settings = m_list.settings();
        settings.wraps = some % 2 == 0;
        settings.density = static_cast<ListSettings::Density>(some % 3);
        settings.columns.resize(1 + some % settings.columns.size());
        if (settings.columns.back().field != "body")
            settings.columns.push_back({"body"});
        m_list.setSettings(settings);
    }

    std::optional<EventKey> anyEvent(std::uint64_t some) const
    {
        const auto events = m_events.matching(m_rows.shown(), true);
        return events.empty() ? std::nullopt
                              : std::optional(events[some % events.size()].key);
    }

    void drain()
    {
        for (int turns = 0; turns < 20; ++turns) {
            m_list.viewport()->repaint();
            if (m_asked.empty())
                return;
            for (const RowsRequest& request : std::exchange(m_asked, {}))
                m_rows.addRows(m_events.answer(request));
        }
        RC_FAIL("rows are asked for again and again");
    }

    std::optional<Seen> held() const
    {
        const ListPlace place = m_list.anchor();
        for (const ListGeometry::Line& line : m_list.lines()) {
            const LogRow* row = m_rows.row(line.row);
            if (line.row == place.row && row != nullptr)
                return Seen{row->key, line.top, isAtEnd(), isAtBeginning()};
        }
        return {};
    }

    bool isAtEnd() const
    {
        const auto& lines = m_list.lines();
        return lines.back().row == 0 && lines.back().bottom() <= m_list.bodyHeight();
    }
    bool isAtBeginning() const
    {
        const auto& lines = m_list.lines();
        return lines.front().row + 1 == m_rows.count() && lines.front().top == 0;
    }

    /// Rows are where the result has them: so none is there twice, and none is missing.
    void checkRows() const
    {
        const auto events = m_events.matching(m_rows.shown(), true);
        const auto& lines = m_list.lines();
        RC_ASSERT(lines.empty() == (m_rows.count() == 0));
        for (std::size_t i = 0; i < lines.size(); ++i) {
            RC_ASSERT(lines[i].row < m_rows.count());
            if (i > 0) {
                RC_ASSERT(lines[i].row + 1 == lines[i - 1].row);
                RC_ASSERT(lines[i].top == lines[i - 1].bottom());
            }
            if (const LogRow* row = m_rows.row(lines[i].row))
                RC_ASSERT(row->key == events[events.size() - 1 - lines[i].row].key);
        }
        if (!lines.empty())
            RC_ASSERT(lines.front().top <= 0);
    }

    void checkHeld(const std::optional<Seen>& before, bool isFilter, bool isShape)
    {
        if (!before || m_list.lines().empty())
            return;
        const Seen held = isFilter && m_home ? *m_home : *before;
        if (!isMatch(held.event)) {
            RC_ASSERT(isFilter);
            m_home = held; // it has to be there again once it matches
            return;
        }
        // What is seen when rows get other heights may be held from then on in place of what was.
        // At an end of the result before it, another may have been held than was seen there.
        RC_ASSERT(isHeld(held, isShape) || (isFilter && (held.wasAtEnd || held.wasAtBeginning))
                  || (m_isHomeUnsure && (!isMatch(before->event) || isHeld(*before, isShape))));
    }

    bool isMatch(EventKey key) const
    {
        const auto events = m_events.matching(m_rows.shown(), true);
        return std::any_of(events.begin(), events.end(),
                           [key](const auto& event) { return event.key == key; });
    }

    bool isHeld(const Seen& before, bool isShape) const
    {
        for (const ListGeometry::Line& line : m_list.lines()) {
            const LogRow* row = m_rows.row(line.row);
            if (row == nullptr || row->key != before.event)
                continue;
            // In the middle of a high row that is wrapped anew the row stays, not its upper edge.
            return isExcused(before, line.top - before.top)
                || (isShape && before.top < 0 && line.bottom() > 0);
        }
        return before.top >= m_list.bodyHeight() || m_rows.isRetired(m_list.anchor().row);
    }

    /// A row goes down where there would be a gap below the newest, up where there would be one above
    /// the oldest, and back when there would be none any more; nowhere else.
    bool isExcused(const Seen& before, int down) const
    {
        if (down > 0)
            return isAtEnd() || before.wasAtBeginning;
        return down == 0 || isAtBeginning() || before.wasAtEnd;
    }

    void checkFollows() const
    {
        const auto& lines = m_list.lines();
        if (lines.empty())
            return;
        RC_ASSERT(lines.back().row == 0U);
        RC_ASSERT(lines.back().bottom() <= m_list.bodyHeight());
        RC_ASSERT(m_list.selection().isEmpty());
    }

    ListedEvents m_events{ListedEvents::Rows::AnyHeight};
    std::optional<Seen> m_home; ///< that was held and has been filtered away
    bool m_isHomeUnsure = false; ///< rows got other heights since
    bool m_isNarrow = false;
    bool m_isWhole = true;
    std::vector<RowsRequest> m_asked;
    FrameStats m_stats;
    ResultRows m_rows;
    ResultList m_list;
};

} // namespace

namespace rc {

template<>
struct Arbitrary<Step>
{
    static Gen<Step> arbitrary()
    {
        return gen::construct<Step>(gen::arbitrary<std::uint8_t>(), gen::arbitrary<std::int16_t>());
    }
};

} // namespace rc

class tst_ListProperties : public QObject
{
    Q_OBJECT

private slots:
    void whateverHappensNothingMovesNothingIsTwiceNothingIsMissing();
};

void tst_ListProperties::whateverHappensNothingMovesNothingIsTwiceNothingIsMissing()
{
    Theme theme(*qApp);
    std::size_t taken = 0;
    const bool holds = rc::check([&] {
        const auto steps =
            *rc::gen::scale(5.0, rc::gen::arbitrary<std::vector<Step>>()).as("steps");
        Run run(theme);
        for (const Step& step : steps) {
            run.take(step);
            ++taken;
        }
    });
    QVERIFY2(holds, "the counterexample is printed above");
    QVERIFY2(taken >= 10'000, qPrintable(QString::number(taken)));
}

QTEST_MAIN(tst_ListProperties)
#include "tst_listproperties.moc"
