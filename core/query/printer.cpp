// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/functions.h"
#include "core/query/query.h"

#include <algorithm>
#include <charconv>

namespace weir {

namespace {

bool isPlain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
        || c == '.' || c == '/' || c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

bool isKeyword(std::string_view text)
{
    return text == "and" || text == "or" || text == "not" || text == "AND" || text == "OR"
        || text == "NOT";
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out.push_back('\\');
        out.push_back(c);
    }
    return out + "\"";
}

/// The name a person would type.
std::string_view typed(std::string_view canonicalName)
{
    if (canonicalName == "service.name")
        return "service";
    if (canonicalName == "host.name")
        return "host";
    return canonicalName == "severity" ? "level" : canonicalName;
}

std::string pattern(std::string_view text)
{
    std::string out = "~/";
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size())
            out.push_back(text[i++]);
        else if (text[i] == '/')
            out.push_back('\\');
        out.push_back(text[i]);
    }
    return out + "/";
}

const char* sign(Comparison comparison)
{
    switch (comparison) {
    case Comparison::Less:
        return "<";
    case Comparison::LessEqual:
        return "<=";
    case Comparison::Greater:
        return ">";
    case Comparison::GreaterEqual:
        return ">=";
    }
    return "";
}

std::string number(double value)
{
    char text[32];
    const auto end = std::to_chars(std::begin(text), std::end(text), value).ptr;
    return {text, end};
}

/// Without an exponent, which the language does not know in a quantile.
std::string percent(double value)
{
    char text[400]; // the smallest doubles have as many digits
    const auto end =
        std::to_chars(std::begin(text), std::end(text), value, std::chars_format::fixed).ptr;
    return {text, end};
}

std::string field(const Expr& test)
{
    return std::string(typed(test.field));
}

std::string glob(const Expr& test)
{
    // In a list nothing is taken for a URL.
    return test.text.starts_with("//") ? field(test) + ":(" + test.text + ")"
                                       : field(test) + ":" + test.text;
}

std::string comparison(const Expr& test)
{
    const bool isTime = test.field == "time" || test.field == "received";
    return field(test) + sign(test.comparison)
        + (isTime ? formatTime(test.time) : number(test.number));
}

std::string print(const Expr& expr);

std::string printChild(const Expr& child)
{
    const bool needsParentheses = child.kind == Expr::Kind::And || child.kind == Expr::Kind::Or;
    return needsParentheses ? "(" + print(child) + ")" : print(child);
}

std::string printAll(const std::vector<Expr>& children, const char* between)
{
    std::string out;
    for (const Expr& child : children) {
        if (!out.empty())
            out += between;
        out += printChild(child);
    }
    return out;
}

std::string print(const Expr& expr)
{
    switch (expr.kind) {
    case Expr::Kind::Everything:
        return "*";
    case Expr::Kind::And:
        return printAll(expr.children, " ");
    case Expr::Kind::Or:
        return printAll(expr.children, " or ");
    case Expr::Kind::Not:
        return "not " + printChild(expr.children.front());
    case Expr::Kind::Text:
        return printWord(expr.text);
    case Expr::Kind::Regex:
        return field(expr) + pattern(expr.text);
    case Expr::Kind::FieldEquals:
        return field(expr) + ":" + printWord(expr.text);
    case Expr::Kind::FieldGlob:
        return glob(expr);
    case Expr::Kind::FieldExists:
        return field(expr) + ":*";
    case Expr::Kind::FieldCompare:
        return comparison(expr);
    case Expr::Kind::SeverityCompare:
        return std::string("level") + sign(expr.comparison) + std::string(nameOf(expr.severity));
    case Expr::Kind::SeverityEquals:
        return "level:" + std::string(nameOf(expr.severity));
    }
    return {};
}

} // namespace

std::string printWord(std::string_view text)
{
    const bool isBare = !text.empty() && text.front() != '-' && !text.starts_with("//")
        && !isKeyword(text) && std::all_of(text.begin(), text.end(), isPlain);
    return isBare ? std::string(text) : quoted(text);
}

std::string printFunction(const Aggregate& aggregate)
{
    using Function = Aggregate::Function;
    const auto functions = aggregateFunctions();
    const auto info = std::find_if(functions.begin(), functions.end(), [&](const auto& candidate) {
        return candidate.function == aggregate.function;
    });
    std::string name(info->name);
    if (aggregate.function == Function::Top)
        name = "count";
    else if (aggregate.function == Function::Quantile)
        name = "p" + percent(aggregate.percent);
    return info->of == FunctionInfo::Of::Events
        ? name
        : name + "(" + std::string(typed(aggregate.field)) + ")";
}

std::string printAggregate(const Aggregate& aggregate)
{
    std::string out = aggregate.function == Aggregate::Function::Top
        ? "top " + std::to_string(aggregate.most)
        : printFunction(aggregate);
    for (const std::string& name : aggregate.by)
        out += (&name == &aggregate.by.front() ? " by " : ", ") + std::string(typed(name));
    return aggregate.every ? out + " every " + formatDuration(*aggregate.every) : out;
}

std::string printFilter(const Expr& filter)
{
    return filter.kind == Expr::Kind::Everything ? std::string() : print(filter);
}

} // namespace weir
