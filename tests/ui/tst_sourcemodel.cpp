// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sourcemodel.h"
#include "ui/models/sourcetext.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <random>

namespace weir {

namespace {

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
    void partitionsAreBelowTheirSource()
    {
        SourceModel model;
        const QAbstractItemModelTester tester(&model);
        model.set({sourceOf("a", 2), sourceOf("b")});
        QCOMPARE(model.rowCount(), 2);
        const QModelIndex first = model.index(0, 0);
        QCOMPARE(model.rowCount(first), 2);
        const QModelIndex partition = model.index(1, 0, first);
        QCOMPARE(partition.data().toString(), QStringLiteral("orders · partition 1"));
        QCOMPARE(partition.data(SourceModel::LagRole).toULongLong(), qulonglong{2});
        QCOMPARE(model.source(partition)->name, std::string("a"));
        QVERIFY(model.source({}) == nullptr);
    }

    void anOpenedSourceStaysOpenWhenPartitionsCome()
    {
        SourceModel model;
        const QAbstractItemModelTester tester(&model);
        model.set({sourceOf("a", 1)});
        const QPersistentModelIndex partition = model.index(0, 0, model.index(0, 0));
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.set({sourceOf("a", 3)});
        QCOMPARE(resets.size(), 0);
        QVERIFY(partition.isValid());
        QCOMPARE(model.rowCount(model.index(0, 0)), 3);
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
        const QAbstractItemModelTester tester(&model);
        std::mt19937 random(2);
        for (int i = 0; i < 300; ++i) {
            std::vector<SourceStatus> sources;
            for (const char* name : {"a", "b", "c"}) {
                if (random() % 4 != 0)
                    sources.push_back(sourceOf(name, static_cast<int>(random() % 4)));
            }
            model.set(sources);
            QCOMPARE(model.rowCount(), static_cast<int>(sources.size()));
            for (int row = 0; row < model.rowCount(); ++row)
                QCOMPARE(model.rowCount(model.index(row, 0)),
                         static_cast<int>(sources[static_cast<std::size_t>(row)].positions.size()));
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
