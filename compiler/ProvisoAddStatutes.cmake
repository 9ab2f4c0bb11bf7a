#[[
Law in the build of another project: a broken citation breaks the build.

  find_package(Proviso REQUIRED)  # where Proviso is installed; otherwise
  include(ProvisoAddStatutes)     # with the folder of this file in CMAKE_MODULE_PATH; or include(<its path>)
  proviso_add_statutes(law statutes)

  proviso_add_statutes(TARGET DIR [OUTPUT_DIRECTORY OUT] [EMIT ARTEFACT...])

Adds the target TARGET to the default build. It checks every `.law` file under DIR and compiles them to tables, again
whenever one of them is changed, added or removed. On an error the build stops, nothing is written, and the message
names the place as file:line:column.

  DIR               relative to the current source folder
  OUTPUT_DIRECTORY  relative to the current binary folder; by default `proviso-tables/TARGET`
  EMIT              artefacts beside the tables, as for `proviso build --emit`: ir json csv markdown dmn

The property PROVISO_TABLES of TARGET is the path of the compiled tables, for instance to install them:

  get_target_property(tables law PROVISO_TABLES)
  install(FILES ${tables} DESTINATION share/my_project)

What uses the tables at build time must wait for them: add_dependencies(my_program law).

The compiler is the target `proviso` where Proviso is part of the same build (add_subdirectory it first); otherwise that
which find_package found; otherwise the program that the variable PROVISO_EXECUTABLE names; otherwise `proviso`, searched
where CMake searches programs.
]]

cmake_policy(VERSION 3.20...3.25)

function(proviso_add_statutes target dir)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "OUTPUT_DIRECTORY" "EMIT")
  if(arg_UNPARSED_ARGUMENTS OR arg_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "proviso_add_statutes: not understood: ${arg_UNPARSED_ARGUMENTS} ${arg_KEYWORDS_MISSING_VALUES}")
  endif()

  if(TARGET proviso)
    set(compiler "$<TARGET_FILE:proviso>")
    set(compiler_dependency proviso)
  elseif(TARGET Proviso::proviso)
    set(compiler "$<TARGET_FILE:Proviso::proviso>")
    set(compiler_dependency "${compiler}")
  else()
    find_program(PROVISO_EXECUTABLE proviso DOC "The Proviso compiler")
    cmake_path(ABSOLUTE_PATH PROVISO_EXECUTABLE BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" OUTPUT_VARIABLE compiler)
    if(NOT EXISTS "${compiler}")
      message(FATAL_ERROR "proviso_add_statutes: no Proviso compiler (${PROVISO_EXECUTABLE}).\nPROVISO_EXECUTABLE must be its path.")
    endif()
    set(compiler_dependency "${compiler}")
  endif()

  cmake_path(ABSOLUTE_PATH dir BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
  if(NOT arg_OUTPUT_DIRECTORY)
    set(arg_OUTPUT_DIRECTORY "proviso-tables/${target}")
  endif()
  cmake_path(ABSOLUTE_PATH arg_OUTPUT_DIRECTORY BASE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}" NORMALIZE OUTPUT_VARIABLE out)

  file(GLOB_RECURSE laws CONFIGURE_DEPENDS "${dir}/*.law")
  if(NOT laws)
    message(FATAL_ERROR "proviso_add_statutes: there is no `.law` file in ${dir}")
  endif()
  # The list is a dependency too: a file that is removed is not newer than the tables.
  set(list "${CMAKE_CURRENT_BINARY_DIR}/proviso-tables/${target}.files")
  file(CONFIGURE OUTPUT "${list}" CONTENT "@laws@\n" @ONLY)

  set(artefacts tables ${arg_EMIT})
  list(REMOVE_DUPLICATES artefacts)
  list(JOIN artefacts "," artefacts)
  set(tables "${out}/tables.proviso")
  add_custom_command(
    OUTPUT "${tables}"
    COMMAND "${compiler}" build "${dir}" --out "${out}" --emit "${artefacts}"
    DEPENDS ${laws} "${list}" "${compiler_dependency}"
    COMMENT "Checking the law in ${dir}"
    VERBATIM)
  add_custom_target(${target} ALL DEPENDS "${tables}")
  set_target_properties(${target} PROPERTIES PROVISO_TABLES "${tables}")
endfunction()
