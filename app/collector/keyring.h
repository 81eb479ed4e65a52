// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"

#include <QThread>

#include <memory>
#include <mutex>

namespace weir {

/// The desktop's keyring (Secret Service or KWallet), read only. What it keeps for Weir has the service
/// `weir`; the key is what stands in `${keyring:KEY}`. There is no fallback to a file.
///
/// Its jobs need an event loop and one thread for all of them: this has its own. Thread safety: read()
/// from any thread.
class Keyring final
{
public:
    Keyring();
    ~Keyring();
    Keyring(const Keyring&) = delete;
    Keyring& operator=(const Keyring&) = delete;

    /// Waits for the keyring, which may ask the user to unlock it, at most five seconds; a source tries
    /// again by itself. Needs a QCoreApplication. The problem is a sentence without the reference.
    std::variant<std::string, ConfigProblem> read(const std::string& key);
    /// read() for those who know no keyring; this outlives it.
    KeyringReader reader()
    {
        return [this](const std::string& key) { return read(key); };
    }

private:
    QThread m_thread; ///< runs from the first read() on
    std::once_flag m_started;
    std::unique_ptr<QObject> m_worker; ///< lives in m_thread
};

} // namespace weir
