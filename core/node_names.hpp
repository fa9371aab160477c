// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace creditsim::core {

/// A node name's place in its `NodeNames`, dense from 0. In a simulation it equals the node's `NodeIndex`.
using OwnerId = std::uint32_t;

/// The names of the owners of entries, each stored once. Ledgers that share one table exchange entries without names.
///
/// Look-ups are safe from many threads as long as nobody interns.
class NodeNames {
public:
  NodeNames() = default;
  NodeNames(const NodeNames&) = delete;
  NodeNames& operator=(const NodeNames&) = delete;

  /// The id of `name`, new if it was not known.
  OwnerId intern(std::string_view name);

  std::optional<OwnerId> find(std::string_view name) const;

  /// The name of a known id; an unknown id stops the program.
  const std::string& name(OwnerId id) const;

  std::uint32_t size() const { return static_cast<std::uint32_t>(names_.size()); }

private:
  std::deque<std::string> names_; // a deque keeps the views in `ids_` valid as it grows
  std::unordered_map<std::string_view, OwnerId> ids_;
};

} // namespace creditsim::core
