// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sourcefields.h"

#include <QCoreApplication>

namespace weir {

namespace {

using Type = SourceField::Type;
using When = SourceField::When;

QString say(const char* text)
{
    return QCoreApplication::translate("SourceForm", text);
}

SourceField formatField()
{
    return {.path = {"format"},
            .type = Type::Suggestion,
            .label = say("Format"),
            .hint = {},
            .choices = {"auto", "json", "text", "logfmt", "syslog", "otlp", "msgpack", "avro",
                        "protobuf", "gelf", "cef", "csv"},
            .standard = "auto"};
}

SourceField labelsField()
{
    return {.path = {"labels"},
            .type = Type::Labels,
            .label = say("Labels"),
            .hint = say("env = prod\none a line; every event gets them")};
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
         .hint = say("orders\n^audit-.*\none a line; ^ begins a pattern"),
         .isRequired = true},
        {.path = {"kafka", "start"},
         .type = Type::Suggestion,
         .label = say("Start"),
         .hint = say("-15m, latest, earliest or a time"),
         .choices = {"latest", "-15m", "-1h", "-24h", "earliest"},
         .standard = "latest"},
        {.path = {"kafka", "group"},
         .label = say("Consumer group"),
         .hint = say("empty: look on and leave no trace")},
        {.path = {"kafka", "security", "protocol"},
         .type = Type::Choice,
         .label = say("Security"),
         .choices = {"plaintext", "ssl", "sasl_plaintext", "sasl_ssl"},
         .standard = "plaintext"},
        {.path = {"kafka", "security", "mechanism"},
         .type = Type::Choice,
         .label = say("Mechanism"),
         .choices = {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"},
         .when = When::Sasl,
         .isRequired = true},
        {.path = {"kafka", "security", "username"},
         .label = say("User name"),
         .when = When::Password},
        {.path = {"kafka", "security", "password"},
         .label = say("Password"),
         .hint = say("${env:NAME} or ${file:/path}: a reference, not the password"),
         .when = When::Password,
         .isSecret = true},
        {.path = {"kafka", "security", "token"},
         .label = say("Token"),
         .hint = say("${file:/path} or ${env:NAME}"),
         .when = When::Token,
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
         .hint = say("${env:NAME} or ${file:/path}"),
         .when = When::Tls,
         .isSecret = true},
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
        {.path = {"zeromq", "curve", "server_key"},
         .label = say("CURVE: their key"),
         .hint = say("the public key of the other side, 40 characters")},
        {.path = {"zeromq", "curve", "public_key"},
         .label = say("Our public key"),
         .hint = say("40 characters")},
        {.path = {"zeromq", "curve", "secret_key"},
         .label = say("Our secret key"),
         .hint = say("${file:/path} or ${env:NAME}: a reference, not the key"),
         .isSecret = true},
    };
}

std::vector<SourceField> fileFields()
{
    return {{.path = {"file", "paths"},
             .type = Type::Lines,
             .label = say("Paths"),
             .hint = say("/var/log/syslog\n/var/log/app/*.log\none a line"),
             .isRequired = true}};
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
    return fields;
}

std::string kindKey(SourceKind kind)
{
    return kind == SourceKind::Kafka ? "kafka" : kind == SourceKind::ZeroMq ? "zeromq" : "file";
}

} // namespace weir
