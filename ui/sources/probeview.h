// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/sources/probetask.h"

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace weir {

class MessageList;
class PlainLabel;
class Theme;

/// *Test connection*: what was tried, step by step, what is right and what is wrong with it, and the
/// first messages with what they were taken for. Hidden until the first test. Thread: GUI.
class ProbeView final : public QWidget
{
    Q_OBJECT

public:
    ProbeView(const Theme& theme, SourceProbe* probe, QWidget* parent = nullptr);

    /// `name` of a source that is configured, or `-` with its `[[source]]` block.
    void test(const QString& name, const std::string& block = {});
    /// Cancels a test that is going on and shows nothing.
    void reset();
    bool isRunning() const { return m_task.isRunning(); }

signals:
    void runningChanged();

private:
    void show(const ProbeLine& line);
    void showStep(const ProbeStep& step);
    void finish(const QString& problem);
    void addLine(const ProbeStep& step);
    void setVerdict(const QString& text, const char* role);

    ProbeTask m_task;
    QVBoxLayout* m_steps;
    PlainLabel* m_verdict;
    QPushButton* m_cancel;
    PlainLabel* m_messagesTitle;
    MessageList* m_messages;
    bool m_hasResult = false;
    bool m_hasUnknown = false; ///< a message that no format fits
    QString m_failure; ///< of the step that failed
};

} // namespace weir
