// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace creditsim::core {

/// A counter that gives ids: the n-th is `tx-` or `node-` with n as 16 hexadecimal digits.
class IdSource {
public:
  /// The text of an id; no memory is allocated for it, as every transaction takes one.
  class Id {
  public:
    Id(std::string_view prefix, std::uint64_t number);
    std::string_view view() const { return {text_.data(), size_}; }
    friend bool operator==(const Id& id, std::string_view text) { return id.view() == text; }

  private:
    std::array<char, 24> text_;
    std::size_t size_;
  };

  /// The first id given has number `first`. Sources that share an archive start so far apart that they never meet.
  explicit IdSource(std::uint64_t first = 1) : next_{first} {}

  Id transaction_id() { return {"tx-", next_++}; }
  Id node_id() { return {"node-", next_++}; }

private:
  std::uint64_t next_;
};

} // namespace creditsim::core
