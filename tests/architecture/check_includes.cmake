# SPDX-License-Identifier: GPL-3.0-or-later
# Fails when a file includes a header that its folder may not know about.
#   cmake -DROOT=<source folder> -P check_includes.cmake
cmake_minimum_required(VERSION 3.25)

# Who may include whom. The most specific folder comes first: it decides for what lies below it.
set(arrows
    "ui/models=core|store|ui/models" # readers and values; no widget, no rule
    "app/shared=core|app/shared" # what the programs without a window both print and understand
    "app/cli=core|store|collectors/decode|collectors/file|collectors/redact|alerts|app/cli|app/shared" # the command line: no wire library
    "app/collector=core|store|collectors|alerts|app/collector|app/demo|app/process|app/shared" # the collector process: no window
    "app/console=core|store|alerts|ui|app/console|app/process" # the window: reads the index, talks over the socket
    "alerts/notify=core|alerts"
    "core=core"
    "store=core|store"
    "collectors/decode=core|collectors/decode" # pure: bytes in, events out
    "collectors/redact=core|collectors/redact" # pure: bytes in, bytes out
    "collectors=core|collectors"
    "alerts=core|alerts"
    "ui=core|store|alerts|ui"
    "app=core|store|collectors|alerts|ui|app")

# Folders that know no Qt at all, and folders without a window. <QLabel> fails in the latter by itself;
# <QtWidgets/QLabel> would be found, because all Qt modules share one include folder.
set(without_qt "^(core|store|collectors|alerts|app/cli|app/shared)/")
set(with_qt_after_all "^alerts/notify/")
set(windowless "^(alerts/notify|ui/models|app/collector)/")

# Notifiers are the collector's: the evaluator and the window stay free of them.
set(collector_only "^alerts/notify/")
set(may_notify "^(alerts/notify|app/collector)/")

# The index has one writer, and it is not the window.
set(writer_only "^store/write/")

if(NOT IS_DIRECTORY "${ROOT}")
    message(FATAL_ERROR "ROOT is not a folder: '${ROOT}'")
endif()

# Sets `allowed` to what `file` may include.
function(find_arrow file)
    foreach(arrow IN LISTS arrows)
        string(REGEX MATCH "^([^=]+)=(.+)$" _ "${arrow}")
        set(targets "${CMAKE_MATCH_2}")
        if(file MATCHES "^${CMAKE_MATCH_1}/")
            set(allowed "${targets}" PARENT_SCOPE)
            return()
        endif()
    endforeach()
endfunction()

# Sets `reason` to why `file` may not contain `include` (with its quotes or brackets), or to "".
function(judge file include)
    set(reason "" PARENT_SCOPE)
    string(REGEX REPLACE "^.(.*).$" "\\1" path "${include}")
    if(path MATCHES "\\.\\.")
        set(reason "goes up; write the path from the root" PARENT_SCOPE)
    elseif(path MATCHES "^(app|ui|alerts|collectors|store|core|tests)/")
        if(NOT path MATCHES "^(${allowed})/")
            set(reason "against the arrows" PARENT_SCOPE)
        elseif(file MATCHES "^(ui|app/console|app/demo)/" AND path MATCHES "${writer_only}")
            set(reason "window and demo never write the index" PARENT_SCOPE)
        elseif(path MATCHES "${collector_only}" AND NOT file MATCHES "${may_notify}")
            set(reason "only the collector notifies" PARENT_SCOPE)
        elseif(include MATCHES "^<")
            set(reason "our headers are included in quotes" PARENT_SCOPE)
        endif()
    elseif(path MATCHES "^Q(t[A-Z]|[A-Z])" AND file MATCHES "${without_qt}" AND NOT file MATCHES "${with_qt_after_all}")
        set(reason "no Qt here" PARENT_SCOPE)
    elseif(file MATCHES "${windowless}" AND path MATCHES "^Qt(Gui|Widgets)/")
        set(reason "no window here" PARENT_SCOPE)
    elseif(include MATCHES "^\"" AND NOT path MATCHES "^(moc_[a-z0-9_]+\\.cpp|[a-z0-9_]+\\.moc)$")
        set(reason "write the path from the root" PARENT_SCOPE)
    endif()
endfunction()

set(checked 0)
set(bad 0)
foreach(folder core store collectors alerts ui app)
    file(GLOB_RECURSE files RELATIVE "${ROOT}"
        "${ROOT}/${folder}/*.h" "${ROOT}/${folder}/*.hpp"
        "${ROOT}/${folder}/*.cpp" "${ROOT}/${folder}/*.cc" "${ROOT}/${folder}/*.c")
    foreach(file IN LISTS files)
        find_arrow("${file}")
        # Matched in the whole text and not line by line: brackets in a line would glue list items.
        file(READ "${ROOT}/${file}" text)
        string(REGEX MATCHALL "\n[ \t]*#[ \t]*include[ \t]*(\"[^\"\n]+\"|<[^>\n]+>)" lines "\n${text}")
        foreach(line IN LISTS lines)
            string(REGEX MATCH "[\"<].*$" include "${line}")
            judge("${file}" "${include}")
            if(reason)
                message("${file}: ${include}: ${reason}")
                math(EXPR bad "${bad} + 1")
            endif()
        endforeach()
        math(EXPR checked "${checked} + 1")
    endforeach()
endforeach()

if(checked EQUAL 0)
    message(FATAL_ERROR "no sources under ${ROOT}: nothing was checked")
endif()
if(bad)
    message(FATAL_ERROR "${bad} includes to mend, see ARCHITECTURE.md")
endif()
message(STATUS "${checked} files follow the arrows")
