# SPDX-License-Identifier: GPL-3.0-or-later
# The Kafka client library as PkgConfig::RDKAFKA: the system's, or a newer one that is built with Weir.
#
#   -DWEIR_LIBRDKAFKA=system    Debian 12 has 2.0.2, which cannot use SCRAM with Kafka 4
#   -DWEIR_LIBRDKAFKA=bundled   2.12.1, linked statically. GSSAPI only where libsasl2-dev is installed
#
# The source is fetched once from the registry of Rust crates, whose files never change under their name:
# the crate rdkafka-sys carries the whole release. Without a network name a copy of it, or of librdkafka's
# own source, with -DFETCHCONTENT_SOURCE_DIR_LIBRDKAFKA=<folder>.
set(WEIR_LIBRDKAFKA "system" CACHE STRING "Which librdkafka to link: system or bundled")
set_property(CACHE WEIR_LIBRDKAFKA PROPERTY STRINGS system bundled)

if(WEIR_LIBRDKAFKA STREQUAL "system")
    pkg_check_modules(RDKAFKA REQUIRED IMPORTED_TARGET rdkafka)
    return()
elseif(NOT WEIR_LIBRDKAFKA STREQUAL "bundled")
    message(FATAL_ERROR "WEIR_LIBRDKAFKA is system or bundled, not '${WEIR_LIBRDKAFKA}'")
endif()

include(FetchContent)
FetchContent_Declare(librdkafka
    URL "https://static.crates.io/crates/rdkafka-sys/rdkafka-sys-4.10.0+2.12.1.crate"
    URL_HASH SHA256=e234cf318915c1059d4921ef7f75616b5219b10b46e9f3a511a15eb4b56a3f77
    DOWNLOAD_NAME rdkafka-sys.tar.gz
    DOWNLOAD_EXTRACT_TIMESTAMP FALSE)
FetchContent_GetProperties(librdkafka)
if(NOT librdkafka_POPULATED)
    FetchContent_Populate(librdkafka)
endif()
set(rdkafka_source "${librdkafka_SOURCE_DIR}")
if(EXISTS "${rdkafka_source}/librdkafka/CMakeLists.txt")
    string(APPEND rdkafka_source "/librdkafka")
endif()

# Nothing that loads code or speaks HTTP: a viewer needs neither.
set(WITH_PLUGINS OFF CACHE BOOL "" FORCE)
set(WITH_CURL OFF CACHE BOOL "" FORCE)
set(WITH_SSL ON CACHE BOOL "" FORCE)
set(WITH_ZLIB ON CACHE BOOL "" FORCE)
set(WITH_ZSTD ON CACHE BOOL "" FORCE)
# Its build file knows them only together with Cyrus SASL, which they do not need.
set(WITH_SASL_SCRAM ON)
set(WITH_SASL_OAUTHBEARER ON)
set(RDKAFKA_BUILD_STATIC ON CACHE BOOL "" FORCE)
set(RDKAFKA_BUILD_EXAMPLES OFF CACHE BOOL "" FORCE)
set(RDKAFKA_BUILD_TESTS OFF CACHE BOOL "" FORCE)
add_subdirectory("${rdkafka_source}" "${PROJECT_BINARY_DIR}/librdkafka" EXCLUDE_FROM_ALL)

# Installed, its headers are below librdkafka/; in its source they are not.
set(rdkafka_headers "${PROJECT_BINARY_DIR}/librdkafka/headers")
foreach(header rdkafka.h rdkafka_mock.h)
    configure_file("${rdkafka_source}/src/${header}" "${rdkafka_headers}/librdkafka/${header}" COPYONLY)
endforeach()
add_library(PkgConfig::RDKAFKA INTERFACE IMPORTED GLOBAL)
target_link_libraries(PkgConfig::RDKAFKA INTERFACE rdkafka)
target_include_directories(PkgConfig::RDKAFKA SYSTEM INTERFACE "${rdkafka_headers}")
