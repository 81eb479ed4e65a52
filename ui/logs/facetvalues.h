// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/facets.h"

#include <QFrame>

class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace weir {

/// Whether a click or Enter with these keys held excludes a value: Alt, or Shift where the window
/// manager keeps Alt and the mouse for itself.
inline bool excludes(Qt::KeyboardModifiers held)
{
    return held.testAnyFlags(Qt::AltModifier | Qt::ShiftModifier);
}

/// The values of one field in a popup, with a line that narrows them. Enter or a click filters by
/// one, with Ctrl it is added to those that are, with Alt or Shift excluded. Deletes itself when it is closed. Thread: GUI.
class FacetValues final : public QFrame
{
    Q_OBJECT

public:
    /// `events`: what a share is a share of.
    FacetValues(const Facets::Field& field, std::uint64_t events, QWidget* parent);

    /// Keeps inside of the screen.
    void showAt(const QPoint& global);

signals:
    void toggleWanted(const std::string& field, const std::string& value, bool exclude);
    void addWanted(const std::string& field, const std::string& value);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void narrow(const QString& text);
    void choose(const QTreeWidgetItem* item);

    const Facets::Field m_field;
    QLineEdit* m_filter = nullptr;
    QTreeWidget* m_list = nullptr;
};

} // namespace weir
