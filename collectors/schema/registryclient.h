// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/schema/httpget.h"
#include "collectors/schema/schemasource.h"
#include "core/config/config.h"
#include "core/result.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace weir {

/// Schemas of a registry with Confluent's interface (Confluent, Karapace, Apicurio, Redpanda):
/// `GET /schemas/ids/N`, and `GET /subjects/S/versions/V` for what a schema refers to.
///
/// A thread of its own asks. Whoever is the first to look for a schema waits for it, but at most `patience`;
/// after a failure nobody waits or asks for `pause`, so that a registry that is away costs a stream one
/// wait each time. What is known stays known: a number never changes its meaning.
///
/// Thread: any.
class RegistryClient final : public SchemaSource
{
public:
    struct Settings
    {
        std::string url;
        HttpGet::Settings http;
        std::chrono::milliseconds patience = std::chrono::seconds(1);
        std::chrono::milliseconds pause = std::chrono::seconds(10);
    };

    /// InvalidInput when a secret cannot be resolved. `keyring`: for those that are kept there.
    static Result<std::unique_ptr<RegistryClient>> make(const RegistryConfig& config,
                                                        const KeyringReader& keyring = {});

    explicit RegistryClient(Settings settings);
    ~RegistryClient() override;

    Answer find(std::uint32_t id) override;

private:
    using Clock = std::chrono::steady_clock;
    static constexpr std::size_t mostAnswers = 10'000; ///< made-up numbers are answered too
    static constexpr std::size_t mostOutstanding = 100;
    static constexpr std::size_t mostReferences = 100;

    struct Entry
    {
        Answer answer;
        bool isAsked = false; ///< and there is no answer yet
        Clock::time_point askAgain; ///< of what there is not
    };

    void ask(std::uint32_t id, Entry& entry);
    void work();
    Answer fetch(HttpGet& http, std::uint32_t id);
    /// What a reply says; fills in the references. False, with a reason in the answer, when there is none.
    bool read(HttpGet& http, const std::string& body, SchemaText& schema, Answer& answer,
              int depth);
    bool fetchReference(HttpGet& http, const std::string& name, const std::string& subject,
                        std::int64_t version, SchemaText& schema, Answer& answer, int depth);
    std::optional<std::string> bodyOf(HttpGet& http, const std::string& path, Answer& answer);

    const Settings m_settings;
    std::atomic<bool> m_isStopped = false;
    std::mutex m_mutex;
    std::condition_variable m_asked;
    std::condition_variable m_answered;
    std::map<std::uint32_t, Entry> m_entries;
    std::deque<std::uint32_t> m_queue;
    std::size_t m_outstanding = 0; ///< in the queue, or being asked for
    std::string m_failure; ///< why the registry did not answer the last time; empty: it did
    Clock::time_point m_quietUntil; ///< after a failure
    std::thread m_thread; ///< begins with the first question
};

} // namespace weir
