// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"
#include "scenarios/result_documents.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace creditsim::scenarios {

/// The folder that `--out` names: made, with the folders above it, and tried out by writing to it, so that a long run
/// does not end without a place for its results. Refuses a file, and a folder that is not empty unless `force`.
core::Result<void> prepare_result_folder(const std::filesystem::path& folder, bool force);

/// A document of a result folder.
struct NamedContent {
  std::string name;
  std::string content;
};

/// Writes documents and copies of the input files, each under another name first, so that a file is either whole or not
/// there.
core::Result<void> write_documents(const std::filesystem::path& folder, std::vector<NamedContent> files,
                                   const InputFiles& inputs);

/// Writes the results of a run, each under another name first, so that a file is either whole or not there: the five
/// documents and the copies of the input files. Returns the names of the documents.
core::Result<std::vector<std::string>> write_results(const std::filesystem::path& folder, const FinishedRun& run);

} // namespace creditsim::scenarios
