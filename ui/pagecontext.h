// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace weir {

class Actions;
class Bookmarks;
class Clock;
class CollectorClient;
class Exporter;
class FrameClock;
class LatestStatus;
class Launcher;
class Navigator;
class SourceProbe;
class Theme;
class ViewSet;
class VisibleRange;
class WindowSettings;

/// What every page gets from the window: where the data is and what all pages share. The window owns
/// all of it and outlives its pages, so a page keeps the references (and may copy the struct).
///
/// A page is a QWidget made as `explicit XPage(PageContext& context, QWidget* parent = nullptr)`.
/// A page whose workers read the index opens a reader of its own in the worker's thread, and ends
/// the worker before its destructor returns.
/// Thread: GUI.
struct PageContext
{
    std::filesystem::path index; ///< the index folder; may not exist yet
    std::filesystem::path config; ///< weir.toml, alerts/, dashboards/, views/
    CollectorClient& client; ///< `committed` wakes whoever follows
    LatestStatus& status;
    VisibleRange& range;
    FrameClock& frames;
    Theme& theme;
    Navigator& navigator;
    const Clock& clock;
    Actions& actions; ///< of the window; a page adds what it can do
    Bookmarks& bookmarks; ///< of the index
    SourceProbe* probe = nullptr; ///< null: nothing that touches a wire is offered
    Launcher* launcher = nullptr; ///< null: no further windows are offered
    ViewSet* views = nullptr; ///< null: no saved views and highlights are offered
    Exporter* exporter = nullptr; ///< null: no export is offered
    WindowSettings* settings = nullptr; ///< null: nothing of weir.toml is shown or changed

    /// The same with another range: for a page that has one of its own.
    PageContext withRange(VisibleRange& own) const
    {
        return {index, config,  client,    status, own,      frames, theme, navigator,
                clock, actions, bookmarks, probe,  launcher, views, exporter,
                settings};
    }
};

} // namespace weir
