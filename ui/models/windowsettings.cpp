// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/windowsettings.h"

#include "ui/models/filereplace.h"
#include "ui/models/format.h"

#include <utility>

namespace weir {

namespace {

constexpr int settleMs = 120; ///< editors write in several steps
constexpr int mostTries = 3;

/// Reads, changes, replaces; again when somebody was faster. The text as it is then.
Result<std::string> changeFile(const std::filesystem::path& file,
                               const std::vector<TableEdits>& changes)
{
    Error last;
    for (int i = 0; i < mostTries; ++i) {
        const auto before = readTextFile(file);
        if (!before)
            return before.error();
        auto after = editedToml(*before, changes);
        if (!after)
            return after.error();
        if (*after == *before)
            return after;
        const auto replaced = replaceTextFile(file, *before, *after);
        if (replaced)
            return after;
        last = replaced.error();
        if (last.code != Error::Code::Busy)
            break;
    }
    return last;
}

} // namespace

Result<std::string> editedToml(std::string_view toml, const std::vector<TableEdits>& changes)
{
    std::string text(toml);
    for (const TableEdits& change : changes) {
        auto next = editTable(text, change.table, change.edits);
        if (!next)
            return next.error();
        text = std::move(*next);
    }
    return text;
}

WindowSettings::WindowSettings(std::filesystem::path config, WindowConfig first, QObject* parent)
    : QObject(parent)
    , m_config(std::move(config))
    , m_window(std::move(first))
    , m_thread([this](const std::stop_token& stop) { run(stop); })
{
    m_readSoon.setSingleShot(true);
    m_readSoon.setInterval(settleMs);
    connect(&m_readSoon, &QTimer::timeout, this, &WindowSettings::read);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_readSoon, qOverload<>(&QTimer::start));
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_readSoon,
            qOverload<>(&QTimer::start));
    read();
}

WindowSettings::~WindowSettings() = default;

void WindowSettings::run(const std::stop_token& stop)
{
    while (true) {
        std::unique_lock lock(m_mutex);
        m_wanted.wait(lock, stop, [this] { return !m_jobs.empty(); });
        if (m_jobs.empty())
            return;
        const Job job = std::move(m_jobs.front());
        m_jobs.pop_front();
        lock.unlock();
        job();
    }
}

void WindowSettings::ask(Job job)
{
    const std::lock_guard lock(m_mutex);
    m_jobs.push_back(std::move(job));
    m_wanted.notify_one();
}

void WindowSettings::read()
{
    ask([this] {
        auto text = readTextFile(file());
        if (!text)
            return; // the collector and the window's banner say why
        QMetaObject::invokeMethod(
            this, [this, text = std::move(*text)] { takeOver(text); }, Qt::QueuedConnection);
    });
}

void WindowSettings::change(std::vector<TableEdits> changes)
{
    ask([this, changes = std::move(changes)] {
        auto text = changeFile(file(), changes);
        QMetaObject::invokeMethod(
            this,
            [this, text = std::move(text)] {
                if (text)
                    takeOver(*text);
                else
                    emit failed(plainText(text.error().detail, 300));
            },
            Qt::QueuedConnection);
    });
}

void WindowSettings::takeOver(std::string text)
{
    watch();
    const auto window = parseWindowConfig(text);
    const bool wasSound = std::exchange(m_isSound, window.has_value());
    if (m_isRead && (text == m_text || !window) && m_isSound == wasSound)
        return;
    m_isRead = true;
    if (window) {
        m_text = std::move(text);
        m_window = *window;
    }
    emit changed();
}

/// A file that is exchanged is another one, which has to be watched anew.
void WindowSettings::watch()
{
    const QStringList wanted{QString::fromStdString(m_config.string()),
                             QString::fromStdString(file().string())};
    for (const QString& path : wanted) {
        if (!m_watcher.files().contains(path) && !m_watcher.directories().contains(path))
            m_watcher.addPath(path);
    }
}

} // namespace weir
