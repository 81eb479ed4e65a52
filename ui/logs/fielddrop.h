// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

class QWidget;

namespace weir {

/// Lets a widget take a field that is dragged there from the fields panel. Thread: GUI.
class FieldDrop final : public QObject
{
    Q_OBJECT

public:
    /// Owned by the widget.
    explicit FieldDrop(QWidget* onto);

signals:
    void dropped(const QString& field); ///< canonical name

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace weir
