// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/workbench.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace weir;

/// The demonstration as a stranger starts it, without a window.
class tst_Demo final : public QObject
{
    Q_OBJECT

private slots:
    void everyStreamArrives();
    void aFolderOfTheUserIsNotTouched();
};

void tst_Demo::everyStreamArrives()
{
    Workbench bench;
    const QString folder = bench.path(QStringLiteral("demo"));
    const Finished demo =
        bench.weir({QStringLiteral("demo"), QStringLiteral("--headless"), QStringLiteral("--dir"),
                    folder, QStringLiteral("--seconds"), QStringLiteral("6")});
    QVERIFY2(demo.code == 0, demo.errors.constData());
    const auto counts = QJsonDocument::fromJson(demo.output);
    QVERIFY(counts[QStringLiteral("received")].toInt() > 0);
    QVERIFY(counts[QStringLiteral("indexed")].toInt()
            >= counts[QStringLiteral("received")].toInt());
    for (const char* source : {"payments", "services", "market", "telemetry"}) {
        const Finished query = Workbench::run(
            QStringLiteral("weir"),
            {QStringLiteral("--index"), folder + QStringLiteral("/index"), QStringLiteral("query"),
             QStringLiteral("source:") + QLatin1String(source), QStringLiteral("--count")});
        QVERIFY2(query.output.toInt() > 100, source);
    }
    const Finished check = Workbench::run(
        QStringLiteral("weir"),
        {QStringLiteral("--config"), folder + QStringLiteral("/config"), QStringLiteral("check")});
    QVERIFY2(check.code == 0, check.errors.constData());
}

void tst_Demo::aFolderOfTheUserIsNotTouched()
{
    Workbench bench;
    bench.write(QStringLiteral("mine/index/notes"), "mine");
    const Finished demo = bench.weir({QStringLiteral("demo"), QStringLiteral("--headless"),
                                      QStringLiteral("--dir"), bench.path(QStringLiteral("mine")),
                                      QStringLiteral("--seconds"), QStringLiteral("1")});
    QCOMPARE(demo.code, 1);
    QVERIFY(QFile::exists(bench.path(QStringLiteral("mine/index/notes"))));
}

QTEST_GUILESS_MAIN(tst_Demo)
#include "tst_demo.moc"
