// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkasecrets.h"

#include "core/withoutsecrets.h"

#include <cstring>

namespace weir {

namespace {

void wipe(std::string& text)
{
    explicit_bzero(text.data(), text.size());
}

} // namespace

KafkaSecrets::KafkaSecrets(const KafkaSecurity& security, KeyringReader keyring)
    : m_security(security)
    , m_keyring(std::move(keyring))
{
}

KafkaSecrets::~KafkaSecrets()
{
    for (auto& [reference, value] : m_known)
        wipe(value);
}

Result<std::string> KafkaSecrets::resolve(const std::string& reference)
{
    auto resolved = resolveSecret(reference, m_keyring);
    if (const auto* problem = std::get_if<ConfigProblem>(&resolved))
        return Error{Error::Code::InvalidInput, {}, problem->message};
    auto& value = std::get<std::string>(resolved);
    if (value != reference) {
        std::string& known = m_known[reference];
        wipe(known);
        known = value;
    }
    return std::move(value);
}

std::string KafkaSecrets::hide(std::string text) const
{
    std::vector<std::string> secrets;
    for (const auto& [reference, value] : m_known) {
        // A user's name is in a reference at times, and still no secret: the sentence needs it.
        if (reference != m_security.username)
            secrets.push_back(value);
    }
    text = withoutSecrets(std::move(text), secrets);
    for (std::string& secret : secrets)
        wipe(secret);
    return text;
}

} // namespace weir
