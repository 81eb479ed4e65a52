// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/status.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace weir {

class Banner;

/// What stands above the list of sources: what was done last, with a way back; a command that was refused;
/// and the sources that are in trouble, a few of them. Takes no room while there is nothing to say.
/// Thread: GUI.
class SourceBanners final : public QWidget
{
    Q_OBJECT

public:
    /// What there is to press on what was done.
    enum class Offer { None, Undo, BackToForm };

    explicit SourceBanners(QWidget* parent = nullptr);

    void setSources(const std::vector<SourceStatus>& sources);
    void note(const QString& subject, const QString& text, Offer offer);
    /// Undoing has failed; it can be tried again.
    void noteFailedUndo(const QString& subject, const QString& text);
    void refuse(const QString& subject, const QString& text);
    void clearRefusal();
    /// What was done and what was refused; nothing is offered any more.
    void clearNotes();

signals:
    void undoWanted();
    void formWanted();
    /// A troubled source was pressed; `isStalled`: it waits for a person, and its form would not help.
    void sourceWanted(const std::string& name, bool isStalled);

private:
    struct Trouble
    {
        std::string name;
        bool isStalled = false;
        Banner* banner = nullptr; ///< reused
    };

    void notePressed();
    void fit();

    QVBoxLayout* m_layout = nullptr;
    Offer m_offer = Offer::None;
    Banner* m_note = nullptr;
    Banner* m_refusal = nullptr;
    std::vector<Trouble> m_troubles;
};

} // namespace weir
