// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTranslator>

namespace weir {

/// A language that nobody speaks, for finding what is not translated and what has no room: every text
/// in brackets, with accents and 40 % longer. Places for arguments (%1, %n) stay.
class PseudoLocale final : public QTranslator
{
    Q_OBJECT

public:
    using QTranslator::QTranslator;

    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* sourceText, const char* disambiguation,
                      int n) const override;

    static QString of(const QString& text);
};

} // namespace weir
