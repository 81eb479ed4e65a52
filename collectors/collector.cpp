// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/collector.h"

#include "collectors/file/filecollector.h"
#include "collectors/kafka/kafkacollector.h"
#include "collectors/schema/sourcedecoder.h"
#include "collectors/zeromq/zmqcollector.h"

namespace weir {

void Collector::request(PositionRequest request)
{
    request.answer.give(Error{Error::Code::InvalidInput, "",
                              "only the positions of a Kafka source can be moved"});
}

Result<std::unique_ptr<Collector>> makeCollector(CollectorSetup setup)
{
    if (const auto decoder = makeSourceDecoder(setup.source, setup.keyring); !decoder)
        return decoder.error();
    // Rather nothing than what must not be kept, or tags that anybody can make.
    if (!setup.source.redact.isEmpty() && setup.source.redact.tagKey.empty())
        return Error{Error::Code::Denied, "redact",
                     "the key of the tags cannot be read or made: redact.key in the index folder"};
    if (std::holds_alternative<ZeroMqSource>(setup.source.input))
        return std::unique_ptr<Collector>(std::make_unique<ZmqCollector>(std::move(setup)));
    if (std::holds_alternative<FileSource>(setup.source.input))
        return std::unique_ptr<Collector>(std::make_unique<FileCollector>(std::move(setup)));
    return std::unique_ptr<Collector>(std::make_unique<KafkaCollector>(std::move(setup)));
}

} // namespace weir
