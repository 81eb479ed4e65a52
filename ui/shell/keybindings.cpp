// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/keybindings.h"

#include "ui/models/windowsettings.h"

namespace weir {

namespace {

QString placeOf(const QString& id)
{
    return id.section(QLatin1Char('.'), 0, 0);
}

bool isEverywhere(const QString& id)
{
    return placeOf(id) == QLatin1String("window");
}

} // namespace

std::map<QString, QList<QKeySequence>> bindingsOf(const WindowConfig& window)
{
    std::map<QString, QList<QKeySequence>> bindings;
    for (const auto& [id, texts] : window.keys) {
        QList<QKeySequence> keys;
        for (const std::string& text : texts)
            keys << QKeySequence(QString::fromStdString(text), QKeySequence::PortableText);
        bindings.emplace(QString::fromStdString(id), keys);
    }
    return bindings;
}

QStringList unknownIds(const WindowConfig& window, const Actions& actions)
{
    QStringList unknown;
    for (const auto& [id, keys] : window.keys) {
        const QString name = QString::fromStdString(id);
        const auto& all = actions.entries();
        if (std::none_of(all.begin(), all.end(),
                         [&name](const Actions::Entry& entry) { return entry.id == name; }))
            unknown << name;
    }
    return unknown;
}

std::vector<const Actions::Entry*> conflictsOf(const QString& id, const QKeySequence& keys,
                                               const Actions& actions)
{
    std::vector<const Actions::Entry*> found;
    for (const Actions::Entry& entry : actions.entries()) {
        const bool meets =
            placeOf(entry.id) == placeOf(id) || isEverywhere(entry.id) || isEverywhere(id);
        if (entry.id != id && meets && entry.keys.contains(keys))
            found.push_back(&entry);
    }
    return found;
}

TableEdits editOfKeys(const Actions::Entry& entry, const QList<QKeySequence>& keys)
{
    TomlEdit edit{{entry.id.toStdString()}, {}};
    if (keys != entry.usual) {
        std::vector<std::string> texts;
        for (const QKeySequence& sequence : keys)
            texts.push_back(sequence.toString(QKeySequence::PortableText).toStdString());
        edit.value = texts.empty() ? "\"\""
            : texts.size() == 1    ? tomlString(texts.front())
                                   : tomlStrings(texts);
    }
    return {"keys", {edit}};
}

} // namespace weir
