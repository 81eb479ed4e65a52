// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/overlay.h"

#include <QKeySequence>

class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace weir {

class Actions;
class PlainLabel;
class WindowSettings;

/// Every action with its keys, by where it belongs. A row can be given other keys: choose it, press
/// Enter, press the keys. They are written into `[keys]` of weir.toml. Thread: GUI.
class KeySheet final : public Overlay
{
    Q_OBJECT

public:
    KeySheet(Theme& theme, const Actions& actions, WindowSettings& settings, QWidget* window);

protected:
    QWidget* first() override;
    void prepare() override;
    int wantedHeight(int most) const override;
    bool eventFilter(QObject* object, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeFoot();
    void fill();
    void filter();
    void chosen();
    void beginRecording();
    void endRecording(const QString& say);
    void recorded(const QKeySequence& keys);
    void bind(const QString& id, const QList<QKeySequence>& keys);
    void reset();
    void removeKeys();
    QString currentId() const;

    const Actions& m_actions;
    WindowSettings& m_settings;
    QLineEdit* m_line;
    QTreeWidget* m_list;
    PlainLabel* m_say;
    QPushButton* m_change = nullptr;
    QPushButton* m_remove = nullptr;
    QPushButton* m_reset = nullptr;
    bool m_isRecording = false;
    QKeySequence m_refused; ///< taken by another; pressed again they are taken from there
};

} // namespace weir
