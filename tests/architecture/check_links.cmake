# SPDX-License-Identifier: GPL-3.0-or-later
# Fails when a finished program needs a library that its folder may not know about.
#   cmake -DREADELF=readelf -DPROGRAM=<file> -DFORBIDDEN=<regex of library names> -P check_links.cmake
cmake_minimum_required(VERSION 3.25)

execute_process(COMMAND "${READELF}" --dynamic --wide "${PROGRAM}"
    OUTPUT_VARIABLE text RESULT_VARIABLE status)
if(NOT status EQUAL 0)
    message(FATAL_ERROR "cannot read ${PROGRAM}")
endif()

# Without the brackets around the names: an open one would glue list items.
string(REGEX REPLACE "[][]" "" text "${text}")
string(REGEX MATCHALL "Shared library: [^\n]+" lines "${text}")
set(checked 0)
set(bad "")
foreach(line IN LISTS lines)
    string(REGEX REPLACE "^Shared library: " "" library "${line}")
    if(library MATCHES "${FORBIDDEN}")
        string(APPEND bad " ${library}")
    endif()
    math(EXPR checked "${checked} + 1")
endforeach()

if(checked EQUAL 0)
    message(FATAL_ERROR "${PROGRAM} needs no library at all: nothing was checked")
endif()
if(bad)
    message(FATAL_ERROR "${PROGRAM} may not link${bad}, see ARCHITECTURE.md")
endif()
message(STATUS "${PROGRAM}: ${checked} libraries, none forbidden")
