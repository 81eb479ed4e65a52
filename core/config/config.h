// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/userformat.h"
#include "core/retention.h"
#include "core/timepoint.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
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
    std::string token; ///< OAUTHBEARER; a reference, read again whenever the broker wants a new one
    std::string ca;
    std::string certificate;
    std::string key;
    std::string keyPassword;
    bool verify = true; ///< false: neither the broker's certificate nor its host name is checked

    friend bool operator==(const KafkaSecurity&, const KafkaSecurity&) = default;
};

struct KafkaSource
{
    std::string brokers;
    std::vector<std::string> topics; ///< a name, or a regular expression that begins with ^
    KafkaStart start;
    std::string group; ///< the consumer group to join; empty: none, and no trace is left
    bool readsUncommitted = false; ///< `isolation`
    std::vector<std::pair<std::string, std::string>> settings; ///< allowed ones of the library
    KafkaSecurity security;

    friend bool operator==(const KafkaSource&, const KafkaSource&) = default;
};

/// CURVE keys of a ZeroMQ source, as Z85 text (40 characters).
struct ZeroMqCurve
{
    bool isOn = false;
    bool isServer = false; ///< we are the one whose key the other side must know
    std::string serverKey; ///< of a client: the public key the server must have
    std::string publicKey; ///< our own; empty: follows from the secret one
    std::string secretKey; ///< a reference; of a client empty: a new pair at each start
    std::vector<std::string> allowed; ///< of a server: the public keys of the clients it lets in

    friend bool operator==(const ZeroMqCurve&, const ZeroMqCurve&) = default;
};

struct ZeroMqSource
{
    enum class Type { Sub, Pull };
    /// What the frames of a message are. In the order of their words in the configuration.
    enum class Frames {
        Auto, ///< by what they look like, and by what several of them in a row prove
        Payload,
        TopicPayload,
        TopicPayloadTime, ///< seconds since 1970 as decimal text
        TopicPayloadSequence, ///< four bytes, little-endian
        TopicSequencePayload, ///< eight bytes, big-endian
        TopicBlankPayload, ///< one frame, `topic {json}`
        TopicColonPayload, ///< one frame, `topic:{json}`
    };

    Type type = Type::Sub;
    std::vector<std::string> connect;
    std::vector<std::string> bind;
    std::vector<std::string> topics = {""}; ///< prefixes; SUB only
    std::uint64_t maxMessageBytes = std::uint64_t{16} << 20;
    Frames frames = Frames::Auto;
    std::string sequenceField; ///< of a JSON payload, dotted; empty: none
    ZeroMqCurve curve;
    bool bindAnywhere = false; ///< to listen beyond this machine without CURVE is meant

    friend bool operator==(const ZeroMqSource&, const ZeroMqSource&) = default;
};

enum class FileEncoding { Auto, Utf8, Utf16, Latin1 };

struct FileSource
{
    std::vector<std::string> paths; ///< may hold * and ?; `-` is standard input
    FileEncoding encoding = FileEncoding::Auto; ///< Auto: by the byte order mark, else UTF-8
    /// Which lines belong together: `auto` (stack traces), `off` (none), or a regular expression that
    /// the first line of every event matches.
    std::string multiline = "auto";
    std::uint64_t maxLine = std::uint64_t{32} << 20; ///< bytes; a longer line is cut, with a mark

    friend bool operator==(const FileSource&, const FileSource&) = default;
};

/// What is taken out of every message before anything of it is stored.
struct RedactRules
{
    struct Pattern
    {
        std::string name; ///< of the tag: `<NAME:…>`
        std::string pattern; ///< RE2; its first group, if it has one, is the value

        friend bool operator==(const Pattern&, const Pattern&) = default;
    };

    std::vector<std::string> shapes; ///< built in: `email card jwt token key password ip`
    std::vector<Pattern> patterns;
    /// What makes the tags of one index comparable with each other and with nothing else. Not part of
    /// the configuration: the collector has it from its index.
    std::string tagKey;

    bool isEmpty() const { return shapes.empty() && patterns.empty(); }

    friend bool operator==(const RedactRules&, const RedactRules&) = default;
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
    std::vector<UserFormat> userFormats; ///< those that `format` may mean: one, or for `auto` all
    std::vector<std::pair<std::string, std::string>> labels;
    RedactRules redact; ///< what [collector] says for all sources included
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
    RedactRules redact; ///< of all sources; each has them already
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

/// The stretch of time a view shows: neither of both is everything.
struct ViewRange
{
    std::optional<Nanoseconds> last; ///< up to now, and moving with it
    std::optional<TimeRange> fixed;

    friend bool operator==(const ViewRange&, const ViewRange&) = default;
};

/// `last 15m`, `everything`, `2026-11-23T12:00:00Z..2026-11-23T12:05:00Z`; nothing for any other text.
std::optional<ViewRange> parseViewRange(std::string_view text);
std::string printViewRange(const ViewRange& range);

/// One views/*.toml. What is not written leaves the list as it is.
struct ViewConfig
{
    enum class Time { Time, DateTime, Relative, Delta };
    enum class Density { Compact, Normal, Roomy };

    std::filesystem::path file;
    std::string name;
    std::string query;
    std::vector<std::string> columns;
    std::vector<std::string> highlights; ///< names of sets
    std::optional<ViewRange> range;
    std::optional<bool> wraps;
    std::optional<Density> density;
    std::optional<Time> time;
    std::string zone; ///< `UTC`, `local` or a name of the tz database; empty: not said

    friend bool operator==(const ViewConfig&, const ViewConfig&) = default;
};

/// One [[rule]] of a set of highlights: what its query finds gets a ground of this colour.
struct HighlightRule
{
    std::string query; ///< a filter, without an aggregate
    int color = 1; ///< 1 to 9
    bool wholeRow = false; ///< the row, not only the words

    friend bool operator==(const HighlightRule&, const HighlightRule&) = default;
};

/// One highlights/*.toml
struct HighlightSet
{
    std::filesystem::path file;
    std::string name;
    std::vector<HighlightRule> rules; ///< the later ones win

    friend bool operator==(const HighlightSet&, const HighlightSet&) = default;
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

/// A sentence when the login would travel in the clear beyond this machine, which is refused; else
/// empty.
std::string faultOfOpenLogin(const KafkaSource& kafka);

/// Everything under one configuration folder. What is wrong is left out and named in `problems`.
struct Configuration
{
    WeirConfig weir;
    std::vector<AlertRule> alerts;
    std::vector<DashboardConfig> dashboards;
    std::vector<ViewConfig> views;
    std::vector<HighlightSet> highlights;
    std::vector<UserFormatFile> formats;
    std::vector<ConfigProblem> problems;

    bool hasErrors() const;
};

/// Reads weir.toml, alerts/*.toml (not *.test.toml), dashboards/*.toml, views/*.toml, highlights/*.toml
/// and formats/*.toml. A missing folder or file is an empty configuration. Queries are parsed too, so that a wrong one is a
/// problem with its place.
Configuration loadConfiguration(const std::filesystem::path& folder);

/// Views and highlights alone: what the log page reads again and again.
Configuration loadViews(const std::filesystem::path& folder);

/// A text as weir.toml would hold it, such as one `[[source]]` that is not saved yet. Names of formats
/// are looked up in `folder`.
Configuration parseConfiguration(std::string_view weirToml, const std::filesystem::path& folder);
/// formats/*.toml alone; `problems` are appended to.
std::vector<UserFormatFile> loadUserFormats(const std::filesystem::path& folder,
                                            std::vector<ConfigProblem>& problems);

/// Gives a source the formats that its `format` may mean.
void useFormats(const std::vector<UserFormatFile>& formats, SourceConfig& source);

/// `kafka://host:9092/orders,payments?start=-15m`, `zmq+sub://host:5556/prefix`, `zmq+pull://*:5557`,
/// a path or `-`: a source as given on the command line. A problem has no file.
std::variant<SourceConfig, ConfigProblem> parseSourceUrl(const std::string& url, TimePoint now);

/// What the desktop's keyring keeps under a key. May wait for the user to unlock it, some seconds
/// at most. Thread safety: any thread.
using KeyringReader =
    std::function<std::variant<std::string, ConfigProblem>(const std::string& key)>;

/// Replaces ${env:NAME}, ${file:path} and ${keyring:key}. A file that others may read, or that is not
/// ours, is refused. `keyring`: empty where there is none to look into, which is a problem for a
/// reference to it. The error names the reference, never the value.
std::variant<std::string, ConfigProblem> resolveSecret(const std::string& text,
                                                       const KeyringReader& keyring = {});

} // namespace weir
