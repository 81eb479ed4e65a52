// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/sourcequarantine.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

using namespace weir;

/// What one collector notes before it dies, and what the next one makes of it.
class tst_Quarantine final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void threeDeathsAtOnePositionAreEnough();
    void deathsElsewhereDoNotAddUp();
    void whatIsNotBeingDecodedIsNotBlamed();
    void whoDecodesIsNotBlamedForTheFaultOfAnother();
    void whereNobodyKnowsWhoeverWasBusyIsNoExplanation();
    void onlyDeathsOfItsOwnAreUnexplained();
    void whoLivesForAWhileHasSettledIt();
    void theSecondTimeTheBeginningIsKept();
    void ofASourceThatRedactsOnlySizeAndHashAreKept();
    void aPositionOfAnotherEpochIsAnother();
    void aDamagedLedgerBeginsAnew();
    void aSourceBeyondTheLastSlotGoesOnWithoutANote();
    void aNoteCostsNoSystemCall();

private:
    enum class Fault { Unknown, Own, Other }; ///< whose thread it was

    /// A collector that dies of a signal while it decodes; what the next one is told.
    std::vector<std::string> die(std::int64_t offset, int signal = SIGSEGV,
                                 const std::string& payload = "poison",
                                 Fault fault = Fault::Unknown);
    std::size_t quarantined() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<CrashNotes> m_notes;
    bool m_keepsHead = true;
    Stream m_stream;
};

void tst_Quarantine::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_notes = CrashNotes::make();
    QVERIFY(m_notes);
    m_stream = {SourceKind::Kafka, "cluster", "orders", 3, 0};
    m_keepsHead = true;
}

std::vector<std::string> tst_Quarantine::die(std::int64_t offset, int signal,
                                             const std::string& payload, Fault fault)
{
    QuarantineLedger before(m_folder->path().toStdString());
    (void)before.load();
    SourceQuarantine source("a", before, m_notes->slotFor("a"), std::nullopt,
                            m_keepsHead);
    source.begin(m_stream, offset - 1, "well");
    source.end();
    if (offset >= 0)
        source.begin(m_stream, offset, payload);
    m_notes->setDeath(signal, 0);
    if (fault != Fault::Unknown)
        m_notes->watchThisProcess();
    if (fault == Fault::Own)
        CrashNotes::blameThisThread();
    if (fault == Fault::Other)
        std::thread(CrashNotes::blameThisThread).join();
    QuarantineLedger after(m_folder->path().toStdString());
    (void)after.load();
    return after.learn(*m_notes);
}

std::size_t tst_Quarantine::quarantined() const
{
    QuarantineLedger ledger(m_folder->path().toStdString());
    (void)ledger.load();
    SourceQuarantine source("a", ledger, nullptr, std::nullopt);
    return source.ranges().size();
}

void tst_Quarantine::threeDeathsAtOnePositionAreEnough()
{
    QVERIFY(die(17).empty());
    QVERIFY(die(17).empty());
    QCOMPARE(quarantined(), std::size_t{0});
    const auto sentences = die(17, SIGKILL);
    QCOMPARE(sentences.size(), std::size_t{1});
    QVERIFY(sentences[0].find("topic 'orders' partition 3, offset 17") != std::string::npos);

    QuarantineLedger ledger(m_folder->path().toStdString());
    QVERIFY(ledger.load());
    const SourceQuarantine source("a", ledger, nullptr, std::nullopt);
    QVERIFY(source.find(m_stream, 17) != nullptr);
    QVERIFY(source.find(m_stream, 16) == nullptr);
    QVERIFY(source.find(m_stream, 18) == nullptr);
    QVERIFY(!source.ranges()[0].isDeadlyToFetch);
    QVERIFY(SourceQuarantine("b", ledger, nullptr, std::nullopt).ranges().empty());
}

void tst_Quarantine::deathsElsewhereDoNotAddUp()
{
    for (const std::int64_t offset : {1, 2, 3, 1, 2, 3})
        QVERIFY(die(offset).empty());
    QCOMPARE(quarantined(), std::size_t{0});
}

void tst_Quarantine::whatIsNotBeingDecodedIsNotBlamed()
{
    for (int i = 0; i < 4; ++i)
        QVERIFY(die(-1).empty());
    QuarantineLedger ledger(m_folder->path().toStdString());
    QVERIFY(ledger.load());
    QVERIFY(ledger.entriesOf("a").empty());
    QCOMPARE(ledger.unexplained(), 4);
}

void tst_Quarantine::whoDecodesIsNotBlamedForTheFaultOfAnother()
{
    for (int i = 0; i < 3; ++i)
        QVERIFY(die(17, SIGABRT, "innocent", Fault::Other).empty());
    QuarantineLedger ledger(m_folder->path().toStdString());
    QVERIFY(ledger.load());
    QVERIFY(ledger.entriesOf("a").empty());
    QCOMPARE(ledger.unexplained(), 3);
    QVERIFY(die(17, SIGABRT, "guilty", Fault::Own).empty());
    QVERIFY(ledger.load());
    QCOMPARE(ledger.entriesOf("a").size(), std::size_t{1});
    QCOMPARE(ledger.unexplained(), 3);
}

void tst_Quarantine::whereNobodyKnowsWhoeverWasBusyIsNoExplanation()
{
    for (const std::int64_t offset : {1, 2, 3})
        QVERIFY(die(offset).empty());
    QuarantineLedger ledger(m_folder->path().toStdString());
    QVERIFY(ledger.load());
    QCOMPARE(ledger.unexplained(), 3);
}

void tst_Quarantine::onlyDeathsOfItsOwnAreUnexplained()
{
    for (int i = 0; i < 4; ++i)
        (void)die(-1, SIGKILL);
    QuarantineLedger ledger(m_folder->path().toStdString());
    QVERIFY(ledger.load());
    QCOMPARE(ledger.unexplained(), 0);
    QVERIFY((Death{.isKnown = true, .signal = 0, .code = exitOutOfMemory}.isOwn()));
    QVERIFY(!(Death{.isKnown = true, .signal = 0, .code = 1}.isOwn()));
}

void tst_Quarantine::whoLivesForAWhileHasSettledIt()
{
    (void)die(-1);
    (void)die(-1);
    QuarantineLedger ledger(m_folder->path().toStdString());
    QVERIFY(ledger.load());
    QCOMPARE(ledger.unexplained(), 2);
    ledger.settle();
    QuarantineLedger next(m_folder->path().toStdString());
    QVERIFY(next.load());
    QCOMPARE(next.unexplained(), 0);
}

void tst_Quarantine::theSecondTimeTheBeginningIsKept()
{
    const std::string payload = "\x01\xff" + std::string(10'000, 'x');
    (void)die(17, SIGSEGV, payload);
    (void)die(17, SIGSEGV, payload);
    QuarantineLedger ledger(m_folder->path().toStdString());
    QVERIFY(ledger.load());
    const auto entries = ledger.entriesOf("a");
    QCOMPARE(entries.size(), std::size_t{1});
    QCOMPARE(entries[0].size, std::uint64_t{10'002});
    QVERIFY(entries[0].head == payload.substr(0, 4096));
    QVERIFY(entries[0].hash != 0);
}

void tst_Quarantine::ofASourceThatRedactsOnlySizeAndHashAreKept()
{
    m_keepsHead = false;
    const std::string payload = "alice@example.com";
    for (int i = 0; i < 3; ++i)
        (void)die(17, SIGSEGV, payload);
    QuarantineLedger ledger(m_folder->path().toStdString());
    QVERIFY(ledger.load());
    const auto entries = ledger.entriesOf("a");
    QCOMPARE(entries.size(), std::size_t{1});
    QVERIFY(entries[0].head.empty());
    QCOMPARE(entries[0].size, std::uint64_t{payload.size()});
    QVERIFY(entries[0].hash != 0);
}

void tst_Quarantine::aPositionOfAnotherEpochIsAnother()
{
    (void)die(17);
    (void)die(17);
    ++m_stream.epoch; // the topic was made anew
    (void)die(17);
    QCOMPARE(quarantined(), std::size_t{0});
}

void tst_Quarantine::aDamagedLedgerBeginsAnew()
{
    (void)die(17);
    QFile file(m_folder->filePath(QString::fromLatin1(QuarantineLedger::fileName)));
    QVERIFY(file.open(QIODevice::ReadWrite) && file.resize(file.size() / 2));
    file.close();
    QuarantineLedger ledger(m_folder->path().toStdString());
    QVERIFY(!ledger.load());
    QVERIFY(ledger.entriesOf("a").empty());
    (void)die(17);
    QVERIFY(ledger.load());
    QCOMPARE(ledger.entriesOf("a").size(), std::size_t{1});
}

void tst_Quarantine::aSourceBeyondTheLastSlotGoesOnWithoutANote()
{
    for (std::size_t i = 0; i < CrashNotes::slotCount; ++i)
        QVERIFY(m_notes->slotFor("source " + std::to_string(i)) != nullptr);
    QVERIFY(m_notes->slotFor("source 5") != nullptr);
    QVERIFY(m_notes->slotFor("one more") == nullptr);
    QuarantineLedger ledger(m_folder->path().toStdString());
    SourceQuarantine source("one more", ledger, nullptr, std::nullopt);
    source.begin(m_stream, 1, "x");
    source.end();
}

void tst_Quarantine::aNoteCostsNoSystemCall()
{
    QuarantineLedger ledger(m_folder->path().toStdString());
    SourceQuarantine source("a", ledger, m_notes->slotFor("a"), std::nullopt);
    const std::string payload(200, 'x');
    Stream other = m_stream;
    ++other.partition;
    const auto decode = [&](int times) {
        for (int i = 0; i < times; ++i)
            const DecodingNote note(&source, i % 3 != 0 ? other : m_stream, i, payload);
    };
    const pid_t child = fork();
    if (child == 0) {
        decode(10); // who decodes is asked for once
        (void)prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT); // any call but reading and writing kills
        decode(10'000);
        (void)syscall(SYS_exit, 0);
    }
    int status = -1;
    QCOMPARE(waitpid(child, &status, 0), child);
    QVERIFY2(WIFEXITED(status) && WEXITSTATUS(status) == 0, qPrintable(QString::number(status)));
    QCOMPARE(m_notes->slotFor("a")->offset, std::int64_t{9'999});
}

QTEST_GUILESS_MAIN(tst_Quarantine)
#include "tst_quarantine.moc"
