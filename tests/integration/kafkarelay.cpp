// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/kafkarelay.h"

namespace weir {

KafkaRelay::KafkaRelay(const std::string& upstream, const QString& versions)
{
    QStringList arguments{QStringLiteral("--upstream"), QString::fromStdString(upstream)};
    if (!versions.isEmpty())
        arguments << QStringLiteral("--versions") << versions;
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QStringLiteral(WEIR_SOURCE_DIR "/tests/support/kafka/relay"), arguments);
    while (!m_process.canReadLine() && m_process.waitForReadyRead(10'000)) { }
    const QString first = QString::fromUtf8(m_process.readLine()).trimmed();
    if (first.startsWith(QLatin1String("LISTEN ")))
        m_bootstrap = "127.0.0.1:" + first.mid(7).toStdString();
}

KafkaRelay::~KafkaRelay()
{
    m_process.closeWriteChannel(); // it ends with its input
    if (!m_process.waitForFinished(5'000))
        m_process.kill();
    m_process.waitForFinished();
}

QStringList KafkaRelay::requests()
{
    m_process.waitForReadyRead(0);
    while (m_process.canReadLine())
        m_requests << QString::fromUtf8(m_process.readLine()).trimmed();
    return m_requests;
}

bool KafkaRelay::hasSeen(const QString& what)
{
    for (const QString& request : requests()) {
        if (request.startsWith(what))
            return true;
    }
    return false;
}

} // namespace weir
