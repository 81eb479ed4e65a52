// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/retention.h"
#include "core/timepoint.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace weir {

/// Where a Kafka partition begins of which nothing is indexed yet.
struct KafkaStart
{
    enum class Kind { Earliest, Latest, Time, Ago };

    Kind kind = Kind::Latest;
    TimePoint time; ///< Kind::Time
    Nanoseconds ago{}; ///< Kind::Ago

    friend bool operator==(const KafkaStart&, const KafkaStart&) = default;
};

struct KafkaSecurity
{
    std::string protocol = "plaintext";
    std::string mechanism;
    std::string username;
    std::string password; ///< a reference such as ${env:NAME}; resolved by the collector
    std::string ca;
    std::string certificate;
    std::string key;
    std::string keyPassword;

    friend bool operator==(const KafkaSecurity&, const KafkaSecurity&) = default;
};

struct KafkaSource
{
    std::string brokers;
    std::vector<std::string> topics; ///< a name, or a regular expression that begins with ^
    KafkaStart start;
    KafkaSecurity security;

    friend bool operator==(const KafkaSource&, const KafkaSource&) = default;
};

struct ZeroMqSource
{
    enum class Type { Sub, Pull };

    Type type = Type::Sub;
    std::vector<std::string> connect;
    std::vector<std::string> bind;
    std::vector<std::string> topics = {""}; ///< prefixes; SUB only
    std::uint64_t maxMessageBytes = std::uint64_t{16} << 20;

    friend bool operator==(const ZeroMqSource&, const ZeroMqSource&) = default;
};

struct FileSource
{
    std::vector<std::string> paths; ///< may hold * and ?; `-` is standard input

    friend bool operator==(const FileSource&, const FileSource&) = default;
};

/// Where schemas are asked for by the number that stands in front of messages (Confluent's wire format).
struct RegistryConfig
{
    std::string url; ///< http:// or https://, without the paths of the interface
    std::string username;
    std::string password; ///< a reference such as ${env:NAME}; resolved by the collector
    std::string ca; ///< PEM; empty: the system's

    friend bool operator==(const RegistryConfig&, const RegistryConfig&) = default;
};

/// Schemas in files, for messages that carry none.
struct SchemaFiles
{
    std::string avro; ///< a .avsc
    std::string protobuf; ///< a .proto, or a descriptor set of protoc
    std::string protobufMessage; ///< `pkg.Type` in it

    friend bool operator==(const SchemaFiles&, const SchemaFiles&) = default;
};

struct SourceConfig
{
    std::string name; ///< the source's identity
    std::string format = "auto";
    std::vector<std::pair<std::string, std::string>> labels;
    std::optional<RegistryConfig> registry;
    SchemaFiles schemas;
    std::variant<KafkaSource, ZeroMqSource, FileSource> input;

    friend bool operator==(const SourceConfig&, const SourceConfig&) = default;
};

enum class Durability { Normal, Full };

/// weir.toml
struct WeirConfig
{
    /// Also of sources that are left out for an error: what they have collected stays as long.
    RetentionPolicy retention{{std::chrono::hours(24 * 7), 20'000'000'000}, {}};
    Durability durability = Durability::Normal;
    std::uint64_t memoryLimit = std::uint64_t{1} << 30;
    bool background = false;
    std::vector<SourceConfig> sources;
};

/// `> 50`, `<= 3`, ... as written in `when` and `recover`.
struct Threshold
{
    enum class Comparison { Less, LessEqual, Greater, GreaterEqual, Equal, NotEqual };

    Comparison comparison = Comparison::Greater;
    double value = 0;

    bool holds(double measured) const;

    friend bool operator==(const Threshold&, const Threshold&) = default;
};

enum class NoDataPolicy { Keep, Ok, Alert };
enum class AlertSeverity { Info, Warning, Critical };

/// One [[alert]] of alerts/*.toml
struct AlertRule
{
    std::string name; ///< the rule's identity
    std::string query;
    Threshold when;
    std::optional<Threshold> recover;
    Nanoseconds holdFor{}; ///< `for`
    Nanoseconds keepFiring{};
    NoDataPolicy noData = NoDataPolicy::Keep;
    AlertSeverity severity = AlertSeverity::Warning;
    std::string summary; ///< may hold {{value}}, {{labels.x}}, {{since}}
    std::string runbook;

    friend bool operator==(const AlertRule&, const AlertRule&) = default;
};

struct PanelConfig
{
    std::string title;
    std::string type = "timeseries";
    std::string query;
    std::array<int, 4> at{0, 0, 12, 6}; ///< column, row, columns, rows of a 24-column grid
    std::string unit;
};

/// One dashboards/*.toml
struct DashboardConfig
{
    std::filesystem::path file;
    std::string title;
    std::vector<PanelConfig> panels;
};

/// One views/*.toml
struct ViewConfig
{
    std::filesystem::path file;
    std::string name;
    std::string query;
    std::vector<std::string> columns;
};

struct ConfigProblem
{
    std::filesystem::path file;
    int line = 0; ///< from 1; 0: the whole file
    int column = 0;
    std::string message; ///< what is wrong and, where there is one, the nearest valid name
    bool isWarning = false;

    /// `FILE:LINE:COLUMN: error: MESSAGE`
    std::string text() const;
};

/// Everything under one configuration folder. What is wrong is left out and named in `problems`.
struct Configuration
{
    WeirConfig weir;
    std::vector<AlertRule> alerts;
    std::vector<DashboardConfig> dashboards;
    std::vector<ViewConfig> views;
    std::vector<ConfigProblem> problems;

    bool hasErrors() const;
};

/// Reads weir.toml, alerts/*.toml (not *.test.toml), dashboards/*.toml and views/*.toml. A missing
/// folder or file is an empty configuration. Queries are parsed too, so that a wrong one is a
/// problem with its place.
Configuration loadConfiguration(const std::filesystem::path& folder);

/// `kafka://host:9092/orders,payments?start=-15m`, `zmq+sub://host:5556/prefix`, `zmq+pull://*:5557`,
/// a path or `-`: a source as given on the command line. A problem has no file.
std::variant<SourceConfig, ConfigProblem> parseSourceUrl(const std::string& url, TimePoint now);

/// Replaces ${env:NAME} and ${file:path}. The error names the reference, never the value.
std::variant<std::string, ConfigProblem> resolveSecret(const std::string& text);

} // namespace weir
