// SPDX-License-Identifier: GPL-3.0-or-later
// What the log page does where nothing matches, driven by keys over a real index.
#include "ui/widgets/emptystate.h"

#include <QApplication>
#include <QTest>

#include "viewpage.h"

using namespace weir;
using namespace weir::test;

namespace {

/// A page over 90 events of the services a and b, and its query line.
struct Fixture : ConfigFolder, ViewPage
{
    Fixture()
        : ViewPage(ConfigFolder::path())
        , line(*page->findChild<QueryEdit*>())
        , empty(*page->findChild<EmptyState*>(QStringLiteral("emptyAnswer")))
    {
    }

    bool isReady()
    {
        return ViewPage::write(90)
            && QTest::qWaitFor([this] { return page->rows().count() == 90; });
    }
    /// In place of what stands in the line.
    void type(const char* text)
    {
        page->focusQuery();
        QTest::keyClicks(&line, QLatin1String(text));
    }

    QueryEdit& line;
    EmptyState& empty;
};

} // namespace

class tst_EmptyAnswers : public QObject
{
    Q_OBJECT

private slots:
    void whoTypesOnAfterAnEmptyAnswerKeepsTheFocus();
};

void tst_EmptyAnswers::whoTypesOnAfterAnEmptyAnswerKeepsTheFocus()
{
    Fixture f;
    QVERIFY(f.isReady());
    f.type("nowhere");
    QTRY_VERIFY(f.empty.isVisible());
    QTest::keyClick(&f.line, Qt::Key_Return);
    QVERIFY(f.line.hasFocus()); // there is no list that could have it
    QTest::keyClick(&f.line, Qt::Key_K, Qt::ControlModifier);
    QTest::keyClick(&f.line, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&f.line, Qt::Key_C);
    QTRY_VERIFY(f.page->list().isVisible());
    QVERIFY(f.line.hasFocus());
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("ard"));
    QCOMPARE(f.line.text(), QStringLiteral("card"));
    QTest::keyClick(&f.line, Qt::Key_Return);
    QVERIFY(f.page->list().hasFocus());
}

QTEST_MAIN(tst_EmptyAnswers)
#include "tst_emptyanswers.moc"
