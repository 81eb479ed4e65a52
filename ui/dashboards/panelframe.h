// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"
#include "ui/models/panelsnapshot.h"
#include "ui/pagecontext.h"

#include <QWidget>

namespace weir {

/// One panel of a dashboard: ground, border, title, and what went wrong; what it shows is painted by
/// those who derive from it. Everything is painted text, so nothing in a stream is interpreted.
/// Thread: GUI.
class PanelFrame : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PanelFrame)

public:
    static constexpr int headHeight = 30; ///< at 100 %

    PanelFrame(const PageContext& context, PanelConfig config, QWidget* parent);

    const PanelConfig& config() const { return m_config; }
    /// What the panel asks the index; nothing for a panel that shows no events.
    virtual std::optional<PanelQuestion> question() const;
    void setSnapshot(PanelSnapshotPtr snapshot);
    const PanelSnapshot& shown() const { return *m_snapshot; }
    /// Whether its picture changes with the clock alone.
    virtual bool movesWithTime() const { return false; }

protected:
    /// `area` is below the title. The snapshot holds no error.
    virtual void paintContent(QPainter& painter, const QRect& area, const PanelSnapshot& shown) = 0;
    /// Small, at the right of the title.
    virtual QString subtitle(const PanelSnapshot& shown) const;

    const PageContext& context() const { return m_context; }
    const PanelSnapshotPtr& snapshot() const { return m_snapshot; }
    bool hasAnswer() const { return m_hasAnswer; }
    QRect contentArea() const;
    QString unit() const { return QString::fromStdString(m_config.unit); }
    QFont smallFont() const;

    void paintEvent(QPaintEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    /// The log page with this panel's filter.
    void openInLogs();

private:
    void paintHead(QPainter& painter);
    void paintNote(QPainter& painter, const QString& note, const QColor& color);
    QString problem() const;

    const PageContext m_context;
    const PanelConfig m_config;
    PanelSnapshotPtr m_snapshot; ///< never null
    bool m_hasAnswer = false;
};

/// The right one for the panel's type.
PanelFrame* makePanel(const PageContext& context, const PanelConfig& config, int statNumber,
                      QWidget* parent);

} // namespace weir
