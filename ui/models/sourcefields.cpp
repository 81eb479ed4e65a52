// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sourcefields.h"

#include "core/config/formatnames.h"

#include <QCoreApplication>

#include <algorithm>

namespace weir {

namespace {

using Type = SourceField::Type;
using When = SourceField::When;

QString say(const char* text)
{
    return QCoreApplication::translate("SourceForm", text);
}

QString referenceHint()
{
    return say("${env:NAME}, ${file:/path} or ${keyring:KEY}");
}

SourceField formatField()
{
    return {.path = {"format"},
            .type = Type::Suggestion,
            .label = say("Format"),
            .hint = {},
            .choices = formatChoices({}),
            .standard = "auto"};
}

SourceField labelsField()
{
    return {.path = {"labels"},
            .type = Type::Labels,
            .label = say("Labels"),
            .hint = say("env = prod\none a line; every event gets them")};
}

/// How to read messages that need a schema.
std::vector<SourceField> schemaFields()
{
    return {
        {.path = {"schema_registry", "url"},
         .label = say("Schema registry"),
         .hint = say("https://host:8081, for the format confluent"),
         .isRare = true},
        {.path = {"schema_registry", "username"},
         .label = say("Registry's user"),
         .when = When::Registry,
         .isRare = true},
        {.path = {"schema_registry", "password"},
         .label = say("Registry's password"),
         .hint = referenceHint(),
         .when = When::Registry,
         .isSecret = true,
         .isRare = true},
        {.path = {"schema_registry", "ca"},
         .label = say("Registry's CA"),
         .hint = say("/etc/ssl/our-ca.pem; empty: the system's"),
         .when = When::Registry,
         .isRare = true},
        {.path = {"schemas", "avro"},
         .label = say("Avro schema"),
         .hint = say("/path/orders.avsc, for messages without a number"),
         .when = When::Avro,
         .isRare = true},
        {.path = {"schemas", "protobuf", "file"},
         .label = say("Protobuf schema"),
         .hint = say("/path/orders.proto, for messages without a number"),
         .when = When::Protobuf,
         .isRare = true},
        {.path = {"schemas", "protobuf", "message"},
         .label = say("Its message"),
         .hint = say("package.Type"),
         .when = When::ProtobufFile,
         .isRequired = true,
         .isRare = true},
    };
}

SourceField redactField()
{
    return {.path = {"redact"},
            .type = Type::Rules,
            .label = say("Redact"),
            .hint = say("email\norder = ORD-[0-9]+\nalso card jwt token key …"),
            .isRare = true};
}

std::vector<SourceField> kafkaFields()
{
    return {
        {.path = {"kafka", "brokers"},
         .label = say("Brokers"),
         .hint = say("host:9092, several with commas"),
         .isRequired = true},
        {.path = {"kafka", "topics"},
         .type = Type::Lines,
         .label = say("Topics"),
         .hint = say("orders\n^audit-.*\none a line; ^: a pattern"),
         .isRequired = true},
        {.path = {"kafka", "start"},
         .type = Type::Suggestion,
         .label = say("Start"),
         .hint = say("-15m, latest, earliest or a time"),
         .choices = {"latest", "-15m", "-1h", "-24h", "earliest"},
         .standard = "latest"},
        {.path = {"kafka", "security", "protocol"},
         .type = Type::Choice,
         .label = say("Security"),
         .choices = {"plaintext", "ssl", "sasl_plaintext", "sasl_ssl"},
         .standard = "plaintext"},
        {.path = {"kafka", "security", "mechanism"},
         .type = Type::Choice,
         .label = say("Mechanism"),
         .choices = {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER", "GSSAPI"},
         .when = When::Sasl,
         .isRequired = true},
        {.path = {"kafka", "security", "username"},
         .label = say("User name"),
         .when = When::Password,
         .isRequired = true},
        {.path = {"kafka", "security", "password"},
         .label = say("Password"),
         .hint = referenceHint(),
         .when = When::Password,
         .isRequired = true,
         .isSecret = true},
        {.path = {"kafka", "security", "token"},
         .label = say("Token"),
         .hint = referenceHint(),
         .when = When::Token,
         .isRequired = true,
         .isSecret = true},
        {.path = {"kafka", "security", "ca"},
         .label = say("CA certificates"),
         .hint = say("/etc/ssl/our-ca.pem; empty: the system's"),
         .when = When::Tls},
        {.path = {"kafka", "security", "certificate"},
         .label = say("Our certificate"),
         .hint = say("only where the broker asks for one (PEM)"),
         .when = When::Tls},
        {.path = {"kafka", "security", "key"},
         .label = say("Its key"),
         .hint = say("only where the broker asks for one (PEM)"),
         .when = When::Tls},
        {.path = {"kafka", "security", "key_password"},
         .label = say("Key's password"),
         .hint = referenceHint(),
         .when = When::Tls,
         .isSecret = true},
        {.path = {"kafka", "security", "verify"},
         .type = Type::Truth,
         .label = say("Verify"),
         .hint = say("the broker's certificate and host name"),
         .standard = "true",
         .when = When::Tls,
         .isRare = true},
        {.path = {"kafka", "group"},
         .label = say("Consumer group"),
         .hint = say("empty: look on and leave no trace"),
         .isRare = true},
        {.path = {"kafka", "isolation"},
         .type = Type::Choice,
         .label = say("Transactions"),
         .choices = {"read_committed", "read_uncommitted"},
         .standard = "read_committed",
         .isRare = true},
        {.path = {"kafka", "settings"},
         .type = Type::Labels,
         .label = say("Client settings"),
         .hint = say("fetch.max.bytes = 10000000\nclient.rack = eu-1\none a line"),
         .isRare = true},
    };
}

std::vector<SourceField> zeromqFields()
{
    return {
        {.path = {"zeromq", "connect"},
         .type = Type::Lines,
         .label = say("Connect to"),
         .hint = say("tcp://host:5556\nipc:///run/market.sock\none a line")},
        {.path = {"zeromq", "bind"},
         .type = Type::Lines,
         .label = say("or listen on"),
         .hint = say("tcp://127.0.0.1:5557")},
        {.path = {"zeromq", "bind_anywhere"},
         .type = Type::Truth,
         .label = say("Let in"),
         .hint = say("everybody on the network, without CURVE keys"),
         .standard = "false",
         .when = When::OpenBind},
        {.path = {"zeromq", "type"},
         .type = Type::Choice,
         .label = say("Type"),
         .choices = {"sub", "pull"},
         .standard = "sub"},
        {.path = {"zeromq", "topics"},
         .type = Type::Lines,
         .label = say("Topics"),
         .hint = say("trades.\nprefixes, one a line; empty: everything"),
         .when = When::Sub},
        {.path = {"zeromq", "curve", "server"},
         .type = Type::Truth,
         .label = say("CURVE: we are"),
         .choices = {"server if we listen, else client", "server", "client"},
         .isRare = true},
        {.path = {"zeromq", "curve", "server_key"},
         .label = say("Server's key"),
         .hint = say("their public key, 40 characters"),
         .when = When::CurveClient,
         .isRare = true},
        {.path = {"zeromq", "curve", "public_key"},
         .label = say("Our public key"),
         .hint = say("40 characters; empty: follows from the secret one"),
         .isRare = true},
        {.path = {"zeromq", "curve", "secret_key"},
         .label = say("Our secret key"),
         .hint = referenceHint(),
         .isSecret = true,
         .isRare = true},
        {.path = {"zeromq", "curve", "allowed"},
         .type = Type::Lines,
         .label = say("Clients let in"),
         .hint = say("their public keys, one a line"),
         .when = When::CurveServer,
         .isRare = true},
        {.path = {"zeromq", "frames"},
         .type = Type::Choice,
         .label = say("Frames"),
         .choices = {"auto", "payload", "topic+payload", "topic+payload+time",
                     "topic+payload+sequence", "topic+sequence+payload", "topic payload",
                     "topic:payload"},
         .standard = "auto",
         .isRare = true},
        {.path = {"zeromq", "sequence_field"},
         .label = say("Sequence field"),
         .hint = say("meta.seq: a number in JSON that tells what was lost"),
         .isRare = true},
        {.path = {"zeromq", "max_message_size"},
         .type = Type::Suggestion,
         .label = say("Largest message"),
         .choices = {"1MiB", "16MiB", "64MiB"},
         .standard = "16MiB",
         .isRare = true},
    };
}

std::vector<SourceField> fileFields()
{
    return {{.path = {"file", "paths"},
             .type = Type::Lines,
             .label = say("Paths"),
             .hint = say("/var/log/syslog\n/var/log/app/*.log\none a line"),
             .isRequired = true},
            {.path = {"file", "encoding"},
             .type = Type::Choice,
             .label = say("Encoding"),
             .choices = {"auto", "utf-8", "utf-16", "latin-1"},
             .standard = "auto",
             .isRare = true},
            {.path = {"file", "multiline"},
             .type = Type::Suggestion,
             .label = say("Multiline"),
             .hint = say("auto, off, or how the first line of an event begins: ^\\d{4}-"),
             .choices = {"auto", "off"},
             .standard = "auto",
             .isRare = true},
            {.path = {"file", "max_line"},
             .type = Type::Suggestion,
             .label = say("Longest line"),
             .choices = {"64KiB", "1MiB", "32MiB"},
             .standard = "32MiB",
             .isRare = true}};
}

} // namespace

std::vector<SourceField> sourceFields(SourceKind kind)
{
    std::vector<SourceField> fields{{.path = {"name"},
                                     .label = say("Name"),
                                     .hint = say("how you call it; its events are kept under it"),
                                     .isRequired = true}};
    auto own = kind == SourceKind::Kafka ? kafkaFields()
        : kind == SourceKind::ZeroMq     ? zeromqFields()
                                         : fileFields();
    fields.insert(fields.end(), own.begin(), own.end());
    fields.push_back(formatField());
    fields.push_back(labelsField());
    fields.push_back(redactField());
    const auto schemas = schemaFields();
    fields.insert(fields.end(), schemas.begin(), schemas.end());
    std::stable_partition(fields.begin(), fields.end(),
                          [](const SourceField& field) { return !field.isRare; });
    return fields;
}

std::vector<std::string> formatChoices(const std::vector<std::string>& own)
{
    std::vector<std::string> names{"auto"};
    names.insert(names.end(), own.begin(), own.end());
    const auto builtIn = static_cast<std::ptrdiff_t>(names.size());
    for (const FormatName& format : formatNames())
        names.emplace_back(format.name);
    std::sort(names.begin() + 1, names.begin() + builtIn);
    std::sort(names.begin() + builtIn, names.end());
    return names;
}

std::string kindKey(SourceKind kind)
{
    return kind == SourceKind::Kafka ? "kafka" : kind == SourceKind::ZeroMq ? "zeromq" : "file";
}

} // namespace weir
