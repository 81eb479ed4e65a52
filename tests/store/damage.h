// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "tests/store/answers.h"

#include <QtGlobal>

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace weir::test {

std::string bytesOf(const std::filesystem::path& file);

/// One changed bit in a file, put right again at the end.
class Flip final
{
public:
    Flip(const std::filesystem::path& file, std::size_t at, unsigned bit, char original)
        : m_file(::open(file.c_str(), O_WRONLY | O_CLOEXEC))
        , m_at(static_cast<off_t>(at))
        , m_original(original)
    {
        put(static_cast<char>(original ^ static_cast<char>(1U << bit)));
    }
    ~Flip() { put(m_original); }
    Flip(const Flip&) = delete;
    Flip& operator=(const Flip&) = delete;

private:
    void put(char byte) const
    {
        if (::pwrite(m_file.get(), &byte, 1, m_at) != 1)
            qFatal("the file cannot be changed");
    }

    const Descriptor m_file;
    const off_t m_at;
    const char m_original;
};

/// Why these answers of an index with a damaged file are not allowed, given the right ones; "" when
/// they are. They are not if a huge piece of memory was asked for since forgetPieces() either.
std::string objectionTo(const Answers& answers, const Answers& right, const std::string& fileName);
void forgetPieces();

} // namespace weir::test
