// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"
#include "ui/models/navigator.h"
#include "ui/widgets/focusorder.h"
#include "ui/windowsetup.h"

#include <QMainWindow>

#include <memory>

namespace weir {

class LogsPage;
class LogsTabs;

/// The window: a rail of pages, the page, and a status bar that tells the truth. Composition only;
/// what happens on a page is the page's business.
///
/// Made, shown, and closed by `app`. Its workers have ended when the destructor returns.
/// Thread: GUI.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    explicit MainWindow(const WindowSetup& setup, QWidget* parent = nullptr);
    ~MainWindow() override;

    void showPage(Navigator::Page page);
    /// `logs`, `dashboards`, `alerts`, `sources`; what follows a slash is for the page: `sources/add`.
    void showPlace(const QString& place);
    LogsTabs& tabs();
    /// A `weir://` link: to the event or the alert, and the window to the front.
    void showLink(const QString& link);
    LogsPage& logs(); ///< of the tab in front

protected:
    bool event(QEvent* event) override;
    bool focusNextPrevChild(bool next) override { return moveFocus(*this, next); }
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void moveEvent(QMoveEvent* event) override;

private:
    void makePages();
    void makeActions();
    void fillPalette();
    void listen();
    void restoreSession();
    void saveSession();
    void readConfiguration();
    void configurationRead(const Configuration& configuration);
    void statusChanged();
    void connectionChanged();
    void openLogs(const QString& query, std::optional<TimeRange> range,
                  std::optional<TimePoint> at);
    void focusPage(QWidget* last);
    void takeScreenshot(const ScreenshotWish& wish);

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace weir
