// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"
#include "core/result.h"

#include <string>

namespace weir {

/// The CURVE keys of a source, its secret resolved; wiped at the end.
class CurveKeys final
{
public:
    /// No keys: the sockets use no encryption.
    CurveKeys() = default;
    ~CurveKeys();
    CurveKeys(CurveKeys&&) = default;
    CurveKeys& operator=(CurveKeys&&) = default;

    /// Denied when a secret cannot be resolved, InvalidInput when keys do not fit together. Never has
    /// the secret in its sentence. `keyring`: for a secret that is kept there.
    static Result<CurveKeys> resolve(const ZeroMqCurve& curve, const KeyringReader& keyring = {});

    bool isOn() const { return !m_secretKey.empty(); }
    bool isServer() const { return m_isServer; }
    const std::string& publicKey() const { return m_publicKey; }

    /// For a socket that is neither bound nor connected. False: libzmq refuses.
    bool applyTo(void* socket) const;

private:
    bool m_isServer = false;
    std::string m_serverKey;
    std::string m_publicKey;
    std::string m_secretKey;
};

} // namespace weir
