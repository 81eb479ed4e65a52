// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace weir {

class Theme;

/// A piece of a configuration file to read and to copy: headers and values coloured, as high as it is
/// long. Hidden while it is empty. Thread: GUI.
class TomlView final : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit TomlView(Theme& theme, QWidget* parent = nullptr);

    void setToml(const std::string& text);

private:
    void fitHeight();
};

} // namespace weir
