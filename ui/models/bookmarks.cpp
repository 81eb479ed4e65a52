// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/bookmarks.h"

#include "store/read/bookmarkreader.h"
#include "ui/models/collectorclient.h"
#include "ui/models/format.h"

#include <algorithm>
#include <string>

namespace weir {

namespace {

std::string noteBytes(QString note)
{
    note = note.left(static_cast<qsizetype>(Bookmark::maxNote));
    while (note.toUtf8().size() > static_cast<qsizetype>(Bookmark::maxNote))
        note.chop(1);
    return note.toStdString();
}

} // namespace

Bookmarks::Bookmarks(std::filesystem::path index, CollectorClient& client)
    : m_index(std::move(index))
    , m_client(client)
    , m_reader([this] {
        QMetaObject::invokeMethod(this, &Bookmarks::takeOver, Qt::QueuedConnection);
    })
{
    connect(&client, &CollectorClient::bookmarksChanged, this, &Bookmarks::reload);
    connect(&client, &CollectorClient::connectionChanged, this, [this] {
        if (obstacle().isEmpty()) // what was changed meanwhile, nobody has told
            reload();
    });
    reload();
}

const Bookmark* Bookmarks::find(EventKey key) const
{
    const auto found = std::ranges::lower_bound(m_all, key, {}, [](const Bookmark& bookmark) {
        return EventKey{bookmark.time, bookmark.seq};
    });
    return found != m_all.end() && found->seq == key.seq ? &*found : nullptr;
}

QString Bookmarks::noteOf(EventKey key) const
{
    const Bookmark* const bookmark = find(key);
    return bookmark == nullptr ? QString() : QString::fromStdString(bookmark->note);
}

QString Bookmarks::obstacle() const
{
    if (m_client.connection() == CollectorClient::Connection::Connected)
        return {};
    return tr("Bookmarks are kept by the collector, and none runs on this index.");
}

void Bookmarks::keep(EventSeq seq, const QString& note, Refused refused)
{
    send("bookmark", {{"seq", std::to_string(number(seq))}, {"note", noteBytes(note)}},
         std::move(refused));
}

void Bookmarks::drop(EventSeq seq)
{
    send("unbookmark", {{"seq", std::to_string(number(seq))}}, {});
}

void Bookmarks::send(const char* command, const std::map<std::string, std::string>& arguments,
                     Refused refused)
{
    const auto fail = [alive = QPointer(this), refused = std::move(refused)](const QString& reason) {
        emit alive->failed(reason);
        if (refused)
            refused(reason);
    };
    if (const QString reason = obstacle(); !reason.isEmpty())
        return fail(reason);
    m_client.send(command, arguments,
                  [alive = QPointer(this), fail](const Result<std::string>& answer) {
                      if (!alive)
                          return;
                      if (answer)
                          alive->reload();
                      else
                          fail(tr("The bookmark was not kept: %1")
                                   .arg(plainText(answer.error().text(), 300)));
                  });
}

void Bookmarks::reload()
{
    m_reader.ask([index = m_index] { return readBookmarks(index); });
}

void Bookmarks::takeOver()
{
    auto read = m_reader.take();
    if (!read)
        return;
    if (!*read) {
        emit failed(
            tr("Bookmarks cannot be read: %1").arg(plainText(read->error().text(), 300)));
        return;
    }
    if (**read == m_all)
        return;
    m_all = std::move(**read);
    emit changed();
}

} // namespace weir
