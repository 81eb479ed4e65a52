// SPDX-License-Identifier: GPL-3.0-or-later
// https://docs.confluent.io/platform/current/schema-registry/develop/api.html
#include "collectors/schema/registryclient.h"

#include <simdjson.h>

#include <algorithm>

namespace weir {

namespace {

constexpr int deepestReference = 16;
constexpr long ok = 200;
constexpr long unauthorized = 401;
constexpr long forbidden = 403;
constexpr long notFound = 404;
constexpr long serverError = 500;
constexpr const char* notYet = "the schema registry has not answered yet";
constexpr const char* hexDigits = "0123456789ABCDEF";

/// A subject may have any characters.
std::string escaped(const std::string& text)
{
    std::string out;
    for (const char c : text) {
        const bool isPlain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
            || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.' || c == '~';
        const auto byte = static_cast<unsigned char>(c);
        if (isPlain)
            out += c;
        else
            out.append({'%', hexDigits[byte >> 4U], hexDigits[byte & 0xFU]});
    }
    return out;
}

std::optional<SchemaText::Kind> kindOf(std::string_view name)
{
    if (name.empty() || name == "AVRO")
        return SchemaText::Kind::Avro;
    if (name == "PROTOBUF")
        return SchemaText::Kind::Protobuf;
    if (name == "JSON")
        return SchemaText::Kind::Json;
    return std::nullopt;
}

std::string reasonOf(long status)
{
    if (status == unauthorized || status == forbidden)
        return "the schema registry does not let us in (" + std::to_string(status)
            + "): see 'username' and 'password' of [source.schema_registry]";
    return "the schema registry answered with an error (" + std::to_string(status) + ")";
}

Result<std::string> resolved(const std::string& key, const std::string& reference,
                             const KeyringReader& keyring)
{
    auto text = resolveSecret(reference, keyring);
    if (const auto* problem = std::get_if<ConfigProblem>(&text))
        return Error{Error::Code::InvalidInput, key, problem->message};
    return std::get<std::string>(std::move(text));
}

} // namespace

Result<std::unique_ptr<RegistryClient>> RegistryClient::make(const RegistryConfig& config,
                                                             const KeyringReader& keyring)
{
    auto username = resolved("schema_registry.username", config.username, keyring);
    if (!username)
        return username.error();
    auto password = resolved("schema_registry.password", config.password, keyring);
    if (!password)
        return password.error();
    Settings settings;
    settings.url = config.url;
    settings.http.username = *username;
    settings.http.password = *password;
    settings.http.ca = config.ca;
    return std::make_unique<RegistryClient>(std::move(settings));
}

RegistryClient::RegistryClient(Settings settings)
    : m_settings(std::move(settings))
{
}

RegistryClient::~RegistryClient()
{
    m_isStopped = true;
    {
        const std::lock_guard lock(m_mutex);
        m_asked.notify_all();
    }
    if (m_thread.joinable())
        m_thread.join();
}

SchemaSource::Answer RegistryClient::find(std::uint32_t id)
{
    std::unique_lock lock(m_mutex);
    const auto now = Clock::now();
    const auto known = m_entries.find(id);
    if (known != m_entries.end() && (known->second.answer.schema || now < known->second.askAgain))
        return known->second.answer;
    if (!m_failure.empty() && now < m_quietUntil)
        return {nullptr, false, m_failure};
    const bool isBusy = m_outstanding > 0;
    if (m_outstanding >= mostOutstanding)
        return {nullptr, false, notYet};
    if (m_entries.size() >= mostAnswers && known == m_entries.end())
        std::erase_if(m_entries, [](const auto& entry) { return !entry.second.isAsked; });
    Entry& entry = m_entries[id];
    if (!entry.isAsked)
        ask(id, entry);
    // Somebody has waited for the one before already.
    if (isBusy)
        return entry.answer;
    m_answered.wait_for(lock, m_settings.patience, [&] {
        const auto found = m_entries.find(id);
        return found == m_entries.end() || !found->second.isAsked;
    });
    const auto found = m_entries.find(id);
    return found != m_entries.end() ? found->second.answer : Answer{nullptr, false, notYet};
}

void RegistryClient::ask(std::uint32_t id, Entry& entry)
{
    entry.isAsked = true;
    entry.answer.reason = notYet;
    ++m_outstanding;
    m_queue.push_back(id);
    if (!m_thread.joinable())
        m_thread = std::thread([this] { work(); });
    m_asked.notify_one();
}

void RegistryClient::work()
{
    HttpGet http(m_settings.http, m_isStopped);
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_asked.wait(lock, [this] { return m_isStopped || !m_queue.empty(); });
        if (m_isStopped)
            return;
        const std::uint32_t id = m_queue.front();
        m_queue.pop_front();
        lock.unlock();
        Answer answer = fetch(http, id);
        lock.lock();
        --m_outstanding;
        m_failure = answer.isAway ? answer.reason : std::string();
        m_quietUntil = Clock::now() + m_settings.pause;
        m_entries[id] = {std::move(answer), false, m_quietUntil};
        m_answered.notify_all();
    }
}

std::optional<std::string> RegistryClient::bodyOf(HttpGet& http, const std::string& path,
                                                  Answer& answer)
{
    auto reply = http.get(m_settings.url + path);
    if (!reply) {
        answer.reason = "the schema registry at " + m_settings.url
            + " cannot be reached: " + reply.error().detail;
        answer.isAway = true;
        return std::nullopt;
    }
    if (reply->status == ok)
        return std::move(reply->body);
    answer.isMissing = reply->status == notFound;
    answer.isAway = reply->status >= serverError || reply->status == unauthorized
        || reply->status == forbidden;
    answer.reason =
        answer.isMissing ? "the schema registry has none of this number" : reasonOf(reply->status);
    return std::nullopt;
}

SchemaSource::Answer RegistryClient::fetch(HttpGet& http, std::uint32_t id)
{
    Answer answer;
    auto schema = std::make_shared<SchemaText>();
    const auto body = bodyOf(http, "/schemas/ids/" + std::to_string(id), answer);
    if (body && read(http, *body, *schema, answer, 0))
        answer.schema = std::move(schema);
    return answer;
}

bool RegistryClient::read(HttpGet& http, const std::string& body, SchemaText& schema,
                          Answer& answer, int depth)
{
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    std::string_view text;
    std::string_view type;
    if (parser.parse(body).get(object) != simdjson::SUCCESS
        || object["schema"].get(text) != simdjson::SUCCESS) {
        answer.reason = "the schema registry answered something that is no schema";
        return false;
    }
    const bool hasType = object["schemaType"].get(type) == simdjson::SUCCESS;
    const auto kind = kindOf(hasType ? type : std::string_view());
    if (!kind) {
        answer.reason = "it is of the kind " + std::string(type) + ", which Weir does not read";
        return false;
    }
    simdjson::dom::array references;
    if (object["references"].get(references) == simdjson::SUCCESS) {
        for (const simdjson::dom::element reference : references) {
            std::string_view name;
            std::string_view subject;
            std::int64_t version = 0;
            if (reference["name"].get(name) != simdjson::SUCCESS
                || reference["subject"].get(subject) != simdjson::SUCCESS
                || reference["version"].get(version) != simdjson::SUCCESS) {
                answer.reason = "it refers to another schema in a way that is not known";
                return false;
            }
            if (!fetchReference(http, std::string(name), std::string(subject), version, schema,
                                answer, depth + 1))
                return false;
        }
    }
    schema.kind = *kind;
    schema.text = text;
    return true;
}

bool RegistryClient::fetchReference(HttpGet& http, const std::string& name,
                                    const std::string& subject, std::int64_t version,
                                    SchemaText& schema, Answer& answer, int depth)
{
    const auto isThere = [&](const auto& reference) {
        return reference.first == name;
    };
    if (std::ranges::any_of(schema.references, isThere))
        return true;
    if (depth > deepestReference || schema.references.size() >= mostReferences) {
        answer.reason = "it refers to too many other schemas";
        return false;
    }
    const auto body = bodyOf(
        http, "/subjects/" + escaped(subject) + "/versions/" + std::to_string(version), answer);
    if (!body) {
        answer.isMissing = false;
        answer.reason = "it refers to '" + name + "': " + answer.reason;
        return false;
    }
    // Its own references come in front of it.
    SchemaText own;
    own.references = std::move(schema.references);
    const bool isRead = read(http, *body, own, answer, depth);
    schema.references = std::move(own.references);
    if (isRead)
        schema.references.emplace_back(name, std::move(own.text));
    return isRead;
}

} // namespace weir
