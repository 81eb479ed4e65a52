// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/schema/httpget.h"

#include <curl/curl.h>

#include <array>
#include <mutex>

namespace weir {

namespace {

constexpr std::size_t longestBody = std::size_t{8} << 20;
constexpr const char* accepted = "Accept: application/vnd.schemaregistry.v1+json, application/json";

std::size_t keepBody(char* bytes, std::size_t size, std::size_t count, void* body)
{
    auto& text = *static_cast<std::string*>(body);
    if (text.size() + size * count > longestBody)
        return 0; // ends the transfer
    text.append(bytes, size * count);
    return size * count;
}

int stopIfAsked(void* isStopped, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<const std::atomic<bool>*>(isStopped)->load() ? 1 : 0;
}

void beginCurl()
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

} // namespace

struct HttpGet::Handle
{
    explicit Handle(const std::atomic<bool>& stopped)
        : isStopped(stopped)
    {
    }
    ~Handle()
    {
        curl_slist_free_all(headers);
        curl_easy_cleanup(curl);
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    const std::atomic<bool>& isStopped;
    CURL* curl = nullptr;
    curl_slist* headers = nullptr;
    std::array<char, CURL_ERROR_SIZE> error{};
};

HttpGet::HttpGet(Settings settings, const std::atomic<bool>& isStopped)
    : m_settings(std::move(settings))
    , m_handle(std::make_unique<Handle>(isStopped))
{
    beginCurl();
    CURL* const curl = m_handle->curl = curl_easy_init();
    if (!curl)
        return;
    m_handle->headers = curl_slist_append(nullptr, accepted);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, m_handle->headers);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, m_handle->error.data());
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(m_settings.timeout.count()));
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                     static_cast<long>(m_settings.timeout.count() / 2));
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keepBody);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, stopIfAsked);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA,
                     const_cast<std::atomic<bool>*>(&isStopped)); // NOLINT: curl's type; only read
    if (!m_settings.username.empty()) {
        curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
        curl_easy_setopt(curl, CURLOPT_USERNAME, m_settings.username.c_str());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, m_settings.password.c_str());
    }
    if (!m_settings.ca.empty())
        curl_easy_setopt(curl, CURLOPT_CAINFO, m_settings.ca.c_str());
}

HttpGet::~HttpGet() = default;

Result<HttpGet::Reply> HttpGet::get(const std::string& url)
{
    CURL* const curl = m_handle->curl;
    if (!curl)
        return Error{Error::Code::Unreachable, url, "there is no memory to ask it"};
    Reply reply;
    m_handle->error.front() = '\0';
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply.body);
    const CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK) {
        const char* const detail =
            m_handle->error.front() != '\0' ? m_handle->error.data() : curl_easy_strerror(code);
        return Error{Error::Code::Unreachable, url, detail};
    }
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply.status);
    return reply;
}

} // namespace weir
