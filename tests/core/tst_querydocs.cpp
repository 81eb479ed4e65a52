// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/describe.h"

#include <QTest>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

using namespace weir;
using test::describe;

namespace {

struct Example
{
    std::string kind; ///< what follows ``` on the block's first line
    std::size_t line = 0; ///< in the document, from 1
    std::string text;
};

std::vector<Example> examples()
{
    std::ifstream document(WEIR_SOURCE_DIR "/docs/query-language.md");
    std::vector<Example> all;
    std::string kind;
    std::string line;
    for (std::size_t number = 1; std::getline(document, line); ++number) {
        if (line.starts_with("```"))
            kind = kind.empty() ? line.substr(3) : std::string();
        else if (!kind.empty())
            all.push_back({kind, number, line});
    }
    return all;
}

std::string trimmed(const std::string& text)
{
    const auto from = text.find_first_not_of(' ');
    const auto to = text.find_last_not_of(' ');
    return from == std::string::npos ? std::string() : text.substr(from, to - from + 1);
}

/// Before and after the first gap of two spaces or more.
std::pair<std::string, std::string> halves(const std::string& line)
{
    const auto gap = line.find("  ");
    if (gap == std::string::npos)
        return {line, {}};
    return {line.substr(0, gap), trimmed(line.substr(gap))};
}

void addRows(const std::string& kind)
{
    QTest::addColumn<QByteArray>("text");
    for (const Example& example : examples()) {
        if (example.kind == kind)
            QTest::addRow("line %zu", example.line) << QByteArray::fromStdString(example.text);
    }
}

bool isTextOnly(const Expr& expr)
{
    return expr.kind == Expr::Kind::Text
        || (expr.kind == Expr::Kind::And
            && std::all_of(expr.children.begin(), expr.children.end(), isTextOnly));
}

} // namespace

/// docs/query-language.md keeps what it promises.
class tst_QueryDocs : public QObject
{
    Q_OBJECT

private slots:
    void everyExampleIsUnderstood_data() { addRows("query"); }
    void everyExampleIsUnderstood()
    {
        QFETCH(QByteArray, text);
        const std::string query = halves(text.toStdString()).first;
        const auto parsed = parseQuery(query);
        const auto* error = std::get_if<QueryError>(&parsed);
        QVERIFY2(!error, error ? error->message.c_str() : "");
    }

    void whatIsTheSameIsTheSame_data() { addRows("query same"); }
    void whatIsTheSameIsTheSame()
    {
        QFETCH(QByteArray, text);
        const auto [left, right] = halves(text.toStdString());
        QVERIFY(!right.empty());
        QCOMPARE(describe(left), describe(right));
    }

    void pastedTextStaysText_data() { addRows("query text"); }
    void pastedTextStaysText()
    {
        QFETCH(QByteArray, text);
        const auto parsed = parseQuery(text.toStdString());
        const auto* query = std::get_if<Query>(&parsed);
        QVERIFY2(query && isTextOnly(query->filter), describe(text.toStdString()).c_str());
    }

    void everyErrorNamesItsPlaceAndAWayOn()
    {
        std::vector<Example> lines;
        for (const Example& example : examples()) {
            if (example.kind == "query error")
                lines.push_back(example);
        }
        QVERIFY(lines.size() > 10);
        QCOMPARE(lines.size() % 2, std::size_t{0});
        for (std::size_t i = 0; i < lines.size(); i += 2) {
            const std::string& marks = lines[i + 1].text;
            const auto from = marks.find('^');
            const auto to = marks.find(' ', from);
            const std::string expected = "error " + std::to_string(from) + "+"
                + std::to_string(to - from) + ": " + marks.substr(to + 1);
            QCOMPARE(describe(lines[i].text), expected);
        }
    }

    void thePageHasExamplesOfEachKind()
    {
        std::size_t plain = 0;
        std::size_t same = 0;
        std::size_t text = 0;
        for (const Example& example : examples()) {
            plain += example.kind == "query";
            same += example.kind == "query same";
            text += example.kind == "query text";
        }
        QVERIFY(plain > 10 && same > 5 && text > 5);
    }
};

QTEST_GUILESS_MAIN(tst_QueryDocs)
#include "tst_querydocs.moc"
