// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/filereplace.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <thread>
#include <vector>

using namespace weir;
namespace fs = std::filesystem;

namespace {

struct Folder
{
    fs::path path() const { return folder.path().toStdString(); }

    QTemporaryDir folder;
};

} // namespace

class tst_FileReplace final : public QObject
{
    Q_OBJECT

private slots:
    void ofThreadsThatMakeOneFileOneWins()
    {
        const Folder folder;
        for (int round = 0; round < 50; ++round) {
            const fs::path file = folder.path() / ("made-" + std::to_string(round));
            std::array<bool, 4> hasWon{};
            {
                std::vector<std::jthread> threads;
                for (std::size_t i = 0; i < hasWon.size(); ++i)
                    threads.emplace_back([&file, &won = hasWon[i], i] {
                        won = replaceTextFile(file, {}, "text " + std::to_string(i)).operator bool();
                    });
            }
            QCOMPARE(std::ranges::count(hasWon, true), std::ptrdiff_t{1});
            const auto winner = std::ranges::find(hasWon, true) - hasWon.begin();
            QCOMPARE(*readTextFile(file), "text " + std::to_string(winner));
        }
        const auto files = std::distance(fs::directory_iterator(folder.path()), {});
        QCOMPARE(files, std::ptrdiff_t{50}); // nothing beside them
    }

    void ofThreadsThatChangeOneFileNoneLosesAWrite()
    {
        const Folder folder;
        const fs::path file = folder.path() / "shared";
        constexpr int each = 40;
        {
            std::vector<std::jthread> threads;
            for (char name = 'a'; name < 'f'; ++name)
                threads.emplace_back([&file, name] {
                    for (int done = 0; done < each;) {
                        const std::string before = *readTextFile(file);
                        done += replaceTextFile(file, before, before + name) ? 1 : 0;
                    }
                });
        }
        const std::string all = *readTextFile(file);
        for (char name = 'a'; name < 'f'; ++name)
            QCOMPARE(std::ranges::count(all, name), std::ptrdiff_t{each});
        QCOMPARE(std::distance(fs::directory_iterator(folder.path()), {}), std::ptrdiff_t{1});
    }
};

QTEST_GUILESS_MAIN(tst_FileReplace)
#include "tst_filereplace.moc"
