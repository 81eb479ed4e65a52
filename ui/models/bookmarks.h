// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bookmark.h"
#include "core/result.h"
#include "core/storedbatch.h"
#include "ui/models/background.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace weir {

class CollectorClient;

/// The bookmarks of the index, the same in every window: read by a worker at the start, whenever the
/// collector says that somebody changed them, and when it comes back. Changing them is the
/// collector's work, as it alone writes.
/// Thread: GUI. The worker has ended when the destructor returns.
class Bookmarks final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Bookmarks)

public:
    /// `client` outlives it.
    Bookmarks(std::filesystem::path index, CollectorClient& client);

    /// Ascending by the time of their events; also those whose event is no longer kept.
    const std::vector<Bookmark>& all() const { return m_all; }
    bool has(EventKey key) const { return find(key) != nullptr; }
    /// Null when there is none; valid until changed().
    const Bookmark* find(EventKey key) const;
    QString noteOf(EventKey key) const;

    /// Why bookmarks cannot be changed now, as a sentence; empty when they can.
    QString obstacle() const;
    using Refused = std::function<void(const QString& reason)>;

    /// Sets one, or another note of one; what is too long of a note is cut off. changed() follows, or
    /// failed() and `refused`.
    void keep(EventSeq seq, const QString& note, Refused refused = {});
    void drop(EventSeq seq);

signals:
    void changed();
    void failed(const QString& reason); ///< a sentence

private:
    void send(const char* command, const std::map<std::string, std::string>& arguments,
              Refused refused);
    void reload();
    void takeOver();

    const std::filesystem::path m_index;
    CollectorClient& m_client;
    std::vector<Bookmark> m_all;

    // Last, so destroyed first: its thread calls this object.
    Background<Result<std::vector<Bookmark>>> m_reader;
};

} // namespace weir
