// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"
#include "core/result.h"

#include <QObject>

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace weir {

/// The saved views and sets of highlights there are, through all edits of their files by whomever: a
/// view whose file has an error keeps what it said last. Changes go into the files, by exchanging the
/// values where they stand, and come back from there. One for a window.
///
/// Files are read and written in a thread of its own, one after the other; it has ended when the
/// destructor returns, after the last change has been written.
/// Thread: GUI.
class ViewSet final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ViewSet)

public:
    /// `config`: the folder with views/ and highlights/, which need not exist.
    explicit ViewSet(std::filesystem::path config, QObject* parent = nullptr);
    ~ViewSet() override;

    const std::vector<ViewConfig>& views() const { return m_now.views; } ///< by file name
    const std::vector<HighlightSet>& highlights() const { return m_now.highlights; }
    /// Errors and warnings of these files, as found.
    const std::vector<ConfigProblem>& problems() const { return m_now.problems; }
    const ViewConfig* view(const std::string& name) const; ///< null when there is none
    const HighlightSet* highlightSet(const std::string& name) const;
    /// The files have been read for the first time.
    bool isRead() const { return m_isRead; }

    /// A new view, or what the view of this name says from now on; what `view` leaves open stays.
    void save(ViewConfig view);
    void rename(const std::string& name, const std::string& newName);
    void remove(const std::string& name);

    void addSet(HighlightSet set); ///< its name is not taken
    /// Views that name it name it anew, in their files too.
    void renameSet(const std::string& name, const std::string& newName);
    void removeSet(const std::string& name);
    /// See exchangedRule().
    void changeRule(const std::string& set, std::optional<HighlightRule> before,
                    std::optional<HighlightRule> after);

    /// Brings back what was removed last, in a file of another name when its own is taken; does nothing
    /// without. What could not be brought back can be tried again.
    void undoRemove();

signals:
    /// Other views, highlights or problems.
    void changed();
    /// Its file says so: whoever holds it by its name goes on under the new one.
    void viewRenamed(const std::string& name, const std::string& newName);
    void setRenamed(const std::string& name, const std::string& newName);
    /// undoRemove() can bring it back.
    void removed(const QString& name);
    /// undoRemove() did not: a sentence.
    void undoFailed(const QString& reason);
    /// Another change could not be written: a sentence.
    void failed(const QString& reason);

private:
    struct Removed
    {
        std::filesystem::path file;
        std::string text;

        friend bool operator==(const Removed&, const Removed&) = default;
    };
    using Change = std::function<Result<std::string>(const std::string& text)>;
    using Job = std::function<Result<Done>()>;
    using Then = std::function<void()>; ///< in the GUI's thread, of a job that went well

    void run(const std::stop_token& stop);
    void readFiles();
    void takeOver(Configuration read);
    void ask(Job job);
    void changeFile(const std::filesystem::path& file, Change change);
    void renameFile(const std::filesystem::path& file, const std::string& newName, Then then,
                    Job follow = {});
    void create(const std::filesystem::path& folder, const std::string& name, std::string text);
    void removeFile(const std::filesystem::path& file, const std::string& name);
    bool isFree(const std::string& name, bool isTaken);

    const std::filesystem::path m_config;
    Configuration m_now;
    bool m_isRead = false;
    std::optional<Removed> m_removed; ///< until it is back

    // Worker thread.
    std::string m_signature; ///< of the files as they were read

    // Guarded by m_mutex.
    std::mutex m_mutex;
    std::condition_variable_any m_wanted;
    std::deque<Job> m_jobs;

    // Last, so destroyed first: the thread has ended before anything it uses goes away.
    std::jthread m_thread;
};

} // namespace weir
