// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/connection.h"
#include "store/slicefiles.h"
#include "tests/store/damage.h"
#include "tests/store/support.h"

#include <algorithm>
#include <memory>
#include <string_view>

using namespace weir;
using namespace weir::test;

namespace {

/// A leaf page in a slice's file, and how many entries it has.
struct Leaf
{
    std::size_t at = 0;
    std::size_t entries = 0;
};

std::vector<Leaf> leavesOf(const std::filesystem::path& file, const std::string& table)
{
    std::vector<Leaf> leaves;
    const auto connection = Connection::openReadOnly(file);
    auto pages = (*connection)
                     ->prepare("SELECT pgoffset, ncell FROM dbstat WHERE name = '" + table
                               + "' AND pagetype = 'leaf' ORDER BY path");
    while (*pages->step())
        leaves.push_back({static_cast<std::size_t>(pages->integer(0)),
                          static_cast<std::size_t>(pages->integer(1))});
    return leaves;
}

/// A slice with many blocks of one event each.
class ManyHeaders final
{
public:
    static constexpr std::size_t blocks = 1500;

    ManyHeaders()
    {
        for (std::size_t i = 0; i < blocks; ++i)
            QVERIFY(m_index.queue->push(
                numbered(static_cast<std::int64_t>(i), 1, noon + static_cast<int>(i) * 1s)));
        QTRY_VERIFY_WITH_TIMEOUT(m_index.listener->events() == blocks, 20'000);
        m_index.close();
        m_right = Questioner(m_index.folder()).ask();
        m_bytes = bytesOf(file());
    }

    std::filesystem::path file() const { return listSliceFiles(m_index.folder())->back().file; }
    std::unique_ptr<Flip> damage(const Leaf& leaf) const
    {
        const std::size_t at = leaf.at + 5000;
        return std::make_unique<Flip>(file(), at, 3, m_bytes[at]);
    }
    /// Checks that all but so many events are found, whichever way one asks, and that it is said.
    void verifyAllBut(std::size_t lost) const
    {
        forgetPieces();
        const Answers answers = Questioner(m_index.folder()).ask();
        const std::string objection = objectionTo(answers, m_right, file().filename().string());
        QVERIFY2(objection.empty(), objection.c_str());
        QVERIFY(!answers.problems.empty());
        for (const char* way : {"event ", "by time: ", "by seq: "}) {
            const auto found = std::ranges::count_if(
                answers.lines, [way](const std::string& line) { return line.starts_with(way); });
            const std::size_t first =
                way == std::string_view("by seq: ") ? 1 : 0; // is not asked for
            QVERIFY2(static_cast<std::size_t>(found) + lost + first >= blocks, way);
        }
        QCOMPARE(answers.events, std::uint64_t{blocks - lost});
    }

private:
    TestIndex m_index;
    Answers m_right;
    std::string m_bytes;
};

} // namespace

/// What a damaged page costs a slice that has many pages of its blocks' headers.
class tst_HeaderPages final : public QObject
{
    Q_OBJECT

private slots:
    void aDamagedPageOfHeadersCostsTheHeadersOnIt_data();
    void aDamagedPageOfHeadersCostsTheHeadersOnIt();
    void whatLiesBetweenDamagedPagesOfHeadersIsRead();
};

void tst_HeaderPages::aDamagedPageOfHeadersCostsTheHeadersOnIt_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<bool>("isLost");
    QTest::newRow("the table") << "blocks" << true;
    QTest::newRow("the index by seq") << "blocks_by_seq" << false;
    QTest::newRow("the index by time") << "blocks_by_time" << false;
}

void tst_HeaderPages::aDamagedPageOfHeadersCostsTheHeadersOnIt()
{
    QFETCH(QString, table);
    QFETCH(bool, isLost);
    const ManyHeaders index;
    const auto leaves = leavesOf(index.file(), table.toStdString());
    QVERIFY(leaves.size() > 1);
    for (const Leaf& leaf : leaves) {
        const auto flip = index.damage(leaf);
        index.verifyAllBut(isLost ? leaf.entries : 0);
        if (QTest::currentTestFailed())
            return;
    }
}

void tst_HeaderPages::whatLiesBetweenDamagedPagesOfHeadersIsRead()
{
    const ManyHeaders index;
    const auto leaves = leavesOf(index.file(), "blocks");
    QVERIFY(leaves.size() > 4);
    const auto one = index.damage(leaves[0]);
    const auto other = index.damage(leaves[2]);
    const auto last = index.damage(leaves.back());
    const auto inAnIndex = index.damage(leavesOf(index.file(), "blocks_by_time").front());
    index.verifyAllBut(leaves[0].entries + leaves[2].entries + leaves.back().entries);
}

QTEST_GUILESS_MAIN(tst_HeaderPages)
#include "tst_headerpages.moc"
