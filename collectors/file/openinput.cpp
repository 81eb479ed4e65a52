// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/openinput.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace weir {

int openInput(const std::string& path, int flags)
{
    return path == "-" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                       : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | flags);
}

Error inputError(const std::string& path)
{
    return {errno == ENOENT       ? Error::Code::NotFound
                : errno == EACCES ? Error::Code::Denied
                                  : Error::Code::Io,
            path, std::strerror(errno)};
}

} // namespace weir
