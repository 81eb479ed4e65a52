// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/viewset.h"

#include "ui/models/filereplace.h"
#include "ui/models/format.h"
#include "ui/models/viewtext.h"

#include <algorithm>
#include <utility>

namespace weir {

namespace {

namespace fs = std::filesystem;

/// How soon an edit made elsewhere is noticed.
constexpr auto look = std::chrono::milliseconds(700);
constexpr int mostTries = 3;

/// Names, sizes and times of the files: another one when anything was written.
std::string signatureOf(const fs::path& config)
{
    std::vector<std::string> parts;
    for (const char* folder : {"views", "highlights"}) {
        std::error_code failed;
        for (fs::directory_iterator it(config / folder, failed), end; !failed && it != end;
             it.increment(failed)) {
            std::error_code ignored;
            const auto time = it->last_write_time(ignored).time_since_epoch().count();
            parts.push_back(it->path().string() + ' ' + std::to_string(it->file_size(ignored)) + ' '
                            + std::to_string(time));
        }
    }
    std::ranges::sort(parts);
    std::string all = "-"; // never empty, so that the first look reads
    for (const std::string& part : parts)
        all += part + '\n';
    return all;
}

bool isWrong(const std::vector<ConfigProblem>& problems, const fs::path& file)
{
    return std::ranges::any_of(problems, [&](const ConfigProblem& problem) {
        return !problem.isWarning && problem.file == file;
    });
}

/// What was there before and has an error now.
template<typename Named>
void keepWrong(const std::vector<Named>& before, const std::vector<ConfigProblem>& problems,
               std::vector<Named>& now)
{
    for (const Named& old : before) {
        if (isWrong(problems, old.file) && std::ranges::find(now, old.file, &Named::file) == now.end()
            && std::ranges::find(now, old.name, &Named::name) == now.end())
            now.push_back(old);
    }
    std::ranges::sort(now, {}, &Named::file);
}

template<typename Named>
const Named* find(const std::vector<Named>& all, const std::string& name)
{
    const auto found = std::ranges::find(all, name, &Named::name);
    return found == all.end() ? nullptr : &*found;
}

/// So that nothing is without it until the file has been read again.
template<typename Named>
void exchangeName(std::vector<Named>& all, const std::string& name, const std::string& newName)
{
    const auto found = std::ranges::find(all, name, &Named::name);
    if (found != all.end())
        found->name = newName;
}

Result<Done> changeText(const fs::path& file,
                        const std::function<Result<std::string>(const std::string&)>& change)
{
    Error last;
    for (int i = 0; i < mostTries; ++i) {
        const auto before = readTextFile(file);
        if (!before)
            return before.error();
        const auto after = change(*before);
        if (!after)
            return after.error();
        auto replaced = replaceTextFile(file, *before, *after);
        if (replaced)
            return replaced;
        last = replaced.error();
        if (last.code != Error::Code::Busy)
            break;
    }
    return last;
}

/// A file that is not there yet, named after what it holds.
fs::path freeFile(const fs::path& folder, const std::string& name)
{
    const std::string stem = fileNameOf(name);
    fs::path file = folder / (stem + ".toml");
    std::error_code ignored;
    for (int i = 2; fs::exists(fs::symlink_status(file, ignored)); ++i)
        file = folder / (stem + '-' + std::to_string(i) + ".toml");
    return file;
}

Result<Done> bringBack(const fs::path& file, const std::string& text)
{
    auto done = replaceTextFile(file, {}, text);
    if (!done && done.error().code == Error::Code::Busy)
        done = replaceTextFile(freeFile(file.parent_path(), file.stem().string()), {}, text);
    return done;
}

} // namespace

ViewSet::ViewSet(fs::path config, QObject* parent)
    : QObject(parent)
    , m_config(std::move(config))
    , m_thread([this](const std::stop_token& stop) { run(stop); })
{
}

ViewSet::~ViewSet() = default;

const ViewConfig* ViewSet::view(const std::string& name) const
{
    return find(m_now.views, name);
}

const HighlightSet* ViewSet::highlightSet(const std::string& name) const
{
    return find(m_now.highlights, name);
}

void ViewSet::run(const std::stop_token& stop)
{
    while (true) {
        readFiles();
        std::unique_lock lock(m_mutex);
        m_wanted.wait_for(lock, stop, look, [this] { return !m_jobs.empty(); });
        // What was asked for is written, also when the window closes.
        while (!m_jobs.empty()) {
            const Job job = std::move(m_jobs.front());
            m_jobs.pop_front();
            lock.unlock();
            if (const auto done = job(); !done) {
                const QString reason = plainText(done.error().text(), 400);
                QMetaObject::invokeMethod(
                    this, [this, reason] { emit failed(reason); }, Qt::QueuedConnection);
            }
            lock.lock();
        }
        if (stop.stop_requested())
            return;
    }
}

void ViewSet::readFiles()
{
    std::string signature = signatureOf(m_config);
    if (signature == m_signature)
        return;
    m_signature = std::move(signature);
    QMetaObject::invokeMethod(
        this, [this, read = loadViews(m_config)] { takeOver(read); }, Qt::QueuedConnection);
}

void ViewSet::takeOver(Configuration read)
{
    keepWrong(m_now.views, read.problems, read.views);
    keepWrong(m_now.highlights, read.problems, read.highlights);
    m_now = std::move(read);
    m_isRead = true;
    emit changed();
}

void ViewSet::ask(Job job)
{
    const std::lock_guard lock(m_mutex);
    m_jobs.push_back(std::move(job));
    m_wanted.notify_one();
}

void ViewSet::changeFile(const fs::path& file, Change change)
{
    ask([file, change = std::move(change)] { return changeText(file, change); });
}

/// `follow`: what else has to be written then.
void ViewSet::renameFile(const fs::path& file, const std::string& newName, Then then, Job follow)
{
    ask([this, file, newName, then = std::move(then), follow = std::move(follow)] {
        auto done = changeText(
            file, [&newName](const std::string& text) { return renamed(text, newName); });
        if (!done)
            return done;
        QMetaObject::invokeMethod(this, then, Qt::QueuedConnection);
        return follow ? follow() : done;
    });
}

void ViewSet::create(const fs::path& folder, const std::string& name, std::string text)
{
    ask([folder, name, text = std::move(text)] {
        return replaceTextFile(freeFile(folder, name), {}, text);
    });
}

void ViewSet::removeFile(const fs::path& file, const std::string& name)
{
    ask([this, file, name]() -> Result<Done> {
        auto text = readTextFile(file);
        if (!text)
            return text.error();
        std::error_code failed;
        if (!fs::remove(file, failed))
            return Error{Error::Code::Io, file.string(), failed.message()};
        QMetaObject::invokeMethod(
            this,
            [this, gone = Removed{file, std::move(*text)}, name] {
                m_removed = gone;
                emit removed(plainText(name, 100));
            },
            Qt::QueuedConnection);
        return Done{};
    });
}

bool ViewSet::isFree(const std::string& name, bool isTaken)
{
    if (!name.empty() && !isTaken)
        return true;
    emit failed(name.empty() ? tr("A name is needed.")
                             : tr("The name “%1” is taken.").arg(plainText(name, 100)));
    return false;
}

void ViewSet::save(ViewConfig view)
{
    if (const ViewConfig* known = this->view(view.name))
        changeFile(known->file, [view](const std::string& text) { return editedView(text, view); });
    else if (isFree(view.name, false))
        create(m_config / "views", view.name, viewText(view));
}

void ViewSet::rename(const std::string& name, const std::string& newName)
{
    const ViewConfig* known = view(name);
    if (!known || name == newName || !isFree(newName, view(newName) != nullptr))
        return;
    renameFile(known->file, newName, [this, name, newName] {
        exchangeName(m_now.views, name, newName);
        emit viewRenamed(name, newName);
    });
}

void ViewSet::remove(const std::string& name)
{
    if (const ViewConfig* known = view(name))
        removeFile(known->file, name);
}

void ViewSet::addSet(HighlightSet set)
{
    if (isFree(set.name, highlightSet(set.name) != nullptr))
        create(m_config / "highlights", set.name, highlightText(set));
}

void ViewSet::renameSet(const std::string& name, const std::string& newName)
{
    const HighlightSet* known = highlightSet(name);
    if (!known || name == newName || !isFree(newName, highlightSet(newName) != nullptr))
        return;
    std::vector<fs::path> naming;
    for (const ViewConfig& view : m_now.views) {
        if (std::ranges::find(view.highlights, name) != view.highlights.end())
            naming.push_back(view.file);
    }
    const auto rename = [this, name, newName] {
        exchangeName(m_now.highlights, name, newName);
        for (ViewConfig& view : m_now.views)
            std::ranges::replace(view.highlights, name, newName);
        emit setRenamed(name, newName);
    };
    renameFile(known->file, newName, rename, [naming, name, newName] {
        Result<Done> all = Done{};
        for (const fs::path& file : naming) {
            auto done = changeText(file, [&](const std::string& text) {
                return withSetRenamed(text, name, newName);
            });
            if (!done)
                all = std::move(done);
        }
        return all;
    });
}

void ViewSet::removeSet(const std::string& name)
{
    if (const HighlightSet* known = highlightSet(name))
        removeFile(known->file, name);
}

void ViewSet::changeRule(const std::string& set, std::optional<HighlightRule> before,
                         std::optional<HighlightRule> after)
{
    const HighlightSet* known = highlightSet(set);
    if (!known || (!before && !after))
        return;
    changeFile(known->file, [before = std::move(before), after = std::move(after)](
                                const std::string& text) { return exchangedRule(text, before, after); });
}

void ViewSet::undoRemove()
{
    if (!m_removed)
        return;
    ask([this, gone = *m_removed]() -> Result<Done> {
        const auto back = bringBack(gone.file, gone.text);
        QMetaObject::invokeMethod(
            this,
            [this, gone, back] {
                if (!back)
                    emit undoFailed(plainText(back.error().text(), 400));
                else if (m_removed == gone)
                    m_removed.reset();
            },
            Qt::QueuedConnection);
        return Done{};
    });
}

} // namespace weir
