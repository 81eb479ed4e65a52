// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/fuzzymatch.h"
#include "ui/shell/palettesource.h"

#include <QAbstractListModel>
#include <QStringList>

namespace weir {

/// What matches what is typed in the palette, the best first; while nothing is typed, what was used
/// lately first. Thread: GUI.
class PaletteModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { KindRole = Qt::UserRole, KeysRole, LettersRole };

    using QAbstractListModel::QAbstractListModel;

    void setEntries(std::vector<PaletteEntry> entries);
    void setTyped(const QString& typed);
    /// `id` was used now.
    void noteUse(const QString& id);

    const PaletteEntry& entry(const QModelIndex& index) const;
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Found
    {
        std::size_t entry = 0;
        FuzzyMatch match;
    };

    void filter();

    std::vector<PaletteEntry> m_entries;
    std::vector<Found> m_found;
    QString m_typed;
    QStringList m_recent; ///< ids, the newest first
};

} // namespace weir
