// SPDX-License-Identifier: GPL-3.0-or-later
#include "sourcesdesk.h"

#include "ui/models/sourcemodel.h"
#include "ui/sources/clusterbrowser.h"
#include "ui/sources/positionaction.h"
#include "ui/sources/sourceform.h"
#include "ui/widgets/firstrun.h"

#include <QAction>
#include <QAbstractItemDelegate>
#include <QScrollArea>
#include <QTabBar>

using namespace weir;
using namespace weir::test;

namespace {

/// How often a view paints cells and asks how large they are.
class CountingDelegate final : public QAbstractItemDelegate
{
public:
    explicit CountingDelegate(QAbstractItemView& view)
        : m_view(view)
        , m_delegate(*view.itemDelegate())
    {
        view.setItemDelegate(this);
    }
    ~CountingDelegate() override { m_view.setItemDelegate(&m_delegate); }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        ++m_painted;
        m_delegate.paint(painter, option, index);
    }
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        ++m_measured;
        return m_delegate.sizeHint(option, index);
    }
    int painted() const { return m_painted; }
    int measured() const { return m_measured; }
    void forget() { m_painted = m_measured = 0; }

private:
    QAbstractItemView& m_view;
    QAbstractItemDelegate& m_delegate;
    mutable int m_painted = 0;
    mutable int m_measured = 0;
};

} // namespace

/// The list of sources, the chosen one, its cluster, and what it is told to do.
class tst_SourcesPage final : public QObject
{
    Q_OBJECT

private slots:
    void withoutASourceThereAreWaysOn()
    {
        OpenSources open;
        open.status.set(statusOf({}));
        QVERIFY(open.page.findChild<FirstRun*>()->isVisible());
        QTest::mouseClick(open.page.findChild<FirstRun*>()->findChild<QPushButton*>(),
                          Qt::LeftButton);
        QVERIFY(open.page.findChild<SourceForm*>()->isVisible());
    }

    void whatIsSelectedAndOpenedStaysWhileStatusesCome()
    {
        OpenSources open;
        open.status.set(statusOf({orders(4)}));
        QTreeView* tree = open.tree();
        tree->expandAll();
        const QModelIndex topic = tree->model()->index(0, 0, tree->model()->index(0, 0));
        tree->setCurrentIndex(tree->model()->index(2, 0, topic));
        QTRY_VERIFY(open.says(QStringLiteral("payments-events / 2")));
        SourceStatus another;
        another.name = "another";
        another.kind = "file";
        for (int i = 1; i < 20; ++i)
            open.status.set(statusOf({another, orders(6, 100 + i)}));
        QCOMPARE(tree->currentIndex().data().toString(), QStringLiteral("partition 2"));
        QVERIFY(tree->isExpanded(tree->currentIndex().parent()));
        QTRY_VERIFY(open.says(QStringLiteral("payments-events / 2")));
        open.status.set(statusOf({another}));
        QTRY_VERIFY(open.says(QStringLiteral("another")));
    }

    void ofHundredsOfPartitionsThoseInViewArePainted()
    {
        OpenSources open;
        open.status.set(statusOf({orders(500)}));
        open.tree()->expandAll();
        CountingDelegate cells(*open.tree());
        open.page.grab();
        cells.forget();
        open.status.set(statusOf({orders(500, 101)}));
        open.page.grab();
        qInfo("%d cells are painted, %d measured", cells.painted(), cells.measured());
        QVERIFY(cells.painted() < 500);
        QVERIFY(cells.measured() < 502 * SourceModel::columnCountOf); // once each
    }

    void aRewindIsSentAndItsAnswerStandsThere()
    {
        OpenSources open;
        open.status.set(statusOf({orders(2)}));
        auto* action = open.page.findChild<PositionAction*>();
        action->open(PositionAction::What::Rewind, {"orders", "payments-events", 1, 5});
        action->findChild<QComboBox*>()->setCurrentText(QStringLiteral("-1h"));
        QVERIFY(open.press(QStringLiteral("Rewind")));
        QCOMPARE(open.client.sent().back(), std::string("rewind"));
        const auto& arguments = open.client.arguments();
        QCOMPARE(arguments.at("to"), std::string("-1h"));
        QCOMPARE(arguments.at("topic"), std::string("payments-events"));
        QCOMPARE(arguments.at("partition"), std::string("1"));
        open.client.answer(Error{Error::Code::InvalidInput, {}, "there is no such partition"});
        QTRY_VERIFY(open.says(QStringLiteral("there is no such partition")));
        QVERIFY(action->isVisible());
    }

    void onlyKafkaIsRewound()
    {
        OpenSources open;
        SourceStatus syslog;
        syslog.name = "syslog";
        syslog.kind = "file";
        open.status.set(statusOf({orders(2), syslog}));
        QVERIFY(open.button(QStringLiteral("Rewind ▾")) != nullptr);
        open.tree()->setCurrentIndex(open.tree()->model()->index(1, 0));
        QTRY_VERIFY(open.button(QStringLiteral("Rewind ▾")) == nullptr);
    }

    void aRewindNeedsAPlaceAndASkipNone()
    {
        OpenSources open;
        open.status.set(statusOf({orders(2)}));
        auto* action = open.page.findChild<PositionAction*>();
        action->open(PositionAction::What::Rewind, {"orders", {}, -1, {}});
        action->findChild<QComboBox*>()->setCurrentText({});
        QVERIFY(open.press(QStringLiteral("Rewind")));
        QVERIFY(open.client.sent().empty());
        action->open(PositionAction::What::Skip, {"orders", "payments-events", 0, 100});
        QVERIFY(open.press(QStringLiteral("Skip")));
        QCOMPARE(open.client.sent().back(), std::string("skip"));
        QVERIFY(!open.client.arguments().contains("to"));
        open.client.answer(std::string());
        QTRY_VERIFY(open.says(QStringLiteral("recorded as a gap")));
    }

    void ofNineThousandTopicsThoseInViewArePainted()
    {
        OpenSources open;
        open.status.set(statusOf({orders(1)}));
        QVERIFY(open.press(QStringLiteral("Cluster browser")));
        QTRY_COMPARE(open.probe.questions.size(), std::size_t{1});
        QString line = QStringLiteral("{'cluster':'c','brokers':[],'topics':[");
        for (int i = 0; i < 9000; ++i)
            line += (i > 0 ? QStringLiteral(",") : QString())
                + QStringLiteral("{'name':'topic-%1','partitions':3}").arg(i);
        SourceList* topics = open.list(QStringLiteral("Topics"));
        const CountingDelegate cells(*topics);
        open.probe.questions[0].run->say(line + QStringLiteral("]}"));
        open.probe.questions[0].run->end();
        QTRY_COMPARE(topics->shown(), 9000);
        open.page.grab();
        qInfo("%d cells are painted, %d measured", cells.painted(), cells.measured());
        QVERIFY(cells.painted() < 500);
        QVERIFY(cells.measured() < 500);
        topics->setFilter(QStringLiteral("PIC-899"));
        QCOMPARE(topics->shown(), 11);
    }

    void whatOneClusterSaidIsNotShownAsAnothers()
    {
        OpenSources open;
        SourceStatus other = orders(1);
        other.name = "audit";
        open.status.set(statusOf({orders(1), other}));
        QVERIFY(open.press(QStringLiteral("Cluster browser")));
        QTRY_COMPARE(open.probe.questions.size(), std::size_t{1});
        open.probe.questions[0].run->say(
            QStringLiteral("{'cluster':'mine','topics':[{'name':'orders','partitions':2}]}"));
        open.probe.questions[0].run->end();
        QTRY_VERIFY(open.says(QStringLiteral("cluster mine")));
        open.page.findChild<ClusterBrowser*>()->choose(QStringLiteral("audit"));
        QCOMPARE(open.list(QStringLiteral("Topics"))->model()->rowCount(), 0);
        QVERIFY(!open.says(QStringLiteral("cluster mine")));
        QCOMPARE(open.probe.questions.size(), std::size_t{2});
    }

    void aTopicIsLookedAtAndPeekedInto()
    {
        OpenSources open;
        open.status.set(statusOf({orders(1)}));
        QVERIFY(open.press(QStringLiteral("Cluster browser")));
        QTRY_COMPARE(open.probe.questions.size(), std::size_t{1});
        open.probe.questions[0].run->say(QStringLiteral(
            "{'cluster':'c','brokers':[{'id':1,'host':'h','port':9092}],"
            "'topics':[{'name':'orders','partitions':2},{'name':'__internal','internal':true}]}"));
        open.probe.questions[0].run->end();
        SourceList* topics = open.list(QStringLiteral("Topics"));
        topics->setCurrentIndex(topics->model()->index(0, 0));
        QCOMPARE(open.probe.questions.back().arguments,
                 QStringList({QStringLiteral("topics"), QStringLiteral("orders"),
                              QStringLiteral("orders")}));
        open.probe.questions.back().run->say(QStringLiteral(
            "{'topic':'orders','partitions':[{'partition':0,'leader':1,'replicas':3,'in_sync':3,"
            "'start':10,'end':110},{'partition':1,'leader':2,'replicas':3,'in_sync':2,'start':0,"
            "'end':5}],'config':[{'name':'retention.ms','value':'604800000','default':false}]}"));
        open.probe.questions.back().run->end();
        QTRY_VERIFY(open.says(QStringLiteral("7\u00a0d")));
        QTRY_VERIFY(open.says(QStringLiteral("up to 105")));
        QVERIFY(open.press(QStringLiteral("Peek")));
        QCOMPARE(open.probe.questions.back().arguments.first(), QStringLiteral("peek"));
        QVERIFY(open.probe.questions.back().arguments.contains(QStringLiteral("--from=-15m")));
        open.probe.questions.back().run->say(
            QStringLiteral("{'message':{'offset':100,'text':'hello','format':'text'}}"));
        open.probe.questions.back().run->say(QStringLiteral("{'result':{'ok':true,'text':''}}"));
        open.probe.questions.back().run->end();
        QTRY_VERIFY(open.says(QStringLiteral("1 message")));
        QVERIFY(open.press(QStringLiteral("Consumer groups")));
        open.probe.questions.back().run->say(
            QStringLiteral("{'error':'The user may not list groups.'}"));
        open.probe.questions.back().run->end();
        QTRY_VERIFY(open.says(QStringLiteral("The user may not list groups.")));
    }

    void aGroupShowsHowFarItIsBehind()
    {
        OpenSources open;
        open.status.set(statusOf({orders(1)}));
        QVERIFY(open.press(QStringLiteral("Cluster browser")));
        QVERIFY(open.press(QStringLiteral("Consumer groups")));
        open.probe.questions.back().run->say(
            QStringLiteral("{'groups':[{'name':'billing','state':'Stable','members':2}]}"));
        open.probe.questions.back().run->end();
        SourceList* groups = nullptr;
        for (auto* view : open.page.findChildren<SourceList*>()) {
            if (view->accessibleName() == QStringLiteral("Consumer groups"))
                groups = view;
        }
        groups->setCurrentIndex(groups->model()->index(0, 0));
        open.probe.questions.back().run->say(QStringLiteral(
            "{'group':'billing','state':'Stable','members':[{'id':'x','client':'b','host':'h'}],"
            "'partitions':[{'topic':'t','partition':0,'committed':10,'end':20,'lag':10,"
            "'lag_seconds':3.5}]}"));
        open.probe.questions.back().run->end();
        QTRY_VERIFY(open.says(QStringLiteral("10 records")));
    }

    void gapsStandInAListOfTheirOwn()
    {
        OpenSources open;
        open.status.set(statusOf({orders(2)}));
        QVERIFY(open.press(QStringLiteral("Gaps · 1")));
        SourceList* gaps = open.list(QStringLiteral("Gaps"));
        QCOMPARE(gaps->shown(), 1);
        QCOMPARE(gaps->model()->index(0, 2).data().toString(), QStringLiteral("retention"));
    }

    void aTakenOutSourceComesBackByUndo()
    {
        OpenSources open;
        SourceStatus syslog;
        syslog.name = "syslog";
        syslog.kind = "file";
        open.status.set(statusOf({syslog}));
        QTRY_VERIFY(open.button(QStringLiteral("Edit")) != nullptr
                    && open.button(QStringLiteral("Edit"))->isEnabled());
        for (auto* action : open.page.findChildren<QAction*>()) {
            if (action->text() == QStringLiteral("Take it out of weir.toml"))
                action->trigger();
        }
        QTRY_VERIFY(open.says(QStringLiteral("was taken out of weir.toml")));
        QVERIFY(open.toml().find("syslog") == std::string::npos);
        // A folder in its place cannot be written; then it is tried again.
        const auto toml = open.context.config / "weir.toml";
        std::filesystem::rename(toml, open.context.config / "aside");
        std::filesystem::create_directories(toml / "x");
        QVERIFY(open.press(QStringLiteral("Undo")));
        QTRY_VERIFY(open.says(QStringLiteral("It could not be undone")));
        std::filesystem::remove_all(toml);
        std::filesystem::rename(open.context.config / "aside", toml);
        QVERIFY(open.press(QStringLiteral("Try again")));
        QTRY_COMPARE(open.toml(), twoSources);
    }

    void everythingThatTakesFocusHasAName()
    {
        OpenSources open;
        open.status.set(statusOf({orders(2)}));
        for (const char* place : {"", "cluster", "gaps", "add", "add/zeromq", "add/file"}) {
            open.page.showPlace(QString::fromLatin1(place));
            for (const auto* widget : open.page.findChildren<QWidget*>()) {
                if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus
                    || qobject_cast<const QLabel*>(widget) != nullptr
                    || widget->inherits("QScrollArea") || widget->parentWidget()->inherits("QComboBox")
                    || widget->focusProxy() != nullptr || widget->inherits("QTabBar")
                    || widget->objectName().startsWith(QStringLiteral("qt_")))
                    continue;
                const auto* button = qobject_cast<const QAbstractButton*>(widget);
                QVERIFY2(!widget->accessibleName().isEmpty()
                             || (button != nullptr && !button->text().isEmpty()),
                         qPrintable(QString::fromLatin1(widget->metaObject()->className())
                                    + QLatin1String(" on ") + QLatin1String(place)));
            }
        }
    }

    void textOfAStreamIsPlainEverywhere()
    {
        OpenSources open;
        SourceStatus source = orders(1);
        source.name = "<b>x</b>";
        source.lastError = "<img src=\"file:///dev/zero\">\x1b[31m";
        source.state = SourceState::Retrying;
        source.note = source.lastError;
        open.status.set(statusOf({source}));
        int labels = 0;
        for (const auto* label : open.page.findChildren<QLabel*>()) {
            QCOMPARE(label->textFormat(), Qt::PlainText);
            QVERIFY(!label->text().contains(QChar(0x1b)));
            ++labels;
        }
        QVERIFY(labels > 20);
    }
};

QTEST_MAIN(tst_SourcesPage)
#include "tst_sourcespage.moc"
