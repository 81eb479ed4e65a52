// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace weir {

/// Call first in main: files for the user alone, no core dumps (they would hold secrets and data),
/// no new privileges, small thread stacks, so that they do not fill the memory limit.
void protectProcess();

/// Bounds the memory of this process (RLIMIT_DATA): a hostile producer can make a client library
/// allocate without end. A failed allocation then ends the process with one line on stderr and
/// exitOutOfMemory. A program that it starts may lift the limit again. Off under the address sanitizer.
void limitMemory(std::uint64_t bytes);

/// Resident memory of this process.
std::uint64_t residentBytes();

} // namespace weir
