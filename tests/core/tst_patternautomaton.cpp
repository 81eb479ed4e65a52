// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/pattern.h"
#include "core/query/patternautomaton.h"

#include <QTest>

#include <fmt/format.h>
#include <rapidcheck.h>

using namespace weir;

namespace {

std::string randomClass()
{
    const std::string inside = *rc::gen::element<std::string>(
        "a", "ab", "a-c", "0-9", "^a", "^0-9a", "]", "^]", "a-", "-a", "\\d", "\\-x", "[:alpha:]",
        "[:^digit:] ", "^[:space:]", "a\\]b", "\\x41-\\x43", "\\W", "^\\n", ".^$*");
    return "[" + inside + "]";
}

std::string randomAtom(int depth);

std::string randomPattern(int depth)
{
    std::string pattern;
    const int parts = *rc::gen::inRange(0, 4);
    for (int i = 0; i < parts; ++i) {
        pattern += randomAtom(depth);
        pattern += *rc::gen::weightedElement<std::string>({{6, ""}, {1, "*"}, {1, "+"}, {1, "?"}, {1, "+?"},
                                                           {1, "{2}"}, {1, "{1,3}"}, {1, "{2,}"},
                                                           {1, "{0}"}, {1, "{,2}"}, {1, "{02}"}, {1, "{1,02}"}});
    }
    if (depth < 3 && *rc::gen::inRange(0, 5) == 4)
        pattern += "|" + randomPattern(depth + 1);
    return pattern;
}

std::string randomAtom(int depth)
{
    switch (*rc::gen::inRange(0, depth > 1 ? 6 : 8)) {
    case 0:
        return randomClass();
    case 1:
        return *rc::gen::element<std::string>(".", "\\d", "\\w", "\\s", "\\S", "\\D", "^", "$", "\\A", "\\z");
    case 2:
        return *rc::gen::element<std::string>("é", "€", "😀", "\\.", "\\x61", "\\x{62}", "\\t");
    case 6:
        return "(" + randomPattern(depth + 1) + ")";
    case 7:
        return *rc::gen::element<std::string>("(?:", "(?P<name>") + randomPattern(depth + 1) + ")";
    default:
        return *rc::gen::element<std::string>("a", "b", "c", "0", "1", "-", "=", " ", "ab", "}", "]");
    }
}

/// Bytes that the patterns above are made of, and some that are no UTF-8.
std::string randomText()
{
    const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
        "a", "b", "c", "A", "0", "1", "-", "=", " ", "\n", "\t", "]", "}", ".", "é", "€", "😀", "\x80",
        "\xC3", "\xE2\x82", "\xE0\x80\x80", "\xF4\xBF\xBF\xBF", "\xF5", std::string(1, '\0')));
    std::string text;
    for (const std::string& piece : pieces)
        text += piece;
    return text;
}

} // namespace

class PatternAutomatonTest : public QObject
{
    Q_OBJECT

private slots:
    void answersAsRe2Does()
    {
        int known = 0;
        int matching = 0;
        QVERIFY(rc::check("an automaton and RE2 agree", [&] {
            const std::string pattern = randomPattern(0);
            RC_PRE(!checkPattern(pattern));
            const Pattern re2(pattern);
            if (re2.automaton() == nullptr)
                return;
            ++known;
            for (int i = 0; i < 20; ++i) {
                const std::string text = randomText();
                matching += re2.matches(text) ? 1 : 0;
                if (re2.automaton()->matches(text) != re2.matches(text))
                    RC_FAIL(fmt::format("/{}/ in \"{}\": RE2 says {}", pattern, text, re2.matches(text)));
            }
        }));
        QVERIFY(known > 40);
        QVERIFY(matching > 100);
    }

    void knowsWhatPeopleWrite_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<bool>("isKnown");
        for (const char* known :
             {"timeout after [0-9]+ms for user u7[0-9]+", "[a-z]+=[0-9a-f]{12}-[0-9]+", "status=5\\d\\d",
              "^GET /api/[^ ]+ HTTP", "(error|warn|fatal)s?$", "\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}",
              "[[:xdigit:]]{8}-[[:xdigit:]]{4}", "user=\\S+ took \\d+(\\.\\d+)?(ms|s)", "größe=.*€"})
            QTest::newRow(known) << known << true;
        // Left to RE2 alone.
        for (const char* unknown : {"(?i)error", "\\berror\\b", "\\pL+", "[é]", "a.{200}b.{200}c", "\\Qa.b\\E", "a{02}",
              "^a|(?:[ -~]|[ -~]|[ -~]|[ -~]){400}x"})
            QTest::newRow(unknown) << unknown << false;
    }

    void knowsWhatPeopleWrite()
    {
        QFETCH(QString, pattern);
        QFETCH(bool, isKnown);
        QVERIFY(!checkPattern(pattern.toStdString()));
        QCOMPARE(PatternAutomaton::make(pattern.toStdString()) != nullptr, isKnown);
    }

    void saysWhichBytesDiffer()
    {
        const auto automaton = PatternAutomaton::make("a[0-4]");
        QVERIFY(automaton);
        QCOMPARE(automaton->distinct("0123456789"), std::string("05"));
        QCOMPARE(automaton->distinct("abc"), std::string("ab"));
    }
};

QTEST_GUILESS_MAIN(PatternAutomatonTest)
#include "tst_patternautomaton.moc"
