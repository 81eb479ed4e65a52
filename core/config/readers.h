// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"
#include "core/config/problems.h"
#include "core/config/tomlvalue.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

class TableReader;

// From the table of a file to its part of the configuration. Each reports what is wrong and leaves
// the smallest thing out that has an error: one source, one rule, one panel, one key of a section.

WeirConfig readWeirConfig(const TomlValue& file, const std::vector<std::string>& formats,
                          Problems& problems);

/// One table of [[source]]. `formats`: names of the user's own, those with an error too. `retention` gets the source's own,
/// if it has one.
std::optional<SourceConfig> readSource(const TomlValue& table,
                                       const std::vector<std::string>& formats,
                                       RetentionPolicy& retention, Problems& problems);

/// What stands below `kafka`, `zeromq`, `file` of a source.
KafkaSource readKafka(const TomlValue& table, Problems& problems);
ZeroMqSource readZeroMq(const TomlValue& table, Problems& problems);
FileSource readFileSource(const TomlValue& table, Problems& problems);

/// `redact`: names of built-in shapes and tables of patterns. Appends to `rules`; what stands there
/// already is not added again.
void readRedact(TableReader& reader, RedactRules& rules);
void addRules(const RedactRules& more, RedactRules& rules);

/// `schema_registry` and `schemas` of a source.
RegistryConfig readRegistry(const TomlValue& table, Problems& problems);
SchemaFiles readSchemaFiles(const TomlValue& table, Problems& problems);

/// `missing`, `wrong`: what counts in the place of a limit that is not written, or not right.
Retention readRetention(const TomlValue& table, const Retention& missing, const Retention& wrong,
                        Problems& problems);

/// Appends to `rules`; a name that is there already is an error.
void readAlerts(const TomlValue& file, Problems& problems, std::vector<AlertRule>& rules);

/// A format of the user's own. Its name is that of the file where none is written.
std::optional<UserFormatFile> readUserFormat(const TomlValue& file, Problems& problems);

DashboardConfig readDashboard(const TomlValue& file, Problems& problems);
std::optional<ViewConfig> readView(const TomlValue& file, Problems& problems);
/// A rule with an error is left out; nothing where the file as a whole has one.
std::optional<HighlightSet> readHighlightSet(const TomlValue& file, Problems& problems);

/// `> 50`; the message of what is wrong if it is not that.
std::variant<Threshold, std::string> parseThreshold(std::string_view text);

/// `earliest`, `latest`, a time, `-15m`.
std::optional<KafkaStart> parseKafkaStart(std::string_view text);

/// Empty when it is an endpoint that a socket can bind to or connect to, else what is wrong.
std::string faultOfEndpoint(std::string_view endpoint, bool isBind);

/// Whether only programs of this machine can connect to an endpoint that is bound.
bool isOfThisMachine(std::string_view endpoint);

/// The message of what is wrong with a topic's name or pattern; empty if nothing is.
std::string faultOfTopic(const std::string& topic);

/// `~/x` below the home folder; any other path as it is.
std::string expandHome(const std::string& path);

} // namespace weir
