// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/windowconfig.h"
#include "ui/theme/theme.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

class QWidget;

namespace weir {

class Actions;
class CommandPalette;
class KeySheet;
class PaletteSource;
class WindowSettings;

/// What the window has beside its pages: the palette, the sheet of keys, the zoom; and it puts into
/// force what weir.toml says of the window. Thread: GUI.
class Shell final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Shell)

public:
    /// All outlive it; `window` owns what it shows. Where the theme has been given another mode than
    /// that of the system before, this mode stays, whatever the file says.
    Shell(Theme& theme, Actions& actions, WindowSettings& settings, QWidget* window);
    ~Shell() override;

    void addToPalette(std::unique_ptr<PaletteSource> source);

private:
    void addActions();
    void apply();
    void zoomTo(int percent); ///< a moment later
    int wantedZoom() const; ///< per cent
    void saveZoom();

    Theme& m_theme;
    Actions& m_actions;
    WindowSettings& m_settings;
    QWidget* m_window;
    CommandPalette* m_palette;
    KeySheet* m_keys;
    const bool m_isModeGiven;
    std::optional<int> m_wantedZoom; ///< on its way to the theme
    QTimer m_zoomSoon;
    QTimer m_saveZoomSoon;
};

/// Zoom and sizes of fonts as the file has them.
void applyLook(const WindowConfig& window, Theme& theme);
Theme::Mode themeMode(WindowConfig::Theme theme);

} // namespace weir
