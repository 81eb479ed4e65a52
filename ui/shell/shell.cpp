// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shell.h"

#include "ui/actions.h"
#include "ui/models/windowsettings.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/keybindings.h"
#include "ui/shell/keysheet.h"
#include "ui/shell/palettesources.h"

#include <QAction>
#include <QWidget>

#include <algorithm>
#include <utility>

namespace weir {

namespace {

constexpr int zoomStep = 10;
constexpr int zoomDelay = 80; ///< ms after the last step: several of them are one relayout
constexpr int saveDelay = 600; ///< ms after the last step

} // namespace

void applyLook(const WindowConfig& window, Theme& theme)
{
    theme.setZoom(window.zoom);
    theme.setFontSizes({window.fontSize, window.eventFontSize});
}

Theme::Mode themeMode(WindowConfig::Theme theme)
{
    return theme == WindowConfig::Theme::Dark ? Theme::Mode::Dark
        : theme == WindowConfig::Theme::Light ? Theme::Mode::Light
                                              : Theme::Mode::System;
}

Shell::Shell(Theme& theme, Actions& actions, WindowSettings& settings, QWidget* window)
    : m_theme(theme)
    , m_actions(actions)
    , m_settings(settings)
    , m_window(window)
    , m_palette(new CommandPalette(theme, window))
    , m_keys(new KeySheet(theme, actions, settings, window))
    , m_isModeGiven(theme.mode() != Theme::Mode::System)
{
    m_palette->addSource(std::make_unique<PaletteActions>(actions));
    m_zoomSoon.setSingleShot(true);
    m_zoomSoon.setInterval(zoomDelay);
    connect(&m_zoomSoon, &QTimer::timeout, this,
            [this] { m_theme.setZoom(*std::exchange(m_wantedZoom, {})); });
    m_saveZoomSoon.setSingleShot(true);
    m_saveZoomSoon.setInterval(saveDelay);
    connect(&m_saveZoomSoon, &QTimer::timeout, this, &Shell::saveZoom);
    connect(&settings, &WindowSettings::changed, this, &Shell::apply);
    addActions();
    apply();
}

Shell::~Shell()
{
    if (m_saveZoomSoon.isActive())
        saveZoom();
}

void Shell::addToPalette(std::unique_ptr<PaletteSource> source)
{
    m_palette->addSource(std::move(source));
}

void Shell::addActions()
{
    const auto add = [this](const char* id, const QString& text, const QList<QKeySequence>& keys,
                            auto handler) {
        connect(m_actions.add(QLatin1String(id), text, keys, m_window), &QAction::triggered, this,
                handler);
    };
    add("window.palette", tr("Commands"), {Qt::CTRL | Qt::SHIFT | Qt::Key_P},
        [this] { m_palette->open(); });
    add("window.keys", tr("Keys"), {Qt::Key_F1}, [this] { m_keys->open(); });
    add("window.zoomIn", tr("Larger"), {Qt::CTRL | Qt::Key_Equal, Qt::CTRL | Qt::Key_Plus},
        [this] { zoomTo(wantedZoom() + zoomStep); });
    add("window.zoomOut", tr("Smaller"), {Qt::CTRL | Qt::Key_Minus},
        [this] { zoomTo(wantedZoom() - zoomStep); });
    add("window.zoomReset", tr("Usual size"), {Qt::CTRL | Qt::Key_0},
        [this] { zoomTo(Theme::leastZoom); });
}

void Shell::apply()
{
    const WindowConfig& window = m_settings.window();
    if (!m_isModeGiven)
        m_theme.setMode(themeMode(window.theme));
    // A zoom that is about to be written counts more than the one of before.
    if (!m_saveZoomSoon.isActive())
        applyLook(window, m_theme);
    m_actions.bind(bindingsOf(window));
}

void Shell::zoomTo(int percent)
{
    m_wantedZoom = std::clamp(percent, Theme::leastZoom, Theme::mostZoom);
    m_zoomSoon.start();
    m_saveZoomSoon.start();
}

int Shell::wantedZoom() const
{
    return m_wantedZoom.value_or(m_theme.zoom());
}

void Shell::saveZoom()
{
    m_saveZoomSoon.stop();
    const int zoom = wantedZoom();
    TomlEdit edit{{"zoom"}, {}};
    if (zoom != WindowConfig().zoom)
        edit.value = std::to_string(zoom);
    m_settings.change({{"window", {edit}}});
}

} // namespace weir
