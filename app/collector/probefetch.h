// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weir {

/// `weir-collector probe-fetch`: reads the partitions of a Kafka source one after the other and dies of
/// what would end the collector; FetchSearch starts it. Indexes nothing. On stdout, fields between tabs:
///
///     partition SCOPE TOPIC PARTITION EPOCH NEXT END    before it is read
///     next OFFSET                                        everything before it has been read
int probeFetchMain(int argc, char** argv);

} // namespace weir
