// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

namespace weir {

/// The text as it may be shown and logged: each of `secrets`, the inside of PEM blocks, and the user
/// information of URLs (`//user:password@host`) is replaced by `***`. Secrets of fewer than three
/// bytes are left: they would tear words apart and give themselves away by that.
std::string withoutSecrets(std::string text, std::span<const std::string> secrets = {});

} // namespace weir
