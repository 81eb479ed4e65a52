// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakeprobe.h"
#include "windowparts.h"

#include "ui/models/filereplace.h"
#include "ui/models/lateststatus.h"
#include "ui/sources/sourcefieldeditor.h"
#include "ui/sources/sourcelist.h"
#include "ui/sources/sourcespage.h"
#include "ui/sources/tomlview.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include <filesystem>
#include <fstream>

namespace weir::test {

/// What stands in weir.toml: one of Kafka, one of files.
inline const std::string twoSources =
    "# mine\n[[source]]\nname = \"orders\" # Kafka\n[source.kafka]\n"
    "brokers = \"localhost:9092\"\ntopics = [\"orders\"]\n\n"
    "[[source]]\nname = \"syslog\"\nfile = { paths = [\"/a\"] }\n";

/// Before WindowParts, which are made with it.
struct SourcesParts
{
    QTemporaryDir folder;
    FakeProbe probe;
};
/// A folder with a configuration, and the parts of a window on it.
struct SourcesDesk : SourcesParts, WindowParts
{
    explicit SourcesDesk(const std::string& toml = twoSources)
        : WindowParts(folder.path().toStdString() + "/index",
                      folder.path().toStdString() + "/config", &probe)
    {
        std::filesystem::create_directories(context.config);
        std::ofstream(context.config / "weir.toml", std::ios::binary) << toml;
    }

    std::string toml() const { return *readTextFile(context.config / "weir.toml"); }
};

/// The Sources page in a window of its own, over a collector that says what the test sets.
struct OpenSources : SourcesDesk
{
    explicit OpenSources(const std::string& toml = twoSources)
        : SourcesDesk(toml)
        , page(context)
    {
        theme.setMode(Theme::Mode::Dark);
        page.resize(1200, 760);
        page.show();
    }

    QPushButton* button(const QString& text) const
    {
        for (auto* found : page.findChildren<QPushButton*>()) {
            if (found->text() == text && found->isVisible())
                return found;
        }
        return nullptr;
    }
    bool press(const QString& text) const
    {
        QPushButton* found = button(text);
        if (found == nullptr || !found->isEnabled())
            return false;
        QTest::mouseClick(found, Qt::LeftButton);
        return true;
    }
    SourceFieldEditor* field(const TomlPath& path) const
    {
        for (auto* editor : page.findChildren<SourceFieldEditor*>()) {
            if (editor->field().path == path && editor->isVisible())
                return editor;
        }
        return nullptr;
    }
    void type(const TomlPath& path, const QString& text) const
    {
        SourceFieldEditor* editor = field(path);
        QVERIFY(editor != nullptr);
        editor->focusInput();
        if (auto* line = editor->findChild<QLineEdit*>())
            line->setText(text);
        else if (auto* lines = editor->findChild<QPlainTextEdit*>())
            lines->setPlainText(text);
    }
    void choose(const TomlPath& path, const QString& text) const
    {
        QVERIFY(field(path) != nullptr);
        field(path)->findChild<QComboBox*>()->setCurrentText(text);
    }
    QString shownToml() const
    {
        for (const auto* view : page.findChildren<TomlView*>()) {
            if (view->isVisible())
                return view->toPlainText();
        }
        return {};
    }
    bool says(const QString& text) const
    {
        const auto labels = page.findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
            return label->isVisible() && label->text().contains(text);
        });
    }
    QTreeView* tree() const
    {
        for (auto* view : page.findChildren<QTreeView*>()) {
            if (view->accessibleName() == QStringLiteral("Sources"))
                return view;
        }
        return nullptr;
    }
    SourceList* list(const QString& name) const
    {
        for (auto* view : page.findChildren<SourceList*>()) {
            if (view->accessibleName() == name)
                return view;
        }
        return nullptr;
    }

    SourcesPage page;
};

inline SourceStatus orders(int partitions, std::int64_t next = 100)
{
    SourceStatus source;
    source.name = "orders";
    source.kind = "kafka";
    source.state = SourceState::Live;
    source.eventsPerSecond = 12480;
    source.lag = 3;
    for (int i = 0; i < partitions; ++i) {
        PositionStatus position;
        position.topic = "payments-events";
        position.partition = i;
        position.next = next * (i + 1);
        position.end = next * (i + 1) + 1;
        source.positions.push_back(position);
    }
    GapStatus gap;
    gap.topic = "payments-events";
    gap.partition = 1;
    gap.from = 17;
    gap.to = 21;
    gap.count = 5;
    gap.reason = "retention";
    source.gaps = {gap};
    return source;
}

inline Status statusOf(std::vector<SourceStatus> sources)
{
    Status status;
    status.sources = std::move(sources);
    return status;
}

} // namespace weir::test
