// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/store/support.h"

#include <sys/stat.h>
#include <sys/wait.h>

using namespace weir;
using namespace weir::test;

class tst_IndexLock final : public QObject
{
    Q_OBJECT

private slots:
    void aSecondHolderIsRefusedAndToldWhoHoldsIt();
    void theLockIsFreeAfterItsHolderDied();
    void theFolderIsPrivate();
    void aFolderThatCannotBeWrittenIsDenied();
};

void tst_IndexLock::aSecondHolderIsRefusedAndToldWhoHoldsIt()
{
    const QTemporaryDir directory;
    const std::filesystem::path folder = directory.path().toStdString() + "/a/b/index";
    const auto first = IndexLock::acquire(folder);
    QVERIFY2(first, errorOf(first).c_str());
    const auto second = IndexLock::acquire(folder);
    QVERIFY(!second);
    QVERIFY(second.error().code == Error::Code::Busy);
    QVERIFY2(second.error().detail.find("process " + std::to_string(::getpid()))
                 != std::string::npos,
             second.error().detail.c_str());
}

void tst_IndexLock::theLockIsFreeAfterItsHolderDied()
{
    const QTemporaryDir directory;
    const std::filesystem::path folder = directory.path().toStdString();
    const pid_t child = ::fork();
    QVERIFY(child >= 0);
    if (child == 0) {
        const auto lock = IndexLock::acquire(folder);
        ::_exit(lock ? 0 : 1);
    }
    int status = 0;
    QVERIFY(::waitpid(child, &status, 0) == child && WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
    const auto lock = IndexLock::acquire(folder);
    QVERIFY2(lock, errorOf(lock).c_str());
}

void tst_IndexLock::theFolderIsPrivate()
{
    TestIndex index;
    index.write(numbered(0, 10));
    struct stat facts = {};
    QCOMPARE(::stat(index.folder().c_str(), &facts), 0);
    QCOMPARE(facts.st_mode & 0777U, 0700U);
    for (const auto& entry : std::filesystem::directory_iterator(index.folder())) {
        QCOMPARE(::stat(entry.path().c_str(), &facts), 0);
        QVERIFY2((facts.st_mode & 0777U) == 0600U, entry.path().c_str());
    }
}

void tst_IndexLock::aFolderThatCannotBeWrittenIsDenied()
{
    const QTemporaryDir directory;
    const std::filesystem::path folder = directory.path().toStdString();
    QCOMPARE(::chmod(folder.c_str(), 0555), 0);
    Error error;
    {
        const WithoutOverride plain;
        const auto lock = IndexLock::acquire(folder);
        QVERIFY(!lock);
        error = lock.error();
    }
    QCOMPARE(::chmod(folder.c_str(), 0700), 0);
    QVERIFY(error.code == Error::Code::Denied);
    QCOMPARE(QString::fromStdString(error.text()),
             QString::fromStdString(folder.string()
                                    + ": the index folder cannot be written: Permission denied"));
}

QTEST_GUILESS_MAIN(tst_IndexLock)
#include "tst_indexlock.moc"
