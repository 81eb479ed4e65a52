// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/sources/probetask.h"

#include <QWidget>

class QComboBox;
class QPushButton;
class QSpinBox;

namespace weir {

class FactGrid;
class MessageList;
class PlainLabel;
class SourceList;
class Theme;

/// One topic of a cluster: its partitions with their watermarks, how long it keeps what, and a look at
/// its messages from any position, of which nothing is indexed. Thread: GUI.
class ClusterTopicView final : public QWidget
{
    Q_OBJECT

public:
    ClusterTopicView(const Theme& theme, SourceProbe* probe, QWidget* parent = nullptr);

    /// `source`: the one whose brokers are asked.
    void show(const QString& source, const std::string& topic);

private:
    QWidget* makePeekRow();
    void showTopic(const TopicInfo& topic);
    void peek();
    void say(PlainLabel* label, const QString& text, const char* role);

    QString m_source;
    std::string m_topic;
    ProbeTask m_facts;
    ProbeTask m_peek;
    PlainLabel* m_name;
    PlainLabel* m_state;
    FactGrid* m_grid;
    SourceList* m_partitions;
    SourceList* m_settings;
    QComboBox* m_from;
    QSpinBox* m_limit;
    QPushButton* m_look;
    PlainLabel* m_peekState;
    MessageList* m_messages;
};

} // namespace weir
