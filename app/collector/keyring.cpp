// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/keyring.h"

#include <qt6keychain/keychain.h>

#include <fmt/format.h>

#include <future>

namespace weir {

namespace {

using namespace std::chrono_literals;

using Found = std::variant<std::string, ConfigProblem>;

constexpr auto patience = 5s;

ConfigProblem problem(std::string sentence)
{
    ConfigProblem problem;
    problem.message = std::move(sentence);
    return problem;
}

Found outcomeOf(const QKeychain::ReadPasswordJob& job)
{
    switch (job.error()) {
    case QKeychain::NoError:
        return job.textData().toStdString();
    case QKeychain::EntryNotFound:
        return problem("the keyring keeps nothing under this key");
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return problem("the keyring does not let Weir look into it");
    case QKeychain::NoBackendAvailable:
        return problem("this desktop has no keyring");
    default:
        return problem(fmt::format("the keyring cannot be read (is a keyring service running?): {}",
                                   job.errorString().toStdString()));
    }
}

} // namespace

Keyring::Keyring()
    : m_worker(std::make_unique<QObject>())
{
    m_worker->moveToThread(&m_thread);
    m_thread.setStackSize(1 << 20);
}

Keyring::~Keyring()
{
    m_thread.quit();
    m_thread.wait();
}

Found Keyring::read(const std::string& key)
{
    std::call_once(m_started, [this] { m_thread.start(); });
    const auto promise = std::make_shared<std::promise<Found>>();
    auto found = promise->get_future();
    QMetaObject::invokeMethod(m_worker.get(), [this, promise, key] {
        auto* const job =
            new QKeychain::ReadPasswordJob(QStringLiteral("weir"), m_worker.get()); // deletes itself
        job->setKey(QString::fromStdString(key));
        QObject::connect(job, &QKeychain::Job::finished, m_worker.get(),
                         [promise, job] { promise->set_value(outcomeOf(*job)); });
        job->start();
    });
    if (found.wait_for(patience) != std::future_status::ready)
        return problem("the keyring has not answered within five seconds; is it locked?");
    return found.get();
}

} // namespace weir
