// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sessionfile.h"

#include "ui/models/format.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QSaveFile>

#include <sys/file.h>
#include <unistd.h>

#include <fcntl.h>

#include <utility>

namespace weir {

namespace {

namespace fs = std::filesystem;

constexpr int mostWindows = 32;
constexpr qint64 largestFile = qint64{64} << 20; ///< far more than as many tabs as are written need

QString qt(const fs::path& path)
{
    return QString::fromStdString(path.string());
}

/// The same for every way to write a path.
std::string nameOf(const fs::path& index)
{
    std::error_code failed;
    const fs::path canonical = fs::weakly_canonical(index, failed);
    const std::string path = (failed ? index : canonical).string();
    const QByteArray hash =
        QCryptographicHash::hash(QByteArray::fromStdString(path), QCryptographicHash::Sha256);
    return "session-" + hash.toHex().left(16).toStdString();
}

/// Held until it is closed; -1 when somebody else holds it or it cannot be made.
int lockFile(const fs::path& path)
{
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file >= 0 && flock(file, LOCK_EX | LOCK_NB) != 0) {
        close(file);
        return -1;
    }
    return file;
}

bool write(const fs::path& path, const QByteArray& content)
{
    QSaveFile file(qt(path));
    return file.open(QIODevice::WriteOnly)
        && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)
        && file.write(content) == content.size() && file.commit();
}

/// `….aside`, or with the first number that is free.
fs::path freeAside(const fs::path& path)
{
    const std::string name = path.string() + ".aside";
    fs::path aside = name;
    std::error_code failed; // then the renaming tells
    for (int number = 2; fs::exists(fs::symlink_status(aside, failed)); ++number)
        aside = name + '-' + std::to_string(number);
    return aside;
}

} // namespace

std::unique_ptr<SessionFile> SessionFile::open(const fs::path& folder, const fs::path& index)
{
    std::error_code ignored; // then there is no lock either
    fs::create_directories(folder, ignored);
    const std::string name = nameOf(index);
    for (int window = 1; window <= mostWindows; ++window) {
        const std::string own = window == 1 ? name : name + '-' + std::to_string(window);
        const int lock = lockFile(folder / (own + ".lock"));
        if (lock < 0)
            continue;
        std::unique_ptr<SessionFile> file(new SessionFile(folder / (own + ".json"), lock));
        file->read();
        return file;
    }
    return nullptr;
}

SessionFile::SessionFile(fs::path path, int lock)
    : m_path(std::move(path))
    , m_lock(lock)
{
}

SessionFile::~SessionFile()
{
    m_writer.reset(); // what is left to write is written before somebody else may have the file
}

void SessionFile::read()
{
    QFile file(qt(m_path));
    if (!file.exists())
        return;
    Result<Session> session = Error{Error::Code::Io, {}, "it cannot be read"};
    if (file.size() <= largestFile && file.open(QIODevice::ReadOnly))
        session = sessionFromJson(file.readAll());
    file.close();
    if (session) {
        m_session = *session;
        return;
    }
    const fs::path aside = freeAside(m_path);
    std::error_code failed;
    fs::rename(m_path, aside, failed);
    if (failed) {
        m_isKept = true;
        m_problem = QCoreApplication::translate("SessionFile",
                                                "What was open last does not come back: %1. The "
                                                "file stays, and nothing is saved over it.")
                        .arg(plainText(session.error().detail, 200));
        return;
    }
    m_problem = QCoreApplication::translate("SessionFile",
                                            "What was open last does not come back: %1. The file "
                                            "is kept as %2.")
                    .arg(plainText(session.error().detail, 200), plainText(aside.string(), 400));
}

void SessionFile::save(const Session& session)
{
    if (m_isKept || m_saved == session)
        return;
    m_saved = session;
    // The thread begins with the first change, not with the program.
    if (!m_writer)
        m_writer = std::make_unique<Background<bool>>([] {});
    m_writer->ask([path = m_path, session] { return write(path, toJson(session)); });
}

} // namespace weir
