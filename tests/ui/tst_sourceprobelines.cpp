// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sourceprobelines.h"

#include <QTest>

#include <algorithm>

using namespace weir;

namespace {

/// With ' for ": moc stumbles over raw strings.
template<typename T>
T parsed(std::string line)
{
    std::replace(line.begin(), line.end(), '\'', '"');
    const auto result = parseProbeLine(line);
    if (!result || !std::holds_alternative<T>(*result))
        qFatal("not the line that was expected: %s", line.c_str());
    return std::get<T>(*result);
}

} // namespace

class tst_SourceProbeLines final : public QObject
{
    Q_OBJECT

private slots:
    void eachKindOfLineIsRead()
    {
        const auto step = parsed<ProbeStep>("{'step':'tls','ok':false,'text':'a\\u001bb'}");
        QCOMPARE(step.name, QStringLiteral("tls"));
        QVERIFY(!step.isGood);
        QCOMPARE(step.text, QStringLiteral("a\u241bb"));
        const auto message = parsed<ProbeMessage>(
            "{'message':{'topic':'t','partition':3,'offset':9007199254740993,'size':200,"
            "'text':'{a}','format':'json','event':{'seq':1},"
            "'refused':[{'format':'otlp','reason':'no resource'}]}}");
        QCOMPARE(message.offset.value_or(0), std::int64_t{9007199254740993});
        QCOMPARE(message.refused.size(), std::size_t{1});
        QVERIFY(parsed<ProbeResult>("{'result':{'ok':true,'format':'json','text':'x'}}").isGood);
        QCOMPARE(parsed<ProbeFailure>("{'error':'no such source'}").text,
                 QStringLiteral("no such source"));
    }

    void aClusterATopicAndAGroupAreRead()
    {
        const auto cluster = parsed<ClusterInfo>(
            "{'cluster':'x','brokers':[{'id':1,'host':'h','port':9092}],"
            "'topics':[{'name':'t','partitions':4,'internal':true}]}");
        QCOMPARE(cluster.brokers.front(), QStringLiteral("1 · h:9092"));
        QVERIFY(cluster.topics.front().isInternal);
        const auto topic = parsed<TopicInfo>(
            "{'topic':'t','partitions':[{'partition':0,'leader':1,'replicas':1,'in_sync':1,"
            "'start':5,'end':100}],'config':[{'name':'retention.ms','value':'1','default':true}]}");
        QCOMPARE(topic.partitions.front().end, std::int64_t{100});
        QVERIFY(topic.settings.front().isDefault);
        QCOMPARE(parsed<GroupList>("{'groups':[{'name':'g','state':'Stable','members':2}]}")
                     .groups.size(),
                 std::size_t{1});
        const auto group = parsed<GroupInfo>(
            "{'group':'g','state':'Stable','members':[],'partitions':[{'topic':'t','partition':0,"
            "'committed':10,'end':20,'lag':10,'lag_seconds':3.5},{'topic':'t','partition':1}]}");
        QCOMPARE(group.positions[0].lagSeconds.value_or(0), 3.5);
        QVERIFY(!group.positions[1].committed);
    }

    void nineThousandTopicsAreReadInMilliseconds()
    {
        std::string line = "{'cluster':'x','brokers':[],'topics':[";
        for (int i = 0; i < 9000; ++i)
            line += (i > 0 ? "," : "") + std::string("{'name':'topic-") + std::to_string(i)
                + "','partitions':3,'internal':false}";
        line += "]}";
        QCOMPARE(parsed<ClusterInfo>(line).topics.size(), std::size_t{9000});
    }

    void garbageIsRefused()
    {
        for (const char* line : {"", "{}", "[]", "null", "{\"step\":1}", "{\"message\":[]}", "\xff",
                                 "{\"topics\":{}}", "{\"result\"", "Segmentation fault"})
            QVERIFY2(!parseProbeLine(line), line);
    }
};

QTEST_GUILESS_MAIN(tst_SourceProbeLines)
#include "tst_sourceprobelines.moc"
