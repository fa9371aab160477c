// SPDX-License-Identifier: MIT
#include "core/node_names.hpp"

#include "core/check.hpp"
#include "core/hash.hpp"

namespace creditsim::core {

OwnerId NodeNames::intern(std::string_view name) {
  // Before any widening: threads intern known names side by side.
  if (const auto known = find(name))
    return *known;
  if (2 * (names_.size() + 1) > slots_.size())
    widen();
  const OwnerId id = size();
  slots_[slot_of(name)] = id;
  names_.emplace_back(name);
  return id;
}

std::optional<OwnerId> NodeNames::find(std::string_view name) const {
  if (slots_.empty())
    return std::nullopt;
  const OwnerId id = slots_[slot_of(name)];
  return id == no_owner ? std::nullopt : std::optional{id};
}

const std::string& NodeNames::name(OwnerId id) const {
  CREDITSIM_CHECK(id < names_.size());
  return names_[id];
}

// The slot that holds `name`, or the empty one that would.
std::size_t NodeNames::slot_of(std::string_view name) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash64(name) & mask;
  while (slots_[slot] != no_owner && names_[slots_[slot]] != name)
    slot = (slot + 1) & mask;
  return slot;
}

void NodeNames::widen() {
  slots_.assign(slots_.empty() ? 16 : 2 * slots_.size(), no_owner);
  for (OwnerId id = 0; id < size(); ++id)
    slots_[slot_of(names_[id])] = id;
}

} // namespace creditsim::core
