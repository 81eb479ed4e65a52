// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/threadturns.h"

#include "tests/ui/writtenindex.h"
#include "ui/models/fieldsfeed.h"
#include "ui/models/findworker.h"
#include "ui/models/logfeed.h"

#include <QtTest>

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

using namespace weir;
using namespace weir::test;

namespace {

int ownNiceness()
{
    return ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
}

/// How many threads of this process have that niceness.
std::ptrdiff_t threadsOf(int niceness)
{
    std::ptrdiff_t count = 0;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
        const auto id = static_cast<id_t>(std::stoul(task.path().filename().string()));
        count += ::getpriority(PRIO_PROCESS, id) == niceness ? 1 : 0;
    }
    return count;
}

} // namespace

class tst_ThreadTurns final : public QObject
{
    Q_OBJECT

private slots:
    void whoRunsBehindDoesSoAloneAndItsThreadsWithIt();
    void shortTurnsAreNotThoseOfOtherThreads();
    void whatScansRunsBehindTheWindow();
};

void tst_ThreadTurns::whoRunsBehindDoesSoAloneAndItsThreadsWithIt()
{
    const int usual = ownNiceness();
    int behind = 0;
    int ofItsThread = 0;
    std::thread([&] {
        runBehind(7);
        behind = ownNiceness();
        std::thread([&] { ofItsThread = ownNiceness(); }).join();
    }).join();
    QCOMPARE(behind, std::max(usual, 7));
    QCOMPARE(ofItsThread, behind);
    QCOMPARE(ownNiceness(), usual);
}

void tst_ThreadTurns::shortTurnsAreNotThoseOfOtherThreads()
{
    const int usual = ownNiceness();
    int inThread = 0;
    std::thread([&] {
        takeShortTurns();
        std::thread([&] { inThread = ownNiceness(); }).join();
        QCOMPARE(ownNiceness(), usual);
    }).join();
    QCOMPARE(inThread, usual);
}

void tst_ThreadTurns::whatScansRunsBehindTheWindow()
{
    if (ownNiceness() != 0)
        QSKIP("runs behind others itself");
    const WrittenIndex index;
    const LogFeed rows(index.folder(), [] {});
    const FindWorker find(index.folder(), [] {});
    const FieldsFeed fields(index.folder(), [] {});
    QTRY_COMPARE(threadsOf(nicenessOfRows), std::ptrdiff_t{2});
    QTRY_COMPARE(threadsOf(nicenessOfCounts), std::ptrdiff_t{1});
    QCOMPARE(ownNiceness(), 0);
}

QTEST_GUILESS_MAIN(tst_ThreadTurns)
#include "tst_threadturns.moc"
