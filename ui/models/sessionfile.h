// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "core/result.h"
#include "ui/models/background.h"
#include "ui/models/session.h"

#include <QString>

#include <filesystem>
#include <memory>
#include <optional>

namespace weir {

/// Where a window's session is kept: a file for each index, and where several windows look at one
/// index, one for each window. The first window has the first file, the second the second, as long as
/// they are open; so none overwrites what another left, and the n-th window that is opened comes back
/// as the n-th was left.
///
/// A file that cannot be used is renamed to `….aside` (`….aside-2` where there is one), never
/// overwritten; when that fails nothing is saved.
///
/// open() reads the disk and belongs before the window; save() is for the GUI thread and returns at
/// once, what it was given last is written when the destructor returns.
class SessionFile final
{
public:
    /// `folder` is made when it is missing. Null when no file can be had (a folder that cannot be
    /// written, too many windows): then there is no session.
    static std::unique_ptr<SessionFile> open(const std::filesystem::path& folder,
                                             const std::filesystem::path& index);
    ~SessionFile();
    SessionFile(const SessionFile&) = delete;
    SessionFile& operator=(const SessionFile&) = delete;

    /// As it was left; nothing the first time and when the file could not be used.
    const std::optional<Session>& session() const { return m_session; }
    /// Why the file could not be used, a sentence; else empty.
    const QString& problem() const { return m_problem; }
    const std::filesystem::path& path() const { return m_path; }

    void save(const Session& session);

private:
    SessionFile(std::filesystem::path path, int lock);

    void read();

    const std::filesystem::path m_path;
    const Descriptor m_lock; ///< held as long as the window
    std::optional<Session> m_session;
    std::optional<Session> m_saved; ///< what was given last
    QString m_problem;
    bool m_isKept = false; ///< it could be neither used nor set aside
    std::unique_ptr<Background<bool>> m_writer;
};

} // namespace weir
