// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plainlabel.h"

#include <QVariant>

namespace weir {

PlainLabel::PlainLabel(const QString& text, const char* role, QWidget* parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setText(text);
    if (role != nullptr)
        setProperty("role", QString::fromLatin1(role));
}

} // namespace weir
