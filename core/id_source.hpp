// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace creditsim::core {

/// A counter that gives ids: the n-th is `tx-` or `node-` with n as 16 hexadecimal digits.
class IdSource {
public:
  /// The first id given has number `first`. Sources that share an archive start so far apart that they never meet.
  explicit IdSource(std::uint64_t first = 1) : next_{first} {}

  std::string transaction_id() { return numbered("tx-"); }
  std::string node_id() { return numbered("node-"); }

private:
  std::string numbered(const char* prefix);

  std::uint64_t next_;
};

} // namespace creditsim::core
