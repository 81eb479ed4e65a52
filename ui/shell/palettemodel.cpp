// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/palettemodel.h"

#include <algorithm>

namespace weir {

namespace {

constexpr int mostRecent = 12;
constexpr int forRecent = 300; ///< what was used lately wins over a match that is a little better

} // namespace

void PaletteModel::setEntries(std::vector<PaletteEntry> entries)
{
    m_entries = std::move(entries);
    filter();
}

void PaletteModel::setTyped(const QString& typed)
{
    m_typed = typed;
    filter();
}

void PaletteModel::noteUse(const QString& id)
{
    m_recent.removeAll(id);
    m_recent.prepend(id);
    while (m_recent.size() > mostRecent)
        m_recent.removeLast();
}

void PaletteModel::filter()
{
    beginResetModel();
    m_found.clear();
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        auto match = fuzzyMatch(m_typed, m_entries[i].text);
        if (!match)
            continue;
        const auto recent = m_recent.indexOf(m_entries[i].id);
        if (recent >= 0)
            match->score += forRecent - static_cast<int>(recent);
        m_found.push_back({i, std::move(*match)});
    }
    std::stable_sort(m_found.begin(), m_found.end(), [](const Found& a, const Found& b) {
        return a.match.score > b.match.score;
    });
    endResetModel();
}

const PaletteEntry& PaletteModel::entry(const QModelIndex& index) const
{
    return m_entries[m_found[static_cast<std::size_t>(index.row())].entry];
}

int PaletteModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_found.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const
{
    const PaletteEntry& shown = entry(index);
    switch (role) {
    case Qt::DisplayRole:
        return shown.text;
    case Qt::AccessibleTextRole:
        return QStringList{shown.text, shown.kind, shown.keys}.join(QStringLiteral(", "));
    case KindRole:
        return shown.kind;
    case KeysRole:
        return shown.keys;
    case LettersRole: {
        const auto& letters = m_found[static_cast<std::size_t>(index.row())].match.letters;
        return QVariant::fromValue(QList<int>(letters.begin(), letters.end()));
    }
    default:
        return {};
    }
}

} // namespace weir
