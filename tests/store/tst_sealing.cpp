// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/connection.h"
#include "store/slicefiles.h"
#include "tests/store/contents.h"

#include <sys/stat.h>

#include <fstream>

using namespace weir;
using namespace weir::test;

namespace fs = std::filesystem;

namespace {

std::vector<std::string> namesOf(const fs::path& folder)
{
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("events-") && name.find(".db-") == std::string::npos)
            names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

const std::string open1 = "events-000001-20261123T12.db";
const std::string sealed1 = "events-000001-20261123T12-1.db";
const std::string open2 = "events-000002-20261123T13.db";

WriterOptions sealing()
{
    WriterOptions options = eager();
    options.sliceAge = 1h;
    return options;
}

/// Two slices, of which the first is complete.
void writeTwoSlices(TestIndex& index)
{
    for (int i = 0; i < 5; ++i)
        index.write(numbered(10 * i, 10, noon + i * 1s));
    index.advanceTo(noon + 1h);
    index.write(numbered(50, 10, noon + 1h));
}

/// An index whose first slice has been sealed; `before` holds it as it was.
class Sealed final
{
public:
    Sealed()
        : index(sealing())
        , m_before(m_directory.path().toStdString())
    {
        {
            WriterOptions options;
            options.sliceAge = 1h;
            TestIndex plain(options);
            writeTwoSlices(plain);
            plain.close();
            fs::copy_file(plain.folder() / open1, before());
        }
        writeTwoSlices(index);
        QTRY_COMPARE_WITH_TIMEOUT(namesOf(index.folder()), (std::vector{sealed1, open2}), 20'000);
        contents = contentsOf(index.folder());
        index.close();
    }

    fs::path before() const { return m_before / open1; }

    /// Opened again the index is as it was.
    void verifyRecovered()
    {
        QVERIFY(contentsOf(index.folder()) == contents);
        index.open();
        QVERIFY(contentsOf(index.folder()) == contents);
        QVERIFY((index.writer->positions("orders")[0].ranges == std::vector<OffsetRange>{{0, 60}}));
        QTRY_COMPARE_WITH_TIMEOUT(namesOf(index.folder()), (std::vector{sealed1, open2}), 20'000);
        QVERIFY(contentsOf(index.folder()) == contents);
    }

    TestIndex index;
    std::vector<std::string> contents;

private:
    QTemporaryDir m_directory;
    const fs::path m_before;
};

} // namespace

class tst_Sealing final : public QObject
{
    Q_OBJECT

private slots:
    void namesSayHowOftenASliceWasWritten();
    void aCompleteSliceBecomesOneCompactFile();
    void aSliceOfFewEventsIsSmall();
    void aReaderThatHasTheSliceOpenGoesOn();
    void aCopyThatWasNotFinishedIsRemoved();
    void aCopyThatWasNotListedIsMadeAgain();
    void aFileWhoseCopyIsListedIsRemoved();
    void withoutAListTheCopyCounts();
    void afterASealedSliceTheNextIsBegun();
    void retentionRemovesSealedSlices();
};

void tst_Sealing::namesSayHowOftenASliceWasWritten()
{
    const fs::path file = fs::path("/some-folder/with-1") / open1;
    QCOMPARE(sliceRevisionOf(file), 0);
    const fs::path next = nextRevisionOf(file);
    QCOMPARE(next.filename().string(), sealed1);
    QCOMPARE(next.parent_path(), file.parent_path());
    QCOMPARE(sliceRevisionOf(next), 1);
    QCOMPARE(nextRevisionOf(next).filename().string(),
             std::string("events-000001-20261123T12-2.db"));
    QCOMPARE(*sliceNumberOf(sealed1), std::int64_t{1});
    QVERIFY(!sliceNumberOf(unfinished(next).filename().string()));
}

void tst_Sealing::aCompleteSliceBecomesOneCompactFile()
{
    Sealed sealed;
    QCOMPARE(sealed.contents.size(), std::size_t{60});
    const fs::path file = sealed.index.folder() / sealed1;
    struct stat status = {};
    QCOMPARE(::stat(file.c_str(), &status), 0);
    QCOMPARE(status.st_mode & 0777U, 0600U);
    std::ifstream in(file, std::ios::binary);
    std::string header(100, ' ');
    QVERIFY(in.read(header.data(), 100));
    QCOMPARE(int{header[18]}, 1); // 2 is WAL
    const auto slice = Connection::openReadOnly(file);
    QCOMPARE(*(*slice)->number("PRAGMA freelist_count"), std::int64_t{0});
    QCOMPARE(*(*slice)->number("SELECT count(*) FROM blocks"), std::int64_t{1});
    QCOMPARE(*(*slice)->number("SELECT cold FROM blocks"), std::int64_t{1});
    for (const char* end : {"-wal", "-shm"})
        QVERIFY(!fs::exists(file.string() + end));
    sealed.verifyRecovered();
}

void tst_Sealing::aSliceOfFewEventsIsSmall()
{
    Sealed sealed;
    const fs::path file = sealed.index.folder() / sealed1;
    QVERIFY2(fs::file_size(file) < 40'000, std::to_string(fs::file_size(file)).c_str());
    // Its pages have checksums like any.
    std::ifstream in(file, std::ios::binary);
    std::string header(100, ' ');
    QVERIFY(in.read(header.data(), 100));
    QCOMPARE(int{header[20]}, 12);
    sealed.verifyRecovered();
}

void tst_Sealing::aReaderThatHasTheSliceOpenGoesOn()
{
    WriterOptions options = sealing();
    options.compaction->interval = 200ms;
    TestIndex index(options);
    for (int i = 0; i < 5; ++i)
        index.write(numbered(10 * i, 10, noon + i * 1s));
    const auto reader = IndexReader::open(index.folder());
    const auto before = contentsOf(**reader);
    const auto blocks = (*reader)->blocks({}, EventSeq{}, everything);
    index.advanceTo(noon + 1h);
    index.write(numbered(50, 10, noon + 1h));
    QTRY_COMPARE_WITH_TIMEOUT(namesOf(index.folder()), (std::vector{sealed1, open2}), 20'000);
    QCOMPARE(contentsOf(**reader).size(), std::size_t{60});
    std::vector<std::string> after;
    for (const BlockInfo& block : *blocks) {
        const auto stored = (*reader)->load(block);
        QVERIFY2(stored, errorOf(stored).c_str());
        for (std::size_t row = 0; row < stored->batch->size(); ++row)
            after.push_back(described(*stored, row));
    }
    QVERIFY(after == before);
    QVERIFY((*reader)->problems().empty());
}

void tst_Sealing::aCopyThatWasNotFinishedIsRemoved()
{
    Sealed sealed;
    const fs::path left = unfinished(sealed.index.folder() / sealed1);
    std::ofstream(left) << "half of a copy";
    std::ofstream(left.string() + "-journal") << "and its journal";
    const fs::path log = (sealed.index.folder() / open1).string() + "-wal";
    std::ofstream(log) << "of a file that was removed already";
    sealed.verifyRecovered();
    QVERIFY(!fs::exists(log));
    QVERIFY(!fs::exists(left));
    QVERIFY(!fs::exists(left.string() + "-journal"));
}

void tst_Sealing::aCopyThatWasNotListedIsMadeAgain()
{
    Sealed sealed;
    fs::copy_file(sealed.before(), sealed.index.folder() / open1);
    {
        const auto meta = Connection::openWritable(sealed.index.folder() / "meta.db", true);
        QVERIFY((*meta)->execute("UPDATE slices SET file = '" + open1 + "' WHERE number = 1"));
    }
    sealed.verifyRecovered();
}

void tst_Sealing::aFileWhoseCopyIsListedIsRemoved()
{
    Sealed sealed;
    fs::copy_file(sealed.before(), sealed.index.folder() / open1);
    sealed.verifyRecovered();
}

void tst_Sealing::withoutAListTheCopyCounts()
{
    Sealed sealed;
    fs::copy_file(sealed.before(), sealed.index.folder() / open1);
    QVERIFY(removeDatabase(sealed.index.folder() / "meta.db"));
    sealed.verifyRecovered();
}

void tst_Sealing::afterASealedSliceTheNextIsBegun()
{
    Sealed sealed;
    QVERIFY(removeDatabase(sealed.index.folder() / open2));
    sealed.index.open();
    QVERIFY(
        (sealed.index.writer->positions("orders")[0].ranges == std::vector<OffsetRange>{{0, 50}}));
    sealed.index.write(numbered(50, 10, noon + 1h));
    QCOMPARE(namesOf(sealed.index.folder()).size(), std::size_t{2});
    const auto contents = contentsOf(sealed.index.folder());
    QCOMPARE(contents.size(), std::size_t{60});
    QVERIFY(std::equal(contents.begin(), contents.begin() + 50, sealed.contents.begin()));
}

void tst_Sealing::retentionRemovesSealedSlices()
{
    WriterOptions options = sealing();
    options.retention.index.age = 90min;
    TestIndex index(options);
    writeTwoSlices(index);
    QTRY_COMPARE_WITH_TIMEOUT(namesOf(index.folder()), (std::vector{sealed1, open2}), 20'000);
    index.advanceTo(noon + 91min);
    QTRY_COMPARE(namesOf(index.folder()), (std::vector{open2}));
}

QTEST_GUILESS_MAIN(tst_Sealing)
#include "tst_sealing.moc"
