// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace weir {

/// The only label of the window, and so the only one that may show bytes from a stream: AutoText
/// would read `<img src="file:///dev/zero">` in a log line as a picture to load.
/// Text of a stream goes through plainText() (ui/models/format.h) first.
class PlainLabel final : public QLabel
{
    Q_OBJECT

public:
    /// `role` as in theme/stylesheet.h; empty: content.
    explicit PlainLabel(const QString& text = {}, const char* role = nullptr,
                        QWidget* parent = nullptr);
};

} // namespace weir
