// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>
#include <vector>

namespace weir {

/// Something the command palette offers.
struct PaletteEntry
{
    QString id; ///< stable: by it the palette knows what was used lately
    QString text;
    QString kind; ///< what it is, in a word: `Source`
    QString keys; ///< may be empty
    std::function<void()> run;
};

/// Gives the palette what can be done now. Asked each time the palette opens, before it takes the
/// focus; so it must not wait. Thread: GUI.
class PaletteSource
{
public:
    virtual ~PaletteSource() = default;
    virtual std::vector<PaletteEntry> entries() const = 0;
};

} // namespace weir
