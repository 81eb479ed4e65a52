// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batchqueue.h"
#include "core/eventbatchbuilder.h"

#include <QTest>

#include <atomic>
#include <set>
#include <thread>

using namespace weir;
using namespace std::chrono_literals;

namespace {

EventBatchPtr batchOf(const std::string& payload)
{
    EventBatchBuilder builder("test", SourceKind::ZeroMq);
    builder.beginEvent({builder.streamIndex({SourceKind::ZeroMq, "tcp://a", "t", 0, 0}), 0, {}});
    builder.setPayload(payload);
    return builder.publish();
}

std::chrono::steady_clock::time_point soon()
{
    return std::chrono::steady_clock::now();
}

std::chrono::steady_clock::time_point late()
{
    return std::chrono::steady_clock::now() + 30s;
}

} // namespace

class tst_BatchQueue : public QObject
{
    Q_OBJECT

private slots:
    void batchesComeOutInOrderAndOnce();
    void whatDoesNotFitIsRefusedAndStaysWithTheCaller();
    void aBatchLargerThanTheQueueFitsWhenItIsAlone();
    void takingMakesRoom();
    void aClosedQueueRefusesButCanBeEmptied();
    void anEmptyQueueGivesNothingAtTheDeadline();
    void aBatchWakesTheConsumer();
    void wakeEndsTheWait();
    void aTakeInBetweenLeavesTheWake();
    void closeEndsTheWaitForRoom();
    void manyProducersLoseNothing();
};

void tst_BatchQueue::batchesComeOutInOrderAndOnce()
{
    BatchQueue queue(1 << 20);
    const auto first = batchOf("first");
    const auto second = batchOf("second");
    QVERIFY(queue.push(first));
    QVERIFY(queue.push(second));
    QCOMPARE(queue.bytes(), first->bytes() + second->bytes());
    const auto taken = queue.popAll(soon());
    QCOMPARE(taken, (std::vector{first, second}));
    QCOMPARE(queue.bytes(), std::size_t{0});
    QVERIFY(queue.popAll(soon()).empty());
}

void tst_BatchQueue::whatDoesNotFitIsRefusedAndStaysWithTheCaller()
{
    const auto batch = batchOf("payload");
    BatchQueue queue(2 * batch->bytes());
    QVERIFY(queue.push(batch));
    QVERIFY(queue.push(batch));
    const auto refused = batchOf("refused");
    QVERIFY(!queue.push(refused));
    QCOMPARE(refused->payload(0), std::string_view("refused"));
    QCOMPARE(queue.bytes(), 2 * batch->bytes());
}

void tst_BatchQueue::aBatchLargerThanTheQueueFitsWhenItIsAlone()
{
    BatchQueue queue(1);
    const auto batch = batchOf("payload");
    QVERIFY(queue.push(batch));
    QVERIFY(!queue.push(batch));
    QCOMPARE(queue.popAll(soon()).size(), std::size_t{1});
    QVERIFY(queue.push(batch));
}

void tst_BatchQueue::takingMakesRoom()
{
    BatchQueue queue(1);
    const auto batch = batchOf("payload");
    QVERIFY(queue.push(batch));
    std::atomic<bool> isPushed = false;
    std::jthread producer([&] {
        while (!queue.push(batch))
            queue.waitForRoom(batch->bytes(), 30s);
        isPushed = true;
    });
    QCOMPARE(queue.popAll(late()).size(), std::size_t{1});
    QTRY_VERIFY(isPushed);
    QCOMPARE(queue.popAll(late()).size(), std::size_t{1});
}

void tst_BatchQueue::aClosedQueueRefusesButCanBeEmptied()
{
    BatchQueue queue(1 << 20);
    const auto batch = batchOf("payload");
    QVERIFY(queue.push(batch));
    QVERIFY(!queue.isDrained());
    queue.close();
    QVERIFY(!queue.push(batch));
    QVERIFY(!queue.isDrained());
    QCOMPARE(queue.popAll(late()).size(), std::size_t{1});
    QVERIFY(queue.isDrained());
    QVERIFY(queue.popAll(late()).empty());
}

void tst_BatchQueue::anEmptyQueueGivesNothingAtTheDeadline()
{
    BatchQueue queue(1 << 20);
    QVERIFY(queue.popAll(soon() + 1ms).empty());
    QVERIFY(!queue.isDrained());
}

void tst_BatchQueue::aBatchWakesTheConsumer()
{
    BatchQueue queue(1 << 20);
    std::jthread producer([&] { QVERIFY(queue.push(batchOf("payload"))); });
    QCOMPARE(queue.popAll(late()).size(), std::size_t{1});
}

void tst_BatchQueue::wakeEndsTheWait()
{
    BatchQueue queue(1 << 20);
    queue.wake(); // also before the wait begins
    QVERIFY(queue.popAll(late()).empty());
    std::jthread other([&] { queue.wake(); });
    QVERIFY(queue.popAll(late()).empty());
}

void tst_BatchQueue::aTakeInBetweenLeavesTheWake()
{
    BatchQueue queue(1 << 20);
    QVERIFY(queue.push(batchOf("payload")));
    queue.wake();
    QCOMPARE(queue.takeAll().size(), std::size_t{1});
    QCOMPARE(queue.bytes(), std::size_t{0});
    const auto deadline = late();
    QVERIFY(queue.popAll(deadline).empty());
    QVERIFY(std::chrono::steady_clock::now() < deadline);
}

void tst_BatchQueue::closeEndsTheWaitForRoom()
{
    BatchQueue queue(1);
    const auto batch = batchOf("payload");
    QVERIFY(queue.push(batch));
    std::atomic<bool> isBack = false;
    std::jthread producer([&] {
        queue.waitForRoom(batch->bytes(), 30s);
        isBack = true;
    });
    queue.close();
    QTRY_VERIFY(isBack);
}

void tst_BatchQueue::manyProducersLoseNothing()
{
    constexpr int producers = 4;
    constexpr int each = 500;
    BatchQueue queue(8 * batchOf("0/000")->bytes());
    std::vector<std::jthread> threads;
    for (int producer = 0; producer < producers; ++producer) {
        threads.emplace_back([&queue, producer] {
            for (int i = 0; i < each; ++i) {
                const auto batch = batchOf(std::to_string(producer) + '/' + std::to_string(i));
                while (!queue.push(batch))
                    queue.waitForRoom(batch->bytes(), 1s);
            }
        });
    }
    std::set<std::string, std::less<>> seen;
    std::size_t taken = 0;
    while (taken < producers * each) {
        const auto batches = queue.popAll(late());
        QVERIFY2(!batches.empty(), "nothing came any more");
        taken += batches.size();
        for (const auto& batch : batches)
            seen.emplace(batch->payload(0));
    }
    QCOMPARE(taken, std::size_t{producers * each});
    QCOMPARE(seen.size(), taken);
}

QTEST_GUILESS_MAIN(tst_BatchQueue)
#include "tst_batchqueue.moc"
