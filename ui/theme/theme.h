// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"
#include "ui/theme/pixelzoom.h"

#include <QFont>
#include <QObject>
#include <QPalette>

#include <optional>

class QApplication;

namespace weir {

/// How the window looks: one set of colours at a time, the fonts, how large everything is, and what Qt
/// is told of it. Style Fusion with our palette and a small stylesheet; painted widgets ask here and
/// listen to changed(), which also says that the zoom is another.
///
/// Pixels in code are those of 100 %. Numbers that Qt is given (margins, spacings, fixed and least
/// sizes) are scaled by PixelZoom; a widget that paints, or works out its size itself, asks scaled().
/// Fonts that come from here are scaled already.
/// Thread: GUI.
class Theme final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Theme)

public:
    enum class Mode { System, Dark, Light };
    Q_ENUM(Mode)

    static constexpr int leastZoom = 100; ///< per cent
    static constexpr int mostZoom = 200;

    /// Pixels at 100 %.
    struct FontSizes
    {
        int ui = 13;
        int events = 12;

        friend bool operator==(const FontSizes&, const FontSizes&) = default;
    };

    /// `application` outlives it; its palette as it is now tells what the system wants.
    explicit Theme(QApplication& application, QObject* parent = nullptr);

    Mode mode() const { return m_mode; }
    bool isDark() const { return m_dark; }
    const Colors& colors() const { return m_dark ? Colors::dark() : Colors::light(); }

    int zoom() const { return m_percent; } ///< per cent
    /// Pixels of 100 % as they are now.
    int scaled(int pixels) const;
    qreal scaled(qreal pixels) const { return pixels * zoom() / 100; }

    const FontSizes& fontSizes() const { return m_sizes; }
    QFont uiFont() const { return m_uiFont; } ///< Inter 13 px, tabular figures
    QFont uiFont(int pixels) const; ///< the same in another size, given at 100 %
    QFont eventFont() const { return m_eventFont; } ///< JetBrains Mono 12 px
    QFont groupTitleFont() const; ///< 10.5 px capitals
    QFont titleFont() const; ///< a page's name

public slots:
    void setMode(weir::Theme::Mode mode);
    /// What the desktop wants now, nothing where it does not say: then the application's first
    /// palette tells. Counts in mode System.
    void setSystemIsDark(std::optional<bool> dark);
    /// Kept within leastZoom and mostZoom.
    void setZoom(int percent);
    void setFontSizes(weir::Theme::FontSizes sizes);

signals:
    void changed();

private:
    void apply();
    void applyMode();
    void makeFonts();

    QApplication& m_application;
    const bool m_paletteIsDark;
    bool m_systemIsDark;
    Mode m_mode = Mode::System;
    bool m_dark = true;
    int m_percent = leastZoom;
    PixelZoom m_zoom;
    FontSizes m_sizes;
    QFont m_uiFont;
    QFont m_eventFont;
};

} // namespace weir
