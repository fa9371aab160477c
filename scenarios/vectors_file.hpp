// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"

#include "scenarios/vectors_values.hpp"

#include <string>

namespace creditsim::scenarios {

/// One file of vectors whose frame has been checked: a list of entries of a kind we can read.
///
/// Entries of scripts have a `name`, `tags`, a `setup` object where the kind has one, and `steps`, each with a number
/// `at`, a text `op` and a list `args`. What is inside the arguments is for the runner of the kind.
struct VectorFile {
  std::string name; ///< file name without folder
  std::string kind;
  Json content;
};

/// Reads and checks one file. Errors name the file, the place, what was found and what was expected, in one line.
core::Result<VectorFile> read_vector_file(const std::string& path);

/// Whether a kind is known but not run by this release.
bool is_later_kind(const std::string& kind);

} // namespace creditsim::scenarios
