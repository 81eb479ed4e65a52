// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboards/columnraster.h"

#include <QTest>

#include <random>

using namespace std::chrono_literals;

namespace weir {

namespace {

const TimePoint start = *parseTime("2026-11-23T12:00:00Z");

/// The rows of a column that hold any ink.
std::pair<int, int> inkOf(const QImage& picture, int x)
{
    int top = -1;
    int bottom = -1;
    for (int y = 0; y < picture.height(); ++y) {
        if (qAlpha(picture.pixel(x, y)) == 0)
            continue;
        top = top < 0 ? y : top;
        bottom = y;
    }
    return {top, bottom};
}

struct Line
{
    SeriesGrid grid;
    std::vector<double> values;
    TimeScale scale;
};

Line randomLine(std::mt19937& random, int columns)
{
    std::uniform_int_distribution<std::size_t> cells(1, 4000);
    std::uniform_real_distribution<double> value(0, 1000);
    Line line;
    line.grid = {start, 1s, cells(random)};
    for (std::size_t i = 0; i < line.grid.cells; ++i)
        line.values.push_back(random() % 20 == 0 ? noValue : value(random));
    line.scale = {{start, line.grid.end()}, static_cast<double>(columns)};
    return line;
}

} // namespace

class tst_ColumnRaster final : public QObject
{
    Q_OBJECT

private slots:
    void theHighestDrawnIsTheHighestThereIs()
    {
        std::mt19937 random(5);
        for (int run = 0; run < 300; ++run) {
            const int columns = 1 + static_cast<int>(random() % 500);
            const Line line = randomLine(random, columns);
            const bool isDense = line.grid.cells > static_cast<std::size_t>(columns);
            const auto drawn =
                columnRanges(line.grid, line.values, line.values, line.scale, columns);
            std::vector<double> highest(static_cast<std::size_t>(columns), noValue);
            std::vector<double> lowest(static_cast<std::size_t>(columns), noValue);
            for (std::size_t i = 0; i < line.values.size(); ++i) {
                if (std::isnan(line.values[i]))
                    continue;
                const auto x = static_cast<std::size_t>(line.scale.xOf(line.grid.middle(i)));
                highest[x] = std::fmax(highest[x], line.values[i]);
                lowest[x] = std::fmin(lowest[x], line.values[i]);
            }
            for (std::size_t x = 0; x < highest.size(); ++x) {
                if (std::isnan(highest[x]))
                    continue;
                // Between few cells a line may come down from a higher neighbour.
                QVERIFY(isDense ? drawn[x].high == highest[x] : drawn[x].high >= highest[x]);
                QVERIFY(drawn[x].low <= lowest[x]);
            }
        }
    }

    void neighboursTouch()
    {
        std::mt19937 random(6);
        for (int run = 0; run < 100; ++run) {
            Line line = randomLine(random, 300);
            for (double& value : line.values)
                value = std::isnan(value) ? 0 : value;
            const auto drawn = columnRanges(line.grid, line.values, line.values, line.scale, 300);
            for (std::size_t x = 1; x < drawn.size(); ++x) {
                if (drawn[x].isEmpty() || drawn[x - 1].isEmpty())
                    continue;
                constexpr double hair = 1e-6;
                QVERIFY(drawn[x].low <= drawn[x - 1].high + hair);
                QVERIFY(drawn[x - 1].low <= drawn[x].high + hair);
            }
        }
    }

    void fewCellsAreJoinedByAStraightLine()
    {
        const SeriesGrid grid{start, 10s, 2};
        const auto drawn = columnRanges(grid, {0, 100}, {0, 100}, {{start, start + 20s}, 20}, 20);
        QVERIFY(drawn[4].isEmpty()); // the first value stands in the middle of its cell
        QVERIFY(std::abs(drawn[10].low - 50) < 1e-6);
        QVERIFY(std::abs(drawn[10].high - 60) < 1e-6);
        QCOMPARE(drawn[15].high, 100.0);
    }

    void theLineIsBrokenWhereNothingIsKnown()
    {
        const SeriesGrid grid{start, 1s, 3};
        const std::vector<double> values{1, noValue, 1};
        const auto drawn = columnRanges(grid, values, values, {{start, start + 3s}, 30}, 30);
        QVERIFY(!drawn[5].isEmpty());
        QVERIFY(drawn[15].isEmpty());
        QVERIFY(!drawn[25].isEmpty());
    }

    void aSpikeIsDrawnToItsTopHoweverNarrow()
    {
        const SeriesGrid grid{start, 1s, 100'000};
        std::vector<double> values(grid.cells, 1);
        values[77'777] = 100;
        const auto drawn = columnRanges(grid, values, values, {{start, grid.end()}, 200}, 200);
        QImage picture(200, 100, QImage::Format_ARGB32_Premultiplied);
        picture.fill(Qt::transparent);
        drawColumns(picture, drawn, {0, 100, 100}, Qt::white, 2);
        QCOMPARE(inkOf(picture, 155).first, 0);
        QCOMPARE(inkOf(picture, 155).second, 99);
        QVERIFY(inkOf(picture, 154).first > 90);
    }

    void aFlatLineIsAsThickAsItsPen_data()
    {
        QTest::addColumn<double>("width");
        QTest::newRow("one") << 1.0;
        QTest::newRow("two") << 2.0;
        QTest::newRow("three") << 3.0;
    }

    void aFlatLineIsAsThickAsItsPen()
    {
        QFETCH(double, width);
        for (const double value : {0.0, 33.3, 50.0, 100.0}) {
            QImage picture(1, 60, QImage::Format_ARGB32_Premultiplied);
            picture.fill(Qt::transparent);
            drawColumns(picture, {{value, value}}, {0, 100, 60}, Qt::white, width);
            double ink = 0;
            for (int y = 0; y < picture.height(); ++y)
                ink += qAlpha(picture.pixel(0, y)) / 255.0;
            QVERIFY2(std::abs(ink - width) < 0.05, qPrintable(QString::number(ink)));
        }
    }

    void theAreaReachesTheLowerEdge()
    {
        QImage picture(3, 50, QImage::Format_ARGB32_Premultiplied);
        picture.fill(Qt::transparent);
        fillColumns(picture, {{1, 5}, {}, {10, 10}}, {0, 10, 50}, Qt::white);
        QCOMPARE(inkOf(picture, 0), std::make_pair(25, 49));
        QCOMPARE(inkOf(picture, 1), std::make_pair(-1, -1));
        QCOMPARE(inkOf(picture, 2), std::make_pair(0, 49));
    }

    void whatLiesOutsideIsCutOff()
    {
        QImage picture(2, 20, QImage::Format_ARGB32_Premultiplied);
        picture.fill(Qt::transparent);
        drawColumns(picture, {{-50, 500}, {-50, 500}, {0, 1}}, {0, 10, 20}, Qt::white, 2);
        QCOMPARE(inkOf(picture, 1), std::make_pair(0, 19));
    }
};

} // namespace weir

QTEST_GUILESS_MAIN(weir::tst_ColumnRaster)
#include "tst_columnraster.moc"
