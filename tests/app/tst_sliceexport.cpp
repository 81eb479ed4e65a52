// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/exportrun.h"
#include "tests/store/contents.h"

using namespace weir;
using namespace weir::test;

/// Events into a slice that stands alone.
class tst_SliceExport final : public QObject
{
    Q_OBJECT

private slots:
    void theOrderOfSourcesThatInterleaveIsKept();
    void whatDoesNotMatchLeavesNoHole();
    void anotherLabelBeginsAnotherBlock();
};

namespace {

EventBatchPtr ofSource(const std::string& source, int begin, int count, const char* zone = "eu")
{
    EventBatchBuilder builder(source, SourceKind::Kafka, {{"zone", zone}});
    const auto stream = builder.streamIndex(streamOf(source));
    for (int i = begin; i < begin + count; ++i) {
        builder.beginEvent({stream, i, noon + i * 1s});
        builder.setPayload(std::to_string(i));
        builder.setSeverity(i % 2 == 0 ? Severity::Error : Severity::Info);
    }
    return builder.publish();
}

Result<std::uint64_t> exportTo(const std::filesystem::path& file, const TestIndex& index,
                               const std::string& query)
{
    const auto reader = IndexReader::open(index.folder());
    auto question = cli::ask(query, {}, noon);
    if (!reader || !question)
        return reader ? question.error() : reader.error();
    cli::ExportRun run(**reader, std::move(*question), {file, cli::ExportFormat::Weir, {}, false});
    return run.run();
}

std::vector<BlockInfo> blocksOf(const std::filesystem::path& file)
{
    const auto reader = IndexReader::open(file);
    auto blocks = reader ? (*reader)->blocks({}, EventSeq{}, everything)
                         : Result<std::vector<BlockInfo>>(reader.error());
    return blocks ? std::move(*blocks) : std::vector<BlockInfo>{};
}

} // namespace

void tst_SliceExport::theOrderOfSourcesThatInterleaveIsKept()
{
    TestIndex index;
    for (int i = 0; i < 100; i += 10) {
        index.write(ofSource("a", i, 7));
        index.write(ofSource("b", i + 7, 3));
    }
    const QTemporaryDir folder;
    const auto file = std::filesystem::path(folder.path().toStdString()) / "all.weir";
    const auto events = exportTo(file, index, "");
    QCOMPARE(errorOf(events), std::string());
    QCOMPARE(*events, std::uint64_t{100});
    QCOMPARE(contentsOf(file), contentsOf(index.folder()));
    const auto blocks = blocksOf(file);
    QCOMPARE(blocks.size(), std::size_t{2}); // one for each source
    QVERIFY(blocks[0].isCold && blocks[1].isCold);
}

void tst_SliceExport::whatDoesNotMatchLeavesNoHole()
{
    TestIndex index;
    for (int i = 0; i < 20; i += 2) {
        index.write(ofSource("a", i, 1));
        index.write(ofSource("b", i + 1, 1));
        index.write(ofSource("a", i, 1));
    }
    const QTemporaryDir folder;
    const auto file = std::filesystem::path(folder.path().toStdString()) / "errors.weir";
    const auto events = exportTo(file, index, "level:error");
    QCOMPARE(errorOf(events), std::string());
    QCOMPARE(*events, std::uint64_t{20});
    const auto blocks = blocksOf(file);
    QCOMPARE(blocks.size(), std::size_t{1});
    QCOMPARE(number(blocks[0].firstSeq), std::uint64_t{1});
    QCOMPARE(number(blocks[0].lastSeq()), std::uint64_t{20});
    QVERIFY(!blocks[0].runs);
}

void tst_SliceExport::anotherLabelBeginsAnotherBlock()
{
    TestIndex index;
    index.write(ofSource("a", 0, 5));
    index.write(ofSource("a", 5, 5, "us"));
    index.write(ofSource("a", 10, 5, "us"));
    const QTemporaryDir folder;
    const auto file = std::filesystem::path(folder.path().toStdString()) / "labels.weir";
    QVERIFY(exportTo(file, index, ""));
    QCOMPARE(blocksOf(file).size(), std::size_t{2});
    QCOMPARE(contentsOf(file), contentsOf(index.folder()));
}

QTEST_GUILESS_MAIN(tst_SliceExport)
#include "tst_sliceexport.moc"
