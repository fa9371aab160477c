// SPDX-License-Identifier: MIT
#pragma once

#include "core/ledger_reading.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace creditsim::core {

/// The kinds of truth that a run is checked for, in the order of their names.
enum class Checker : std::uint8_t {
  account_rules,
  acknowledged,
  conservation,
  convergence_bytes,
  convergence_counters,
  convergence_metadata,
  convergence_transactions,
  convergence_time,
  double_payment,
  grant,
  history,
  join_laws,
  message_content,
  metadata,
  monotone,
  overdraft,
  ownership,
  rejected_input,
  replica_process,
  shown_history,
  staleness,
};
inline constexpr std::size_t checker_count = 21;

/// What a checker is called, what it says and what it needs.
struct CheckerInfo {
  /// When it looks.
  enum class Looks : std::uint8_t {
    at_events,  ///< of one node, after each of its events
    at_windows, ///< across nodes, when a window ends
    at_samples, ///< at sample times
    at_the_end, ///< when the run is over
  };
  Checker checker;
  std::string_view name;    ///< as results, `expect` and reports have it
  std::string_view meaning; ///< one line: what holds
  LedgerAbilities needs;    ///< else it is not applicable
  Looks looks;
  bool always; ///< part of every run; the others cost time and are asked for
};

/// All checkers, in the order of `Checker`.
const std::array<CheckerInfo, checker_count>& checkers();

const CheckerInfo& info_of(Checker checker);

/// The checker of that name.
std::optional<Checker> find_checker(std::string_view name);

/// A set of checkers.
class CheckerSet {
public:
  /// Those that are part of every run.
  static CheckerSet always();
  static CheckerSet all();

  bool has(Checker checker) const { return ((bits_ >> place(checker)) & 1) != 0; }
  void add(Checker checker) { bits_ |= 1U << place(checker); }
  void remove(Checker checker) { bits_ &= ~(1U << place(checker)); }

  /// Whether one of them looks at single nodes, so that nodes must be watched.
  bool watches_nodes() const;

private:
  static unsigned place(Checker checker) { return static_cast<unsigned>(checker); }

  std::uint32_t bits_ = 0;
};

} // namespace creditsim::core
