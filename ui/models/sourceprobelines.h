// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace weir {

// What the children of a SourceProbe print: one JSON object a line (docs/command-line.md). A child
// repeats what a stranger's broker said, so every text is made harmless here (plainText) and lists are
// cut at their limits. Pure. Thread: any.

/// One thing that was tried: `{"step":"connect","ok":true,"text":"…"}`
struct ProbeStep
{
    QString name; ///< `configuration resolve connect tls authenticate topic messages`
    bool isGood = false;
    QString text;
};

struct ProbeRefusal
{
    QString format;
    QString reason;
};

/// `{"message":{…}}`: one message as it lies in the stream and what was made of it.
struct ProbeMessage
{
    QString topic;
    std::int32_t partition = -1;
    std::optional<std::int64_t> offset;
    QString time;
    std::uint64_t size = 0;
    QString text; ///< its beginning
    QString format; ///< what it was taken for; empty: nothing fits
    std::vector<ProbeRefusal> refused;
};

/// `{"result":{…}}`: the last line of a child that got that far.
struct ProbeResult
{
    bool isGood = false;
    QString format;
    QString text;
};

/// `{"error":"…"}`
struct ProbeFailure
{
    QString text;
};

struct ClusterTopic
{
    QString name; ///< as shown
    std::string key; ///< as it is
    std::uint64_t partitions = 0;
    bool isInternal = false;
    QString error;
};

/// `{"cluster":…,"brokers":[…],"topics":[…]}`
struct ClusterInfo
{
    QString id;
    std::vector<QString> brokers; ///< `1 at host:9092`
    std::vector<ClusterTopic> topics;
};

struct TopicPartition
{
    std::int32_t partition = 0;
    std::int32_t leader = -1;
    std::uint64_t replicas = 0;
    std::uint64_t inSync = 0;
    std::int64_t start = 0;
    std::int64_t end = 0;
};

struct TopicSetting
{
    QString name;
    QString value;
    bool isDefault = false;
};

/// `{"topic":…,"partitions":[…],"config":[…]}`
struct TopicInfo
{
    QString name;
    std::vector<TopicPartition> partitions;
    std::vector<TopicSetting> settings;
};

struct ClusterGroup
{
    QString name;
    std::string key;
    QString state;
    std::uint64_t members = 0;
};

/// `{"groups":[…]}`
struct GroupList
{
    std::vector<ClusterGroup> groups;
};

struct GroupPosition
{
    QString topic;
    std::int32_t partition = 0;
    std::optional<std::int64_t> committed;
    std::optional<std::int64_t> end;
    std::optional<std::int64_t> lag;
    std::optional<double> lagSeconds;
};

/// `{"group":…,"members":[…],"partitions":[…]}`
struct GroupInfo
{
    QString name;
    QString state;
    std::vector<QString> members;
    std::vector<GroupPosition> positions;
};

using ProbeLine = std::variant<ProbeStep, ProbeMessage, ProbeResult, ProbeFailure, ClusterInfo,
                               TopicInfo, GroupList, GroupInfo>;

/// InvalidInput when a line is none of these.
Result<ProbeLine> parseProbeLine(std::string_view line);

} // namespace weir
