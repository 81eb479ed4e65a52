// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eventbatchbuilder.h"
#include "ui/logs/detailspanel.h"
#include "ui/models/format.h"
#include "ui/models/logrow.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/plainlabel.h"

#include <QApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTest>

#include "windowparts.h"

using namespace weir;
using namespace weir::test;

namespace {

/// What a hostile producer sends. As rich text the first one would make Qt read a device for ever.
const char* const hostile = "<img src=\"file:///dev/zero\"> \x1b[31mred\x1b]8;;x\x07 \xe2\x80\xae"
                            "evil \xe2\x80\x8b \t\n a\x01";

EventRef hostileEvent()
{
    EventBatchBuilder builder("source", SourceKind::Kafka);
    builder.beginEvent({builder.streamIndex({}), 1, timePointOf(1)});
    builder.setPayload(hostile);
    builder.setBody(builder.append(hostile));
    builder.addField(hostile, ValueType::String, builder.append(hostile));
    return {{EventSeq{1}, {}, builder.publish()}, 0};
}

bool isHarmless(const QString& text)
{
    for (const QChar c : text) {
        const char16_t code = c.unicode();
        const bool isControl = code < 0x20 || (code >= 0x7f && code < 0xa0);
        const bool turns = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
        if (isControl || turns || code == 0x200b)
            return false;
    }
    return true;
}

} // namespace

class tst_PlainText : public QObject
{
    Q_OBJECT

private slots:
    void controlsBecomeGlyphsOneForOne();
    void aThousandMarksOnOneLetterAreTamed();
    void longTextIsCutWithAnEllipsis();
    void bytesThatAreNoTextAreReplaced();
    void aRowHoldsNothingThatCommands();
    void theDetailsKeepThePayloadByteForByte();
    void noLabelOfOursReadsMarkup();
};

void tst_PlainText::controlsBecomeGlyphsOneForOne()
{
    QCOMPARE(plainText("a\tb\nc\x1b"), QStringLiteral("a\u2409b\u240ac\u241b"));
    QCOMPARE(plainText("a\tb\nc\x1b", 100, Tabs::Kept), QStringLiteral("a\tb\u240ac\u241b"));
    QVERIFY(isHarmless(plainText(hostile)));
    QVERIFY(!isHarmless(QString::fromUtf8(hostile)));
}

void tst_PlainText::aThousandMarksOnOneLetterAreTamed()
{
    std::string text = "e";
    for (int i = 0; i < 1000; ++i)
        text += "\xcc\x81"; // combining acute accent
    const QString shown = plainText(text);
    QVERIFY(shown.count(QChar(0x0301)) < 10);
    QCOMPARE(shown.size(), 1001);
}

void tst_PlainText::longTextIsCutWithAnEllipsis()
{
    QCOMPARE(plainText(std::string(100, 'x'), 10), QString(10, QLatin1Char('x')) + QChar(0x2026));
    QCOMPARE(plainText(std::string(9, 'x'), 10), QString(9, QLatin1Char('x')));
}

void tst_PlainText::bytesThatAreNoTextAreReplaced()
{
    QCOMPARE(plainText("a\xff z"), QStringLiteral("a\ufffd z"));
}

void tst_PlainText::aRowHoldsNothingThatCommands()
{
    const LogRow row = makeLogRow(hostileEvent(), nullptr);
    QVERIFY(isHarmless(QString(row.body()).remove(QLatin1Char('\n')).remove(QLatin1Char('\t')))); // lines are lines
    QVERIFY(row.body().contains(QLatin1String("<img"))); // shown as it is, not swallowed
}

void tst_PlainText::theDetailsKeepThePayloadByteForByte()
{
    const EventDetails details = makeEventDetails(hostileEvent());
    QCOMPARE(details.payload, QByteArray(hostile));
    for (const auto& entry : details.fields) {
        QVERIFY(isHarmless(entry.name));
        QVERIFY(isHarmless(entry.value));
    }
    QVERIFY(isHarmless(QString(details.text).remove(QLatin1Char('\n')).remove(QLatin1Char('\t'))));
}

void tst_PlainText::noLabelOfOursReadsMarkup()
{
    WindowParts parts("/nonexistent");
    DetailsPanel details(parts.context);
    details.setDetails(makeEventDetails(hostileEvent()));
    Banner banner;
    banner.show({Banner::Level::Error, QString::fromUtf8(hostile), QString::fromUtf8(hostile), {}});
    EmptyState empty;
    const QList<const QWidget*> widgets{&details, &banner, &empty};
    int labels = 0;
    for (const QWidget* widget : widgets) {
        for (const QLabel* label : widget->findChildren<QLabel*>()) {
            QCOMPARE(label->textFormat(), Qt::PlainText);
            ++labels;
        }
    }
    QVERIFY(labels >= 6);
}

QTEST_MAIN(tst_PlainText)
#include "tst_plaintext.moc"
