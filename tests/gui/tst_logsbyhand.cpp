// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/workplace.h"

#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QTest>

using namespace weir::test;

/// The log page as a person works with it, in the real program on a desktop: filter by a facet, pause
/// by scrolling, copy a line, open the trace, save a view, restart, find it again.
class tst_LogsByHand final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(m_place.prepare()); }
    void cleanup() { m_place.cleanUp(); }
    void aMorningWithTheLogs();

private:
    Workplace m_place;
};

namespace {

/// The first value of the first field, from the panel's left upper corner.
constexpr QPoint firstFacet(60, 68);

bool allContain(const QStringList& lines, const QString& word)
{
    return !lines.isEmpty() && std::all_of(lines.begin(), lines.end(), [&](const QString& line) {
        return line.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace

void tst_LogsByHand::aMorningWithTheLogs()
{
    WindowByHand* opened = m_place.open();
    QVERIFY(opened);
    WindowByHand& window = *opened;
    QTRY_VERIFY_WITH_TIMEOUT(window.lines().size() > 10, patience);

    // Filter by a facet.
    const auto fields = window.named(QStringLiteral("Fields"));
    QVERIFY(fields);
    window.click(*fields, firstFacet);
    QTRY_VERIFY2_WITH_TIMEOUT(window.query().contains(QLatin1String("error")),
                              qPrintable(window.query()), patience);
    QTRY_VERIFY_WITH_TIMEOUT(allContain(window.lines(), QStringLiteral("card declined")), patience);

    // Pause by scrolling.
    const auto list = window.named(QStringLiteral("Log events"));
    const QPoint middle(300, window.sizeOf(*list).height() / 2);
    window.click(*list, middle, 4); // the wheel, upwards
    QTRY_VERIFY_WITH_TIMEOUT(window.shows(QStringLiteral("Time range: Paused")), patience);

    // Copy a line.
    window.click(*list, middle);
    window.keys({QStringLiteral("ctrl+c")});
    QTRY_VERIFY2_WITH_TIMEOUT(
        QGuiApplication::clipboard()->text().contains(QLatin1String("card declined for user")),
        qPrintable(QGuiApplication::clipboard()->text()), patience);

    // Open its trace: ten events of two services.
    window.keys({QStringLiteral("t")});
    QTRY_VERIFY_WITH_TIMEOUT(window.named(QStringLiteral("Events of the trace")), patience);

    // Save a view.
    QVERIFY(window.press(QStringLiteral("Save what is shown as a view")));
    QTRY_VERIFY_WITH_TIMEOUT(window.named(QStringLiteral("Name of the view")), patience);
    window.keys({QStringLiteral("ctrl+a")});
    window.type(QStringLiteral("Declined"));
    window.keys({QStringLiteral("Return")});
    QTRY_VERIFY_WITH_TIMEOUT(window.named(QStringLiteral("View Declined")), patience);
    QTRY_COMPARE(QDir(m_place.config() + QStringLiteral("/views"))
                     .entryList({QStringLiteral("*.toml")})
                     .size(),
                 1);
    QVERIFY(window.quit());

    // Restart and find it again, filtered as it was left.
    WindowByHand* again = m_place.reopen();
    QVERIFY(again);
    QTRY_VERIFY_WITH_TIMEOUT(again->named(QStringLiteral("View Declined")), patience);
    QTRY_VERIFY_WITH_TIMEOUT(allContain(again->lines(), QStringLiteral("card declined")), patience);
    QVERIFY(again->quit());
}

QTEST_MAIN(tst_LogsByHand)
#include "tst_logsbyhand.moc"
