// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/collector.h"

#include "collectors/file/filecollector.h"
#include "collectors/kafka/kafkacollector.h"
#include "collectors/schema/sourcedecoder.h"
#include "collectors/zeromq/zmqcollector.h"

namespace weir {

Result<std::unique_ptr<Collector>> makeCollector(CollectorSetup setup)
{
    if (const auto decoder = makeSourceDecoder(setup.source); !decoder)
        return decoder.error();
    if (std::holds_alternative<ZeroMqSource>(setup.source.input))
        return std::unique_ptr<Collector>(std::make_unique<ZmqCollector>(std::move(setup)));
    if (std::holds_alternative<FileSource>(setup.source.input))
        return std::unique_ptr<Collector>(std::make_unique<FileCollector>(std::move(setup)));
    return std::unique_ptr<Collector>(std::make_unique<KafkaCollector>(std::move(setup)));
}

} // namespace weir
