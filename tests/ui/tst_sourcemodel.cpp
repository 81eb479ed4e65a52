// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sourcemodel.h"
#include "ui/models/sourcetext.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <random>

namespace weir {

namespace {

constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

SourceStatus sourceOf(const char* name, int partitions = 0, double rate = 0)
{
    SourceStatus source;
    source.name = name;
    source.kind = "kafka";
    source.eventsPerSecond = rate;
    for (int i = 0; i < partitions; ++i) {
        PositionStatus position;
        position.topic = "orders";
        position.partition = i;
        position.next = 10;
        position.end = 12;
        source.positions.push_back(position);
    }
    return source;
}

const char* const file = "# mine\n"
                         "[index]\n"
                         "retention = { age = \"1d\" }\n"
                         "\n"
                         "# the first\n"
                         "[[source]]\n"
                         "name = \"orders\"   # Kafka\n"
                         "[source.kafka]\n"
                         "brokers = \"localhost:9092\"\n"
                         "topics = [\"[[source]]\"]\n"
                         "\n"
                         "# the second\n"
                         "[[source]]\n"
                         "name = \"market\"\n"
                         "zeromq = { connect = [\"tcp://localhost:5556\"], type = \"sub\" }\n"
                         "\n"
                         "[collector]\n"
                         "background = true\n";

} // namespace

class tst_SourceModel final : public QObject
{
    Q_OBJECT

private slots:
    void partitionsAreBelowTheirTopicAndThatBelowItsSource()
    {
        SourceModel model;
        const QAbstractItemModelTester tester(&model, fatal);
        model.set({sourceOf("a", 2), sourceOf("b")});
        QCOMPARE(model.rowCount(), 2);
        const QModelIndex topic = model.index(0, 0, model.index(0, 0));
        QCOMPARE(model.rowCount(model.index(0, 0)), 1);
        QCOMPARE(topic.data().toString(), QStringLiteral("orders"));
        QCOMPARE(topic.data(SourceModel::LagRole).toULongLong(), qulonglong{4});
        const QModelIndex partition = model.index(1, 0, topic);
        QCOMPARE(partition.data().toString(), QStringLiteral("partition 1"));
        QCOMPARE(partition.data(SourceModel::LagRole).toULongLong(), qulonglong{2});
        QCOMPARE(model.source(partition)->name, std::string("a"));
        QCOMPARE(model.topic(partition), std::string("orders"));
        QCOMPARE(model.partition(partition), 1);
        QVERIFY(model.source({}) == nullptr);
    }

    void filesStandDirectlyBelowTheirSource()
    {
        SourceModel model;
        SourceStatus source = sourceOf("a");
        PositionStatus file;
        file.path = "/var/log/syslog";
        source.positions = {file, file}; // said twice: one row
        model.set({source});
        QCOMPARE(model.rowCount(model.index(0, 0)), 1);
        const QModelIndex row = model.index(0, 0, model.index(0, 0));
        QCOMPARE(row.data().toString(), QStringLiteral("/var/log/syslog"));
        QVERIFY(row.data(SourceModel::IsBytesRole).toBool());
    }

    void theRateOfAPartitionFollowsFromItsPosition()
    {
        SourceModel model;
        SourceStatus source = sourceOf("a", 2);
        model.set({source});
        const QPersistentModelIndex topic = model.index(0, 0, model.index(0, 0));
        QVERIFY(!topic.data(SourceModel::RateRole).isValid());
        source.positions[0].next += 30;
        source.positions[1].next += 10;
        model.set({source}, 2.0);
        QCOMPARE(topic.data(SourceModel::RateRole).toDouble(), 20.0);
        QCOMPARE(model.index(0, 0, topic).data(SourceModel::RateRole).toDouble(), 15.0);
        source.positions[0].next = 0; // rewound: no rate below nothing
        model.set({source}, 1.0);
        QCOMPARE(topic.data(SourceModel::RateRole).toDouble(), 0.0);
    }

    void theLagOfFilesIsSummedUpInBytes()
    {
        SourceModel model;
        SourceStatus source;
        source.name = "syslog";
        source.kind = "file";
        for (const char* path : {"/a", "/b"}) {
            PositionStatus position;
            position.path = path;
            position.next = 10;
            position.end = 40;
            source.positions.push_back(position);
        }
        model.set({source});
        const QModelIndex row = model.index(0, 0);
        QCOMPARE(row.data(SourceModel::LagRole).toULongLong(), qulonglong{60});
        QVERIFY(row.data(SourceModel::LagIsBytesRole).toBool());
        source.positions[1].end.reset();
        model.set({source});
        QVERIFY(!row.data(SourceModel::LagRole).isValid());
    }

    void gapsAreCountedWhereTheyAre()
    {
        SourceModel model;
        SourceStatus source = sourceOf("a", 2);
        GapStatus gap;
        gap.topic = "orders";
        gap.partition = 1;
        gap.from = 17;
        gap.to = 21;
        source.gaps = {gap};
        model.set({source});
        const QModelIndex topic = model.index(0, 0, model.index(0, 0));
        QVERIFY(!topic.data(SourceModel::DroppedRole).isValid()); // only a source counts them
        QCOMPARE(model.index(0, 0, topic).data(SourceModel::GapsRole).toInt(), 0);
        QCOMPARE(model.index(1, 0, topic).data(SourceModel::GapsRole).toInt(), 1);
    }

    void whatIsOpenedStaysOpenWhenPartitionsCome()
    {
        SourceModel model;
        const QAbstractItemModelTester tester(&model, fatal);
        model.set({sourceOf("a", 1)});
        const QPersistentModelIndex topic = model.index(0, 0, model.index(0, 0));
        const QPersistentModelIndex partition = model.index(0, 0, topic);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        SourceStatus more = sourceOf("a", 3);
        std::swap(more.positions[0], more.positions[2]);
        model.set({sourceOf("new"), more});
        QCOMPARE(resets.size(), 0);
        QVERIFY(partition.isValid());
        QCOMPARE(partition.row(), 2);
        QCOMPARE(model.rowCount(topic), 3);
        QCOMPARE(model.source(partition)->name, std::string("a"));
    }

    void partitionsAreNotComparedEachWithEach()
    {
        SourceModel model;
        const SourceStatus many = sourceOf("a", 200'000);
        for (int i = 0; i < 2; ++i)
            model.set({many}); // each with each it would not end within the time of a test
        QCOMPARE(model.rowCount(model.index(0, 0, model.index(0, 0))), 200'000);
    }

    void theLastMinuteIsKept()
    {
        SourceModel model;
        for (int i = 0; i < 100; ++i)
            model.set({sourceOf("a", 0, i)});
        const auto rates = model.index(0, 0).data(SourceModel::RatesRole).value<QList<double>>();
        QCOMPARE(rates.size(), qsizetype{SourceModel::minute});
        QCOMPARE(rates.first(), 40.0);
        QCOMPARE(rates.last(), 99.0);
    }

    void aLagThatCannotBeKnownIsNoNumber()
    {
        SourceModel model;
        model.set({sourceOf("a")});
        QVERIFY(!model.index(0, SourceModel::Lag).data(SourceModel::LagRole).isValid());
        SourceStatus source = sourceOf("a");
        source.lag = 0;
        model.set({source});
        QCOMPARE(model.index(0, SourceModel::Lag).data(SourceModel::LagRole).toULongLong(),
                 qulonglong{0});
    }

    void anyStatusesInAnyOrderKeepTheModelSound()
    {
        SourceModel model;
        const QAbstractItemModelTester tester(&model, fatal);
        std::mt19937 random(2);
        for (int i = 0; i < 300; ++i) {
            std::vector<SourceStatus> sources;
            for (const char* name : {"a", "b", "c"}) {
                if (random() % 4 != 0)
                    sources.push_back(sourceOf(name, static_cast<int>(random() % 4)));
            }
            model.set(sources);
            QCOMPARE(model.rowCount(), static_cast<int>(sources.size()));
            std::shuffle(sources.begin(), sources.end(), random);
            model.set(sources);
            for (std::size_t row = 0; row < sources.size(); ++row) {
                const QModelIndex source = model.index(static_cast<int>(row), 0);
                QCOMPARE(model.source(source)->name, sources[row].name);
                const bool hasTopic = !sources[row].positions.empty();
                QCOMPARE(model.rowCount(source), hasTopic ? 1 : 0);
                if (hasTopic)
                    QCOMPARE(model.rowCount(model.index(0, 0, source)),
                             static_cast<int>(sources[row].positions.size()));
            }
        }
    }

    void aSourceIsCutOutOfItsFile()
    {
        QCOMPARE(QString::fromStdString(sourceText(file, "orders")),
                 QStringLiteral("[[source]]\nname = \"orders\"   # Kafka\n[source.kafka]\n"
                                "brokers = \"localhost:9092\"\ntopics = [\"[[source]]\"]\n"));
        QCOMPARE(QString::fromStdString(sourceText(file, "market")),
                 QStringLiteral("[[source]]\nname = \"market\"\nzeromq = { connect = "
                                "[\"tcp://localhost:5556\"], type = \"sub\" }\n"));
        QCOMPARE(sourceText(file, "other"), std::string());
        QCOMPARE(sourceText("[[source", "orders"), std::string());
    }
};

} // namespace weir

QTEST_GUILESS_MAIN(weir::tst_SourceModel)
#include "tst_sourcemodel.moc"
