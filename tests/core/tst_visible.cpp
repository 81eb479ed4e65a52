// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/visible.h"

#include <QTest>

using namespace weir;

/// Nothing of a stream may command a terminal, turn text around or hide it.
class tst_Visible : public QObject
{
    Q_OBJECT

private slots:
    void ordinaryTextIsItself();
    void controlsAndEscapesAreShown();
    void whatTurnsOrHidesTextIsShown();
    void bytesThatAreNotUtf8AreReplacedOneByOne();
};

void tst_Visible::ordinaryTextIsItself()
{
    for (const char* text : {"", "card declined", "Grüße, 東京, \xF0\x9F\x9A\xA8", "a\\x1b"})
        QCOMPARE(visibleText(text), std::string(text));
    QCOMPARE(visible(U'\n'), U'\n');
}

void tst_Visible::controlsAndEscapesAreShown()
{
    QCOMPARE(visibleText("\x1b[31mred"), std::string("␛[31mred"));
    QCOMPARE(visibleText("a\tb\nc\r"), std::string("a␉b␊c␍"));
    QCOMPARE(visibleText(std::string_view("\0\x7f", 2)), std::string("␀␡"));
    QCOMPARE(visibleText("\xC2\x9B" // CSI as one character
                         "31m"),
             std::string("\xEF\xBF\xBD"
                         "31m"));
}

void tst_Visible::whatTurnsOrHidesTextIsShown()
{
    QCOMPARE(visibleText("a\xE2\x80\xAE" // right-to-left override
                         "b"),
             std::string("a⟲b"));
    QCOMPARE(visibleText("a\xE2\x80\x8B" // zero width space
                         "b"),
             std::string("a·b"));
}

void tst_Visible::bytesThatAreNotUtf8AreReplacedOneByOne()
{
    const std::string sign = "\xEF\xBF\xBD";
    QCOMPARE(visibleText("\xFF\xFE"), sign + sign);
    QCOMPARE(visibleText("a\xC3"), "a" + sign); // cut off
    QCOMPARE(visibleText("\xC0\xAF"), sign + sign); // overlong
    QCOMPARE(visibleText("\xED\xA0\x80"), sign + sign + sign); // a surrogate
    QCOMPARE(visibleText("\xF4\x90\x80\x80"), sign + sign + sign + sign); // above U+10FFFF
}

QTEST_GUILESS_MAIN(tst_Visible)
#include "tst_visible.moc"
