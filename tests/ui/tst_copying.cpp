// SPDX-License-Identifier: GPL-3.0-or-later
// What is copied of a log list, and what is not: limits, errors, and copies that are overtaken.
#include "tests/ui/viewpage.h"
#include "ui/logs/listcopier.h"
#include "ui/logs/selectioncopy.h"
#include "ui/logs/sortedresult.h"
#include "ui/models/background.h"
#include "ui/models/eventcopier.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QSignalSpy>

#include <semaphore>

using namespace weir;
using namespace weir::test;

namespace {

struct IndexOnly
{
    /// `count` events of one moment with their numbers for a payload.
    bool write(int count)
    {
        EventBatchBuilder builder("orders", SourceKind::Kafka);
        for (int n = 0; n < count; ++n) {
            builder.beginEvent(
                {builder.streamIndex({SourceKind::Kafka, "c", "orders", 0, 0}), n, moment});
            builder.setPayload(std::to_string(n));
            builder.setTime(moment);
        }
        index.push(builder);
        return QTest::qWaitFor(
            [&] { return index.committedSeq() >= static_cast<std::uint64_t>(count); });
    }
    View view() const
    {
        View all;
        all.filter = *Filter::compile(Expr{});
        all.ceiling = EventSeq{index.committedSeq()};
        return all;
    }
    std::vector<EventCopier::Span> everything() const
    {
        return {{{moment, EventSeq{}}, {moment, EventSeq{index.committedSeq()}}}};
    }

    const TimePoint moment = SystemClock().now();
    WrittenIndex index;
};

EventCopier::Copied copy(const std::filesystem::path& index, EventCopier::Limits limits, const View& view,
                         std::vector<EventCopier::Span> spans, QString& problem)
{
    EventCopier copier(index, [] {}, limits);
    copier.copy(view, std::move(spans), EventCopier::Form::Raw);
    std::optional<Result<EventCopier::Copied>> answer;
    (void)QTest::qWaitFor([&] { return (answer = copier.take()).has_value(); });
    if (answer && *answer)
        return **answer;
    problem = answer ? QString::fromStdString(answer->error().text()) : QStringLiteral("no answer");
    return {};
}

QByteArray numbers(int first, int end)
{
    QByteArrayList all;
    for (int n = first; n < end; ++n)
        all << QByteArray::number(n);
    return all.join('\n');
}

} // namespace

class tst_Copying : public QObject
{
    Q_OBJECT

private slots:
    void ofTooManyEventsTheNewestAreCopied();
    void moreEventsOfOneTimeThanARead();
    void anErrorIsSaidAndLeavesTheClipboardAlone();
    void aLongJobStopsForANewerOneAndAtTheEnd();
    void linesOfTooManyBytesAreNotCopied();
    void theFirstLineHasItsDistanceFromTheOneAbove();
};

void tst_Copying::ofTooManyEventsTheNewestAreCopied()
{
    IndexOnly f;
    QVERIFY(f.write(10));
    QString problem;
    auto copied = copy(f.index.folder(), {4, 1000}, f.view(), f.everything(), problem);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QCOMPARE(copied.bytes, numbers(6, 10));
    QVERIFY(!copied.isWhole);
    copied = copy(f.index.folder(), {100, 7}, f.view(), f.everything(), problem);
    QCOMPARE(copied.bytes, numbers(7, 10)); // two bytes each, with the line break
    QVERIFY(!copied.isWhole);
    copied = copy(f.index.folder(), {10, 1000}, f.view(), f.everything(), problem);
    QCOMPARE(copied.bytes, numbers(0, 10));
    QVERIFY(copied.isWhole);
}

void tst_Copying::moreEventsOfOneTimeThanARead()
{
    IndexOnly f;
    QVERIFY(f.write(10'000));
    const auto at = [&f](std::uint64_t seq) { return EventKey{f.moment, EventSeq{seq}}; };
    QString problem;
    const auto copied =
        copy(f.index.folder(), {}, f.view(), {{at(1), at(3)}, {at(101), at(9000)}}, problem);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QCOMPARE(copied.bytes, numbers(0, 3) + '\n' + numbers(100, 9000));
    QVERIFY(copied.isWhole);
}

void tst_Copying::anErrorIsSaidAndLeavesTheClipboardAlone()
{
    const ConfigFolder folder;
    ViewPage f(folder.path());
    QVERIFY(f.write(5));
    QTRY_COMPARE(f.page->rows().count(), 5U);
    QTest::keyClick(&f.page->list(), Qt::Key_A, Qt::ControlModifier);
    QVERIFY(!f.page->list().selection().isEmpty());
    Actions actions;
    const PageContext elsewhere{"/nowhere", {},      f.client,    f.status, f.range,  f.frames,
                                f.theme,    f.navigator, f.clock, actions,  f.bookmarks};
    ListCopier copier(elsewhere, f.page->list(), *f.page->findChild<SortedResult*>(), *f.page);
    const QSignalSpy refused(&copier, &ListCopier::refused);
    QGuiApplication::clipboard()->setText(QStringLiteral("before"));
    actions.find(QStringLiteral("logs.copyJson"))->trigger();
    QTRY_COMPARE(refused.size(), 1);
    QVERIFY(refused.at(0).at(0).toString().startsWith(QStringLiteral("It could not be copied: ")));
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("before"));
}

void tst_Copying::aLongJobStopsForANewerOneAndAtTheEnd()
{
    std::binary_semaphore begun(0);
    const auto untilStopped = [&begun](const std::stop_token& stop) {
        std::binary_semaphore stopped(0);
        const std::stop_callback on(stop, [&stopped] { stopped.release(); });
        begun.release();
        stopped.acquire();
        return 1;
    };
    Background<int> background([] {});
    background.ask(untilStopped);
    begun.acquire();
    background.ask([] { return 2; });
    std::optional<int> answer;
    QVERIFY(QTest::qWaitFor([&] { return (answer = background.take()).has_value(); }));
    QCOMPARE(*answer, 2); // the other one is nobody's any more
    background.ask(untilStopped);
    begun.acquire();
    background.cancel();
    background.ask([] { return 3; });
    QVERIFY(QTest::qWaitFor([&] { return (answer = background.take()).has_value(); }));
    QCOMPARE(*answer, 3);
    background.ask(untilStopped);
    begun.acquire();
} // and ends

void tst_Copying::linesOfTooManyBytesAreNotCopied()
{
    const ConfigFolder folder;
    ViewPage f(folder.path());
    QVERIFY(f.write(3000));
    QTRY_COMPARE(f.page->rows().count(), 3000U);
    QTest::keyClick(&f.page->list(), Qt::Key_A, Qt::ControlModifier);
    QGuiApplication::clipboard()->setText(QStringLiteral("before"));
    SelectionCopy small(f.context.index, f.page->list(), *f.page->findChild<SortedResult*>(), nullptr,
                        20'000);
    const QSignalSpy refused(&small, &SelectionCopy::refused);
    const QSignalSpy copied(&small, &SelectionCopy::copied);
    small.copy();
    QTRY_COMPARE(refused.size(), 1);
    QVERIFY(refused.at(0).at(0).toString().contains(QStringLiteral("20 KiB")));
    QVERIFY(copied.isEmpty());
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("before"));
    QTest::keyClick(&f.page->list(), Qt::Key_C, Qt::ControlModifier); // with the usual limit
    QTRY_COMPARE(QGuiApplication::clipboard()->text().count(QLatin1Char('\n')), 2999);
}

void tst_Copying::theFirstLineHasItsDistanceFromTheOneAbove()
{
    const ConfigFolder folder;
    ViewPage f(folder.path());
    QVERIFY(f.write(3000));
    QTRY_COMPARE(f.page->rows().count(), 3000U);
    ListSettings look = f.page->list().settings();
    look.timeForm = ListSettings::TimeForm::Delta;
    f.page->setListSettings(look);
    QTest::keyClick(&f.page->list(), Qt::Key_Home);
    QTRY_VERIFY(f.page->rows().row(2999) && f.page->rows().row(2998));
    const auto& lines = f.page->list().lines();
    const auto second = std::ranges::find(lines, 2998U, &ListGeometry::Line::row);
    QVERIFY(second != lines.end());
    QTest::mouseClick(f.page->list().viewport(), Qt::LeftButton, {},
                      f.page->list().areaOf(*second).center());
    QTest::keyClick(&f.page->list(), Qt::Key_End, Qt::ShiftModifier);
    QGuiApplication::clipboard()->setText(QStringLiteral("before"));
    QTest::keyClick(&f.page->list(), Qt::Key_C, Qt::ControlModifier);
    QTRY_COMPARE(QGuiApplication::clipboard()->text().count(QLatin1Char('\n')), 2998);
    QVERIFY2(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("+0.001")),
             qPrintable(QGuiApplication::clipboard()->text().left(100)));
}

QTEST_MAIN(tst_Copying)
#include "tst_copying.moc"
