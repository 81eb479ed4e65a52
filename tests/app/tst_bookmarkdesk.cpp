// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/bookmarkdesk.h"
#include "core/bookmark.h"
#include "store/write/indexwriter.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <semaphore>

using namespace weir;

namespace {

ControlRequest requestOf(const std::string& command, std::map<std::string, std::string> arguments)
{
    ControlRequest request;
    request.command = command;
    request.arguments = std::move(arguments);
    return request;
}

/// A desk of an index that is not there, so that every wish is answered with an error by its thread.
struct Desk
{
    Desk()
    {
        lock = std::move(*IndexLock::acquire(folder.path().toStdString()));
        WriterOptions options;
        options.folder = folder.path().toStdString();
        writer = std::move(*IndexWriter::open(std::move(options), queue, clock));
        desk.emplace("/nowhere", *writer, clock);
    }

    QTemporaryDir folder;
    SystemClock clock;
    BatchQueue queue{std::size_t{1} << 20};
    std::unique_ptr<IndexLock> lock;
    std::unique_ptr<IndexWriter> writer;
    std::optional<BookmarkDesk> desk;
};

} // namespace

class tst_BookmarkDesk final : public QObject
{
    Q_OBJECT

private slots:
    void aThousandWaitAndTheNextIsRefused()
    {
        std::binary_semaphore begun(0);
        std::binary_semaphore goOn(0);
        std::atomic<int> answered = 0;
        Desk parts;
        const auto wish = requestOf("bookmark", {{"seq", "1"}, {"note", "here"}});
        parts.desk->ask(wish, [&](const Result<Done>&) {
            begun.release();
            goOn.acquire();
        });
        begun.acquire(); // its thread is busy with this one
        for (int i = 0; i < 1000; ++i)
            parts.desk->ask(wish, [&answered](const Result<Done>&) { ++answered; });
        std::optional<Result<Done>> refused;
        parts.desk->ask(wish, [&refused](const Result<Done>& answer) { refused = answer; });
        QVERIFY(refused && !*refused); // at once
        QCOMPARE(refused->error().code, Error::Code::Busy);
        QCOMPARE(answered.load(), 0);
        goOn.release();
        QTRY_COMPARE(answered.load(), 1000);
        parts.desk->ask(wish, [&answered](const Result<Done>&) { ++answered; }); // there is room again
        QTRY_COMPARE(answered.load(), 1001);
    }

    void whatIsWrongInItselfIsAnsweredAtOnce_data()
    {
        QTest::addColumn<QString>("seq");
        QTest::addColumn<int>("note");
        QTest::newRow("no number") << QString() << 0;
        QTest::newRow("zero") << QStringLiteral("0") << 0;
        QTest::newRow("a number and more") << QStringLiteral("1x") << 0;
        QTest::newRow("a note that is too long")
            << QStringLiteral("1") << static_cast<int>(Bookmark::maxNote) + 1;
    }

    void whatIsWrongInItselfIsAnsweredAtOnce()
    {
        QFETCH(QString, seq);
        QFETCH(int, note);
        Desk parts;
        std::optional<Result<Done>> answer;
        parts.desk->ask(requestOf("bookmark", {{"seq", seq.toStdString()},
                                               {"note", std::string(static_cast<std::size_t>(note), 'x')}}),
                        [&answer](const Result<Done>& given) { answer = given; });
        QVERIFY(answer && !*answer);
        QCOMPARE(answer->error().code, Error::Code::InvalidInput);
    }
};

QTEST_GUILESS_MAIN(tst_BookmarkDesk)
#include "tst_bookmarkdesk.moc"
