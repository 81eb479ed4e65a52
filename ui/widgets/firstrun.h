// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace weir {

class Launcher;
class PlainLabel;
class Theme;

/// Where there is no source yet: three ways on. Thread: GUI.
class FirstRun final : public QWidget
{
    Q_OBJECT

public:
    /// `launcher` may be null: then only a source can be added.
    FirstRun(const Theme& theme, Launcher* launcher, QWidget* parent = nullptr);

signals:
    void addWanted();

private:
    QWidget* makeWay(const Theme& theme, const QString& title, const QString& text,
                     QWidget* button);
    QWidget* makeOpenButton();
    void openFile();
    void openFolder();
    void say(bool isStarted, const QString& what);

    Launcher* m_launcher;
    PlainLabel* m_feedback;
};

} // namespace weir
