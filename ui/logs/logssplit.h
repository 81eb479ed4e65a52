// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSplitter>

#include <optional>

namespace weir {

class Theme;

/// Fields, list and side panel with handles between them. Fields are shown and the side panel is not
/// until somebody says otherwise or there is something to say; where the width does not suffice for
/// all three, what was wanted last counts, and fields only if somebody did want them. Where it does not
/// even suffice for two, what somebody has asked for stands in place of the list. Thread: GUI.
class LogsSplit final : public QSplitter
{
    Q_OBJECT

public:
    LogsSplit(Theme& theme, QWidget* fields, QWidget* list, QWidget* side,
              QWidget* parent = nullptr);

    /// As somebody wants it from now on.
    void showFields(bool wanted);
    void toggleFields();
    /// False: there are none to show, so they are seen only where somebody asks for them.
    void setHasFields(bool has);
    /// `byHand`: stays until it is hidden by hand; else it was only offered.
    void showSide(bool wanted, bool byHand = false);
    /// Somebody wants to look at it now: also where it stands in place of the list.
    void lookAtSide();
    void toggleSide();

    /// Something stands in place of the list.
    bool isListAway() const;

    /// What a session keeps: widths and what is shown.
    QByteArray state() const;
    void restore(const QByteArray& state);

signals:
    /// What stood in place of the list is gone again.
    void listIsBack();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void arrange();
    void followZoom();
    void rememberWidths();

    Theme& m_theme;
    int m_zoom; ///< that the widths are for, per cent
    QList<int> m_widths; ///< of each of the three when it was seen last
    QWidget* m_fields;
    QWidget* m_list;
    QWidget* m_side;
    std::optional<bool> m_fieldsWanted; ///< nothing: as the width allows
    bool m_hasFields = true;
    bool m_sideWanted = false;
    bool m_sideByHand = false;
    bool m_isSideLookedAt = false;
    bool m_sideWasLast = false; ///< of the two that was wanted
};

} // namespace weir
