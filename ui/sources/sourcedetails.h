// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/status.h"
#include "ui/pagecontext.h"

#include <QWidget>

class QPlainTextEdit;
class QPushButton;

namespace weir {

class FactGrid;
class PlainLabel;

/// Everything about one source: its figures, positions and gaps, and how it stands in weir.toml.
/// Pause and resume are asked for here. Thread: GUI.
class SourceDetails final : public QWidget
{
    Q_OBJECT

public:
    explicit SourceDetails(const PageContext& context, QWidget* parent = nullptr);

    void show(const SourceStatus& source);
    /// Empty: not in the file.
    void setToml(const QString& text);

signals:
    void pauseWanted(bool paused);

private:
    void showFacts(const SourceStatus& source);
    void showPositions(const SourceStatus& source);
    void showGaps(const SourceStatus& source);

    const PageContext m_context;
    PlainLabel* m_name;
    PlainLabel* m_kind;
    QPushButton* m_pause;
    PlainLabel* m_note;
    FactGrid* m_facts;
    FactGrid* m_positions;
    FactGrid* m_gaps;
    PlainLabel* m_tomlTitle;
    QPlainTextEdit* m_toml;
    bool m_isPaused = false;
};

} // namespace weir
