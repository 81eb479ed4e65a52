// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/prettyjson.h"

#include <QTest>

#include <algorithm>
#include <string>

using namespace weir;

class tst_PrettyJson : public QObject
{
    Q_OBJECT

private slots:
    void eachMemberHasALine();
    void nothingIsWrittenInAnotherWay();
    void howDeepItIsDoesNotMatter();
};

void tst_PrettyJson::eachMemberHasALine()
{
    const std::string json = "{\"n\":1,\"user\":{\"id\":4711,\"tags\":[\"a\",\"b\"]},\"none\":{},\"list\": [ ]}";
    const std::string expected = "{\n"
                                 "  \"n\": 1,\n"
                                 "  \"user\": {\n"
                                 "    \"id\": 4711,\n"
                                 "    \"tags\": [\n"
                                 "      \"a\",\n"
                                 "      \"b\"\n"
                                 "    ]\n"
                                 "  },\n"
                                 "  \"none\": {},\n"
                                 "  \"list\": []\n"
                                 "}";
    QCOMPARE(prettyJson(json), expected);
}

void tst_PrettyJson::nothingIsWrittenInAnotherWay()
{
    const std::string json = "{\"b\":1.50e+07,\"a\":\"x, {\\\"y\\\": [\\\\\",\"a\":-0}";
    const std::string expected =
        "{\n  \"b\": 1.50e+07,\n  \"a\": \"x, {\\\"y\\\": [\\\\\",\n  \"a\": -0\n}";
    QCOMPARE(prettyJson(json), expected);
    QCOMPARE(prettyJson("12"), std::string("12"));
    QCOMPARE(prettyJson("[true ,\n\tnull]"), std::string("[\n  true,\n  null\n]"));
}

void tst_PrettyJson::howDeepItIsDoesNotMatter()
{
    const std::string deep = std::string(20'000, '[') + std::string(20'000, ']');
    const std::string pretty = prettyJson(deep);
    QCOMPARE(std::count(pretty.begin(), pretty.end(), '['), std::ptrdiff_t{20'000});
    QVERIFY(pretty.size() < 40'000 * 200);
}

QTEST_GUILESS_MAIN(tst_PrettyJson)
#include "tst_prettyjson.moc"
