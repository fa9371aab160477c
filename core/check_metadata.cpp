// SPDX-License-Identifier: MIT
#include "core/check_metadata.hpp"

namespace creditsim::core {

namespace {

std::string text_of(const std::optional<std::string>& value) { return value ? *value : "no value"; }

} // namespace

std::optional<std::string> wrong_metadata(const std::string& key, const std::optional<std::string>& value,
                                          std::span<const std::vector<MetadataWrite>* const> writes) {
  if (!value)
    return std::nullopt; // nothing was heard of, or it was deleted: replicas that differ are another checker's
  bool written = false;
  for (const auto* of_node : writes)
    for (const MetadataWrite& write : *of_node) {
      if (write.key != key)
        continue;
      written = written || write.value == value;
      if (write.before == value && write.value != value)
        return key + " reads " + *value + ", which was replaced by " + text_of(write.value);
    }
  if (written)
    return std::nullopt;
  return key + " reads " + *value + ", which nobody wrote";
}

} // namespace creditsim::core
