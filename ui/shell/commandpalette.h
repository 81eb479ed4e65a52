// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/overlay.h"
#include "ui/shell/palettemodel.h"
#include "ui/shell/palettesource.h"

#include <memory>
#include <vector>

class QLineEdit;
class QListView;

namespace weir {

class PlainLabel;

/// A line to type in and what matches it: everything that can be done or opened now. The keyboard is
/// enough: arrows choose, Enter does it. Thread: GUI.
class CommandPalette final : public Overlay
{
    Q_OBJECT

public:
    CommandPalette(Theme& theme, QWidget* window);

    void addSource(std::unique_ptr<PaletteSource> source);

protected:
    QWidget* first() override;
    void prepare() override;
    int wantedHeight(int most) const override;
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void typed(const QString& text);
    void move(int rows);
    void run(const QModelIndex& index);

    std::vector<std::unique_ptr<PaletteSource>> m_sources;
    PaletteModel m_model;
    QLineEdit* m_line;
    QListView* m_list;
    PlainLabel* m_nothing;
};

} // namespace weir
