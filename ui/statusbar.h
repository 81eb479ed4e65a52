// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/status.h"
#include "ui/models/collectorclient.h"
#include "ui/models/navigator.h"

#include <QWidget>

#include <optional>

namespace weir {

class Theme;

/// The lower edge of the window: what the collector says of itself, nothing prettier. A click goes to
/// the page that explains a figure; so does Enter, after Tab and the arrows. Thread: GUI.
class StatusBar final : public QWidget
{
    Q_OBJECT

public:
    explicit StatusBar(Theme& theme, QWidget* parent = nullptr);

    /// Nothing: the collector has not said anything (yet). `quota`: of the index on disk.
    void setStatus(const std::optional<Status>& status, CollectorClient::Connection connection);
    void setQuota(std::optional<std::uint64_t> bytes);
    /// How far the zone of lists and axes is from UTC, as of offsetText(); empty: it is UTC.
    void setZone(const QString& offset);

signals:
    void pageWanted(weir::Navigator::Page page);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

private:
    /// What an item is of, in the order of the line.
    enum class Id {
        Connection,
        Sources,
        Rate,
        Lag,
        Dropped,
        Gaps,
        WriterError,
        Index,
        Alerts,
        Zone,
    };

    struct Item
    {
        Id id = Id::Connection;
        QString before = {}; ///< label in front of the figure
        QString figure = {}; ///< bold, tabular
        QString after = {};
        QString tip = {};
        QColor color = {}; ///< of the figure; invalid: content
        QColor dot = {}; ///< invalid: none
        Navigator::Page page = Navigator::Page::Sources;
        bool atRight = false;
        QRect area = {};
    };

    void rebuild();
    void addSources(const Status& status);
    void addLoss(const Status& status);
    void layOut();
    int widthOf(const Item& item) const;
    void paintItem(QPainter& painter, const Item& item) const;
    const Item* itemAt(const QPoint& at) const;
    std::vector<const Item*> seen() const; ///< those that have room
    const Item* chosen() const; ///< that the keys are at; null without the focus
    void choose(int by); ///< so many to the right of it, of those that are seen
    void refresh(); ///< the items or their places are others
    void describe();
    void showTip(const Item& item, const QPoint& at);
    QFont boldFont() const;

    Theme& m_theme;
    std::optional<Status> m_status;
    CollectorClient::Connection m_connection = CollectorClient::Connection::None;
    std::optional<std::uint64_t> m_quota;
    QString m_zone;
    std::vector<Item> m_items;
    QPoint m_mouse{-1, -1};
    Id m_chosen = Id::Connection; ///< while there is none of it, the next one is
};

} // namespace weir
