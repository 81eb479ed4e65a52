// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QPointer>

namespace weir {

class Theme;

/// A sheet that lies over the window while it has the focus: no dialog, it blocks nothing. It closes on
/// Esc and when the focus goes elsewhere, and gives the focus back to whom it took it from.
/// Thread: GUI.
class Overlay : public QFrame
{
    Q_OBJECT

public:
    /// `widest`: at 100 %. Lies over `window`, whose child it is.
    Overlay(Theme& theme, int widest, QWidget* window);
    ~Overlay() override;

    void open();
    void close();

protected:
    /// What gets the focus.
    virtual QWidget* first() = 0;
    /// Called before it is shown, while the focus is still where it was.
    virtual void prepare() = 0;
    /// How high it wants to be, at most `most`.
    virtual int wantedHeight(int most) const = 0;
    void place();
    Theme& theme() const { return m_theme; }

    bool eventFilter(QObject* object, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void focusMoved(QWidget* now);

    Theme& m_theme;
    const int m_widest;
    QPointer<QWidget> m_before;
};

} // namespace weir
