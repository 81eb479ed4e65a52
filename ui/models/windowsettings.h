// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/tomlsplice.h"
#include "core/config/windowconfig.h"
#include "core/result.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace weir {

/// Changes to one table of weir.toml.
struct TableEdits
{
    std::string table; ///< `window`
    std::vector<TomlEdit> edits;

    friend bool operator==(const TableEdits&, const TableEdits&) = default;
};

/// A text of weir.toml with changes, one table after the other.
Result<std::string> editedToml(std::string_view toml, const std::vector<TableEdits>& changes);

/// What weir.toml says of the window, through all edits of the file by whomever, and the one way in
/// which the window changes it: by exchanging values where they stand. One for a window.
///
/// The file is read and written in a thread of its own, one job after the other; it has ended when the
/// destructor returns, after the last change has been written.
/// Thread: GUI.
class WindowSettings final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WindowSettings)

public:
    /// `config`: the folder of weir.toml, neither of which need exist. `first`: what is in force until
    /// the file has been read.
    WindowSettings(std::filesystem::path config, WindowConfig first, QObject* parent = nullptr);
    ~WindowSettings() override;

    // Of the file as it was when it was last without an error of syntax.
    const WindowConfig& window() const { return m_window; }
    const std::string& text() const { return m_text; }

    std::filesystem::path file() const { return m_config / "weir.toml"; }
    bool isRead() const { return m_isRead; }
    bool isSound() const { return m_isSound; } ///< the file is TOML now

    void change(std::vector<TableEdits> changes);

signals:
    /// The file says something else than before, or was read for the first time.
    void changed();
    /// A change could not be written: a sentence.
    void failed(const QString& reason);

private:
    using Job = std::function<void()>;

    void run(const std::stop_token& stop);
    void ask(Job job);
    void read();
    void takeOver(std::string text);
    void watch();

    const std::filesystem::path m_config;
    WindowConfig m_window;
    std::string m_text;
    bool m_isRead = false;
    bool m_isSound = true;
    QFileSystemWatcher m_watcher;
    QTimer m_readSoon;

    // Guarded by m_mutex.
    std::mutex m_mutex;
    std::condition_variable_any m_wanted;
    std::deque<Job> m_jobs;

    // Last, so destroyed first: the thread has ended before anything it uses goes away.
    std::jthread m_thread;
};

} // namespace weir
