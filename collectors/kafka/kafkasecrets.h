// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"
#include "core/result.h"

#include <map>
#include <string>
#include <vector>

namespace weir {

/// The secrets of one Kafka source as long as its client lives, and nobody else's: where they are kept
/// they are overwritten at the end. Thread: one at a time.
class KafkaSecrets final
{
public:
    KafkaSecrets(const KafkaSecurity& security, KeyringReader keyring);
    ~KafkaSecrets();
    KafkaSecrets(const KafkaSecrets&) = delete;
    KafkaSecrets& operator=(const KafkaSecrets&) = delete;

    /// What a reference stands for, looked up anew, and remembered so that hide() knows it. The error
    /// names the reference, never the value.
    Result<std::string> resolve(const std::string& reference);

    /// A sentence without any secret in it.
    std::string hide(std::string text) const;

    const KafkaSecurity& security() const { return m_security; }

private:
    const KafkaSecurity m_security;
    const KeyringReader m_keyring;
    std::map<std::string, std::string> m_known; ///< by reference; the latest value
};

} // namespace weir
