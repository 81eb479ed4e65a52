// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fakeprobe.h"
#include "tests/ui/windowparts.h"
#include "tests/ui/writtenindex.h"
#include "ui/exporter.h"
#include "ui/framestats.h"
#include "ui/logs/exportpanel.h"
#include "ui/logs/logspage.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTest>

using namespace weir;
using namespace weir::test;

namespace {

/// Keeps what it was told; a test answers through the run.
class FakeExporter final : public Exporter
{
public:
    ChildRun* start(const QStringList& wanted, QObject* owner) override
    {
        arguments = wanted;
        auto* made = new FakeRun(owner);
        run = made;
        return made;
    }

    QStringList arguments;
    QPointer<FakeRun> run;
};

struct Panel
{
    Panel() { panel.open({QStringLiteral("level>=warn"), {TimePoint(Nanoseconds(0)), TimePoint::max()}, {"time", "body"}}); }

    QLineEdit* file() { return panel.findChild<QLineEdit*>(); }
    QPushButton* button(const QString& text)
    {
        for (QPushButton* button : panel.findChildren<QPushButton*>()) {
            if (button->text() == text)
                return button;
        }
        qFatal("no such button");
    }
    QString says() { return panel.findChild<QLabel*>()->text(); }

    FakeExporter exporter;
    ExportPanel panel{exporter};
};

} // namespace

class tst_ExportPanel final : public QObject
{
    Q_OBJECT

private slots:
    void escapeClosesItOnceItIsDone()
    {
        Panel p;
        QApplication::setActiveWindow(&p.panel);
        QTest::keyClick(p.file(), Qt::Key_Return);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape); // nothing while it writes
        QVERIFY(p.panel.isVisible());
        p.exporter.run->say(QStringLiteral(R"({"events":3})"));
        p.exporter.run->end();
        QVERIFY(p.panel.isAncestorOf(QApplication::focusWidget()));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!p.panel.isVisible());
    }
    void theWholeResultIsAskedForWithItsRangeAndColumns()
    {
        Panel p;
        p.panel.findChild<QComboBox*>()->setCurrentIndex(1);
        QVERIFY(p.file()->text().endsWith(QLatin1String(".csv")));
        p.file()->setText(QStringLiteral("/tmp/a.csv"));
        QTest::keyClick(p.file(), Qt::Key_Return);
        QCOMPARE(p.exporter.arguments,
                 (QStringList{QStringLiteral("--output"), QStringLiteral("/tmp/a.csv"),
                              QStringLiteral("--format"), QStringLiteral("csv"),
                              QStringLiteral("--keep-existing"), QStringLiteral("--from"),
                              QStringLiteral("1970-01-01T00:00:00.000000000Z"),
                              QStringLiteral("--fields"), QStringLiteral("time,body"),
                              QStringLiteral("--"), QStringLiteral("level>=warn")}));
    }

    void columnsWithCommasAndQuotesAreOneEach()
    {
        Panel p;
        p.panel.open({QString(), {}, {"time", "a,b", "say \"x\""}});
        p.panel.findChild<QComboBox*>()->setCurrentIndex(1);
        QTest::keyClick(p.file(), Qt::Key_Return);
        const qsizetype fields = p.exporter.arguments.indexOf(QStringLiteral("--fields"));
        QVERIFY(fields >= 0);
        QCOMPARE(p.exporter.arguments.at(fields + 1),
                 QStringLiteral("time,\"a,b\",\"say \"\"x\"\"\""));
    }

    void progressIsShownAndTheEndSaysWhatWasWritten()
    {
        Panel p;
        QTest::mouseClick(p.button(QStringLiteral("Export")), Qt::LeftButton);
        QVERIFY(p.panel.isWriting());
        p.exporter.run->say(
            QStringLiteral("{'progress':'x','done':500,'total':1000,'events':1204}"));
        QCOMPARE(p.panel.findChild<QProgressBar*>()->value(), 500);
        QVERIFY(p.says().contains(QLatin1String("1,204")));
        p.exporter.run->say(QStringLiteral("{'events':2408}"));
        p.exporter.run->end();
        QVERIFY(!p.panel.isWriting());
        QVERIFY(p.says().contains(QLatin1String("2,408")));
    }

    void stoppingEndsTheChild()
    {
        Panel p;
        QTest::mouseClick(p.button(QStringLiteral("Export")), Qt::LeftButton);
        QTest::mouseClick(p.button(QStringLiteral("Stop")), Qt::LeftButton);
        QVERIFY(p.exporter.run.isNull());
        QVERIFY(!p.panel.isWriting());
        QVERIFY(p.button(QStringLiteral("Export"))->isVisibleTo(&p.panel));
    }

    void aFailureIsSaidInItsOwnWords()
    {
        Panel p;
        QTest::mouseClick(p.button(QStringLiteral("Export")), Qt::LeftButton);
        p.exporter.run->say(QStringLiteral("weir: x.ndjson: this file exists already; choose another name"));
        p.exporter.run->end();
        QVERIFY(p.says().contains(QLatin1String("exists already")));
        QVERIFY(p.file()->isVisibleTo(&p.panel));
    }

    void thePageOpensItByItsAction()
    {
        WrittenIndex index;
        FakeExporter exporter;
        WindowParts parts(index.folder());
        parts.context.exporter = &exporter;
        FrameStats stats;
        LogsPage page(parts.context, stats);
        page.resize(1200, 700);
        page.show();
        page.setQuery(QStringLiteral("card"));
        parts.actions.find(QStringLiteral("logs.export"))->trigger();
        auto* panel = page.findChild<ExportPanel*>();
        QVERIFY(panel->isVisible());
        QTest::keyClick(panel->findChild<QLineEdit*>(), Qt::Key_Return);
        QCOMPARE(exporter.arguments.last(), QStringLiteral("card"));
        QVERIFY(!exporter.arguments.contains(QStringLiteral("--up-to")));
    }
};

QTEST_MAIN(tst_ExportPanel)
#include "tst_exportpanel.moc"
