// SPDX-License-Identifier: MIT
#include "core/node_names.hpp"

#include "core/check.hpp"

namespace creditsim::core {

OwnerId NodeNames::intern(std::string_view name) {
  if (const auto known = ids_.find(name); known != ids_.end())
    return known->second;
  const OwnerId id = size();
  names_.emplace_back(name);
  ids_.emplace(names_.back(), id);
  return id;
}

std::optional<OwnerId> NodeNames::find(std::string_view name) const {
  const auto known = ids_.find(name);
  if (known == ids_.end())
    return std::nullopt;
  return known->second;
}

const std::string& NodeNames::name(OwnerId id) const {
  CREDITSIM_CHECK(id < names_.size());
  return names_[id];
}

} // namespace creditsim::core
