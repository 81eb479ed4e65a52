// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

#include <functional>

namespace weir {

class Banner;

/// A sentence about what was just asked for and could not be done, or was done and can be undone. Goes
/// away by itself. Thread: GUI.
class PageNote final : public QWidget
{
    Q_OBJECT

public:
    explicit PageNote(QWidget* parent = nullptr);

    void say(const QString& sentence);
    /// `undo` is called when the button with this text is pressed.
    void offer(const QString& sentence, const QString& button, std::function<void()> undo);
    QString sentence() const;

private:
    Banner* m_banner;
    std::function<void()> m_undo;
    QTimer m_end;
};

} // namespace weir
