// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/fakequarantine.h"
#include "tests/collectors/kafkareading.h"

#include <QTest>

using namespace weir;

/// What is known to kill who decodes or fetches it is left alone, wherever a source comes to it from.
class tst_KafkaQuarantine final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void whatStandsBehindTheEndOfATransactionIsLeftOut();
    void whatStandsBehindAnotherRecordIsLeftOut();
    void whatStandsBehindWhatIsIndexedIsLeftOut();

private:
    struct Case
    {
        QStringList steps; ///< of `broker txn`
        std::int64_t offset; ///< of the record that is quarantined
        bool isDeadlyToFetch = false;
        OffsetRanges indexed; ///< before it is read
        std::set<std::int64_t> others; ///< every other record that is not indexed
    };
    void verifyIsLeftOut(const Case& log) const;

    std::unique_ptr<TestBroker> m_broker;
};

void tst_KafkaQuarantine::initTestCase()
{
    WEIR_NEED_BROKER();
    m_broker = std::make_unique<TestBroker>();
}

void tst_KafkaQuarantine::verifyIsLeftOut(const Case& log) const
{
    const std::string topic = m_broker->makeTopic();
    m_broker->call(QStringList{QStringLiteral("txn"), q(topic)} + log.steps);
    CollectorSetup setup = readingToTheEnd(*m_broker, {topic});
    FakeSink first;
    {
        RunningCollector collector(setup, first);
        QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    }

    const auto quarantine = std::make_shared<FakeQuarantine>();
    const Stream stream = first.positions().front().stream;
    const OffsetRange quarantined{log.offset, log.offset + 1};
    quarantine->known = {{stream, quarantined, log.isDeadlyToFetch}};
    setup.quarantine = quarantine;
    if (!log.indexed.empty())
        setup.positions = {{stream, log.indexed}};
    FakeSink sink;
    {
        RunningCollector collector(setup, sink);
        QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    }
    QCOMPARE(quarantine->decoded, log.others);
    QCOMPARE(sink.events(), log.others.size());
    QCOMPARE(sink.gaps().size(), std::size_t{1});
    QCOMPARE(sink.gaps()[0].offsets, quarantined);
    QCOMPARE(sink.gaps()[0].reason, Gap::Reason::Quarantined);
    OffsetRanges all = sink.positions().front().indexed;
    for (const OffsetRange& range : log.indexed)
        addRange(all, range);
    QVERIFY(all == first.positions().front().indexed);
}

/// Which is an offset that never comes: the record before it does not stand next to it.
void tst_KafkaQuarantine::whatStandsBehindTheEndOfATransactionIsLeftOut()
{
    verifyIsLeftOut({.steps = {QStringLiteral("commit:5"), QStringLiteral("plain:2")},
                     .offset = 6,
                     .indexed = {},
                     .others = {0, 1, 2, 3, 4, 7}});
}

void tst_KafkaQuarantine::whatStandsBehindAnotherRecordIsLeftOut()
{
    verifyIsLeftOut(
        {.steps = {QStringLiteral("plain:5")}, .offset = 3, .indexed = {}, .others = {0, 1, 2, 4}});
}

/// And that behind a hole, so that it is come to with a record that is indexed.
void tst_KafkaQuarantine::whatStandsBehindWhatIsIndexedIsLeftOut()
{
    verifyIsLeftOut({.steps = {QStringLiteral("commit:5"), QStringLiteral("plain:5")},
                     .offset = 8,
                     .isDeadlyToFetch = true,
                     .indexed = {{0, 2}, {6, 8}},
                     .others = {2, 3, 4, 9, 10}});
}

QTEST_GUILESS_MAIN(tst_KafkaQuarantine)
#include "tst_kafkaquarantine.moc"
