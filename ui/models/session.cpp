// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/session.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <ranges>

namespace weir {

namespace {

constexpr int version = 1;
constexpr std::size_t mostTabs = 1000; ///< written as well as read

QString text(const std::string& utf8)
{
    return QString::fromStdString(utf8);
}

QJsonArray texts(const std::vector<std::string>& all)
{
    QJsonArray array;
    for (const std::string& one : all)
        array.append(text(one));
    return array;
}

QString bytes(const QByteArray& raw)
{
    return QString::fromLatin1(raw.toBase64());
}

QJsonObject toObject(const ListSettings& list)
{
    QJsonArray columns;
    for (const ListSettings::Column& column : list.columns)
        columns.append(QJsonObject{{QStringLiteral("field"), text(column.field)},
                                   {QStringLiteral("width"), column.width}});
    return {{QStringLiteral("columns"), columns},
            {QStringLiteral("time"), static_cast<int>(list.timeForm)},
            {QStringLiteral("zone"), text(list.zone)},
            {QStringLiteral("density"), static_cast<int>(list.density)},
            {QStringLiteral("wrap"), list.wraps}};
}

QJsonObject toObject(const LogsState& state)
{
    QJsonArray labels;
    for (const HighlightRule& label : state.labels)
        labels.append(QJsonObject{{QStringLiteral("query"), text(label.query)},
                                  {QStringLiteral("color"), label.color},
                                  {QStringLiteral("row"), label.wholeRow}});
    QJsonObject object{{QStringLiteral("query"), state.query},
                       {QStringLiteral("views"), texts(state.views)},
                       {QStringLiteral("highlights"), texts(state.highlights)},
                       {QStringLiteral("labels"), labels},
                       {QStringLiteral("panels"), bytes(state.panels)}};
    if (state.list)
        object.insert(QStringLiteral("list"), toObject(*state.list));
    if (state.range)
        object.insert(QStringLiteral("range"), text(printViewRange(*state.range)));
    return object;
}

QJsonObject toObject(const LogsTabState& tab)
{
    QJsonArray lists;
    for (const LogsState& list : tab.lists)
        lists.append(toObject(list));
    QJsonArray widths;
    for (const int width : tab.widths)
        widths.append(width);
    return {{QStringLiteral("name"), tab.name},
            {QStringLiteral("lists"), lists},
            {QStringLiteral("widths"), widths}};
}

/// Reads members of one object; the first that is of another kind is an error, a missing one is not.
class Members final
{
public:
    Members(const QJsonValue& value, QString& problem)
        : m_object(value.toObject())
        , m_problem(problem)
    {
        if (!value.isObject())
            m_problem = QStringLiteral("something else stands in the place of an object");
    }

    void read(const char* name, QString& to) const
    {
        if (const auto value = find(name, QJsonValue::String))
            to = value->toString();
    }
    void read(const char* name, std::string& to) const
    {
        if (const auto value = find(name, QJsonValue::String))
            to = value->toString().toStdString();
    }
    void read(const char* name, QByteArray& to) const
    {
        if (const auto value = find(name, QJsonValue::String))
            to = QByteArray::fromBase64(value->toString().toLatin1());
    }
    void read(const char* name, bool& to) const
    {
        if (const auto value = find(name, QJsonValue::Bool))
            to = value->toBool();
    }
    /// From `least` to `most`, else an error.
    void read(const char* name, int least, int most, int& to) const
    {
        const auto value = find(name, QJsonValue::Double);
        if (!value)
            return;
        if (const double number = value->toDouble(); number >= least && number <= most)
            to = static_cast<int>(number);
        else
            m_problem = QStringLiteral("'%1' is out of its range").arg(QLatin1String(name));
    }
    template<typename Choice>
    void readChoice(const char* name, Choice last, Choice& to) const
    {
        int index = static_cast<int>(to);
        read(name, 0, static_cast<int>(last), index);
        to = static_cast<Choice>(index);
    }
    QJsonArray array(const char* name) const
    {
        const auto value = find(name, QJsonValue::Array);
        return value ? value->toArray() : QJsonArray();
    }
    std::vector<std::string> texts(const char* name) const
    {
        std::vector<std::string> all;
        for (const QJsonValue& value : array(name))
            all.push_back(value.toString().toStdString());
        return all;
    }
    std::optional<ViewRange> range(const char* name) const
    {
        const auto value = find(name, QJsonValue::String);
        if (!value)
            return std::nullopt;
        const auto range = parseViewRange(value->toString().toStdString());
        if (!range)
            m_problem = QStringLiteral("'%1' is no range").arg(QLatin1String(name));
        return range;
    }
    bool has(const char* name) const { return m_object.contains(QLatin1String(name)); }
    QJsonValue value(const char* name) const { return m_object.value(QLatin1String(name)); }

private:
    std::optional<QJsonValue> find(const char* name, QJsonValue::Type type) const
    {
        const QJsonValue value = m_object.value(QLatin1String(name));
        if (value.type() == type)
            return value;
        if (!value.isUndefined())
            m_problem = QStringLiteral("'%1' is of another kind").arg(QLatin1String(name));
        return std::nullopt;
    }

    QJsonObject m_object;
    QString& m_problem;
};

ListSettings listFrom(const QJsonValue& value, QString& problem)
{
    ListSettings list;
    const Members members(value, problem);
    std::vector<ListSettings::Column> columns;
    for (const QJsonValue& each : members.array("columns")) {
        const Members column(each, problem);
        ListSettings::Column read;
        column.read("field", read.field);
        column.read("width", 0, 20'000, read.width);
        if (!read.field.empty())
            columns.push_back(std::move(read));
    }
    if (!columns.empty())
        list.columns = std::move(columns);
    members.readChoice("time", ListSettings::TimeForm::Delta, list.timeForm);
    members.readChoice("density", ListSettings::Density::Roomy, list.density);
    members.read("zone", list.zone);
    members.read("wrap", list.wraps);
    return list;
}

LogsState stateFrom(const QJsonValue& value, QString& problem)
{
    LogsState state;
    const Members members(value, problem);
    members.read("query", state.query);
    if (members.has("list"))
        state.list = listFrom(members.value("list"), problem);
    state.views = members.texts("views");
    state.highlights = members.texts("highlights");
    for (const QJsonValue& each : members.array("labels")) {
        const Members label(each, problem);
        HighlightRule read;
        label.read("query", read.query);
        label.read("color", 1, 9, read.color);
        label.read("row", read.wholeRow);
        state.labels.push_back(std::move(read));
    }
    members.read("panels", state.panels);
    state.range = members.range("range");
    return state;
}

LogsTabState tabFrom(const QJsonValue& value, QString& problem)
{
    LogsTabState tab;
    const Members members(value, problem);
    members.read("name", tab.name);
    tab.lists.clear();
    for (const QJsonValue& list : members.array("lists"))
        tab.lists.push_back(stateFrom(list, problem));
    for (const QJsonValue& width : members.array("widths"))
        tab.widths.push_back(width.toInt());
    if (tab.lists.empty() || tab.lists.size() > 2)
        problem = QStringLiteral("a tab has one list or two");
    return tab;
}

Error corrupt(const QString& why)
{
    return {Error::Code::Corrupt, {}, why.toStdString()};
}

} // namespace

QByteArray toJson(const Session& session)
{
    QJsonArray tabs;
    for (const LogsTabState& tab : session.logs.tabs | std::views::take(mostTabs))
        tabs.append(toObject(tab));
    const QJsonObject object{{QStringLiteral("version"), version},
                             {QStringLiteral("geometry"), bytes(session.geometry)},
                             {QStringLiteral("page"), session.page},
                             {QStringLiteral("range"), text(printViewRange(session.range))},
                             {QStringLiteral("tabs"), tabs},
                             {QStringLiteral("tab"),
                              static_cast<int>(std::min(session.logs.current, mostTabs - 1))}};
    return QJsonDocument(object).toJson();
}

Result<Session> sessionFromJson(const QByteArray& json)
{
    QJsonParseError fault{};
    const QJsonDocument document = QJsonDocument::fromJson(json, &fault);
    if (!document.isObject())
        return corrupt(fault.error == QJsonParseError::NoError ? QStringLiteral("it is no object")
                                                               : fault.errorString());
    QString problem;
    const Members members(document.object(), problem);
    const int written = members.value("version").toInt();
    if (written > version)
        return Error{Error::Code::TooNew, {}, "a newer version of Weir wrote it"};
    if (written < 1)
        return corrupt(QStringLiteral("it has no version"));
    Session session;
    members.read("geometry", session.geometry);
    members.read("page", session.page);
    if (const auto range = members.range("range"))
        session.range = *range;
    session.logs.tabs.clear();
    for (const QJsonValue& tab : members.array("tabs"))
        session.logs.tabs.push_back(tabFrom(tab, problem));
    if (session.logs.tabs.empty() || session.logs.tabs.size() > mostTabs)
        problem = QStringLiteral("it has no tabs, or too many");
    int current = 0;
    members.read("tab", 0, static_cast<int>(mostTabs), current);
    if (!problem.isEmpty())
        return corrupt(problem);
    session.logs.current =
        std::min(static_cast<std::size_t>(current), session.logs.tabs.size() - 1);
    return session;
}

} // namespace weir
