# SPDX-License-Identifier: GPL-3.0-or-later
# Plants one fault at a time in a small tree and fails when the check that should find it does not.
#   cmake -DWORK=<empty folder> -DREADELF=readelf -P check_the_checks.cmake
cmake_minimum_required(VERSION 3.25)

set(licence "// SPDX-License-Identifier: GPL-3.0-or-later\n")

# A tree that follows every rule.
function(plant_clean_tree)
    file(REMOVE_RECURSE "${WORK}")
    foreach(folder core store collectors alerts ui app tests)
        file(WRITE "${WORK}/${folder}/clean.h" "${licence}#pragma once\n#include <string>\n")
    endforeach()
endfunction()

# Runs a check on the tree; `found` is whether it complained.
function(run check)
    execute_process(COMMAND "${CMAKE_COMMAND}" "-DROOT=${WORK}" -P "${CMAKE_CURRENT_LIST_DIR}/${check}.cmake"
        OUTPUT_QUIET ERROR_VARIABLE words RESULT_VARIABLE status)
    set(words "${words}" PARENT_SCOPE)
    if(status EQUAL 0)
        set(found FALSE PARENT_SCOPE)
    else()
        set(found TRUE PARENT_SCOPE)
    endif()
endfunction()

# must_find(CHECK FILE TEXT): with TEXT in FILE the check complains about FILE.
function(must_find check file text)
    plant_clean_tree()
    file(WRITE "${WORK}/${file}" "${text}")
    run("${check}")
    if(NOT found OR NOT words MATCHES "${file}")
        message(FATAL_ERROR "${check} overlooks ${file} with: ${text}")
    endif()
endfunction()

foreach(check check_includes check_sources)
    plant_clean_tree()
    run(${check})
    if(found)
        message(FATAL_ERROR "${check} complains about a clean tree: ${words}")
    endif()
    file(REMOVE_RECURSE "${WORK}")
    file(MAKE_DIRECTORY "${WORK}")
    run(${check})
    if(NOT found)
        message(FATAL_ERROR "${check} is content with an empty tree")
    endif()
endforeach()

must_find(check_includes core/bad.h "${licence}#include \"store/clean.h\"\n")
must_find(check_includes core/bad.h "${licence}#include <QString>\n")
must_find(check_includes store/bad.cpp "${licence}#include <QtCore/QString>\n")
must_find(check_includes ui/bad.cpp "${licence}#include \"collectors/clean.h\"\n")
must_find(check_includes ui/models/bad.h "${licence}#include <QtWidgets/QLabel>\n")
must_find(check_includes ui/bad.cpp "${licence}#include \"store/write/writer.h\"\n")
must_find(check_includes alerts/bad.cpp "${licence}#include \"../core/clean.h\"\n")
must_find(check_sources tests/bad.cpp "${licence}QTest::qWait(100);\n")
must_find(check_sources ui/bad.cpp "${licence}label->setTextFormat(Qt::RichText);\n")
must_find(check_sources ui/bad.cpp "${licence}view->setHtml(text);\n")
must_find(check_sources app/bad.cpp "${licence}connect(a, SIGNAL(b()), c, SLOT(d()));\n")
must_find(check_sources core/bad.cpp "#include <string>\n")
file(REMOVE_RECURSE "${WORK}")

# This very cmake needs the C library, and is no program of ours.
function(run_links forbidden)
    execute_process(
        COMMAND "${CMAKE_COMMAND}" "-DREADELF=${READELF}" "-DPROGRAM=${CMAKE_COMMAND}"
            "-DFORBIDDEN=${forbidden}" -P "${CMAKE_CURRENT_LIST_DIR}/check_links.cmake"
        OUTPUT_QUIET ERROR_QUIET RESULT_VARIABLE status)
    set(status "${status}" PARENT_SCOPE)
endfunction()
run_links("^libc[.]so")
if(status EQUAL 0)
    message(FATAL_ERROR "check_links overlooks the C library")
endif()
run_links("^libQt6Widgets[.]so")
if(NOT status EQUAL 0)
    message(FATAL_ERROR "check_links complains about a clean program")
endif()
