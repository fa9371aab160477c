// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace creditsim::core {

/// A write of a metadata key by the workload. No two writes have one value.
struct MetadataWrite {
  std::string key;
  std::optional<std::string> value{};  ///< none for a deletion
  std::optional<std::string> before{}; ///< what the writer's replica read until then
};

/// Why a replica must not read `value` for `key` when all is heard of: nobody wrote that, or somebody who knew it
/// replaced it. `writes`: those of each node. Linear in the writes.
std::optional<std::string> wrong_metadata(const std::string& key, const std::optional<std::string>& value,
                                          std::span<const std::vector<MetadataWrite>* const> writes);

} // namespace creditsim::core
