// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/permalink.h"

#include <QTest>

using namespace weir;

class tst_Permalink final : public QObject
{
    Q_OBJECT

private slots:
    void theLinksOfTheInterfaceAreReadAndWritten();
    void whatAPathCannotHoldIsWrittenInPercents();
    void anythingElseIsNoLink_data();
    void anythingElseIsNoLink();
};

void tst_Permalink::theLinksOfTheInterfaceAreReadAndWritten()
{
    const auto both = [](const char* text, const Permalink& link) {
        QCOMPARE(permalinkText(link), std::string(text));
        QVERIFY(parsePermalink(text) == link);
    };
    both("weir:/" "/event/42", EventLink{EventSeq{42}});
    both("weir:/" "/kafka/5L6g3nShT-eMCtK/orders/2/1842", KafkaLink{"5L6g3nShT-eMCtK", "orders", 2, 1842});
    both("weir:/" "/alert/payment%20errors", AlertLink{"payment errors"});
}

void tst_Permalink::whatAPathCannotHoldIsWrittenInPercents()
{
    const KafkaLink link{"a/b", "\xC3\xBC%", 0, 0};
    QCOMPARE(permalinkText(link), std::string("weir:/" "/kafka/a%2Fb/%C3%BC%25/0/0"));
    QVERIFY(parsePermalink(permalinkText(link)) == Permalink(link));
}

void tst_Permalink::anythingElseIsNoLink_data()
{
    QTest::addColumn<QString>("path");
    for (const char* path : {"", "event", "event/", "event/0", "event/-1", "event/1x", "event/1/2",
                             "event/99999999999999999999", "kafka/c/t/0", "kafka/c/t/0/1/2",
                             "kafka//t/0/1", "kafka/c/t/-1/1", "kafka/c/t/0/", "kafka/c%2/t/0/1",
                             "kafka/c%zz/t/0/1", "kafka/c d/t/0/1", "alert/", "nothing/1"})
        QTest::newRow(path) << QString::fromLatin1(path);
}

void tst_Permalink::anythingElseIsNoLink()
{
    QFETCH(const QString, path);
    QVERIFY(!parsePermalink("weir:/" "/" + path.toStdString()));
    QVERIFY(!parsePermalink(path.toStdString()));
}

QTEST_GUILESS_MAIN(tst_Permalink)
#include "tst_permalink.moc"
