// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/decoder.h"
#include "collectors/eventwriter.h"
#include "collectors/redact/redactkey.h"
#include "collectors/redact/redactor.h"
#include "tests/collectors/fakesink.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <fmt/format.h>

#include <random>

#include <sys/stat.h>

using namespace weir;

/// What must go goes, what may stay stays, and what is stored is what is left.
class tst_Redactor final : public QObject
{
    Q_OBJECT

private slots:
    void everyGoldenLineIsRedacted();
    void noneOfTenThousandHarmlessLinesIs();
    void onlyWhatIsNamedGoes();
    void tagsAreStableAndKeyed();
    void jsonStaysJson();
    void bytesThatAreNoTextBecomeATagAsAWhole();
    void patternsOfOnesOwn_data();
    void patternsOfOnesOwn();
    void whatIsStoredIsWhatIsLeft();
    void aValueIsJudgedByItsNameToo();
    void aSourceWithoutAKeyDoesNotStart();
    void theKeyIsMadeOnceAndIsPrivate();
    void anyBytesAreSurvived();
};

namespace {

const std::string key(32, 'k');

RedactRules rulesOf(std::vector<std::string> shapes)
{
    RedactRules rules;
    rules.shapes = std::move(shapes);
    rules.tagKey = key;
    return rules;
}

RedactRules everything()
{
    return rulesOf({"email", "card", "jwt", "token", "key", "password", "ip"});
}

/// Tags without their digits.
QString withoutDigits(std::string_view text)
{
    static const QRegularExpression tag(QStringLiteral("<([\\w-]+):[0-9a-f]{8}>"));
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))
        .replace(tag, QStringLiteral("<\\1>"));
}

std::string luhnOf(std::string digits)
{
    for (char last = '0'; last <= '9'; ++last) {
        if (hasLuhnDigit(digits + last))
            return digits + last;
    }
    return {};
}

/// Lines as programs write them, with nothing in them that must go.
class Harmless final
{
public:
    std::string next()
    {
        switch (number(24)) {
        case 0:
            return fmt::format("2026-11-23T12:{:02}:{:02}.{:03}Z INFO took {}.{} ms", number(60),
                               number(60), number(1000), number(1000), number(10));
        case 1:
            return fmt::format(R"({{"ts":17638994{:05}{:03},"level":"info","n":{},"ok":true}})",
                               number(100'000), number(1000), m_random());
        case 2:
            return fmt::format("trace {} span {}", hex(32), hex(16));
        case 3:
            return fmt::format("id {}-{}-4{}-a{}-{}", hex(8), hex(4), hex(3), hex(3), hex(12));
        case 4:
            return fmt::format("version {}.{}.{} (build {})", number(30), number(100), number(1000),
                               number(100'000));
        case 5:
            return fmt::format("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/{}.0.0.0",
                               100 + number(40));
        case 6: { // sixteen digits with a wrong check digit
            std::string digits = luhnOf("4" + decimal(14));
            digits.back() = digits.back() == '9' ? '0' : static_cast<char>(digits.back() + 1);
            return "order " + digits + " shipped";
        }
        case 7:
            return fmt::format("ns {} us {}", "17638994" + decimal(11), "17638994" + decimal(8));
        case 8:
            return fmt::format(R"({{"total_tokens":{},"max_token":{},"token":{}}})", number(9000),
                               number(9000), number(100'000'000));
        case 9:
            return "password: must not be empty and have at least 12 characters";
        case 10:
            return fmt::format("passwordless login, tokens={} secrets={}", number(10), number(10));
        case 11:
            return fmt::format("@scope/package@{}.{}.{} and user@host and @handle{}", number(9),
                               number(9), number(9), number(99));
        case 12:
            return fmt::format("mac {}:{}:{}:{}:{}:{}", hex(2), hex(2), hex(2), hex(2), hex(2),
                               hex(2));
        case 13:
            return fmt::format("std::vector<int>::operator[] at file.cpp:{}:{}", number(999),
                               number(99));
        case 14:
            return fmt::format("GET /v{}/items/{}?page={} HTTP/1.1 200 {}", number(3), m_random(),
                               number(20), number(100'000));
        case 15:
            return fmt::format("price {}.{:02} EUR, 1.2.3, 10.1, {}.{}.{}.{}.{}", number(1000),
                               number(100), number(9), number(9), number(9), number(9), number(9));
        case 16:
            return fmt::format(R"({{"password":null,"secret":"***","token":"","apiKey":false}})");
        case 17:
            return fmt::format("sha256:{} size {}", hex(64), m_random());
        case 18:
            return fmt::format("partition orders-{} offset {} epoch {}", number(99), m_random(),
                               number(99));
        case 19:
            return fmt::format("2026-11-23 12:{:02}:{:02} 2026-11-24 1234 5678 9012", number(60),
                               number(60));
        case 20:
            return fmt::format("range {}.{}.{}.{} is 300.1.2.3", 256 + number(700), number(999),
                               number(999), number(999));
        case 21:
            return fmt::format("sk_live_ ghp_short AKIA eyJ.eyJ AIza task-{} risk-free-{}",
                               number(99), number(99));
        case 22:
            return "-----BEGIN CERTIFICATE----- MIIB -----END CERTIFICATE-----";
        default:
            return fmt::format(R"({{"key":"{}","author":"x","monkey":{},"keyboard":"us"}})", hex(12),
                               number(99));
        }
    }

private:
    unsigned number(unsigned below) { return static_cast<unsigned>(m_random() % below); }
    std::string from(std::string_view letters, std::size_t length)
    {
        std::string text;
        while (text.size() < length)
            text += letters[m_random() % letters.size()];
        return text;
    }
    std::string hex(std::size_t length) { return from("0123456789abcdef", length); }
    std::string decimal(std::size_t length) { return from("0123456789", length); }

    std::mt19937 m_random{20261123};
};

} // namespace

void tst_Redactor::everyGoldenLineIsRedacted()
{
    QFile file(QStringLiteral(WEIR_SOURCE_DIR "/tests/data/redact/golden.txt"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    int lines = 0;
    int wrong = 0;
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (line.isEmpty() || line.startsWith('#'))
            continue;
        const auto parts = line.split('\t');
        QCOMPARE(parts.size(), qsizetype{3});
        ++lines;
        const std::string shape = parts[0].toStdString();
        for (const bool isAll : {false, true}) {
            if (!isAll && shape == "all")
                continue;
            Redactor redactor(isAll ? everything() : rulesOf({shape}));
            const QString left = withoutDigits(redactor.redact(parts[1].toStdString()));
            const QString expected = QString::fromUtf8(parts[2]);
            // With all rules at once other shapes of the line go, too.
            const bool isExact = !isAll || shape == "all";
            if (isExact ? left != expected : !left.contains(QLatin1Char('<'))) {
                ++wrong;
                qWarning("%s: %s\n  left     %s\n  expected %s", shape.c_str(), parts[1].constData(),
                         qPrintable(left), parts[2].constData());
            }
        }
    }
    QVERIFY(lines >= 200);
    QCOMPARE(wrong, 0);
}

void tst_Redactor::noneOfTenThousandHarmlessLinesIs()
{
    Redactor redactor(everything());
    Harmless harmless;
    int wrong = 0;
    for (int i = 0; i < 10'000; ++i) {
        const std::string line = harmless.next();
        const std::string_view left = redactor.redact(line);
        if (left != line && ++wrong < 10)
            qWarning("%s", std::string(left).c_str());
    }
    QCOMPARE(wrong, 0);
}

void tst_Redactor::onlyWhatIsNamedGoes()
{
    Redactor redactor(rulesOf({"ip"}));
    const std::string line = "alice@example.com from 10.1.2.3 password=x";
    QCOMPARE(withoutDigits(redactor.redact(line)),
             QStringLiteral("alice@example.com from <ip> password=x"));
    QCOMPARE(redactor.count(), std::size_t{1});
    QCOMPARE(redactor.redact("nothing"), std::string_view("nothing"));
    QCOMPARE(redactor.count(), std::size_t{0});
}

void tst_Redactor::tagsAreStableAndKeyed()
{
    Redactor redactor(rulesOf({"email"}));
    Redactor again(rulesOf({"email"}));
    RedactRules rules = rulesOf({"email"});
    rules.tagKey = std::string(32, 'o');
    Redactor other(rules);
    const std::string line = "to alice@example.com and bob@example.com";
    const std::string first(redactor.redact(line));
    QCOMPARE(std::string(again.redact(line)), first);
    QCOMPARE(std::string(redactor.redact(line)), first);
    QVERIFY(other.redact(line) != first);
    const QStringList words = QString::fromStdString(first).split(QLatin1Char(' '));
    QVERIFY(words[1] != words[3]);
    QCOMPARE(words[1].size(), 16);
}

void tst_Redactor::jsonStaysJson()
{
    QFile file(QStringLiteral(WEIR_SOURCE_DIR "/tests/data/redact/golden.txt"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    Redactor redactor(everything());
    int objects = 0;
    for (const QByteArray& line : file.readAll().split('\n')) {
        const QByteArray text = line.split('\t').value(1);
        if (QJsonDocument::fromJson(text).isNull())
            continue;
        ++objects;
        const std::string left(redactor.redact(text.toStdString()));
        QVERIFY2(!QJsonDocument::fromJson(QByteArray::fromStdString(left)).isNull(), left.c_str());
    }
    QVERIFY(objects > 60);
    // A match that would reach over the end of a string is cut there.
    RedactRules rules;
    rules.tagKey = key;
    rules.patterns = {{"wide", R"(a.*z)"}};
    Redactor wide(rules);
    const std::string json = R"({"x":"1 a","b":12,"z":"\"z"})";
    const std::string left(wide.redact(json));
    QVERIFY2(!QJsonDocument::fromJson(QByteArray::fromStdString(left)).isNull(), left.c_str());
    QVERIFY(left.find("12") == std::string::npos);
}

void tst_Redactor::bytesThatAreNoTextBecomeATagAsAWhole()
{
    Redactor redactor(rulesOf({"email", "ip"}));
    // As in protobuf: the length stands before the text.
    const std::string message = std::string("\x0a\x11", 2) + "alice@example.com"
        + std::string("\x12\x07\0", 2) + "1.2.3.4";
    const std::string left(redactor.redact(message));
    QCOMPARE(withoutDigits(left), QStringLiteral("<email>"));
    QCOMPARE(redactor.count(), std::size_t{2});
    const std::string harmless("\x0a\x03 x \xff", 6);
    QCOMPARE(redactor.redact(harmless), std::string_view(harmless));
    QVERIFY(isPlainText("\x1b[1mbold \xc3\xa4\t\r\n"));
    for (const char* bytes : {"\xff", "a\xc3", "eight bytes\x01 and more", "\x7f\x80"})
        QVERIFY(!isPlainText(bytes));
}

void tst_Redactor::patternsOfOnesOwn_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* pattern, const char* line, const char* expected) {
        QTest::newRow(pattern) << QString::fromUtf8(pattern) << QString::fromUtf8(line)
                               << QString::fromUtf8(expected);
    };
    row("ORD-[0-9]+", "ORD-1 and ORD-22", "<own> and <own>");
    row("user=(\\w+)", "user=bob x=1 user=al", "user=<own> x=1 user=<own>");
    row("(a)|(b)", "x b a", "x <own> <own>");
    row("ORD-[0-9]+", R"({"o":"ORD-1","n":7})", R"({"o":"<own>","n":7})");
    row("\"n\":([0-9]+)", R"({"o":"x","n":7})", R"({"o":"x","n":"<own>"})");
    row("alice@example", "alice@example.com", "<email>");
}

void tst_Redactor::patternsOfOnesOwn()
{
    QFETCH(const QString, pattern);
    QFETCH(const QString, line);
    QFETCH(const QString, expected);
    RedactRules rules = rulesOf({"email"});
    rules.patterns = {{"own", pattern.toStdString()}};
    Redactor redactor(rules);
    QCOMPARE(withoutDigits(redactor.redact(line.toStdString())), expected);
}

void tst_Redactor::whatIsStoredIsWhatIsLeft()
{
    SourceConfig source;
    source.name = "s";
    source.redact = everything();
    FakeSink sink;
    SourceMonitor monitor("s", "kafka");
    EventWriter writer(source, SourceKind::Kafka, std::move(*makeDecoder("auto")), sink, monitor);
    const std::uint32_t stream = writer.builder().streamIndex({});
    const std::array headers{MessageHeader{"from", "10.1.2.3"}};
    writer.add({stream, 0, {}},
               {.payload = R"({"msg":"mail from alice@example.com","ip":"10.1.2.3","n":1})",
                .key = "alice@example.com",
                .headers = headers});
    writer.add({stream, 1, {}}, {"harmless", {}});
    writer.add({stream, 2, {}}, {"\xff alice@example.com", {}});
    writer.addCut({stream, 3, {}}, {"begins with alice@example.com", 40'000'000, 1}, RawMessage{});
    QVERIFY(writer.tryFlush());

    const EventBatch& batch = *sink.batches().at(0);
    QCOMPARE(batch.size(), std::size_t{4});
    for (const char* secret : {"alice", "10.1.2.3"})
        QVERIFY2(batch.columns().arena.find(secret) == std::string::npos, secret);
    QCOMPARE(withoutDigits(batch.body(0)), QStringLiteral("mail from <email>"));
    QCOMPARE(withoutDigits(batch.field("ip", 0)->text), QStringLiteral("<ip>"));
    QCOMPARE(withoutDigits(batch.key(0)), QStringLiteral("<email>"));
    QCOMPARE(withoutDigits(batch.headers(0).at(0).second), QStringLiteral("<ip>"));
    QCOMPARE(batch.field("weir.redacted", 0)->bits, std::int64_t{4});
    QVERIFY(!batch.field("weir.redacted", 1));
    QCOMPARE(batch.payload(1), std::string_view("harmless"));
    QCOMPARE(batch.kind(2), EventKind::Undecodable);
    QVERIFY(batch.payload(2).empty());
    QVERIFY(batch.body(2).find("19 bytes are not kept") != std::string_view::npos);
    QCOMPARE(batch.field("weir.redacted", 3)->bits, std::int64_t{1});
    QVERIFY(isConsistent(batch.columns()));
    QCOMPARE(monitor.status().redacted, std::uint64_t{5});
}

void tst_Redactor::aValueIsJudgedByItsNameToo()
{
    Redactor redactor(everything());
    const auto left = [&](std::string_view name, std::string_view value) {
        return withoutDigits(redactor.redactValue(name, value));
    };
    QCOMPARE(left("db.password", "hunter2"), QStringLiteral("<password>"));
    QCOMPARE(left("dbPassword", "12345678"), QStringLiteral("<password>"));
    QCOMPARE(left("authorization", "Bearer abcdefghij"), QStringLiteral("Bearer <token>"));
    QCOMPARE(left("x-api-key", "abcdefghij"), QStringLiteral("<key>"));
    QCOMPARE(left("max_token", "12345678"), QStringLiteral("12345678"));
    QCOMPARE(left("passwordless", "yes"), QStringLiteral("yes"));
    QCOMPARE(left("msg", "of alice@example.com, password=x"),
             QStringLiteral("of <email>, password=<password>"));
    // The same value has the same tag wherever it stands.
    const std::string apart(redactor.redactValue("password", "hunter2"));
    QCOMPARE("password=" + apart, std::string(redactor.redact("password=hunter2")));
}

void tst_Redactor::aSourceWithoutAKeyDoesNotStart()
{
    CollectorSetup setup;
    setup.source.name = "s";
    setup.source.input = FileSource{{"-"}};
    setup.source.redact = rulesOf({"email"});
    setup.source.redact.tagKey.clear();
    const auto made = makeCollector(setup);
    QVERIFY(!made);
    QVERIFY(made.error().text().find("redact.key") != std::string::npos);
}

void tst_Redactor::theKeyIsMadeOnceAndIsPrivate()
{
    QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath(QStringLiteral("redact.key")).toStdString();
    const auto first = loadRedactKey(file);
    QVERIFY(first);
    QCOMPARE(first->size(), std::size_t{32});
    struct stat status{};
    QCOMPARE(::stat(file.c_str(), &status), 0);
    QCOMPARE(status.st_mode & 0777, 0600U);
    QCOMPARE(*loadRedactKey(file), *first);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), qsizetype{1});

    ::chmod(file.c_str(), 0644);
    QVERIFY(loadRedactKey(file).error().text().find("chmod 600") != std::string::npos);
    QFile::remove(QString::fromStdString(file.string()));
    QFile short_(QString::fromStdString(file.string()));
    QVERIFY(short_.open(QIODevice::WriteOnly));
    short_.write("x");
    short_.close();
    ::chmod(file.c_str(), 0600);
    QVERIFY(!loadRedactKey(file));
}

void tst_Redactor::anyBytesAreSurvived()
{
    std::mt19937 random(3);
    Redactor redactor(everything());
    constexpr std::string_view likely = "@.:=_-A\"\\ 0123456789abcdefeyJpassword{}[]:/\n\0\xff";
    for (int i = 0; i < 50'000; ++i) {
        std::string text(random() % 200, ' ');
        for (char& c : text)
            c = random() % 4 ? likely[random() % likely.size()] : static_cast<char>(random());
        if (i % 2)
            text.insert(0, "{\"");
        const std::string once(redactor.redact(text));
        if (i % 10 == 0)
            (void)redactor.redact(once);
    }
}

QTEST_GUILESS_MAIN(tst_Redactor)
#include "tst_redactor.moc"
