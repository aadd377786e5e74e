# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later

# Warnings and defines of every target of ours.
add_library(humdrum_options INTERFACE)
target_compile_definitions(humdrum_options INTERFACE
    QT_NO_KEYWORDS
    QT_NO_CAST_FROM_ASCII
    QT_NO_CAST_TO_ASCII
    QT_USE_QSTRINGBUILDER
    QT_NO_CONTEXTLESS_CONNECT
    QT_DISABLE_DEPRECATED_UP_TO=0x060800
    HUMDRUM_VERSION="${PROJECT_VERSION}")
target_compile_options(humdrum_options INTERFACE
    -Wall -Wextra -Wpedantic $<IF:$<CXX_COMPILER_ID:GNU>,-Wshadow=local,-Wshadow> -Wnon-virtual-dtor -Woverloaded-virtual -Wnull-dereference
    -Wimplicit-fallthrough -Wextra-semi
    # Designated initializers leave out what keeps its default; that is what they are for.
    -Wno-missing-field-initializers)
# The modules are of shared code, and use the same precompiled headers.
target_compile_options(humdrum_options INTERFACE -fPIC -fno-semantic-interposition)
if(HUMDRUM_WERROR)
    target_compile_options(humdrum_options INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 14 reports these inside Qt's own inline functions once they are inlined into ours.
    target_compile_options(humdrum_options INTERFACE -Wno-null-dereference)
endif()

# The two precompiled headers, one for the core and one for what sees widgets; every target reuses one of them.
add_library(humdrum_pch_core OBJECT "${PROJECT_SOURCE_DIR}/cmake/pch.cpp")
target_link_libraries(humdrum_pch_core PRIVATE humdrum_options Qt6::Core)
target_precompile_headers(humdrum_pch_core PRIVATE "${PROJECT_SOURCE_DIR}/cmake/pch_core.h")
add_library(humdrum_pch_widgets OBJECT "${PROJECT_SOURCE_DIR}/cmake/pch.cpp")
target_link_libraries(humdrum_pch_widgets PRIVATE humdrum_options Qt6::Widgets)
target_precompile_headers(humdrum_pch_widgets PRIVATE "${PROJECT_SOURCE_DIR}/cmake/pch_widgets.h")
set_target_properties(humdrum_pch_core humdrum_pch_widgets PROPERTIES AUTOMOC OFF)

# humdrum_module(<name> [WIDGETS] LINKS <libs…>): a static library of all sources in the current folder, `humdrum_<name>`.
# Files include each other as "<folder>/<file>.h" below models/, or from the top of the tree.
function(humdrum_module name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "WIDGETS" "" "LINKS")
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp" "${CMAKE_CURRENT_SOURCE_DIR}/*.h"
        "${CMAKE_CURRENT_SOURCE_DIR}/*.qrc")
    set(target humdrum_${name})
    set_property(GLOBAL APPEND PROPERTY HUMDRUM_MODULES ${name})
    file(GLOB_RECURSE compiled CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
    if(NOT compiled)
        add_library(${target} INTERFACE)
        target_include_directories(${target} INTERFACE "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/models")
        target_link_libraries(${target} INTERFACE humdrum_options ${arg_LINKS})
        return()
    endif()
    add_library(${target} STATIC ${sources})
    target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/models")
    target_link_libraries(${target} PUBLIC ${arg_LINKS} PRIVATE humdrum_options)
    humdrum_reuse_pch(${target} "${arg_WIDGETS}")
endfunction()

function(humdrum_reuse_pch target widgets)
    if(widgets)
        target_precompile_headers(${target} REUSE_FROM humdrum_pch_widgets)
    else()
        target_precompile_headers(${target} REUSE_FROM humdrum_pch_core)
    endif()
endfunction()

# humdrum_test_support(<name> SOURCES <files…> LINKS <libs…>): what several tests share, compiled once.
function(humdrum_test_support name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
    add_library(${name} STATIC ${arg_SOURCES})
    target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/models" "${PROJECT_SOURCE_DIR}/tests")
    target_link_libraries(${name} PUBLIC ${arg_LINKS} Qt6::Test PRIVATE humdrum_options)
    humdrum_reuse_pch(${name} "")
endfunction()

# humdrum_test(<name> [WIDGETS] [LABELS <l…>] SOURCES <files…> LINKS <libs…>): one Qt Test program and its CTest entry.
# It runs on the offscreen platform, in UTC, with folders of its own for data, configuration and cache.
function(humdrum_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "WIDGETS" "TIMEOUT" "LABELS;SOURCES;LINKS")
    add_executable(${name} ${arg_SOURCES})
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/models" "${PROJECT_SOURCE_DIR}/tests")
    target_link_libraries(${name} PRIVATE humdrum_options Qt6::Test ${arg_LINKS})
    target_compile_definitions(${name} PRIVATE
        HUMDRUM_SOURCE_DIR="${PROJECT_SOURCE_DIR}" HUMDRUM_BINARY_DIR="${PROJECT_BINARY_DIR}")
    humdrum_reuse_pch(${name} "${arg_WIDGETS}")
    # Nearly always empty, and reading the precompiled header is all that it would take time for.
    set_source_files_properties("${CMAKE_CURRENT_BINARY_DIR}/${name}_autogen/mocs_compilation.cpp"
        PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
    add_test(NAME ${name} COMMAND ${name})
    set(home "${PROJECT_BINARY_DIR}/tests/home/${name}")
    file(MAKE_DIRECTORY "${home}")
    set_tests_properties(${name} PROPERTIES
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;TZ=UTC;LC_ALL=C.UTF-8;HOME=${home};XDG_DATA_HOME=${home}/data;XDG_CONFIG_HOME=${home}/config;XDG_CACHE_HOME=${home}/cache;GIT_CONFIG_GLOBAL=/dev/null;GIT_CONFIG_NOSYSTEM=1"
        LABELS "${arg_LABELS}")
    if(arg_TIMEOUT)
        set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT})
    else()
        set_tests_properties(${name} PROPERTIES TIMEOUT 120)
    endif()
endfunction()
