// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/workplace.h"

#include <QClipboard>
#include <QDateTime>
#include <QFile>
#include <QGuiApplication>
#include <QTest>

using namespace weir::test;

/// The log list and its following in the real program.
class tst_ListByHand final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(m_place.prepare()); }
    void cleanup() { m_place.cleanUp(); }
    void aFieldBecomesAColumnThatIsMovedAndHidden();
    void longLinesAreWrapped();
    void aWordAndABlockAreMarkedAndCopied();
    void aLineOfAMebibyteIsShownAndCopiedWhole();
    void scrollingPausesAndTheNewOnesAreCounted();

private:
    QString columns() { return m_place.window().description(QStringLiteral("Columns")); }

    Workplace m_place;
};

namespace {

QString clipboard()
{
    return QGuiApplication::clipboard()->text();
}

} // namespace

void tst_ListByHand::aFieldBecomesAColumnThatIsMovedAndHidden()
{
    WindowByHand* window = m_place.open();
    QVERIFY(window);
    QTRY_VERIFY_WITH_TIMEOUT(window->lines().size() > 10, patience);
    QCOMPARE(columns(), QStringLiteral("time, level, service, body"));

    // From the fields, where it is looked for with the arrow.
    window->click(*window->named(QStringLiteral("Fields")), QPoint(60, 8));
    QVERIFY(QTest::qWaitFor(
        [&] {
            window->keys({QStringLiteral("Down")});
            return window->description(QStringLiteral("Fields")) == QLatin1String("host");
        },
        patience));
    window->keys({QStringLiteral("plus")});
    QTRY_COMPARE_WITH_TIMEOUT(columns(), QStringLiteral("time, level, service, host, body"), patience);
    QTRY_VERIFY2_WITH_TIMEOUT(window->lines().last().contains(QLatin1String("  web-0  served")),
                              qPrintable(window->lines().last()), patience);

    // At the head: to the column, which goes to the left, then away.
    window->click(window->rows().at(2), QPoint(400, 5));
    window->keys(QStringList(2, QStringLiteral("shift+Tab"))); // past the button at its end
    window->keys(QStringList(3, QStringLiteral("Right")) + QStringList{QStringLiteral("ctrl+Left")});
    QTRY_COMPARE_WITH_TIMEOUT(columns(), QStringLiteral("time, level, host, service, body"), patience);
    window->keys({QStringLiteral("Delete")});
    QTRY_COMPARE_WITH_TIMEOUT(columns(), QStringLiteral("time, level, service, body"), patience);
}

void tst_ListByHand::longLinesAreWrapped()
{
    const QByteArray words = QByteArray("a word and another ").repeated(60);
    QByteArray lines;
    for (int n = 0; n < 20; ++n)
        lines += QByteArray::number(n) + ' ' + words + '\n';
    const QString index = m_place.import(QStringLiteral("words"), lines);
    QVERIFY(!index.isEmpty());
    WindowByHand* window = m_place.open(index);
    QVERIFY(window);
    QTRY_COMPARE_WITH_TIMEOUT(window->lines().size(), 20, patience);
    const int height = window->sizeOf(window->rows().back()).height();

    QVERIFY(window->press(QStringLiteral("View")));
    window->keys({QStringLiteral("Down"), QStringLiteral("Return")});
    QTRY_VERIFY_WITH_TIMEOUT(window->sizeOf(window->rows().back()).height() > 3 * height, patience);
}

void tst_ListByHand::aWordAndABlockAreMarkedAndCopied()
{
    WindowByHand* window = m_place.open();
    QVERIFY(window);
    QTRY_VERIFY_WITH_TIMEOUT(window->lines().size() > 10, patience);
    const QStringList seen = window->lines();
    const AccessibleTree::Node row = window->rows().at(2);
    const int height = window->sizeOf(row).height();

    window->doubleClick(row, QPoint(360, height / 2));
    window->keys({QStringLiteral("ctrl+c")});
    QTRY_VERIFY2_WITH_TIMEOUT(!clipboard().isEmpty() && !clipboard().contains(QLatin1Char(' '))
                                  && seen.at(2).contains(clipboard()),
                              qPrintable(clipboard()), patience);

    window->drag(row, QPoint(360, height / 2), QPoint(360, height * 9 / 2));
    window->keys({QStringLiteral("ctrl+c")});
    QTRY_COMPARE_WITH_TIMEOUT(clipboard(), seen.mid(2, 5).join(QLatin1Char('\n')), patience);
}

void tst_ListByHand::aLineOfAMebibyteIsShownAndCopiedWhole()
{
    const QByteArray payload = "begin" + QByteArray(1 << 20, 'x') + "end";
    const QString index = m_place.import(QStringLiteral("mebibyte"), payload + "\nshort\n");
    QVERIFY(!index.isEmpty());
    WindowByHand* window = m_place.open(index);
    QVERIFY(window);
    QTRY_COMPARE_WITH_TIMEOUT(window->lines().size(), 2, patience);
    QVERIFY(window->lines().first().contains(QLatin1String("beginxxx")));

    window->click(window->rows().front(), QPoint(400, 5));
    window->keys({QStringLiteral("ctrl+shift+c")});
    QTRY_COMPARE_WITH_TIMEOUT(clipboard().size(), payload.size(), patience);
    QCOMPARE(clipboard().toUtf8(), payload);
}

void tst_ListByHand::scrollingPausesAndTheNewOnesAreCounted()
{
    WindowByHand* window = m_place.openLive();
    QVERIFY(window);
    m_place.append(0, 500);
    QTRY_VERIFY_WITH_TIMEOUT(!window->lines().isEmpty()
                                 && window->lines().last().contains(QLatin1String("request 499")),
                             patience);

    const auto list = window->named(QStringLiteral("Log events"));
    window->click(*list, QPoint(300, 100), 4); // the wheel, upwards
    QTRY_VERIFY_WITH_TIMEOUT(window->shows(QStringLiteral("Time range: Paused")), patience);
    const QStringList seen = window->lines();
    m_place.append(500, 1734);
    const QString pill = QStringLiteral("Paused, 1,234 new; go on following");
    QTRY_VERIFY_WITH_TIMEOUT(window->named(pill), patience);
    QCOMPARE(window->lines(), seen);

    // At once to the newest, however much there is in between.
    QVERIFY(window->press(pill));
    QTRY_VERIFY_WITH_TIMEOUT(window->lines().last().contains(QLatin1String("request 1733")), patience);
    QTRY_VERIFY_WITH_TIMEOUT(window->shows(QStringLiteral("Time range: Live")), patience);
    m_place.append(1734, 1735);
    QTRY_VERIFY_WITH_TIMEOUT(window->lines().last().contains(QLatin1String("request 1734")), patience);
    QVERIFY(window->quit());
}

QTEST_MAIN(tst_ListByHand)
#include "tst_listbyhand.moc"
