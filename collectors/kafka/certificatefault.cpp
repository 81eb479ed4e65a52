// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/certificatefault.h"

#include "core/visible.h"

#include <fmt/format.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>

#include <array>
#include <ctime>
#include <memory>

namespace weir {

namespace {

struct FreeCertificate
{
    void operator()(X509* certificate) const { X509_free(certificate); }
};
struct FreeNames
{
    void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
};
struct FreeText
{
    void operator()(char* text) const { OPENSSL_free(text); }
};

constexpr std::size_t mostNames = 8;

std::string textOf(const ASN1_STRING* text)
{
    const auto* bytes = text ? ASN1_STRING_get0_data(text) : nullptr;
    if (!bytes)
        return {};
    return {reinterpret_cast<const char*>(bytes),
            static_cast<std::size_t>(ASN1_STRING_length(text))};
}

std::string nameOf(const X509_NAME* name)
{
    const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (at >= 0)
        return textOf(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    const std::unique_ptr<char, FreeText> whole(X509_NAME_oneline(name, nullptr, 0));
    return whole ? whole.get() : std::string();
}

std::string addressOf(const ASN1_STRING* bytes)
{
    const std::string raw = textOf(bytes);
    std::array<char, INET6_ADDRSTRLEN> text{};
    const int family = raw.size() == 4 ? AF_INET : AF_INET6;
    if (raw.size() != 4 && raw.size() != 16)
        return {};
    return inet_ntop(family, raw.data(), text.data(), text.size()) ? text.data() : std::string();
}

std::vector<std::string> namesOf(const X509* certificate)
{
    std::vector<std::string> found;
    const std::unique_ptr<GENERAL_NAMES, FreeNames> names(static_cast<GENERAL_NAMES*>(
        X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    const int count = names ? sk_GENERAL_NAME_num(names.get()) : 0;
    for (int i = 0; i < count && found.size() < mostNames; ++i) {
        const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type == GEN_DNS)
            found.push_back(textOf(name->d.dNSName));
        else if (name->type == GEN_IPADD)
            found.push_back(addressOf(name->d.iPAddress));
    }
    return found;
}

std::string timeText(const ASN1_TIME* time)
{
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1)
        return {};
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02} UTC", parts.tm_year + 1900, parts.tm_mon + 1,
                       parts.tm_mday, parts.tm_hour, parts.tm_min);
}

std::string_view hostOf(std::string_view broker)
{
    return broker.substr(0, broker.rfind(':'));
}

std::string whoseCertificate(const CertificateFault& fault, std::string_view broker)
{
    if (fault.depth == 0)
        return fmt::format("the certificate of broker {}", broker);
    return fmt::format("the certificate of '{}', which stands above that of broker {},",
                       visibleText(fault.subject), broker);
}

std::string untrusted(const CertificateFault& fault, std::string_view broker, bool hasOwnCa)
{
    const std::string signer = fault.subject == fault.issuer
        ? "by itself"
        : fmt::format("by '{}'", visibleText(fault.issuer));
    return fmt::format("{} is signed {}, which {}", whoseCertificate(fault, broker), signer,
                       hasOwnCa ? "no certificate in the file 'ca' vouches for"
                                : "this machine does not trust; name its authority's file as 'ca'");
}

std::string wrongName(const CertificateFault& fault, std::string_view broker)
{
    std::string names;
    for (const std::string& name : fault.names)
        names += fmt::format("{}'{}'", names.empty() ? "" : ", ", visibleText(name));
    if (names.empty())
        names = fmt::format("'{}'", visibleText(fault.subject));
    return fmt::format("the certificate of broker {} is for {} and not for '{}'", broker, names,
                       hostOf(broker));
}

std::string whatIsWrong(const CertificateFault& fault, std::string_view broker, bool hasOwnCa)
{
    switch (fault.error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return fmt::format("{} expired on {}", whoseCertificate(fault, broker), fault.notAfter);
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return fmt::format("{} is valid only from {}; is the clock right?",
                           whoseCertificate(fault, broker), fault.notBefore);
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return wrongName(fault, broker);
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    case X509_V_ERR_CERT_UNTRUSTED:
        return untrusted(fault, broker, hasOwnCa);
    case X509_V_ERR_CERT_REVOKED:
        return fmt::format("{} was revoked", whoseCertificate(fault, broker));
    default:
        return fmt::format("{} is refused: {}", whoseCertificate(fault, broker),
                           X509_verify_cert_error_string(fault.error));
    }
}

} // namespace

CertificateFault certificateFault(int error, int depth, std::string_view der)
{
    CertificateFault fault;
    fault.error = error;
    fault.depth = depth;
    const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
    const std::unique_ptr<X509, FreeCertificate> certificate(
        d2i_X509(nullptr, &bytes, static_cast<long>(der.size())));
    if (!certificate)
        return fault;
    fault.subject = nameOf(X509_get_subject_name(certificate.get()));
    fault.issuer = nameOf(X509_get_issuer_name(certificate.get()));
    fault.names = namesOf(certificate.get());
    fault.notBefore = timeText(X509_get0_notBefore(certificate.get()));
    fault.notAfter = timeText(X509_get0_notAfter(certificate.get()));
    return fault;
}

std::string certificateSentence(const CertificateFault& fault, std::string_view broker,
                                bool hasOwnCa)
{
    return fmt::format("{} (X.509 error {})", whatIsWrong(fault, broker, hasOwnCa), fault.error);
}

} // namespace weir
