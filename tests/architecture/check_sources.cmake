# SPDX-License-Identifier: GPL-3.0-or-later
# Fails when a source breaks a rule that a search can check. CONTRIBUTING.md says why each of them stands.
#   cmake -DROOT=<source folder> -P check_sources.cmake
cmake_minimum_required(VERSION 3.25)

set(everywhere core store collectors alerts ui app tests)
set(bad 0)

# rule(NAME FORBIDDEN-REGEX FOLDER...): no source below these folders holds what the expression matches.
function(rule name forbidden)
    set(checked 0)
    foreach(folder IN LISTS ARGN)
        file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/${folder}/*.h" "${ROOT}/${folder}/*.cpp")
        foreach(file IN LISTS files)
            math(EXPR checked "${checked} + 1")
            file(READ "${ROOT}/${file}" text)
            # QDBusConnection::connect() has no form with a member pointer.
            string(REGEX REPLACE "SLOT\\([A-Za-z]+\\(QDBusMessage\\)\\)" "" text "${text}")
            if(text MATCHES "${forbidden}")
                message("${file}: '${CMAKE_MATCH_0}': ${name}")
                math(EXPR bad "${bad} + 1")
            endif()
        endforeach()
    endforeach()
    if(checked EQUAL 0)
        message("${name}: no sources under ${ARGN}, nothing was checked")
        math(EXPR bad "${bad} + 1")
    endif()
    set(bad "${bad}" PARENT_SCOPE)
endfunction()

# The licence stands first in every file of ours.
function(begins_with first)
    set(checked 0)
    foreach(folder IN LISTS everywhere)
        file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/${folder}/*.h" "${ROOT}/${folder}/*.cpp")
        foreach(file IN LISTS files)
            math(EXPR checked "${checked} + 1")
            file(STRINGS "${ROOT}/${file}" line LIMIT_COUNT 1)
            if(NOT line STREQUAL first)
                message("${file}: its first line is not '${first}'")
                math(EXPR bad "${bad} + 1")
            endif()
        endforeach()
    endforeach()
    if(checked EQUAL 0)
        message("no sources under ${ROOT}, nothing was checked")
        math(EXPR bad "${bad} + 1")
    endif()
    set(bad "${bad}" PARENT_SCOPE)
endfunction()

if(NOT IS_DIRECTORY "${ROOT}")
    message(FATAL_ERROR "ROOT is not a folder: '${ROOT}'")
endif()

rule("wait for the condition, not for a time" "(qWait|qSleep)[ ]*\\(" tests)
rule("stream data is plain text, never markup"
    "Qt::(AutoText|RichText|MarkdownText)|(setHtml|insertHtml|appendHtml|setMarkdown|insertMarkdown)[ ]*\\(" ui)
# QDBusConnection has no other form, and the notifier's bus is the one place that needs it.
list(TRANSFORM everywhere REPLACE "^alerts$" "alerts/evaluator*" OUTPUT_VARIABLE withoutBus)
rule("connect with member pointers, which the compiler checks" "(^|[^A-Z_a-z])(SIGNAL|SLOT)[ ]*\\(" ${everywhere})
begins_with("// SPDX-License-Identifier: GPL-3.0-or-later")

if(bad)
    message(FATAL_ERROR "${bad} to mend, see CONTRIBUTING.md")
endif()
