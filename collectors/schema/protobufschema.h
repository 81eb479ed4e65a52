// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace google::protobuf {
class Descriptor;
class FileDescriptor;
} // namespace google::protobuf

namespace weir {

/// The message types of a .proto, read at run time. google/protobuf/*.proto are always there.
class ProtobufSchema final
{
public:
    using Text =
        std::pair<std::string, std::string>; ///< the name it is imported by, and what it is

    ~ProtobufSchema();

    // The errors are sentences.

    static Result<std::unique_ptr<ProtobufSchema>> ofText(const std::string& proto,
                                                          const std::vector<Text>& imports);
    /// A .proto, with what it imports beside it, or else a descriptor set as `protoc --descriptor_set_out
    /// --include_imports` writes it.
    static Result<std::unique_ptr<ProtobufSchema>> ofFile(const std::string& path);

    /// By `pkg.Type`; null: there is none.
    const google::protobuf::Descriptor* find(const std::string& name) const;
    /// By its place in the file: the third message, in it the first, … Null: there is none.
    const google::protobuf::Descriptor* at(const std::vector<int>& path) const;

private:
    struct Pools; ///< hides protobuf

    explicit ProtobufSchema(std::unique_ptr<Pools> pools);

    static Result<std::unique_ptr<ProtobufSchema>> import(std::unique_ptr<Pools> pools,
                                                          const std::string& name);

    const std::unique_ptr<Pools> m_pools;
    const google::protobuf::FileDescriptor* m_file = nullptr; ///< null with a descriptor set
};

} // namespace weir
