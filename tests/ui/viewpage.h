// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/indexedparts.h"
#include "ui/logs/logspage.h"
#include "ui/logs/queryedit.h"
#include "ui/logs/resultlist.h"
#include "ui/logs/viewbar.h"
#include "ui/models/viewset.h"
#include "ui/widgets/banner.h"

#include <QDir>
#include <QFile>
#include <QMenu>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

namespace weir::test {

/// A configuration folder that outlives the sets on it, as it does between two starts.
struct ConfigFolder
{
    void write(const QString& name, const QByteArray& content) const
    {
        const QString path = folder.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
        file.write(content);
    }
    QByteArray read(const QString& name) const
    {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    std::filesystem::path path() const { return folder.path().toStdString(); }

    QTemporaryDir folder;
};

/// A log page with saved views.
struct ViewPage : IndexedParts
{
    explicit ViewPage(const std::filesystem::path& config)
        : IndexedParts(config)
        , views(config)
    {
        context.views = &views;
        page = std::make_unique<LogsPage>(context, stats);
        page->resize(1200, 700);
        page->show();
        page->activateWindow();
        (void)QTest::qWaitForWindowActive(page.get());
        page->list().setFocus();
    }

    /// Event n: service a for an even number, else b; every third one is an error.
    bool write(int count)
    {
        push(count, [](EventBatchBuilder& builder, int n) {
            builder.setBody(builder.append("card " + std::to_string(n)));
            builder.setSeverity(n % 3 == 0 ? Severity::Error : Severity::Info);
            addText(builder, "service.name", n % 2 == 0 ? "a" : "b");
        });
        return committed();
    }

    QPushButton* chip(const char* name)
    {
        return page->findChild<QPushButton*>(QString::fromLatin1(name));
    }
    bool isOn(const char* name)
    {
        const QPushButton* button = chip(name);
        return button && button->isChecked();
    }
    void click(const char* name) { QTest::mouseClick(chip(name), Qt::LeftButton); }
    /// The entry of the menu that a right click opens.
    void choose(const char* name, const char* entry)
    {
        QPushButton* button = chip(name);
        emit button->customContextMenuRequested(QPoint(2, 2));
        for (QMenu* menu : page->findChildren<QMenu*>()) {
            for (QAction* action : menu->actions()) {
                if (menu->isVisible() && action->text() == QLatin1String(entry)) {
                    action->trigger();
                    menu->close();
                    return;
                }
            }
        }
        QFAIL(entry);
    }
    Banner& banner() { return *page->findChild<ViewBar*>()->findChild<Banner*>(); }
    QString query() { return page->findChild<QueryEdit*>()->text(); }

    ViewSet views;
    std::unique_ptr<LogsPage> page;
};

} // namespace weir::test
