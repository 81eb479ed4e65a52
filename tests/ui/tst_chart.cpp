// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboards/chart.h"

#include <QTest>

#include <cmath>

using namespace std::chrono_literals;
using namespace weir;

namespace {

const TimePoint start = *parseTime("2026-11-23T12:00:00Z");

/// Three windows of 2 s, of which the second has no value.
struct Counted
{
    Counted()
    {
        snapshot.grid = {start, 2s, 3};
        series.high = {1, noValue, 3};
        series.low = series.high;
        series.last = 3;
    }

    double at(std::optional<TimePoint> cursor) const
    {
        return legendValue(snapshot, series, cursor);
    }

    PanelSnapshot snapshot;
    SeriesData series;
};

} // namespace

class tst_Chart final : public QObject
{
    Q_OBJECT

private slots:
    void theLegendSaysTheValueAtTheCursor();
    void besideAllThatIsCountedTheLegendSaysTheNewest();
};

void tst_Chart::theLegendSaysTheValueAtTheCursor()
{
    const Counted counted;
    QCOMPARE(counted.at(start + 1s), 1.0);
    QVERIFY(std::isnan(counted.at(start + 3s)));
    QCOMPARE(counted.at(start + 5s), 3.0);
    QCOMPARE(counted.at({}), 3.0);
}

/// An event that is chosen while its window is still open put a line in place of every value.
void tst_Chart::besideAllThatIsCountedTheLegendSaysTheNewest()
{
    const Counted counted;
    QCOMPARE(counted.at(start + 6s), 3.0);
    QCOMPARE(counted.at(start - 1s), 3.0);
}

QTEST_GUILESS_MAIN(tst_Chart)
#include "tst_chart.moc"
