// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/indexedpage.h"
#include "ui/logs/detailspanel.h"

#include <QPushButton>
#include <QTest>

#include <algorithm>
#include <string>

namespace weir::test {

/// Clicks the button with this text.
inline void click(QWidget& within, const QString& button)
{
    for (QPushButton* candidate : within.findChildren<QPushButton*>()) {
        if (candidate->text() == button && candidate->isVisible())
            return QTest::mouseClick(candidate, Qt::LeftButton);
    }
    QFAIL(qPrintable(QStringLiteral("no button ") + button));
}

/// A log page over a real index: orders of two services that share traces of ten events, and a stream of
/// another source in between.
struct OrdersPage : IndexedPage
{
    OrdersPage()
        : IndexedPage({}, {1300, 800})
    {
        range.setLive({});
    }

    void write(int count)
    {
        const TimePoint now = clock.now();
        for (int from = 0; from < count; from += 100)
            writeSome(from, std::min(count, from + 100), count, now);
    }

    void writeSome(int from, int to, int count, TimePoint now)
    {
        EventBatchBuilder orders("orders", SourceKind::Kafka);
        EventBatchBuilder noise("noise", SourceKind::File);
        for (int n = from; n < to; ++n) {
            const TimePoint time = now - std::chrono::milliseconds(count - n);
            orders.beginEvent(
                {orders.streamIndex({SourceKind::Kafka, "cluster-1", "orders", 2, 0}), n, now});
            orders.setPayload(R"({"n":)" + std::to_string(n) + R"(,"user":{"id":4711,"tags":["a","b"]}})");
            orders.setTime(time);
            orders.setBody(orders.append("order " + std::to_string(n)));
            orders.setSeverity(n % 10 == 9 ? Severity::Error : Severity::Info);
            orders.addField("n", ValueType::Int, orders.append(std::to_string(n)), n);
            addText(orders, "service.name", n % 2 == 1 ? "payments" : "gateway");
            orders.setTraceId(orders.append(traceOf(n)));
            noise.beginEvent({noise.streamIndex({SourceKind::File, "x", "/var/log/noise", 0, 0}), n, now});
            noise.setPayload("noise " + std::to_string(n));
            noise.setTime(time);
            noise.setBody(noise.append("noise"));
        }
        index.push(orders);
        index.push(noise);
        written += 2 * (to - from);
    }

    static std::string traceOf(int n)
    {
        return "4bf92f3577b34da6a3ce929d0e0e" + std::to_string(1000 + n / 10);
    }

    /// The event with this number is selected and its details are there.
    bool select(int n)
    {
        page.setQuery(QStringLiteral("n:%1").arg(n));
        const QString body = QStringLiteral("order %1").arg(n);
        const auto isFound = [&] {
            const LogRow* row = page.rows().count() == 1 ? page.rows().row(0) : nullptr;
            return row != nullptr && row->body().startsWith(body);
        };
        if (!QTest::qWaitFor(isFound))
            return false;
        page.list().selectBy(0);
        page.list().setFocus();
        return QTest::qWaitFor([this] {
            return details().details() && page.list().selected() == details().details()->key;
        });
    }

    DetailsPanel& details() { return *page.findChild<DetailsPanel*>(); }
    template<typename T>
    T& part()
    {
        return *page.findChild<T*>();
    }
    std::string selectedBody()
    {
        const auto& shown = details().details();
        return shown ? shown->title.toStdString() : std::string();
    }
};

} // namespace weir::test
