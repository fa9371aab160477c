// SPDX-License-Identifier: MIT
#pragma once

#include "tests/catch.hpp"

#include <fstream>
#include <iterator>
#include <string>

namespace creditsim::tests {

/// The content of a file of the source tree; a file that cannot be read fails the test.
inline std::string source_file(const std::string& path) {
  std::ifstream file{CREDITSIM_SOURCE_DIR "/" + path, std::ios::binary};
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>{file}, {}};
}

} // namespace creditsim::tests
