// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QStringList>

#include <string>

namespace weir {

/// tests/support/kafka/relay in front of a broker: what is asked of the broker through it is known.
/// Thread: the test's.
class KafkaRelay final
{
public:
    /// `versions`: "redpanda" lets only that broker's versions through; empty: everything.
    explicit KafkaRelay(const std::string& upstream, const QString& versions = {});
    ~KafkaRelay();

    /// Empty when it did not start.
    std::string bootstrap() const { return m_bootstrap; }
    /// `REQUEST Fetch 11`, `REFUSED Metadata 12`, …, in the order in which they came first.
    QStringList requests();
    bool hasSeen(const QString& what);

private:
    QProcess m_process;
    std::string m_bootstrap;
    QStringList m_requests;
};

} // namespace weir
