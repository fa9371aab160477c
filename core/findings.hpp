// SPDX-License-Identifier: MIT
#pragma once

#include "core/checkers.hpp"
#include "core/virtual_time.hpp"

#include <string>
#include <utility>
#include <vector>

namespace creditsim::core {

/// What a checker found to be broken.
struct Finding {
  TimeUs time_us = 0;
  NodeIndex node = no_node; ///< where; `no_node` where it is of the whole network
  std::string detail{};     ///< one line for people: where, found, expected
};

/// A time as findings print it: `1.500000 s`.
std::string seconds_text(TimeUs time_us);

/// The first finding of each checker: the earliest, of the node with the lowest index. Empty takes no heap memory.
class Findings {
public:
  /// Whether a finding of that time and node would be the first.
  bool would_be_first(Checker checker, TimeUs time_us, NodeIndex node) const;

  /// Takes `finding` if it is the first.
  void add(Checker checker, Finding finding);
  void add(const Findings& other);

  /// Null when nothing was found.
  const Finding* find(Checker checker) const;

  bool empty() const { return first_.empty(); }

private:
  std::vector<std::pair<Checker, Finding>> first_;
};

} // namespace creditsim::core
