// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"

#include <QFont>
#include <QObject>
#include <QPalette>

class QApplication;

namespace weir {

/// How the window looks: one set of colours at a time, the fonts, and what Qt is told of both. Style
/// Fusion with our palette and a small stylesheet; painted widgets ask here and listen to changed().
/// Thread: GUI.
class Theme final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Theme)

public:
    enum class Mode { System, Dark, Light };
    Q_ENUM(Mode)

    /// `application` outlives it; its palette as it is now tells what the system wants.
    explicit Theme(QApplication& application, QObject* parent = nullptr);

    Mode mode() const { return m_mode; }
    bool isDark() const { return m_dark; }
    const Colors& colors() const { return m_dark ? Colors::dark() : Colors::light(); }

    QFont uiFont() const { return m_uiFont; } ///< Inter 13 px, tabular figures
    QFont eventFont() const { return m_eventFont; } ///< JetBrains Mono 12 px
    QFont groupTitleFont() const; ///< 10.5 px capitals
    QFont titleFont() const; ///< a page's name

public slots:
    void setMode(weir::Theme::Mode mode);

signals:
    void changed();

private:
    void apply();

    QApplication& m_application;
    bool m_systemIsDark;
    Mode m_mode = Mode::System;
    bool m_dark = true;
    QFont m_uiFont;
    QFont m_eventFont;
};

} // namespace weir
