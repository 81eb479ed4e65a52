// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/listgeometry.h"
#include "ui/logs/listselection.h"

#include <QTest>

#include <rapidcheck.h>

#include <set>

using namespace weir;

namespace {

/// Rows of these heights, in turn.
ListGeometry of(std::uint64_t rows, int height, std::vector<int> heights)
{
    return {rows, height, [heights = std::move(heights)](std::uint64_t row) {
                return heights[static_cast<std::size_t>(row % heights.size())];
            }};
}

EventKey keyOf(std::uint64_t number)
{
    return {timePointOf(static_cast<std::int64_t>(number / 3)), EventSeq{number}};
}

} // namespace

class tst_ListGeometry : public QObject
{
    Q_OBJECT

private slots:
    void theNewestEndsAtTheLowerEdge();
    void fewRowsBeginAtTheTop();
    void theOldestOfMillionsBeginsAtTheUpperEdge();
    void movingIsByPixelsThroughRowsOfAllHeights();
    void aRowHigherThanTheListIsScrolledThrough();
    void aRowIsShownByTheLeastMovement();
    void linesFollowOneAnotherAndFillTheHeight();
    void selectionIsWhatASetOfKeysWouldBe();
};

void tst_ListGeometry::theNewestEndsAtTheLowerEdge()
{
    const auto geometry = of(1000, 100, {20, 35});
    const auto lines = geometry.lines(geometry.newest());
    QCOMPARE(lines.back().row, 0U);
    QCOMPARE(lines.back().bottom(), 100);
    QCOMPARE(geometry.rowsAtNewest(), 3U); // 20 + 35 + 20
}

void tst_ListGeometry::fewRowsBeginAtTheTop()
{
    const auto geometry = of(2, 100, {20, 35});
    for (const ListPlace place : {geometry.newest(), geometry.oldest(), geometry.clamped({0, 90})}) {
        const auto lines = geometry.lines(place);
        QCOMPARE(lines.size(), std::size_t{2});
        QCOMPARE(lines.front().top, 0);
        QCOMPARE(lines.front().row, 1U);
    }
    QVERIFY(of(0, 100, {20}).lines({}).empty());
}

void tst_ListGeometry::theOldestOfMillionsBeginsAtTheUpperEdge()
{
    std::uint64_t asked = 0;
    const ListGeometry geometry(100'000'000, 1000, [&asked](std::uint64_t) {
        ++asked;
        return 21;
    });
    const auto lines = geometry.lines(geometry.oldest());
    QCOMPARE(lines.front().row, 99'999'999U);
    QCOMPARE(lines.front().top, 0);
    QVERIFY2(asked < 300, qPrintable(QString::number(asked)));
}

void tst_ListGeometry::movingIsByPixelsThroughRowsOfAllHeights()
{
    const auto geometry = of(1000, 100, {20, 35, 50});
    ListPlace place = geometry.clamped({500, 10});
    const auto before = geometry.lines(place);
    place = geometry.moved(place, 7);
    const auto after = geometry.lines(place);
    const auto row = before.at(1);
    const auto same = std::find_if(after.begin(), after.end(),
                                   [&](const auto& line) { return line.row == row.row; });
    QVERIFY(same != after.end());
    QCOMPARE(same->top, row.top + 7);
    QCOMPARE(geometry.moved(place, 1'000'000), geometry.moved(geometry.oldest(), 0));
    QCOMPARE(geometry.moved(place, -1'000'000), geometry.moved(geometry.newest(), 0));
}

void tst_ListGeometry::aRowHigherThanTheListIsScrolledThrough()
{
    const auto geometry = of(3, 100, {20, 1000, 20});
    const auto at = geometry.clamped({1, -500});
    QCOMPARE(geometry.lines(at).size(), std::size_t{1});
    QCOMPARE(geometry.moved(at, -40), (ListPlace{1, -540}));
    QCOMPARE(geometry.lines(geometry.newest()).back().bottom(), 100);
}

void tst_ListGeometry::aRowIsShownByTheLeastMovement()
{
    const auto geometry = of(1'000'000, 100, {20});
    const ListPlace place = geometry.clamped({500, 0});
    QCOMPARE(geometry.showing(498, place), (ListPlace{498, 40})); // is seen
    QCOMPARE(geometry.showing(501, place), (ListPlace{501, 0}));
    QCOMPARE(geometry.showing(494, place), (ListPlace{494, 80}));
    QCOMPARE(geometry.showing(900'000, place), (ListPlace{900'000, 0}));
    QCOMPARE(geometry.showing(10, place), (ListPlace{10, 80}));
}

void tst_ListGeometry::linesFollowOneAnotherAndFillTheHeight()
{
    const bool holds = rc::check([](const std::vector<std::uint8_t>& drawn, std::uint16_t rows,
                                    std::uint16_t row, std::int16_t top) {
        std::vector<int> heights{21};
        for (const std::uint8_t height : drawn)
            heights.push_back(1 + height);
        constexpr int height = 300;
        const auto geometry = of(rows, height, heights);
        const ListPlace place = geometry.clamped({row, top});
        RC_ASSERT(geometry.clamped(place) == place);
        const auto lines = geometry.lines(place);
        RC_ASSERT(lines.empty() == (rows == 0));
        for (std::size_t i = 0; i < lines.size(); ++i) {
            RC_ASSERT(lines[i].top < height);
            RC_ASSERT(lines[i].bottom() > 0);
            if (i > 0) {
                RC_ASSERT(lines[i].row + 1 == lines[i - 1].row);
                RC_ASSERT(lines[i].top == lines[i - 1].bottom());
            }
        }
        if (lines.empty())
            return;
        // No gap at the upper edge, and none at the lower one while there are rows above to fill it.
        RC_ASSERT(lines.front().top <= 0);
        RC_ASSERT(lines.back().bottom() >= height
                  || (lines.back().row == 0 && lines.front().row + 1 == rows
                      && lines.front().top == 0));
    });
    QVERIFY2(holds, "the counterexample is printed above");
}

/// Whatever is picked in whatever order: the same as with one set of keys.
void tst_ListGeometry::selectionIsWhatASetOfKeysWouldBe()
{
    const bool holds = rc::check([](const std::vector<std::pair<std::uint8_t, std::uint8_t>>& steps) {
        constexpr std::uint64_t events = 40;
        ListSelection selection;
        std::set<std::uint64_t> expected;
        std::uint64_t origin = 0;
        std::uint64_t current = 0;
        const auto forRange = [](std::uint64_t a, std::uint64_t b, auto each) {
            for (std::uint64_t n = std::min(a, b); n <= std::max(a, b); ++n)
                each(n);
        };
        for (const auto& [kind, drawn] : steps) {
            const std::uint64_t event = 1 + drawn % events;
            if (kind % 3 == 1 && selection.origin()) {
                forRange(origin, current, [&](std::uint64_t n) { expected.erase(n); });
                forRange(origin, event, [&](std::uint64_t n) { expected.insert(n); });
                selection.extendTo(keyOf(event));
                current = event;
            } else if (kind % 3 == 2) {
                if (expected.erase(event) == 0)
                    expected.insert(event);
                selection.toggle(keyOf(event));
                origin = current = event;
            } else {
                expected = {event};
                selection.select(keyOf(event));
                origin = current = event;
            }
            for (std::uint64_t n = 1; n <= events; ++n)
                RC_ASSERT(selection.contains(keyOf(n)) == expected.contains(n));
            RC_ASSERT(selection.isEmpty() == expected.empty());
        }
    });
    QVERIFY2(holds, "the counterexample is printed above");
}

QTEST_APPLESS_MAIN(tst_ListGeometry)
#include "tst_listgeometry.moc"
