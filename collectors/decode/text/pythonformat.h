// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"

namespace weir {

/// What the logging of Python writes by default and under well-known servers:
/// - `2026-11-23 12:04:51,120 - name - LEVEL - text` and `LEVEL:name:text`,
/// - Flask: `[2026-11-23 12:04:51,120] LEVEL in name: text`,
/// - gunicorn: `[2026-11-23 12:04:51 +0000] [657] [INFO] text`,
/// - Celery: `[2026-11-23 12:04:51,120: INFO/Main] text`,
/// - loguru: `2026-11-23 12:04:51.120 | INFO     | name:function:12 - text`.
///
/// https://docs.python.org/3/howto/logging.html
///
/// Further lines, such as a traceback, belong to the body.
class PythonFormat final : public Format
{
public:
    std::string_view name() const override { return "python"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;
};

} // namespace weir
