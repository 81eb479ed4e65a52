// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/message.h"

#include "core/control/jsonfields.h"
#include "core/json.h"

#include <optional>
#include <utility>

namespace weir {

namespace {

std::optional<Error> tooLong(std::string_view line)
{
    if (line.size() <= maxControlLine)
        return std::nullopt;
    return Error{Error::Code::InvalidInput, "line", "is longer than 1 MiB"};
}

/// An argument as text; nothing for what has no place in one.
std::optional<std::string> argumentText(simdjson::dom::element element)
{
    switch (element.type()) {
    case simdjson::dom::element_type::STRING:
        return std::string(element.get_string().value_unsafe());
    case simdjson::dom::element_type::BOOL:
    case simdjson::dom::element_type::INT64:
    case simdjson::dom::element_type::UINT64:
    case simdjson::dom::element_type::DOUBLE:
        return simdjson::to_string(element);
    default:
        return std::nullopt;
    }
}

void readArguments(simdjson::dom::object object, JsonFields& fields, ControlRequest& request)
{
    for (const auto [name, element] : object) {
        if (name == "id" || name == "do" || element.is_null())
            continue;
        if (auto text = argumentText(element))
            request.arguments.insert_or_assign(std::string(name), std::move(*text));
        else
            fields.fail(name, "a string, a number, true or false");
    }
}

ControlAnswer readAnswer(JsonFields& fields)
{
    ControlAnswer answer;
    fields.read("id", answer.id);
    bool isOk = false;
    fields.read("ok", isOk);
    fields.read("error", answer.error);
    if (!isOk && answer.error.empty())
        fields.fail("ok", "true, and there is no error either");
    if (const auto result = fields.find("result"))
        answer.result = simdjson::to_string(*result);
    return answer;
}

CommittedPush readCommitted(JsonFields& fields)
{
    std::uint64_t seq = 0;
    fields.read("seq", seq);
    if (!fields.find("seq"))
        fields.fail("seq", "there");
    return {EventSeq{seq}};
}

/// The text of the status inside: read on its own.
std::string readStatus(JsonFields& fields)
{
    if (const auto content = fields.find("status"))
        return simdjson::to_string(*content);
    fields.fail("status", "there");
    return {};
}

TransitionPush readTransition(JsonFields& fields)
{
    TransitionPush push;
    fields.read("rule", push.rule);
    fields.read("labels", push.labels);
    fields.read("from", push.from);
    fields.read("to", push.to);
    fields.read("at", push.at);
    fields.read("value", push.value);
    fields.read("summary", push.summary);
    return push;
}

ShowPush readShow(JsonFields& fields)
{
    ShowPush push;
    fields.read("url", push.url);
    if (push.url.empty())
        fields.fail("url", "there");
    return push;
}

} // namespace

std::string ControlRequest::toJson() const
{
    JsonWriter json;
    json.beginObject().member("id", id).member("do", command);
    for (const auto& [name, text] : arguments) {
        if (text == "true" || text == "false")
            json.member(name, text == "true");
        else
            json.member(name, text);
    }
    json.endObject();
    return json.take();
}

Result<ControlRequest> ControlRequest::fromJson(std::string_view line)
{
    if (auto failed = tooLong(line))
        return std::move(*failed);
    ControlRequest request;
    auto failed = readJsonObject(line, [&](JsonFields fields) {
        fields.read("id", request.id);
        fields.read("do", request.command);
        if (request.command.empty())
            fields.fail("do", "the name of a command");
        readArguments(fields.all(), fields, request);
    });
    if (failed)
        return std::move(*failed);
    return request;
}

std::string ControlAnswer::toJson() const
{
    JsonWriter json;
    json.beginObject().member("id", id);
    if (!error.empty()) {
        json.member("error", error);
    } else {
        json.member("ok", true);
        if (!result.empty())
            json.key("result").raw(result);
    }
    json.endObject();
    return json.take();
}

std::string CommittedPush::toJson() const
{
    JsonWriter json;
    json.beginObject().member("event", "committed").member("seq", number(seq)).endObject();
    return json.take();
}

std::string StatusPush::toJson() const
{
    JsonWriter json;
    json.beginObject().member("event", "status").key("status").raw(status.toJson()).endObject();
    return json.take();
}

std::string TransitionPush::toJson() const
{
    JsonWriter json;
    json.beginObject().member("event", "transition").member("rule", rule);
    json.member("labels", labels).member("from", from).member("to", to);
    json.member("at", formatTime(at)).member("value", value).member("summary", summary);
    json.endObject();
    return json.take();
}

std::string BookmarksPush::toJson() const
{
    return JsonWriter().beginObject().member("event", "bookmarks").endObject().take();
}

std::string ShowPush::toJson() const
{
    JsonWriter json;
    json.beginObject().member("event", "show").member("url", url).endObject();
    return json.take();
}

Result<CollectorMessage> parseCollectorMessage(std::string_view line)
{
    if (auto failed = tooLong(line))
        return std::move(*failed);
    CollectorMessage message;
    std::string event;
    std::string status;
    bool isKnown = true;
    auto failed = readJsonObject(line, [&](JsonFields fields) {
        fields.read("event", event);
        if (!fields.find("event"))
            message = readAnswer(fields);
        else if (event == "committed")
            message = readCommitted(fields);
        else if (event == "transition")
            message = readTransition(fields);
        else if (event == "status")
            status = readStatus(fields);
        else if (event == "bookmarks")
            message = BookmarksPush{};
        else if (event == "show")
            message = readShow(fields);
        else
            isKnown = false;
    });
    if (failed)
        return std::move(*failed);
    if (event == "status") {
        auto content = Status::fromJson(status);
        if (!content)
            return content.error();
        return CollectorMessage{StatusPush{std::move(*content)}};
    }
    if (!isKnown)
        return Error{Error::Code::TooNew, event, "is not known to this version"};
    return message;
}

} // namespace weir
