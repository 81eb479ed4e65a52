// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace weir {

class Theme;

/// The message of an event, whole, to be read and selected: as high as what it holds, up to some lines,
/// beyond which it scrolls. Thread: GUI.
class MessageView final : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit MessageView(Theme& theme, QWidget* parent = nullptr);

    /// Safe to paint.
    void setMessage(const QString& text);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void refreshFont();
    void refreshHeight();

    Theme& m_theme;
};

/// Text of a stream that is read and selected, with stops for its tabs.
void makeReader(QPlainTextEdit& edit, const QFont& font);

} // namespace weir
