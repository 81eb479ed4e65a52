// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSplitter>

namespace weir {

/// A list and the details of what is selected in it, side by side. The details get about a third
/// of the width until somebody moves the handle; from then on the choice stays.
class DetailsSplit final : public QSplitter
{
    Q_OBJECT

public:
    DetailsSplit(QWidget* list, QWidget* details);

    /// Hidden all the same while they would leave the list no room.
    void showDetails(bool wanted);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();

    QWidget* m_details;
    bool m_isWanted = false;
    bool m_isMovedByHand = false;
};

} // namespace weir
