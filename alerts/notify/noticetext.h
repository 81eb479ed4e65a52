// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace weir {

/// No longer than this is any text of a notification, in characters as shown.
constexpr qsizetype maxNoticeLength = 200;

/// A text of a stream as a notification's title, which no server reads as markup: control characters
/// visible, cut at maxNoticeLength.
QString noticeTitle(const QString& text);

/// The same as its body. A server that reads markup gets it escaped. One that does not say so might
/// read it all the same, so characters that begin markup are replaced by others that look alike.
QString noticeBody(const QString& text, bool readsMarkup);

} // namespace weir
