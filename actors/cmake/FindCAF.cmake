# Finds the C++ Actor Framework where the distribution ships no CMake package for it: Debian 12 and Ubuntu have 0.17.6.
# It stands here and not in a folder of its own because only actors/ may use CAF.
# Sets CAF_FOUND and CAF_VERSION and defines CAF::core, under the name that CAF's own package uses from 0.18 on.

find_package(Threads REQUIRED)
find_path(CAF_INCLUDE_DIR caf/config.hpp)
find_library(CAF_CORE_LIBRARY caf_core)
mark_as_advanced(CAF_INCLUDE_DIR CAF_CORE_LIBRARY)

if(CAF_INCLUDE_DIR)
  # One number, major * 10000 + minor * 100 + patch: 0.17.6 is 1706.
  file(STRINGS ${CAF_INCLUDE_DIR}/caf/config.hpp version_line REGEX "^#define +CAF_VERSION +[0-9]+")
  string(REGEX REPLACE ".*CAF_VERSION +([0-9]+).*" "\\1" version_number "${version_line}")
  math(EXPR version_major "${version_number} / 10000")
  math(EXPR version_minor "${version_number} / 100 % 100")
  math(EXPR version_patch "${version_number} % 100")
  set(CAF_VERSION ${version_major}.${version_minor}.${version_patch})
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(CAF
  REQUIRED_VARS CAF_CORE_LIBRARY CAF_INCLUDE_DIR
  VERSION_VAR CAF_VERSION)

if(CAF_FOUND AND NOT TARGET CAF::core)
  add_library(CAF::core UNKNOWN IMPORTED)
  set_target_properties(CAF::core PROPERTIES
    IMPORTED_LOCATION ${CAF_CORE_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${CAF_INCLUDE_DIR}
    INTERFACE_LINK_LIBRARIES Threads::Threads)
endif()
