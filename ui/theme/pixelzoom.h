// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <unordered_set>

class QApplication;
class QGridLayout;
class QLayout;
class QWidget;

namespace weir {

/// Makes everything that Qt lays out larger at run time: margins and spacings of layouts, fixed, least
/// and largest sizes of widgets, icons of buttons, and fonts that a widget has been given. So code says
/// these numbers once, as they are at 100 %, and a widget that is made while the window is zoomed is
/// scaled just before it is shown.
///
/// A widget that works out its size itself, from a font or with Theme::scaled(), says so with the
/// property `ownSize`: its size is left alone. Windows keep theirs. Thread: GUI.
class PixelZoom final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PixelZoom)

public:
    /// `application` outlives it.
    explicit PixelZoom(QApplication& application, QObject* parent = nullptr);
    ~PixelZoom() override;

    /// Gives it to the application. What is hidden is told that its style is another one when it is shown:
    /// layouts that nobody sees are a third of the cost.
    void restyle(const QString& sheet);

    int percent() const { return m_percent; }
    /// Scales every widget there is; to be called after every change of the stylesheet too, which
    /// gives fonts back their old size. `percent`: 100 to 200.
    void setPercent(int percent);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void scale(QWidget& widget) const;
    void scaleSize(QWidget& widget) const;
    void scaleFont(QWidget& widget) const;
    void scaleLayout(QLayout& layout) const;
    void scaleGrid(QGridLayout& grid) const;

    QApplication& m_application;
    bool m_isRestyling = false;
    std::unordered_set<const QObject*> m_untold; ///< that their style is another one; some may be gone
    int m_percent = 100;
    int m_before = 100; ///< what the widgets that are known were scaled to
};

} // namespace weir
