// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/alertinstance.h"
#include "core/alertrecord.h"
#include "ui/pagecontext.h"

#include <QWidget>

class QPushButton;

namespace weir {

class FactGrid;
class PlainLabel;

/// Everything about one alert: what it says, its rule, what happened to it before. Thread: GUI.
class AlertDetails final : public QWidget
{
    Q_OBJECT

public:
    explicit AlertDetails(const PageContext& context, QWidget* parent = nullptr);

    /// `rule` is null when the configuration no longer has it; `history` oldest first, of all alerts.
    void show(const AlertInstance& instance, const AlertRule* rule,
              const std::vector<AlertRecord>& history);

signals:
    void logsWanted();

private:
    void showHead(const AlertInstance& instance);
    void showRule(const AlertRule* rule);
    void showHistory(const AlertInstance& instance, const std::vector<AlertRecord>& history);

    const PageContext m_context;
    PlainLabel* m_state;
    PlainLabel* m_name;
    PlainLabel* m_labels;
    PlainLabel* m_summary;
    FactGrid* m_rule;
    FactGrid* m_history;
    QPushButton* m_logs;
};

} // namespace weir
