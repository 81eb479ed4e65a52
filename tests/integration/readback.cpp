// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/readback.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace weir {

namespace {

constexpr QByteArrayView nullWord("<null>");

std::optional<QByteArray> unlessNull(const QByteArray& text)
{
    return text == nullWord ? std::nullopt : std::optional(text);
}

QString wordsFor(const std::optional<QByteArray>& bytes)
{
    return bytes ? QStringLiteral("'%1'").arg(QString::fromUtf8(bytes->left(60)))
                 : QStringLiteral("null");
}

QString wordsFor(const Records::value_type& record)
{
    return QStringLiteral("partition %1 offset %2: %3 = %4")
        .arg(record.first.first)
        .arg(record.first.second)
        .arg(wordsFor(record.second.key), wordsFor(record.second.value));
}

/// What one side has and the other has not, or has otherwise.
void addMissing(QStringList& lines, const Records& from, const Records& in, const QString& word)
{
    constexpr qsizetype most = 20;
    for (const auto& record : from) {
        const auto other = in.find(record.first);
        if (other != in.end() && other->second == record.second)
            continue;
        if (lines.size() < most)
            lines.append(word + QLatin1Char(' ') + wordsFor(record));
    }
}

} // namespace

Records readableRecords(const TestBroker& broker, const std::string& topic)
{
    const QString output = TestBroker::tool(
        {QStringLiteral("org.apache.kafka.tools.consumer.ConsoleConsumer"),
         QStringLiteral("--bootstrap-server"), QString::fromStdString(broker.bootstrap()),
         QStringLiteral("--topic"), QString::fromStdString(topic),
         QStringLiteral("--from-beginning"), QStringLiteral("--isolation-level"),
         QStringLiteral("read_committed"), QStringLiteral("--timeout-ms"), QStringLiteral("5000"),
         QStringLiteral("--formatter-property"), QStringLiteral("print.partition=true"),
         QStringLiteral("--formatter-property"), QStringLiteral("print.offset=true"),
         QStringLiteral("--formatter-property"), QStringLiteral("print.key=true"),
         QStringLiteral("--formatter-property"), QStringLiteral("null.literal=<null>")});
    Records records;
    for (const QByteArray& line : output.toUtf8().split('\n')) {
        const QList<QByteArray> parts = line.split('\t');
        if (parts.size() != 4)
            continue;
        const int partition = parts[0].mid(parts[0].indexOf(':') + 1).toInt();
        const qint64 offset = parts[1].mid(parts[1].indexOf(':') + 1).toLongLong();
        records[{partition, offset}] = {unlessNull(parts[2]), unlessNull(parts[3])};
    }
    return records;
}

Records indexedRecords(const Workbench& bench, const std::string& topic)
{
    const QByteArray output = bench
                                  .weir({QStringLiteral("query"),
                                         QStringLiteral("topic:") + QString::fromStdString(topic),
                                         QStringLiteral("--format"), QStringLiteral("ndjson")},
                                        300'000)
                                  .output;
    Records records;
    for (const QByteArray& line : output.split('\n')) {
        if (line.isEmpty())
            continue;
        const QJsonObject event = QJsonDocument::fromJson(line).object();
        const QJsonObject at = event[QStringLiteral("position")][QStringLiteral("kafka")].toObject();
        KeyAndValue record;
        if (at.contains(QStringLiteral("key")))
            record.key = at[QStringLiteral("key")].toString().toUtf8();
        if (!event[QStringLiteral("fields")].toObject().contains(QStringLiteral("kafka.tombstone")))
            record.value = event[QStringLiteral("body")].toString().toUtf8();
        const bool isNew = records
                               .emplace(std::pair(at[QStringLiteral("partition")].toInt(),
                                                  at[QStringLiteral("offset")].toInteger()),
                                        std::move(record))
                               .second;
        if (!isNew)
            QTest::qFail(QByteArray("twice in the index: " + line).constData(), __FILE__, __LINE__);
    }
    return records;
}

QString difference(const Records& expected, const Records& found)
{
    QStringList lines;
    addMissing(lines, expected, found, QStringLiteral("not in the index:"));
    addMissing(lines, found, expected, QStringLiteral("only in the index:"));
    return lines.join(QLatin1Char('\n'));
}

} // namespace weir
