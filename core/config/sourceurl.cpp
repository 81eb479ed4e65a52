// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/config.h"
#include "core/config/readers.h"
#include "core/nearest.h"
#include "core/withoutsecrets.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace weir {

namespace {

using Parsed = std::variant<SourceConfig, ConfigProblem>;

ConfigProblem problem(std::string message)
{
    ConfigProblem problem;
    problem.message = std::move(message);
    return problem;
}

/// `SCHEME://AUTHORITY/PATH?NAME=VALUE&…`, percent-decoded.
struct Url
{
    std::string scheme;
    std::string authority;
    std::string path; ///< without the slash before it
    std::map<std::string, std::string> options;
};

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string decoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isEscape = text[i] == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0
            && hexDigit(text[i + 2]) >= 0;
        if (!isEscape) {
            out += text[i];
            continue;
        }
        out += static_cast<char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2]));
        i += 2;
    }
    return out;
}

/// What stands before the separator; `rest` is what stands behind it.
std::string_view takeUntil(std::string_view& rest, std::string_view separator)
{
    const std::size_t at = rest.find(separator);
    const std::string_view head = rest.substr(0, at);
    rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + separator.size());
    return head;
}

Url splitUrl(std::string_view text)
{
    Url url;
    url.scheme = takeUntil(text, "://");
    std::string_view place = takeUntil(text, "?");
    url.authority = decoded(takeUntil(place, "/"));
    url.path = decoded(place);
    while (!text.empty()) {
        std::string_view option = takeUntil(text, "&");
        const std::string name = decoded(takeUntil(option, "="));
        url.options[name] = decoded(option);
    }
    return url;
}

std::optional<ConfigProblem> unknownOption(const Url& url,
                                           const std::vector<std::string_view>& known)
{
    for (const auto& [name, value] : url.options) {
        if (std::find(known.begin(), known.end(), name) == known.end())
            return problem(fmt::format("unknown option '{}'{}", name, suggestion(name, known)));
    }
    return std::nullopt;
}

std::string option(const Url& url, const std::string& name)
{
    const auto found = url.options.find(name);
    return found == url.options.end() ? std::string() : found->second;
}

std::vector<std::string> splitList(std::string_view text)
{
    std::vector<std::string> items;
    while (!text.empty())
        items.emplace_back(takeUntil(text, ","));
    return items;
}

Parsed kafkaSource(const Url& url, TimePoint now)
{
    KafkaSource kafka;
    kafka.brokers = url.authority;
    kafka.topics = splitList(url.path);
    if (kafka.brokers.empty())
        return problem("a Kafka URL names a broker: kafka://HOST:PORT/TOPIC");
    if (kafka.brokers.find('@') != std::string::npos)
        return problem("a URL holds no user and no password, for others can see it; configure the "
                       "source in weir.toml");
    if (kafka.topics.empty())
        return problem("a Kafka URL names one topic or more: kafka://HOST:PORT/TOPIC,TOPIC");
    for (const std::string& topic : kafka.topics) {
        if (const std::string fault = faultOfTopic(topic); !fault.empty())
            return problem(fault);
    }
    if (url.options.contains("start")) {
        const auto start = parseKafkaStart(option(url, "start"));
        if (!start)
            return problem(fmt::format("'{}' is no start; write earliest, latest, a time, or -15m",
                                       option(url, "start")));
        kafka.start = *start;
        // Before the moment at which the command was given, whenever a broker answers.
        const auto time = parseTimeExpression(option(url, "start"), now);
        if (start->kind == KafkaStart::Kind::Ago && time)
            kafka.start = {KafkaStart::Kind::Time, *time, {}};
    }
    SourceConfig source;
    source.name = url.path;
    source.input = std::move(kafka);
    return source;
}

Parsed zeroMqSource(const Url& url, ZeroMqSource::Type type)
{
    ZeroMqSource zeromq;
    zeromq.type = type;
    const std::string endpoint = "tcp://" + url.authority;
    const std::string bind = option(url, "bind");
    if (!bind.empty() && bind != "true" && bind != "false")
        return problem("the option 'bind' is true or false");
    const bool isBind = bind == "true" || url.authority.starts_with("*:");
    if (std::string fault = faultOfEndpoint(endpoint, isBind); !fault.empty())
        return problem(std::move(fault));
    (isBind ? zeromq.bind : zeromq.connect).push_back(endpoint);
    zeromq.bindAnywhere = isBind; // who types the address means it
    if (type == ZeroMqSource::Type::Sub)
        zeromq.topics = {url.path};
    else if (!url.path.empty())
        return problem("a pull socket has no topics: zmq+pull://HOST:PORT");
    SourceConfig source;
    source.name = url.path.empty() ? url.authority : url.authority + '/' + url.path;
    source.input = std::move(zeromq);
    return source;
}

Parsed fileSource(const std::string& path)
{
    if (path.empty())
        return problem("a file has a name");
    SourceConfig source;
    FileSource file;
    if (path == "-") {
        source.name = "stdin";
        file.paths = {path};
    } else {
        std::error_code failed;
        const auto absolute = std::filesystem::absolute(expandHome(path), failed);
        if (failed)
            return problem(fmt::format("'{}': {}", path, failed.message()));
        const auto normal = absolute.lexically_normal();
        source.name = normal.filename().empty() ? normal.string() : normal.filename().string();
        file.paths = {normal.string()};
    }
    source.input = std::move(file);
    return source;
}

Parsed sourceOf(const Url& url, TimePoint now)
{
    if (url.scheme == "kafka")
        return kafkaSource(url, now);
    if (url.scheme == "zmq+sub")
        return zeroMqSource(url, ZeroMqSource::Type::Sub);
    if (url.scheme == "zmq+pull")
        return zeroMqSource(url, ZeroMqSource::Type::Pull);
    return fileSource((url.authority.empty() ? "/" : url.authority + '/') + url.path);
}

} // namespace

std::variant<SourceConfig, ConfigProblem> parseSourceUrl(const std::string& url, TimePoint now)
{
    static const std::map<std::string_view, std::vector<std::string_view>> optionsOf{
        {"kafka", {"start", "format"}},
        {"zmq+sub", {"bind", "format"}},
        {"zmq+pull", {"bind", "format"}},
        {"file", {"format"}},
    };
    if (url.find("://") == std::string::npos)
        return fileSource(url);
    const Url parts = splitUrl(url);
    const auto known = optionsOf.find(parts.scheme);
    if (known == optionsOf.end()) {
        std::vector<std::string_view> schemes;
        for (const auto& [scheme, options] : optionsOf)
            schemes.push_back(scheme);
        return problem(fmt::format("'{}' cannot be read from: unknown scheme '{}'{}",
                                   withoutSecrets(url), parts.scheme,
                                   suggestion(parts.scheme, schemes)));
    }
    if (auto unknown = unknownOption(parts, known->second))
        return std::move(*unknown);
    Parsed parsed = sourceOf(parts, now);
    if (auto* source = std::get_if<SourceConfig>(&parsed);
        source && parts.options.contains("format"))
        source->format = option(parts, "format");
    return parsed;
}

} // namespace weir
