// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/fakequarantine.h"
#include "tests/collectors/kafkareading.h"

#include <QTest>

using namespace weir;

/// What is known to kill who decodes it is left alone, wherever a source comes to it from.
class tst_KafkaQuarantine final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void whatStandsBehindTheEndOfATransactionIsLeftOut();
    void whatStandsBehindAnotherRecordIsLeftOut();

private:
    void verifyIsLeftOut(const QStringList& steps, std::int64_t offset,
                         const std::set<std::int64_t>& others) const;

    std::unique_ptr<TestBroker> m_broker;
};

void tst_KafkaQuarantine::initTestCase()
{
    WEIR_NEED_BROKER();
    m_broker = std::make_unique<TestBroker>();
}

/// `steps`: of `broker txn`; `others`: everything that is there beside the record at `offset`.
void tst_KafkaQuarantine::verifyIsLeftOut(const QStringList& steps, std::int64_t offset,
                                          const std::set<std::int64_t>& others) const
{
    const std::string topic = m_broker->makeTopic();
    m_broker->call(QStringList{QStringLiteral("txn"), q(topic)} + steps);
    CollectorSetup setup = readingToTheEnd(*m_broker, {topic});
    FakeSink first;
    {
        RunningCollector collector(setup, first);
        QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    }
    QCOMPARE(first.events(), others.size() + 1);

    const auto quarantine = std::make_shared<FakeQuarantine>();
    const Stream stream = first.positions().front().stream;
    quarantine->known = {{stream, {offset, offset + 1}, false}};
    setup.quarantine = quarantine;
    FakeSink sink;
    {
        RunningCollector collector(setup, sink);
        QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    }
    QCOMPARE(quarantine->decoded, others);
    QCOMPARE(sink.events(), others.size());
    QCOMPARE(sink.gaps().size(), std::size_t{1});
    QCOMPARE(sink.gaps()[0].offsets, (OffsetRange{offset, offset + 1}));
    QCOMPARE(sink.gaps()[0].reason, Gap::Reason::Quarantined);
    QVERIFY(sink.positions().front().indexed == first.positions().front().indexed);
}

/// Which is an offset that never comes: the record before it does not stand next to it.
void tst_KafkaQuarantine::whatStandsBehindTheEndOfATransactionIsLeftOut()
{
    verifyIsLeftOut({QStringLiteral("commit:5"), QStringLiteral("plain:2")}, 6, {0, 1, 2, 3, 4, 7});
}

void tst_KafkaQuarantine::whatStandsBehindAnotherRecordIsLeftOut()
{
    verifyIsLeftOut({QStringLiteral("plain:5")}, 3, {0, 1, 2, 4});
}

QTEST_GUILESS_MAIN(tst_KafkaQuarantine)
#include "tst_kafkaquarantine.moc"
