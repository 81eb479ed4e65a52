// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/formatsamples.h"
#include "core/timeformat.h"
#include "tests/collectors/decoded.h"
#include "tests/core/configfolder.h"

#include <QRegularExpression>
#include <QTest>

using namespace weir;

/// formats/*.toml: read, told from the others, and tried on their samples as `weir check` does.
class tst_UserFormats final : public QObject
{
    Q_OBJECT

private slots:
    void aPatternBecomesAnEvent();
    void aMapBecomesAnEvent();
    void theUsersFormatsAreAskedFirst();
    void whatDoesNotMatchIsTakenByOthers();
    void aSourceFindsItsFormatByName();
    void aTimeFormatReads_data();
    void aTimeFormatReads();
    void faultsHaveAPlace_data();
    void faultsHaveAPlace();
    void samplesThatComeOutOtherwiseAreReported();
    void theExamplesOfTheDocumentationHold();
};

namespace {

constexpr auto billing =
    R"(pattern = '^(?P<time>\S+ \S+) \[(?P<severity>\w+)\] (?P<service>\S+) #(?P<order>\d+): (?P<body>.*)$'
time_format = "%d.%m.%Y %H:%M:%S"
)";

constexpr auto sensors = R"(name = "sensors"
time_format = "%Y%m%d %H%M%S"
[fields]
time = "when"
severity = "state.grade"
body = "what"
)";

EventBatchPtr decodedBy(const Configuration& configuration, std::string_view payload,
                        const std::string& format)
{
    SourceConfig source;
    source.format = format;
    useFormats(configuration.formats, source);
    const auto decoder = makeDecoder(source);
    EventBatchBuilder builder("test", SourceKind::Kafka);
    builder.beginEvent({builder.streamIndex({}), 0, arrival()});
    (*decoder)->decode({payload, {}}, builder);
    return builder.publish();
}

QString printedSamples(const Configuration& configuration)
{
    return printed(cli::problemsOfSamples(configuration.formats));
}

} // namespace

void tst_UserFormats::aPatternBecomesAnEvent()
{
    const Folder folder;
    folder.write(QStringLiteral("formats/billing.toml"), billing);
    const auto all = folder.load();
    QCOMPARE(printed(all.problems), QString());
    QCOMPARE(
        summary(
            *decodedBy(all, "23.11.2026 12:04:51 [WARN] pay #4711: card declined\n", "billing")),
        QStringLiteral(
            "warn 2026-11-23T12:04:51.000Z \"card declined\" | service.name=pay order=4711:int"));
}

void tst_UserFormats::aMapBecomesAnEvent()
{
    const Folder folder;
    folder.write(QStringLiteral("formats/s.toml"), sensors);
    const auto all = folder.load();
    QCOMPARE(printed(all.problems), QString());
    // `message` is a field here, because the body is something else.
    QCOMPARE(
        summary(*decodedBy(
            all,
            R"({"when":"20261123 120451","state":{"grade":"error"},"what":"hot","message":"m","t":91.5})",
            "auto")),
        QStringLiteral("error 2026-11-23T12:04:51.000Z \"hot\" | message=m t=91.5:double"));
}

void tst_UserFormats::theUsersFormatsAreAskedFirst()
{
    const Folder folder;
    folder.write(QStringLiteral("formats/mine.toml"),
                 "pattern = '^level=(?P<severity>\\w+) msg=(?P<body>.*)$'\n");
    QCOMPARE(summary(*decodedBy(folder.load(), "level=info msg=a b", "auto")),
             QStringLiteral("info \"a b\" |"));
}

void tst_UserFormats::whatDoesNotMatchIsTakenByOthers()
{
    const Folder folder;
    folder.write(QStringLiteral("formats/billing.toml"), billing);
    folder.write(QStringLiteral("formats/s.toml"), sensors);
    const auto all = folder.load();
    QCOMPARE(summary(*decodedBy(all, "level=info msg=x", "auto")), QStringLiteral("info \"x\" |"));
    QCOMPARE(summary(*decodedBy(all, R"({"what":"x"})", "auto")),
             QStringLiteral("\"{\"what\":\"x\"}\" | what=x"));
    QCOMPARE(summary(*decodedBy(all, "plain", "billing")),
             QStringLiteral("undecodable: does not match the pattern"));
}

void tst_UserFormats::aSourceFindsItsFormatByName()
{
    const Folder folder;
    folder.write(QStringLiteral("formats/billing.toml"), billing);
    folder.write(QStringLiteral("formats/s.toml"), sensors);
    folder.write(
        QStringLiteral("weir.toml"),
        goodSource
            + "format = \"sensors\"\n[[source]]\nname = \"b\"\nfile = { paths = [\"/x\"] }\n"
              "[[source]]\nname = \"c\"\nformat = \"json\"\nfile = { paths = [\"/x\"] }\n");
    const auto all = folder.load();
    QCOMPARE(printed(all.problems), QString());
    QCOMPARE(all.weir.sources.at(0).userFormats.size(), std::size_t{1});
    QCOMPARE(all.weir.sources.at(1).userFormats.size(), std::size_t{2}); // auto: any of them
    QVERIFY(all.weir.sources.at(2).userFormats.empty());
}

void tst_UserFormats::aTimeFormatReads_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("time");
    const auto row = [](const char* format, const char* text, const char* time) {
        QTest::newRow(format) << QString::fromUtf8(format) << QString::fromUtf8(text)
                              << QString::fromUtf8(time);
    };
    row("%d/%b/%Y:%H:%M:%S %z", "23/Nov/2026:13:04:51 +0100", "2026-11-23T12:04:51.000000000Z");
    row("%A, %e %B %y %I:%M %p", "Monday,  5 October 26 12:04 AM",
        "2026-10-05T00:04:00.000000000Z");
    row("%F %T.%f", "2026-11-23 12:04:51.120", "2026-11-23T12:04:51.120000000Z");
    row("%Y%m%d%H%M", "202611231204", "2026-11-23T12:04:00.000000000Z");
    row("%s.%f", "1763899491.5", "2025-11-23T12:04:51.500000000Z");
    row("%Y-%j %H:%M %Z", "2026-327 12:04 CET", "2026-11-23T12:04:00.000000000Z");
    row("%m-%d %H:%M", "12-31 23:59", "2025-12-31T23:59:00.000000000Z");
    row("%H:%M:%S", "23:00:00", "2026-11-22T23:00:00.000000000Z");
    row("%H:%M:%S ", "12:04:51x", "");
    row("%Y-%m-%d %H:%M", "2026-02-30 12:04", "");
}

void tst_UserFormats::aTimeFormatReads()
{
    QFETCH(QString, format);
    QFETCH(QString, text);
    QFETCH(QString, time);
    const auto parsed = TimeFormat::parse(format.toStdString());
    QVERIFY2(std::holds_alternative<TimeFormat>(parsed), qPrintable(format));
    const auto read = std::get<TimeFormat>(parsed).read(text.toStdString(), arrival());
    QCOMPARE(read ? QString::fromStdString(formatTime(*read)) : QString(), time);
}

void tst_UserFormats::faultsHaveAPlace_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* name, const char* file, const char* problem) {
        QTest::newRow(name) << QByteArray(file) << QString::fromUtf8(problem);
    };
    row("no pattern and no map", "name = \"a\"\n", "error: a format needs a pattern or [fields]");
    row("both", "pattern = '(?P<a>x)'\n[fields]\nbody = \"b\"\n",
        "error: a format has a pattern or [fields], not both");
    row("no named group", "pattern = '(x)'\n",
        "1:11: error: the pattern has no named group such as (?P<body>.*)");
    row("a name that is taken", "name = \"json\"\npattern = '(?P<a>x)'\n",
        "1:8: error: 'json' is a format that Weir has already; choose another name");
    row("an unknown letter", "pattern = '(?P<time>x)'\ntime_format = \"%Q\"\n",
        "2:15: error: the time format '%Q' %Q is not known; write for instance %Y-%m-%d "
        "%H:%M:%S.%f %z");
    row("a time format without a time", "pattern = '(?P<a>x)'\ntime_format = \"%H:%M\"\n",
        "2:15: error: 'time_format' is of no use without a group (?P<time>…)");
    row("an unknown meaning", "[fields]\nbdy = \"x\"\n",
        "2:1: error: unknown key 'bdy'; did you mean 'body'?");
    row("a time that is none",
        "pattern = '(?P<a>x)'\n[[sample]]\nmessage = \"x\"\ntime = \"noon\"\n",
        "4:8: error: 'time' must be a time such as \"2026-11-23T12:04:51Z\"");
}

void tst_UserFormats::faultsHaveAPlace()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, problem);
    const Folder folder;
    folder.write(QStringLiteral("formats/a.toml"), file);
    const auto all = folder.load();
    QCOMPARE(printed(all.problems), problem);
    QVERIFY(all.formats.empty());
}

void tst_UserFormats::samplesThatComeOutOtherwiseAreReported()
{
    const Folder folder;
    folder.write(QStringLiteral("formats/billing.toml"), QByteArray(billing) + R"([[sample]]
message = "23.11.2026 12:04:51 [WARN] pay #4711: card declined"
time = "2026-11-23T13:04:51+01:00"
severity = "warning"
service = "pay"
fields = { order = 4711 }

[[sample]]
message = "23.11.2026 12:04:51 [WARN] pay #4711: card declined"
severity = "error"
host = "web-1"
fields = { order = "4711" }

[[sample]]
message = "something else"

[[sample]]
message = "something else"
matches = false

[[sample]]
message = "23.11.2026 12:04:51 [INFO] pay #1: x"
matches = false
)");
    const auto all = folder.load();
    QCOMPARE(printed(all.problems), QString());
    QCOMPARE(
        printedSamples(all),
        QStringLiteral(
            "12:12: error: the sample's 'severity' is \"warn\", not \"error\"\n"
            "13:8: error: the sample has no 'host'\n"
            "14:20: error: the sample's 'order' is 4711, not \"4711\"\n"
            "17:11: error: the sample is not of the format 'billing': does not match the pattern\n"
            "24:11: error: the sample is of the format 'billing', although it must not match"));
}

void tst_UserFormats::theExamplesOfTheDocumentationHold()
{
    QFile file(QStringLiteral(WEIR_DOCS "/formats.md"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    static const QRegularExpression block(
        QStringLiteral("```toml\n# formats/([a-z]+)\\.toml\n(.*?)```"),
        QRegularExpression::DotMatchesEverythingOption);
    auto matches = block.globalMatch(QString::fromUtf8(file.readAll()));
    const Folder folder;
    while (matches.hasNext()) {
        const auto match = matches.next();
        folder.write(QStringLiteral("formats/%1.toml").arg(match.captured(1)),
                     match.captured(2).toUtf8());
    }
    const auto all = folder.load();
    QCOMPARE(printed(all.problems), QString());
    QCOMPARE(all.formats.size(), std::size_t{2});
    for (const UserFormatFile& format : all.formats)
        QVERIFY(!format.samples.empty());
    QCOMPARE(printedSamples(all), QString());
}

QTEST_GUILESS_MAIN(tst_UserFormats)
#include "tst_userformats.moc"
