// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/framestats.h"
#include "ui/logs/logspage.h"
#include "ui/logs/resultlist.h"
#include "ui/models/eventcopier.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMimeData>
#include <QPaintDevice>
#include <QPaintEngine>
#include <QPainter>
#include <QTest>

#include "indexedpage.h"

using namespace weir;
using namespace weir::test;

namespace {

/// Payloads as a hostile or careless producer sends them.
std::vector<std::string> hostilePayloads()
{
    std::string zalgo;
    for (int letter = 0; letter < 50; ++letter) {
        zalgo += 'e';
        for (int mark = 0; mark < 60; ++mark)
            zalgo += "\xcc\x81";
    }
    return {
        "<img src=\"file:///dev/zero\"><b>bold</b>",
        "\x1b[31mred\x1b[0m \x1b[2J\x1b]0;title\x07 plain",
        "invoice \xe2\x80\xae" "fdp.exe",
        std::string("nul \0 inside", 12),
        std::string(std::size_t{1} << 20, 'x'),
        zalgo,
        "emoji \xf0\x9f\x98\x80\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 end",
        "bad utf-8 \xff\xfe\xc3 end",
    };
}

/// Counts the characters that are handed to the painter, whatever becomes of them.
class CountingEngine final : public QPaintEngine
{
public:
    CountingEngine()
        : QPaintEngine(QPaintEngine::AllFeatures)
    {
    }
    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    void updateState(const QPaintEngineState&) override { }
    void drawPixmap(const QRectF&, const QPixmap&, const QRectF&) override { }
    void drawPolygon(const QPointF*, int, PolygonDrawMode) override { }
    void drawTextItem(const QPointF&, const QTextItem& item) override
    {
        characters += item.text().size();
    }
    Type type() const override { return User; }

    qsizetype characters = 0;
};

class CountingDevice final : public QPaintDevice
{
public:
    QPaintEngine* paintEngine() const override { return &m_engine; }
    qsizetype characters() const { return m_engine.characters; }

protected:
    int metric(PaintDeviceMetric metric) const override
    {
        switch (metric) {
        case PdmWidth:
        case PdmHeight:
            return 1000;
        case PdmDpiX:
        case PdmDpiY:
        case PdmPhysicalDpiX:
        case PdmPhysicalDpiY:
            return 96;
        case PdmDevicePixelRatio:
            return 1;
        case PdmDevicePixelRatioScaled:
            return static_cast<int>(devicePixelRatioFScale());
        default:
            return 1000;
        }
    }

private:
    mutable CountingEngine m_engine;
};

struct Fixture : IndexedPage
{
    void write(const std::vector<std::string>& payloads)
    {
        const auto payloadOf = [&payloads](int n) { return payloads[static_cast<std::size_t>(n)]; };
        push(
            static_cast<int>(payloads.size()),
            [&payloadOf](EventBatchBuilder& builder, int n) {
                builder.setBody(builder.append(payloadOf(n)));
            },
            payloadOf);
        QVERIFY(committed());
        QTRY_COMPARE(page.rows().count(), payloads.size());
    }
    QByteArray copied(const char* action)
    {
        QGuiApplication::clipboard()->setText(QStringLiteral("-"));
        page.findChild<QAction*>(QLatin1String(action))->trigger();
        const auto bytes = [] {
            return QGuiApplication::clipboard()->mimeData()->data(
                QStringLiteral("application/octet-stream"));
        };
        (void)QTest::qWaitFor([&] { return !bytes().isEmpty(); });
        return bytes();
    }
};

bool isHarmless(const QString& text)
{
    return std::none_of(text.begin(), text.end(), [](QChar c) {
        const char16_t code = c.unicode();
        const bool isControl = (code < 0x20 && code != u'\t') || (code >= 0x7f && code < 0xa0);
        const bool turns = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
        return isControl || turns || code == 0x200b || code == 0x200d;
    });
}

} // namespace

class tst_HostileRows : public QObject
{
    Q_OBJECT

private slots:
    void areShownAsWhatTheyAre();
    void areCopiedByteForByte();
    void noMoreThanFitsIsLaidOut();
    void aMegabyteIsNoHigherThanARowMayBe();
};

void tst_HostileRows::areShownAsWhatTheyAre()
{
    Fixture f;
    const auto payloads = hostilePayloads();
    f.write(payloads);
    QVERIFY(!f.page.grab().isNull());
    for (std::uint64_t i = 0; i < payloads.size(); ++i) {
        const LogRow* row = f.page.rows().row(i);
        QVERIFY(row != nullptr);
        QVERIFY(isHarmless(row->body()));
        QVERIFY(row->body().size() < 3000);
    }
    const auto body = [&](std::size_t payload) {
        return f.page.rows().row(payloads.size() - 1 - payload)->body();
    };
    QCOMPARE(body(0), QString::fromStdString(payloads[0])); // not one tag is taken for one
    QVERIFY(body(1).startsWith(QStringLiteral("red ␛[2J␛]0;title␇ plain"))); // red is a run
    QVERIFY(body(2).contains(QStringLiteral("⟲fdp.exe")));
    QVERIFY(body(3).contains(QStringLiteral("nul ␀ inside")));
    QVERIFY(body(5).count(QChar(0x0301)) <= 50 * 4);
    QVERIFY(body(6).contains(QStringLiteral("😀👩·👧")));
    QVERIFY(body(7).contains(QStringLiteral("bad utf-8 \ufffd\ufffd\ufffd end")));
}

void tst_HostileRows::areCopiedByteForByte()
{
    Fixture f;
    const auto payloads = hostilePayloads();
    f.write(payloads);
    f.page.list().selectBy(0);
    for (std::size_t i = payloads.size(); i-- > 0;) {
        QTRY_VERIFY(f.page.list().selected().has_value());
        QCOMPARE(f.copied("logs.copyRaw"), QByteArray::fromStdString(payloads[i]));
        f.page.list().selectBy(1);
    }
    f.page.list().selectAll();
    std::string all;
    for (const std::string& payload : payloads)
        all += (all.empty() ? "" : "\n") + payload;
    QCOMPARE(f.copied("logs.copyRaw"), QByteArray::fromStdString(all));
    QCOMPARE(f.copied("logs.copyJson").count('\n'), static_cast<int>(payloads.size()));
}

void tst_HostileRows::noMoreThanFitsIsLaidOut()
{
    Theme theme(*qApp);
    const RowPainter rows(theme.eventFont(), theme.colors(), {}, 1000);
    LogRow row;
    row.cells = {{}, {}, {}, {QString(1 << 20, QLatin1Char('x')), {}}};
    row.cells[3].runs.push_back({0, 1 << 20, TextRun::Kind::Value});
    QCOMPARE(rows.heightOf(row), rows.lineHeight());
    CountingDevice device;
    {
        QPainter painter(&device);
        rows.paint(painter, QRect(0, 0, 1000, rows.lineHeight()), row, {});
    }
    QVERIFY(device.characters() > 50);
    QVERIFY2(device.characters() < 300, qPrintable(QString::number(device.characters())));
}

void tst_HostileRows::aMegabyteIsNoHigherThanARowMayBe()
{
    Theme theme(*qApp);
    ListSettings settings;
    settings.wraps = true;
    const RowPainter rows(theme.eventFont(), theme.colors(), settings, 1000);
    LogRow row;
    row.cells = {{}, {}, {}, {QString(1 << 20, QLatin1Char('x')), {}}};
    QCOMPARE(rows.heightOf(row), (LogRow::maxLines + 1) * rows.lineHeight());
    CountingDevice device;
    {
        QPainter painter(&device);
        rows.paint(painter, QRect(0, 0, 1000, rows.heightOf(row)), row, {});
    }
    QVERIFY2(device.characters() < 12 * 200, qPrintable(QString::number(device.characters())));
}

QTEST_MAIN(tst_HostileRows)
#include "tst_hostilerows.moc"
