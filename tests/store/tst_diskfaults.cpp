// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/store/diskrun.h"

#include <QtTest>

#include <sqlite3.h>

#include <array>
#include <cerrno>
#include <random>

using namespace weir;
using namespace weir::test;

namespace {

/// What happens in the life of an index. A phase that is added here meets every fault.
struct Phase
{
    const char* name;
    void (*run)(DiskRun&);
};

constexpr Phase phases[] = {
    {"the index is made",
     [](DiskRun& run) {
         run.open();
     }},
    {"events are committed",
     [](DiskRun& run) {
         for (const std::size_t events : {30U, 1U, 400U})
             run.write(events);
     }},
    {"alerts are saved",
     [](DiskRun& run) {
         run.saveAlerts();
     }},
    {"a reader reads",
     [](DiskRun& run) {
         run.read();
     }},
    {"a slice is complete and the next begun",
     [](DiskRun& run) {
         run.advance(1h);
         run.write(50);
         run.saveAlerts();
     }},
    {"a slice is retired",
     [](DiskRun& run) {
         run.retire();
         run.advance(90min);
         run.write(20);
         run.retire();
         run.advance(95min);
     }},
    {"the writer stops",
     [](DiskRun& run) {
         run.close();
     }},
    {"the index is opened again",
     [](DiskRun& run) {
         run.open();
     }},
    {"it goes on",
     [](DiskRun& run) {
         run.write(70);
         run.saveAlerts();
     }},
    {"a reader reads again",
     [](DiskRun& run) {
         run.read();
     }},
    {"the writer stops again",
     [](DiskRun& run) {
         run.close();
     }},
};

} // namespace

class tst_DiskFaults final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void nothingFailsOnADiskThatWorks();
    void aFailureCostsNothingThatWasAcknowledged_data();
    void aFailureCostsNothingThatWasAcknowledged();

private:
    /// Whether the fault was met; false where there are fewer such calls.
    bool live(const Fault& fault, const std::string& words);

    FaultyVfs* m_disk = nullptr;
    std::array<std::uint64_t, ioCallKinds> m_calls{}; ///< in the life before
    std::uint64_t m_places = 0; ///< that are tried of each kind of fault; 0: every call there is
    std::mt19937 m_random;
};

void tst_DiskFaults::initTestCase()
{
    m_disk = &FaultyVfs::install();
    m_places = qEnvironmentVariableIsSet("WEIR_FAULT_PLACES")
        ? qEnvironmentVariable("WEIR_FAULT_PLACES").toULongLong()
        : 25;
    const std::uint32_t seed = qEnvironmentVariableIsSet("WEIR_FAULT_SEED")
        ? qEnvironmentVariable("WEIR_FAULT_SEED").toUInt()
        : std::random_device{}();
    m_random.seed(seed);
    qInfo("WEIR_FAULT_SEED=%u", seed);
}

bool tst_DiskFaults::live(const Fault& fault, const std::string& words)
{
    DiskRun run(*m_disk, words);
    m_disk->arm(fault);
    std::string place;
    for (const Phase& phase : phases) {
        phase.run(run);
        if (place.empty() && m_disk->hasFired())
            place = phase.name;
        if (!run.objection().empty())
            break;
    }
    m_disk->disarm();
    for (std::size_t kind = 0; kind < ioCallKinds; ++kind)
        m_calls[kind] = m_disk->calls(static_cast<IoCall>(kind));
    if (run.objection().empty())
        run.verifyAll();
    if (!run.objection().empty()) {
        const std::string text =
            "call " + std::to_string(fault.nth) + ", when " + place + ": " + run.objection();
        QTest::qFail(text.c_str(), __FILE__, __LINE__);
    }
    return !place.empty();
}

void tst_DiskFaults::nothingFailsOnADiskThatWorks()
{
    Fault never;
    never.nth = ~std::uint64_t{0};
    QVERIFY(!live(never, ""));
    // Otherwise the sweeps below would pass over nothing.
    for (std::size_t kind = 0; kind < ioCallKinds; ++kind) {
        QVERIFY2(m_calls[kind] > 5, qPrintable(QString::number(kind)));
    }
}

void tst_DiskFaults::aFailureCostsNothingThatWasAcknowledged_data()
{
    QTest::addColumn<int>("call");
    QTest::addColumn<int>("result");
    QTest::addColumn<int>("systemError");
    QTest::addColumn<bool>("forEver");
    QTest::addColumn<QString>("words");
    const struct
    {
        const char* name;
        IoCall call;
        int result;
        int systemError;
        const char* words;
    } faults[] = {
        {"the disk is full", IoCall::Write, SQLITE_FULL, ENOSPC, "disk is full"},
        {"a write fails", IoCall::Write, SQLITE_IOERR_WRITE, EIO, "disk I/O error"},
        {"a sync fails", IoCall::Sync, SQLITE_IOERR_FSYNC, EIO, "disk I/O error"},
        {"a truncation fails", IoCall::Truncate, SQLITE_IOERR_TRUNCATE, EIO, "disk I/O error"},
        {"a read fails", IoCall::Read, SQLITE_IOERR_READ, EIO, "disk I/O error"},
        {"a read is short", IoCall::Read, SQLITE_IOERR_SHORT_READ, 0,
         "disk I/O error|is not a database|malformed|damaged"},
        {"a file cannot be opened", IoCall::Open, SQLITE_CANTOPEN, EMFILE,
         "unable to open database file"},
        {"a file cannot be removed", IoCall::Delete, SQLITE_IOERR_DELETE, EIO, "disk I/O error"},
        {"a size is not told", IoCall::FileSize, SQLITE_IOERR_FSTAT, EIO, "disk I/O error"},
        {"a lock is not given", IoCall::Lock, SQLITE_IOERR_LOCK, EIO, "disk I/O error"},
        {"shared memory fails", IoCall::Shm, SQLITE_IOERR_SHMMAP, EIO, "disk I/O error"},
        {"a name cannot be looked up", IoCall::Access, SQLITE_IOERR_ACCESS, EIO, "disk I/O error"},
    };
    for (const auto& fault : faults) {
        for (const bool forEver : {false, true})
            QTest::addRow("%s, %s", fault.name, forEver ? "for ever" : "once")
                << static_cast<int>(fault.call) << fault.result << fault.systemError << forEver
                << QString::fromLatin1(fault.words);
    }
}

void tst_DiskFaults::aFailureCostsNothingThatWasAcknowledged()
{
    QFETCH(const int, call);
    QFETCH(const int, result);
    QFETCH(const int, systemError);
    QFETCH(const bool, forEver);
    QFETCH(const QString, words);
    Fault fault{static_cast<IoCall>(call), result, systemError, ~std::uint64_t{0}, forEver};
    QVERIFY(!live(fault, ""));
    const std::uint64_t calls = m_calls[static_cast<std::size_t>(call)];
    const std::uint64_t step = m_places == 0 ? 1 : 1 + calls / m_places;
    fault.nth = 1 + m_random() % step;
    std::uint64_t met = 0;
    for (; live(fault, words.toStdString()); fault.nth += step, ++met) {
        if (QTest::currentTestFailed())
            return;
    }
    // How often a file is read differs a little from life to life.
    QVERIFY2(2 * met >= calls / step, qPrintable(QString::number(met)));
}

QTEST_GUILESS_MAIN(tst_DiskFaults)
#include "tst_diskfaults.moc"
