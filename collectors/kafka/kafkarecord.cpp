// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkarecord.h"

#include <librdkafka/rdkafka.h>

namespace weir {

std::string_view bytesOf(const void* data, std::size_t size)
{
    return data ? std::string_view(static_cast<const char*>(data), size) : std::string_view();
}

std::optional<TimePoint> timestampOf(const rd_kafka_message_t& message)
{
    rd_kafka_timestamp_type_t type{};
    const std::int64_t time = rd_kafka_message_timestamp(&message, &type);
    if (type == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE || time < 0)
        return std::nullopt;
    return TimePoint{std::chrono::milliseconds{time}};
}

void readHeaders(const rd_kafka_message_t& message, std::vector<MessageHeader>& out)
{
    out.clear();
    rd_kafka_headers_t* headers = nullptr;
    if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return;
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    for (std::size_t i = 0;
         rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
         ++i)
        out.push_back({name, bytesOf(value, size)});
}

} // namespace weir
