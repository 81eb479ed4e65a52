// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pattern/skeleton.h"

#include <QTest>

#include <rapidcheck.h>

#include <string>

using namespace weir;

namespace {

constexpr std::size_t plenty = 4096;

std::string skeletonOf(const std::string& message)
{
    Skeleton skeleton(plenty);
    skeleton.assign(message);
    return std::string(skeleton.text());
}

rc::Gen<std::string> anyMessage()
{
    const auto part = rc::gen::element<std::string>("a", "f", "7", "42", "deadbeef", "x", "-", ".",
                                                    " ", "b9000564-fe1a-409b-b8cc-1e88b294cd1d");
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(part), [](const auto& parts) {
        std::string message;
        for (const std::string& text : parts)
            message += text;
        return message;
    });
}

} // namespace

class tst_Skeleton final : public QObject
{
    Q_OBJECT

private slots:
    void valuesAreOneDigit_data();
    void valuesAreOneDigit();
    void itIsMadeInPiecesToo();
    void longOnesAreCut();
    void offsetsSayWhereEachByteIsFrom();
};

void tst_Skeleton::valuesAreOneDigit_data()
{
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("skeleton");
    const auto row = [](const char* name, const std::string& message, const std::string& skeleton) {
        QTest::newRow(name) << QString::fromStdString(message) << QString::fromStdString(skeleton);
    };
    row("nothing", "", "");
    row("no value", "link is up", "link is up");
    row("numbers", "12 of 1.5%, a7b", "0 of 0.0%, a0b");
    row("id", "blk_deadbeef12 gone", "blk_0 gone");
    row("id after a letter", "xdeadbeef12", "x0");
    row("letters alone", "deadbeefcafe", "deadbeefcafe");
    row("too short for an id", "ab12cd3", "ab0cd0");
    row("capital letters are none of an id", "DEADBEEF12", "DEADBEEF0");
    row("too long for an id", "a1" + std::string(254, 'b'), "a0" + std::string(254, 'b'));
    row("too long for an id from its second number on", "1" + std::string(254, 'b') + "2",
        "0" + std::string(254, 'b') + "0");
    row("UUID", "req-b9000564-fe1a-409b-b8cc-1e88b294cd1d!", "req-0!");
    row("UUID with groups of letters", "b9000564-feaa-ffff-bccc-1e88b294cd1d", "0");
    row("longer than a UUID", "b9000564-fe1a-409b-b8cc-1e88b294cd1dff", "0-fe0a-0b-b0cc-0");
    row("ISO time", "2026-11-23T12:00:00.125Z", "0-0-0T0:0:0.0Z");
}

void tst_Skeleton::valuesAreOneDigit()
{
    QFETCH(const QString, message);
    QFETCH(const QString, skeleton);
    QCOMPARE(QString::fromStdString(skeletonOf(message.toStdString())), skeleton);
}

void tst_Skeleton::itIsMadeInPiecesToo()
{
    Skeleton skeleton(plenty);
    skeleton.assign("something else");
    skeleton.clear();
    skeleton.addText("took ");
    skeleton.addValue();
    skeleton.addValue(); // digits go on
    skeleton.addText(" ms, v1.23");
    QCOMPARE(std::string(skeleton.text()), std::string("took 0 ms, v0.0"));
    QVERIFY(!skeleton.isCut());
}

void tst_Skeleton::longOnesAreCut()
{
    Skeleton skeleton(5);
    skeleton.assign("ab 12");
    QVERIFY(!skeleton.isCut());
    skeleton.assign("ab1c 12"); // "ab0c 0" is one byte too long
    QVERIFY(skeleton.isCut());
    QCOMPARE(std::string(skeleton.text()), std::string("ab0c "));
    skeleton.assign("abcdefgh");
    QVERIFY(skeleton.isCut());
    QCOMPARE(std::string(skeleton.text()), std::string("abcde"));
}

void tst_Skeleton::offsetsSayWhereEachByteIsFrom()
{
    QVERIFY(rc::check("between two offsets lies a byte, or a value", [] {
        const std::string message = *anyMessage();
        Skeleton skeleton(*rc::gen::element(plenty, std::size_t{10}));
        skeleton.assign(message);
        const auto offsets = skeleton.offsetsIn(message);
        const std::string text(skeleton.text());
        RC_ASSERT(offsets.size() == text.size() + 1);
        for (std::size_t i = 0; i < text.size(); ++i) {
            const std::string from = message.substr(offsets[i], offsets[i + 1] - offsets[i]);
            RC_ASSERT(from.size() == 1 || text[i] == '0');
            RC_ASSERT(skeletonOf(from) == text.substr(i, 1));
        }
        RC_ASSERT(skeleton.isCut() || offsets.back() == message.size());
    }));
}

QTEST_GUILESS_MAIN(tst_Skeleton)
#include "tst_skeleton.moc"
