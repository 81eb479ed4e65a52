// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/sources/probetask.h"

#include <QWidget>

namespace weir {

class FactGrid;
class PlainLabel;
class SourceList;
class Theme;

/// One consumer group of a cluster: its members, and how far it is behind in records and in seconds.
/// Looked at, never touched. Thread: GUI.
class ClusterGroupView final : public QWidget
{
    Q_OBJECT

public:
    ClusterGroupView(const Theme& theme, SourceProbe* probe, QWidget* parent = nullptr);

    void show(const QString& source, const std::string& group);

private:
    void showGroup(const GroupInfo& group);

    ProbeTask m_task;
    PlainLabel* m_name;
    PlainLabel* m_state;
    FactGrid* m_grid;
    SourceList* m_positions;
};

} // namespace weir
