// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/severity.h"

#include <QTest>

#include <limits>
#include <string>

using namespace weir;

namespace {

QString classNameOf(const std::optional<Severity>& severity)
{
    if (!severity)
        return QStringLiteral("unknown");
    const std::string_view name = nameOf(classOf(*severity));
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

} // namespace

class tst_Severity : public QObject
{
    Q_OBJECT

private slots:
    void everyClassHasFourSeverities();
    void aClassNameIsAWordOfItsClass();
    void wordsOfAllDialectsAreKnown_data();
    void wordsOfAllDialectsAreKnown();
    void syslogKeepsItsOrder();
    void numbersOfPinoAndSyslogAreKnown_data();
    void numbersOfPinoAndSyslogAreKnown();
};

void tst_Severity::everyClassHasFourSeverities()
{
    QCOMPARE(classOf(Severity::Unset), SeverityClass::None);
    for (int number = 1; number <= 24; ++number)
        QCOMPARE(static_cast<int>(classOf(static_cast<Severity>(number))), (number - 1) / 4 + 1);
    QCOMPARE(classOf(static_cast<Severity>(25)), SeverityClass::None);
    QCOMPARE(classOf(static_cast<Severity>(255)), SeverityClass::None);
    QCOMPARE(severityOf(SeverityClass::Warn), Severity::Warn);
    QCOMPARE(severityOf(SeverityClass::None), Severity::Unset);
}

void tst_Severity::aClassNameIsAWordOfItsClass()
{
    for (std::size_t i = 1; i < severityClassCount; ++i) {
        const auto severityClass = static_cast<SeverityClass>(i);
        QCOMPARE(parseSeverityWord(nameOf(severityClass)), severityOf(severityClass));
    }
    QVERIFY(nameOf(SeverityClass::None).empty());
}

void tst_Severity::wordsOfAllDialectsAreKnown_data()
{
    QTest::addColumn<QString>("expected");
    const auto rows = [](const char* expected, std::initializer_list<const char*> words) {
        for (const char* word : words)
            QTest::newRow(word) << QString::fromLatin1(expected);
    };
    rows("trace", {"trace", "TRACE", "Verbose", "V", "t", "FINEST", "trace4"});
    rows("debug", {"debug", "DBG", "D", "fine", "FINER", "Debug2"});
    rows("info", {"info", "INFO", "Information", "informational", "i", "notice", "N", "CONFIG"});
    rows("warn", {"warn", "WARNING", "Wrn", "w"});
    rows("error", {"error", "ERR", "e", "SEVERE", "error3"});
    rows("fatal", {"fatal", "F", "crit", "CRITICAL", "alert", "emerg", "Emergency", "panic"});
    rows("unknown", {"x", "errors", "informationally", "200", "err!", "w\xC3\xA4rn"});
}

void tst_Severity::wordsOfAllDialectsAreKnown()
{
    QFETCH(const QString, expected);
    QCOMPARE(classNameOf(parseSeverityWord(QTest::currentDataTag())), expected);
    QVERIFY(!parseSeverityWord(""));
}

void tst_Severity::syslogKeepsItsOrder()
{
    for (int number = 1; number <= 7; ++number)
        QVERIFY(*severityOfNumber(number - 1) > *severityOfNumber(number));
    const std::array<const char*, 8> words{"emerg",   "alert",  "crit", "err",
                                           "warning", "notice", "info", "debug"};
    for (std::size_t number = 0; number < words.size(); ++number)
        QCOMPARE(severityOfNumber(static_cast<std::int64_t>(number)),
                 parseSeverityWord(words[number]));
}

void tst_Severity::numbersOfPinoAndSyslogAreKnown_data()
{
    QTest::addColumn<qint64>("number");
    QTest::addColumn<QString>("expected");
    const auto row = [](qint64 number, const char* expected) {
        QTest::addRow("%lld", static_cast<long long>(number))
            << number << QString::fromLatin1(expected);
    };
    row(10, "trace");
    row(20, "debug");
    row(30, "info");
    row(35, "info");
    row(40, "warn");
    row(50, "error");
    row(60, "fatal");
    row(3, "error");
    row(7, "debug");
    row(8, "unknown");
    row(70, "unknown");
    row(-1, "unknown");
    row(std::numeric_limits<qint64>::max(), "unknown");
}

void tst_Severity::numbersOfPinoAndSyslogAreKnown()
{
    QFETCH(const qint64, number);
    QFETCH(const QString, expected);
    QCOMPARE(classNameOf(severityOfNumber(number)), expected);
}

QTEST_GUILESS_MAIN(tst_Severity)
#include "tst_severity.moc"
