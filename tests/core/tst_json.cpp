// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringDecoder>
#include <QTest>

#include <rapidcheck.h>

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

using namespace weir;

namespace {

/// The only value of a one-element array as another JSON reader sees it.
QJsonValue readBack(const std::string& array)
{
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(array), &error);
    return error.error == QJsonParseError::NoError && document.isArray()
        ? document.array().at(0)
        : QJsonValue(QJsonValue::Undefined);
}

template<typename T>
std::string inArray(const T& content)
{
    JsonWriter json;
    json.beginArray().value(content).endArray();
    return json.take();
}

/// Bytes of which many look like pieces of UTF-8.
rc::Gen<std::string> anyBytes()
{
    return rc::gen::container<std::string>(
        rc::gen::oneOf(rc::gen::arbitrary<char>(),
                       rc::gen::element('\xC3', '\xA4', '\xE2', '\x82', '\xAC', '\xF0', '\x9F',
                                        '\x98', '\x80', '\xED', '\xA0', '\xC0', '"', '\\', '\n')));
}

bool isUtf8ForQt(const std::string& bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
    const QString text = decoder(QByteArray::fromStdString(bytes));
    return !decoder.hasError() && text.size() >= 0;
}

} // namespace

class tst_Json : public QObject
{
    Q_OBJECT

private slots:
    void commasStandBetweenMembersAndItems();
    void anEmptyWriterCanBeUsedAgain();
    void everyValidTextComesBack();
    void anyBytesGiveValidJson();
    void bytesThatAreNoTextBecomeReplacements_data();
    void bytesThatAreNoTextBecomeReplacements();
    void everyNumberComesBack();
    void numbersAreWrittenAsPeopleReadThem_data();
    void numbersAreWrittenAsPeopleReadThem();
    void validTextIsToldFromOtherBytes();
    void base64IsThatOfOthers();
};

void tst_Json::commasStandBetweenMembersAndItems()
{
    JsonWriter json;
    json.beginObject().member("a", 1).key("b").beginArray().value(true).null().value("x");
    json.beginObject().endObject().beginArray().endArray().endArray();
    json.key("c").raw("{\"d\":2}").member("e", std::uint64_t{18446744073709551615U}).endObject();
    QCOMPARE(
        json.text(),
        std::string(R"({"a":1,"b":[true,null,"x",{},[]],"c":{"d":2},"e":18446744073709551615})"));
}

void tst_Json::anEmptyWriterCanBeUsedAgain()
{
    JsonWriter json;
    QCOMPARE(json.value(1).take(), std::string("1"));
    QCOMPARE(json.value(2).take(), std::string("2"));
    QCOMPARE(json.text(), std::string());
}

void tst_Json::everyValidTextComesBack()
{
    QVERIFY(rc::check("any characters", [] {
        const auto characters = *rc::gen::container<std::u32string>(
            rc::gen::suchThat(rc::gen::inRange<char32_t>(0, 0x110000),
                              [](char32_t c) { return c < 0xD800 || c > 0xDFFF; }));
        const QString text =
            QString::fromUcs4(characters.data(), static_cast<qsizetype>(characters.size()));
        RC_ASSERT(readBack(inArray(text.toStdString())).toString() == text);
    }));
    QCOMPARE(inArray("a\"b\\c\n\t\x01\x7F\xC3\xA4"),
             std::string("[\"a\\\"b\\\\c\\n\\t\\u0001\x7F\xC3\xA4\"]"));
}

void tst_Json::anyBytesGiveValidJson()
{
    QVERIFY(rc::check("any bytes", [] {
        const auto bytes = *anyBytes();
        const std::string written = inArray(bytes);
        RC_ASSERT(isUtf8(written));
        RC_ASSERT(readBack(written).isString());
    }));
}

void tst_Json::bytesThatAreNoTextBecomeReplacements_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("written");
    const auto row = [](const char* name, const char* bytes, const char* written) {
        QTest::newRow(name) << QByteArray(bytes) << QByteArray(written);
    };
    row("a lone continuation",
        "a\x80"
        "b",
        "[\"a\xEF\xBF\xBD"
        "b\"]");
    row("cut off", "a\xC3", "[\"a\xEF\xBF\xBD\"]");
    row("overlong", "\xC0\xAF", "[\"\xEF\xBF\xBD\xEF\xBF\xBD\"]");
    row("surrogate", "\xED\xA0\x80", "[\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"]");
    row("beyond the last", "\xF4\x90\x80\x80",
        "[\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"]");
    row("good text beside bad", "\xFF\xC3\xA4", "[\"\xEF\xBF\xBD\xC3\xA4\"]");
}

void tst_Json::bytesThatAreNoTextBecomeReplacements()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArray, written);
    QCOMPARE(QByteArray::fromStdString(inArray(bytes.toStdString())), written);
}

void tst_Json::everyNumberComesBack()
{
    QVERIFY(rc::check("any double", [] {
        const auto number = std::bit_cast<double>(*rc::gen::arbitrary<std::uint64_t>());
        RC_PRE(std::isfinite(number));
        RC_ASSERT(readBack(inArray(number)).toDouble() == number);
    }));
    QVERIFY(rc::check("any integer", [] {
        const auto number = *rc::gen::arbitrary<std::int64_t>();
        RC_ASSERT(readBack(inArray(number)).toInteger(number + 1) == number);
    }));
}

void tst_Json::numbersAreWrittenAsPeopleReadThem_data()
{
    QTest::addColumn<double>("number");
    QTest::addColumn<QByteArray>("written");
    QTest::newRow("whole") << 12480.0 << QByteArray("[12480.0]");
    QTest::newRow("round") << 100000.0 << QByteArray("[100000.0]");
    QTest::newRow("fraction") << 0.1 << QByteArray("[0.1]");
    QTest::newRow("small") << 1e-7 << QByteArray("[1e-07]");
    QTest::newRow("large") << 1e300 << QByteArray("[1e+300]");
    QTest::newRow("zero") << 0.0 << QByteArray("[0.0]");
    QTest::newRow("NaN") << std::numeric_limits<double>::quiet_NaN() << QByteArray("[\"NaN\"]");
    QTest::newRow("infinity") << -std::numeric_limits<double>::infinity()
                              << QByteArray("[\"-Infinity\"]");
}

void tst_Json::numbersAreWrittenAsPeopleReadThem()
{
    QFETCH(const double, number);
    QFETCH(const QByteArray, written);
    QCOMPARE(QByteArray::fromStdString(inArray(number)), written);
}

void tst_Json::validTextIsToldFromOtherBytes()
{
    QVERIFY(rc::check("as Qt tells it", [] {
        const auto bytes = *anyBytes();
        RC_ASSERT(isUtf8(bytes) == isUtf8ForQt(bytes));
    }));
    QVERIFY(isUtf8(""));
    QVERIFY(isUtf8(std::string_view("\0", 1)));
}

void tst_Json::base64IsThatOfOthers()
{
    QVERIFY(rc::check("any bytes", [] {
        const auto bytes = *rc::gen::arbitrary<std::string>();
        RC_ASSERT(base64(bytes) == QByteArray::fromStdString(bytes).toBase64().toStdString());
    }));
}

QTEST_GUILESS_MAIN(tst_Json)
#include "tst_json.moc"
