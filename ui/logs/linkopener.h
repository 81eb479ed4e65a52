// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace weir {

class ResultList;

/// Links in the rows of a log list: underlined under the mouse, opened by Ctrl and a click and never
/// otherwise. Events come from anywhere, so an address is opened only when it is one to the letter
/// (`http`, `https` with a host and no password; `weir` by this window). Thread: GUI.
class LinkOpener final : public QObject
{
    Q_OBJECT

public:
    /// The list is its parent.
    explicit LinkOpener(ResultList& list);

    /// Whether an address that a stream holds may be given to the desktop.
    static bool mayOpen(const QString& address);

signals:
    /// A `weir://` link, for the window.
    void weirLinkWanted(const QString& url);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void open(const QString& address);

    ResultList& m_list;
};

} // namespace weir
