// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/zeromq/zmqcurve.h"

#include <zmq.h>

#include <array>
#include <cstring>

namespace weir {

namespace {

constexpr std::size_t keyLength = 40;
using KeyText = std::array<char, keyLength + 1>;

Error invalid(const char* sentence)
{
    return {Error::Code::InvalidInput, "curve", sentence};
}

void wipe(std::string& secret)
{
    explicit_bzero(secret.data(), secret.size());
}

/// Of the secret key; empty when it is none.
std::string publicKeyOf(const std::string& secretKey)
{
    KeyText publicKey{};
    const bool isKey = secretKey.size() == keyLength
        && zmq_curve_public(publicKey.data(), secretKey.c_str()) == 0;
    return isKey ? std::string(publicKey.data()) : std::string();
}

bool set(void* socket, int option, const std::string& key)
{
    return zmq_setsockopt(socket, option, key.c_str(), key.size() + 1) == 0;
}

} // namespace

CurveKeys::~CurveKeys()
{
    wipe(m_secretKey);
}

Result<CurveKeys> CurveKeys::resolve(const ZeroMqCurve& curve, const KeyringReader& keyring)
{
    CurveKeys keys;
    if (!curve.isOn)
        return keys;
    if (zmq_has("curve") == 0)
        return invalid("this libzmq was built without CURVE");
    keys.m_isServer = curve.isServer;
    keys.m_serverKey = curve.serverKey;
    if (curve.secretKey.empty()) {
        KeyText publicKey{};
        KeyText secretKey{};
        zmq_curve_keypair(publicKey.data(), secretKey.data());
        keys.m_publicKey = publicKey.data();
        keys.m_secretKey = secretKey.data();
        explicit_bzero(secretKey.data(), secretKey.size());
        return keys;
    }
    auto secret = resolveSecret(curve.secretKey, keyring);
    if (const auto* problem = std::get_if<ConfigProblem>(&secret))
        return Error{Error::Code::Denied, "secret_key", problem->message};
    keys.m_secretKey = std::move(std::get<std::string>(secret));
    keys.m_publicKey = publicKeyOf(keys.m_secretKey);
    if (keys.m_publicKey.empty())
        return invalid("what 'secret_key' refers to is no CURVE key: 40 characters of Z85");
    if (!curve.publicKey.empty() && curve.publicKey != keys.m_publicKey)
        return invalid("'public_key' does not belong to 'secret_key'");
    return keys;
}

bool CurveKeys::applyTo(void* socket) const
{
    if (!isOn())
        return true;
    const bool isSet = set(socket, ZMQ_CURVE_PUBLICKEY, m_publicKey)
        && set(socket, ZMQ_CURVE_SECRETKEY, m_secretKey);
    if (!m_isServer)
        return isSet && set(socket, ZMQ_CURVE_SERVERKEY, m_serverKey);
    constexpr int yes = 1;
    return isSet && zmq_setsockopt(socket, ZMQ_CURVE_SERVER, &yes, sizeof yes) == 0;
}

} // namespace weir
