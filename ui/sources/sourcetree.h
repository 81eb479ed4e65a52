// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeView>

namespace weir {

class SourceModel;
class Theme;

/// The sources with their topics and partitions below them. The name has the room that the other columns
/// leave; where there is little, the less important ones are hidden. Thread: GUI.
class SourceTree final : public QTreeView
{
    Q_OBJECT

public:
    /// Both outlive it.
    SourceTree(SourceModel& model, Theme& theme, QWidget* parent = nullptr);

    /// Of its own accord when it is resized or opened; to be called after the rows have changed.
    void fitColumns();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    const Theme& m_theme;
};

} // namespace weir
