// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/rubbish.h"

#include <QRandomGenerator>

namespace weir {

namespace {

constexpr int million = 1'000'000;

QByteArray manyFields()
{
    QByteArray object = R"({"first":1)";
    for (int i = 0; i < million; ++i)
        object += ",\"f" + QByteArray::number(i) + "\":1";
    return object + '}';
}

QByteArrayList randomBytes()
{
    QRandomGenerator random(5);
    QByteArrayList messages;
    for (const int size : {1, 2, 3, 7, 64, 1000, 65'536, million}) {
        QByteArray bytes(size, '\0');
        for (char& byte : bytes)
            byte = static_cast<char>(random.bounded(256));
        messages << bytes;
    }
    return messages;
}

/// An object in MessagePack: {"time": 1795683764123, "level": "error", "message": "card declined",
/// "tags": ["a", "b"], "blob": 16 bytes}.
QByteArray packed()
{
    return QByteArray("\x85\xa4time\xcf\x00\x00\x01\xa2\x17\xb2\x8f\x5b", 15)
        + QByteArray("\xa5level\xa5"
                     "error\xa7message\xad"
                     "card declined\xa4tags\x92\xa1"
                     "a\xa1"
                     "b\xa4"
                     "blob\xc4\x10")
        + QByteArray(16, '\x80');
}

QByteArrayList cutAtEveryLength(const QByteArray& message)
{
    QByteArrayList pieces;
    for (qsizetype length = 1; length <= message.size(); ++length)
        pieces << message.left(length);
    return pieces;
}

} // namespace

QByteArrayList rubbish()
{
    const QByteArray json = R"({"time":"2026-11-23T12:04:51.12Z","level":"error","n":-1.5e-3,)"
                            R"("text":"caf\u00e9 \ud83d\ude00","list":[null,true,{}]})";
    return QByteArrayList{QByteArray("{\"a\":").repeated(million),
                          QByteArray("{\"a\":").repeated(million) + '1'
                              + QByteArray(million, '}'),
                          "{\"a\":" + QByteArray(million, '[') + QByteArray(million, ']') + '}',
                          QByteArray(million, '{'),
                          manyFields(),
                          "{\"n\":" + QByteArray(million, '9') + '}',
                          "{\"text\":\"" + QByteArray("\\ud800").repeated(million) + "\"}",
                          QByteArray(million, '\0')}
        + randomBytes() + cutAtEveryLength(json) + cutAtEveryLength(packed());
}

} // namespace weir
