// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/tomlsplice.h"
#include "core/config/tomlvalue.h"

#include <QtTest>
#include <fmt/format.h>
#include <rapidcheck.h>

#include <random>

using namespace weir;

namespace {

const std::string file = R"(# streams of the shop
[index]
retention = { age = "7d" }   # a week

# the orders, ask in the shop team
[[source]]
name    = "orders"   # Kafka
labels  = { env = "prod" }
[source.kafka]
brokers = "localhost:9092"
topics  = [          # two of them
  "[[source]]",      # a name that looks like a header
  "b",
]
[source.kafka.security]
protocol = "ssl"

[[source]]
name = "market"
zeromq = { connect = ["tcp://localhost:5556"], type = "sub" }

[[source]]
name = "syslog"
file.paths = ["/var/log/*.log"]
# the end
)";

std::string edited(const std::string& text, const std::string& name, TomlPath path,
                   std::optional<std::string> value)
{
    const auto result = editSource(text, name, {{std::move(path), std::move(value)}});
    return result ? *result : "error: " + result.error().text();
}

/// The file with one piece exchanged.
std::string with(std::string text, const std::string& from, const std::string& to)
{
    const auto at = text.find(from);
    return at == std::string::npos ? "not there: " + from : text.replace(at, from.size(), to);
}

/// A value of a source: where it stands is the writer's choice.
std::string valueAt(const std::string& text, const std::string& name, const TomlPath& path)
{
    const auto parsed = parseToml(text);
    const auto* root = std::get_if<TomlValue>(&parsed);
    if (root == nullptr || root->member("source") == nullptr)
        return "no TOML";
    for (const TomlValue& source : root->member("source")->value.items) {
        if (source.member("name")->value.text != name)
            continue;
        const TomlValue* value = &source;
        for (const std::string& key : path) {
            const TomlMember* member = value->member(key);
            if (member == nullptr)
                return "none";
            value = &member->value;
        }
        return value->text;
    }
    return "no source";
}

/// Files as different people write them: every form TOML has for the same thing.
class RandomFile final
{
public:
    explicit RandomFile(std::uint32_t seed)
        : m_random(seed)
    {
    }

    unsigned below(unsigned limit) { return static_cast<unsigned>(m_random() % limit); }

    std::string text(int sources)
    {
        const std::string newline = below(4) == 0 ? "\r\n" : "\n";
        std::string all = below(2) == 0 ? "# head\n[index]\nage = '''x\n[[source]]\n'''\n" : "";
        for (int i = 0; i < sources; ++i)
            all += noise() + source(i);
        if (below(3) == 0)
            all += "[collector]\nbackground = true\n";
        if (below(5) == 0 && all.ends_with('\n'))
            all.pop_back();
        std::string lines;
        for (const char c : all)
            lines += c == '\n' ? newline : std::string(1, c);
        return lines;
    }

    std::string word()
    {
        static const std::vector<std::string> words{"plain", "with \"quotes\"", "back\\slash", "#",
                                                    "[[source]]", "ä €", "'", "a = 'b', }", ""};
        return words[below(static_cast<unsigned>(words.size()))];
    }

private:
    std::string noise()
    {
        static const std::vector<std::string> lines{"", "\n", "# a = \"b\" [[source]]\n", "\t\n"};
        return lines[below(4)] + lines[below(4)];
    }

    std::string comment() { return below(3) == 0 ? "   # }] \" '" : ""; }

    std::string source(int i)
    {
        const std::string pad = below(2) == 0 ? "  " : "";
        std::string text = "[[source]]" + comment() + "\n";
        const std::string name = fmt::format("name{} = \"s{}\"{}\n", pad, i, comment());
        const std::string a = tomlString(word());
        const std::string b = tomlString(word());
        switch (below(4)) {
        case 0:
            return text + name + "kafka = { a = " + a + " , b = [" + b + "] }" + comment() + "\n";
        case 1:
            return text + "kafka.a = " + a + "\n" + name + noise() + "kafka.b = [\n" + b
                + ", # ]\n]\n";
        case 2:
            return text + name + noise() + "[source.kafka]\na = " + a + comment() + "\n\tb = [ " + b
                + "]\n[source.kafka.s]\nc = 1\n";
        default:
            return text + name + "[source.\"kafka\".s] # sub\nc = 2\n";
        }
    }

    std::mt19937 m_random;
};

const std::vector<TomlPath> paths{{"format"},          {"kafka", "a"},      {"kafka", "b"},
                                  {"kafka", "d"},      {"kafka", "s", "c"}, {"kafka", "s", "d"},
                                  {"labels", "env x"}, {"kafka", "s"}};

} // namespace

class tst_TomlSplice final : public QObject
{
    Q_OBJECT

private slots:
    void aValueIsExchangedInItsPlace()
    {
        QCOMPARE(edited(file, "orders", {"kafka", "brokers"}, "\"other:1\""),
                 with(file, "\"localhost:9092\"", "\"other:1\""));
        QCOMPARE(edited(file, "orders", {"labels", "env"}, "\"test\""),
                 with(file, "\"prod\"", "\"test\""));
        QCOMPARE(edited(file, "market", {"zeromq", "type"}, "\"pull\""),
                 with(file, "\"sub\"", "\"pull\""));
        QCOMPARE(edited(file, "syslog", {"file", "paths"}, "[\"/a\"]"),
                 with(file, "[\"/var/log/*.log\"]", "[\"/a\"]"));
    }

    void aNewKeyStandsBelowItsNeighbours()
    {
        QCOMPARE(edited(file, "orders", {"kafka", "start"}, "\"-15m\""),
                 with(file, "  \"b\",\n]\n", "  \"b\",\n]\nstart   = \"-15m\"\n"));
        QCOMPARE(edited(file, "orders", {"format"}, "\"json\""),
                 with(file, "\"prod\" }\n", "\"prod\" }\nformat  = \"json\"\n"));
        QCOMPARE(edited(file, "market", {"zeromq", "topics"}, "[\"a\"]"),
                 with(file, "\"sub\" }", "\"sub\", topics = [\"a\"] }"));
        QCOMPARE(edited(file, "syslog", {"file", "encoding"}, "\"latin1\""),
                 with(file, "log\"]\n", "log\"]\nfile.encoding = \"latin1\"\n"));
    }

    void aNewTableStandsBelowItsSource()
    {
        QCOMPARE(edited(file, "orders", {"schema_registry", "url"}, "\"https://x\""),
                 with(file, "\"ssl\"\n", "\"ssl\"\n[source.schema_registry]\nurl = \"https://x\"\n"));
        QCOMPARE(edited(file, "market", {"zeromq", "curve", "server_key"}, "\"k\""),
                 with(file, "\"sub\" }", "\"sub\", curve = { server_key = \"k\" } }"));
    }

    void aKeyThatGoesTakesItsLineAndNothingElse()
    {
        QCOMPARE(edited(file, "orders", {"labels"}, {}),
                 with(file, "labels  = { env = \"prod\" }\n", ""));
        QCOMPARE(edited(file, "market", {"zeromq", "type"}, {}), with(file, ", type = \"sub\"", ""));
        QCOMPARE(edited(file, "orders", {"kafka", "security"}, {}),
                 with(file, "[source.kafka.security]\nprotocol = \"ssl\"\n", ""));
    }

    void aSourceGoesWithTheCommentAboveIt()
    {
        const auto without = removeSource(file, "orders");
        QVERIFY(without);
        const auto begin = file.find("# the orders");
        QCOMPARE(*without, file.substr(0, begin) + file.substr(file.find("[[source]]\nname = \"mar")));
        const auto last = removeSource(file, "syslog");
        QVERIFY(last);
        QCOMPARE(*last, with(file, sourceBlock(file, "syslog"), ""));
    }

    void aNewSourceStandsAtTheEnd()
    {
        const std::string block = "[[source]]\nname = \"new\"\nfile = { paths = [\"/a\"] }\n";
        QCOMPARE(*appendSource(file, block), file + "\n" + block);
        QCOMPARE(*appendSource("", block), block);
        QVERIFY(!appendSource(file, "[[source]]\nname = \"market\"\n"));
        QVERIFY(!appendSource(file, block + block));
        QVERIFY(!appendSource(file, "[index]\n"));
    }

    void theBlockOfASourceEndsWhereItEnds()
    {
        QVERIFY(sourceBlock(file, "orders").starts_with("[[source]]\nname    = \"orders\""));
        QVERIFY(sourceBlock(file, "orders").ends_with("protocol = \"ssl\"\n"));
        QCOMPARE(sourceBlock(file, "nobody"), std::string());
    }

    void whatIsNotKnownHereIsRefusedAndNotGuessed()
    {
        const std::string list = "source = [{ name = \"a\", file = { paths = [\"/a\"] } }]\n";
        QCOMPARE(editSource(list, "a", {{{"format"}, "\"json\""}}).error().code,
                 Error::Code::InvalidInput);
        QVERIFY(!removeSource(list, "a"));
        QVERIFY(!editSource("[[source", "a", {}));
        QVERIFY(!editSource(file, "orders", {{{"name", "x"}, "1"}}));
        QVERIFY(!editSource(file, "orders", {{{"format"}, "broken\"\n[[source]]"}}));
        // A value that would bring a table of its own along.
        QVERIFY(!editSource(file, "orders", {{{"format"}, "\"a\"\n[extra]\nb = 1"}}));
        QVERIFY(!editSource("x = [ } ]", "a", {}));
        QCOMPARE(editSource(file, "nobody", {}).error().code, Error::Code::NotFound);
    }

    void aTextIsWrittenSoThatItReadsTheSame()
    {
        QVERIFY(rc::check([](const std::string& any) {
            std::string text;
            for (const char c : any) {
                if (static_cast<unsigned char>(c) < 0x80)
                    text += c;
            }
            const auto parsed = parseToml("x = " + tomlString(text));
            RC_ASSERT(std::get_if<TomlValue>(&parsed) != nullptr);
            RC_ASSERT(std::get<TomlValue>(parsed).member("x")->value.text == text);
        }));
    }

    void anyEditGivesWhatWasAskedAndKeepsEveryOtherByte()
    {
        int done = 0;
        QVERIFY(rc::check([&](std::uint32_t seed) {
            RandomFile random(seed);
            const std::string text = random.text(3);
            const std::string name = fmt::format("s{}", random.below(3));
            const TomlPath& path = paths[random.below(static_cast<unsigned>(paths.size() - 1))];
            const std::string word = random.word();
            const auto result = editSource(text, name, {{path, tomlString(word)}});
            RC_ASSERT(result);
            RC_ASSERT(valueAt(*result, name, path) == word);
            // What is new is one piece: around it stand all bytes of before but those of one value.
            const auto [a, b] = std::mismatch(text.begin(), text.end(), result->begin(),
                                              result->end());
            const auto [c, d] = std::mismatch(text.rbegin(), text.rend() - (a - text.begin()),
                                              result->rbegin(),
                                              result->rend() - (b - result->begin()));
            const std::string lost(a, c.base());
            RC_ASSERT(valueAt(text, name, path) != "none" || lost.empty());
            for (const char* other : {"s0", "s1", "s2"}) {
                if (name != other)
                    RC_ASSERT(sourceBlock(*result, other) == sourceBlock(text, other)
                              || text.back() != '\n');
            }
            ++done;
        }));
        QVERIFY(done > 90);
    }

    void whatIsTakenOutIsGoneAndNothingElse()
    {
        QVERIFY(rc::check([](std::uint32_t seed) {
            RandomFile random(seed);
            const std::string text = random.text(3);
            const std::string name = fmt::format("s{}", random.below(3));
            const TomlPath& path = paths[random.below(static_cast<unsigned>(paths.size()))];
            const auto result = editSource(text, name, {{path, std::nullopt}});
            RC_ASSERT(result);
            RC_ASSERT(valueAt(*result, name, path) == "none");
            RC_ASSERT(result->size() <= text.size());
            const auto removed = removeSource(text, name);
            RC_ASSERT(removed);
            RC_ASSERT(sourceBlock(*removed, name).empty());
            for (const char* other : {"s0", "s1", "s2"}) {
                if (name != other)
                    RC_ASSERT(sourceBlock(*removed, other) == sourceBlock(text, other));
            }
        }));
    }

    void anyBytesAreRefusedOrKept()
    {
        QVERIFY(rc::check([](std::uint32_t seed) {
            RandomFile random(seed);
            std::string text = random.text(2);
            for (int i = 0; i < 3 && !text.empty(); ++i)
                text[random.below(static_cast<unsigned>(text.size()))] =
                    "\"'[]{}=#\n,.\\x"[random.below(13)];
            const auto statements = scanToml(text);
            for (const TomlStatement& statement : statements)
                RC_ASSERT(statement.key.end <= text.size() && statement.value.end <= text.size());
            (void)editSource(text, "s0", {{{"kafka", "a"}, "\"x\""}});
            (void)removeSource(text, "s1");
        }));
    }
};

QTEST_APPLESS_MAIN(tst_TomlSplice)
#include "tst_tomlsplice.moc"
