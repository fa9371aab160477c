// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace creditsim::core {

/// A node name's place in its `NodeNames`, dense from 0. In a simulation it equals the node's `NodeIndex`.
using OwnerId = std::uint32_t;

/// No owner: a counter that was read from a state that names none. It can be read and joined, not incremented.
inline constexpr OwnerId no_owner = std::numeric_limits<OwnerId>::max();

/// The names of the owners of entries, each stored once. Ledgers that share one table exchange entries without names.
///
/// Look-ups, to intern a known name among them, are safe from many threads as long as nobody interns a new one.
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
  std::size_t slot_of(std::string_view name) const;
  void widen();

  std::deque<std::string> names_; // a deque keeps references to names valid as it grows
  std::vector<OwnerId> slots_;    // open addressing by hash of the name, at most half full: for look-up only
};

} // namespace creditsim::core
