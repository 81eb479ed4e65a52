// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/schema/protobufschema.h"

#include <google/protobuf/compiler/importer.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

namespace weir {

namespace {

namespace pb = google::protobuf;

constexpr const char* mainName = "weir-message.proto";
constexpr std::size_t longestFile = std::size_t{8} << 20;

std::optional<std::string> contentOf(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file || text.str().size() > longestFile)
        return std::nullopt;
    return text.str();
}

/// What a .proto may import: given texts, files of one folder, and protobuf's own.
class Sources final : public pb::compiler::SourceTree
{
public:
    void add(const std::string& name, std::string text) { m_texts[name] = std::move(text); }
    void setFolder(std::filesystem::path folder) { m_folder = std::move(folder); }

    pb::io::ZeroCopyInputStream* Open(const std::string& name) override
    {
        const auto text = textOf(name);
        if (!text)
            return nullptr;
        m_opened.push_back(*text);
        const std::string& kept = m_opened.back();
        return new pb::io::ArrayInputStream(kept.data(), static_cast<int>(kept.size())); // NOLINT
    }

private:
    std::optional<std::string> textOf(const std::string& name) const
    {
        if (const auto known = m_texts.find(name); known != m_texts.end())
            return known->second;
        const auto* own = pb::DescriptorPool::generated_pool()->FindFileByName(name);
        if (own)
            return own->DebugString();
        // The importer has refused names with `..` in them.
        return m_folder.empty() ? std::nullopt : contentOf(m_folder / name);
    }

    std::map<std::string, std::string> m_texts;
    std::filesystem::path m_folder;
    std::deque<std::string> m_opened;
};

/// Keeps the first thing that is wrong.
class Faults final : public pb::compiler::MultiFileErrorCollector
{
public:
    void AddError(const std::string& file, int line, int column,
                  const std::string& message) override
    {
        (void)column;
        if (!m_first.empty())
            return;
        const std::string place = line >= 0 ? ", line " + std::to_string(line + 1) : std::string();
        m_first = (file == mainName ? "the schema" : file) + place + ": " + message;
    }
    const std::string& first() const { return m_first; }

private:
    std::string m_first;
};

Error failed(const std::string& reason)
{
    return {Error::Code::InvalidInput, "protobuf", "the Protobuf schema cannot be read: " + reason};
}

} // namespace

struct ProtobufSchema::Pools
{
    Sources sources;
    Faults faults;
    pb::compiler::Importer importer{&sources, &faults};
    pb::DescriptorPool set{pb::DescriptorPool::generated_pool()};
};

ProtobufSchema::ProtobufSchema(std::unique_ptr<Pools> pools)
    : m_pools(std::move(pools))
{
}

ProtobufSchema::~ProtobufSchema() = default;

Result<std::unique_ptr<ProtobufSchema>> ProtobufSchema::import(std::unique_ptr<Pools> pools,
                                                               const std::string& name)
{
    std::unique_ptr<ProtobufSchema> schema(new ProtobufSchema(std::move(pools)));
    schema->m_file = schema->m_pools->importer.Import(name);
    if (!schema->m_file)
        return failed(schema->m_pools->faults.first());
    return schema;
}

Result<std::unique_ptr<ProtobufSchema>> ProtobufSchema::ofText(const std::string& proto,
                                                               const std::vector<Text>& imports)
{
    auto pools = std::make_unique<Pools>();
    for (const auto& [name, text] : imports)
        pools->sources.add(name, text);
    pools->sources.add(mainName, proto);
    return import(std::move(pools), mainName);
}

Result<std::unique_ptr<ProtobufSchema>> ProtobufSchema::ofFile(const std::string& path)
{
    const std::filesystem::path file(path);
    auto content = contentOf(file);
    if (!content)
        return failed("the file '" + path + "' cannot be read");
    auto pools = std::make_unique<Pools>();
    if (file.extension() == ".proto") {
        const auto folder = file.parent_path();
        pools->sources.setFolder(folder.empty() ? "." : folder);
        return import(std::move(pools), file.filename());
    }
    pb::FileDescriptorSet set;
    if (!set.ParseFromString(*content) || set.file_size() == 0)
        return failed("'" + path + "' is neither a .proto nor a descriptor set");
    for (const pb::FileDescriptorProto& one : set.file()) {
        const bool isOwn =
            pb::DescriptorPool::generated_pool()->FindFileByName(one.name()) != nullptr;
        if (!isOwn && !pools->set.BuildFile(one))
            return failed("'" + path + "' is not whole: protoc writes what it needs with "
                          + "--include_imports");
    }
    return std::unique_ptr<ProtobufSchema>(new ProtobufSchema(std::move(pools)));
}

const pb::Descriptor* ProtobufSchema::find(const std::string& name) const
{
    const pb::DescriptorPool* pool = m_file ? m_file->pool() : &m_pools->set;
    return pool->FindMessageTypeByName(name);
}

const pb::Descriptor* ProtobufSchema::at(const std::vector<int>& path) const
{
    const pb::Descriptor* type = nullptr;
    for (const int index : path) {
        const int count = type ? type->nested_type_count() : m_file->message_type_count();
        if (index < 0 || index >= count)
            return nullptr;
        type = type ? type->nested_type(index) : m_file->message_type(index);
    }
    return type;
}

} // namespace weir
