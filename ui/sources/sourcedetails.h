// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/status.h"
#include "ui/pagecontext.h"
#include "ui/sources/positionaction.h"

#include <QWidget>

class QAction;
class QPushButton;

namespace weir {

class FactGrid;
class PlainLabel;
class ProbeView;
class TomlView;

/// Everything about what is selected, a source, a topic or a partition: figures, positions and gaps,
/// and of its source how it stands in weir.toml. What can be done with it is asked for here.
/// Thread: GUI.
class SourceDetails final : public QWidget
{
    Q_OBJECT

public:
    explicit SourceDetails(const PageContext& context, QWidget* parent = nullptr);

    /// `place` names the source and perhaps a part of it.
    void show(const SourceStatus& source, const PositionAction::Place& place);
    /// Empty: not in the file, so it can be neither changed nor taken out.
    void setToml(const std::string& text);
    void openAction(PositionAction::What what);

signals:
    void pauseWanted(bool paused);
    void editWanted();
    void removalWanted();
    void browseWanted();
    void logsWanted();

private:
    QWidget* makeHead();
    QWidget* makeButtons();
    QWidget* makeFoot();
    void showButtons(const SourceStatus& source);
    void showFacts(const SourceStatus& source);
    void showPlaceFacts(const SourceStatus& source);
    void showPositions(const SourceStatus& source);
    void showGaps(const SourceStatus& source);
    bool isHere(const std::string& topic, std::int32_t partition) const;

    const PageContext m_context;
    PositionAction::Place m_place;
    PlainLabel* m_name = nullptr;
    PlainLabel* m_kind = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_position = nullptr;
    QPushButton* m_edit = nullptr;
    QPushButton* m_more = nullptr;
    QAction* m_skip = nullptr;
    QAction* m_remove = nullptr;
    QAction* m_browse = nullptr;
    PositionAction* m_action = nullptr;
    PlainLabel* m_error = nullptr;
    PlainLabel* m_note = nullptr;
    FactGrid* m_facts = nullptr;
    FactGrid* m_positions = nullptr;
    FactGrid* m_gaps = nullptr;
    PlainLabel* m_tomlTitle = nullptr;
    TomlView* m_toml = nullptr;
    ProbeView* m_probe = nullptr;
    QPushButton* m_test = nullptr;
    bool m_isPaused = false;
    bool m_isInFile = false;
};

} // namespace weir
