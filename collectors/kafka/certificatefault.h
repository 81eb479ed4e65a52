// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// Why a broker's certificate was not accepted: what OpenSSL found, and what stands in the certificate
/// it found it in.
struct CertificateFault
{
    int error = 0; ///< X509_V_ERR_…
    int depth = 0; ///< 0: the broker's own; above: an authority's
    std::string subject; ///< the common name, or the whole name where there is none
    std::string issuer;
    std::vector<std::string> names; ///< hosts and addresses it is for
    std::string notBefore; ///< `2026-11-26 08:00 UTC`; empty: unreadable
    std::string notAfter;
};

/// `der`: the certificate as it came.
CertificateFault certificateFault(int error, int depth, std::string_view der);

/// A sentence: which broker, what is wrong, and what can be done. `broker` is host and port;
/// `hasOwnCa`: the configuration names the authorities to trust.
std::string certificateSentence(const CertificateFault& fault, std::string_view broker,
                                bool hasOwnCa);

} // namespace weir
