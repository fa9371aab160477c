// SPDX-License-Identifier: MIT
#pragma once

#include "core/entry_ledger.hpp"
#include "core/event.hpp"
#include "core/fault.hpp"
#include "core/random.hpp"
#include "core/virtual_time.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace creditsim::core {

/// What a hostile node does, and when.
struct Misdeed {
  FaultKind kind = FaultKind::junk;
  TimeUs begin_us = 0;
  TimeUs end_us = never;
  double probability = 1.0; ///< of each occasion
  std::uint32_t fault = 0;  ///< its place in the drawn plan, by which its effects are counted

  friend bool operator==(const Misdeed&, const Misdeed&) = default;
};

/// Whether a hostile node of that kind may make replicas differ in what one version of an owner is, so that they cannot
/// be held as versions of shared histories.
bool forks_histories(FaultKind kind);

/// The hostile side of a node. Its own books stay what honest behaviour made them, but for credits that it invents:
/// it lies in what it sends.
class Attacker {
public:
  struct Options {
    std::uint64_t seed = 0;
    NodeIndex self = no_node;
    std::uint32_t authenticator_bytes = 8; ///< of states in messages; 0 is sent as 8
    Authority authority{};                 ///< it signs with its own key only
    std::int64_t stamp_ahead_ms = 60'000;  ///< the bound that its stamps exceed
  };
  Attacker(Options options, std::vector<Misdeed> misdeeds) : options_{options}, misdeeds_{std::move(misdeeds)} {}

  /// The misdeed of a kind whose occasion this is: one that lasts and, by its probability, takes place; else null.
  const Misdeed* tempted(FaultKind kind, TimeUs now_us);

  /// Whether a misdeed of a kind lasts.
  bool doing(FaultKind kind, TimeUs now_us) const;

  /// A state in the canonical encoding, or what claims to be one.
  struct Lie {
    std::string bytes;
    FaultKind kind = FaultKind::junk;
  };

  /// What goes to `peer` in place of the ledger's state, if anything does.
  std::optional<Lie> lie(const EntryLedger& ledger, NodeIndex peer, TimeUs now_us, std::int64_t clock_ms);

  /// Likewise of a state that creditsim can only carry, as the bytes that `truth` gives.
  std::optional<Lie> lie(const std::function<std::string()>& truth, TimeUs now_us);

  /// A state without what it says of the attacker's own present entry: its own books are not changed by its lies.
  static LedgerState without(LedgerState state, Slot own);

  /// Work that was reported, to be reported again.
  struct Reported {
    WorkReport report;
    NodeIndex submitter = no_node;
  };
  void note_report(const Reported& report);
  const std::deque<Reported>& reported() const { return reported_; }

private:
  const Misdeed* lie_due(TimeUs now_us);
  std::string old_export(const Misdeed& misdeed, const std::function<std::string()>& truth);
  std::string cut_short(const std::string& bytes);
  std::string noise();
  Draw draw() { return {options_.seed, Purpose::hostile, options_.self, draws_++}; }
  std::string encoded(const LedgerState& state) const;
  std::string lie_of(FaultKind kind, const LedgerState& truth, Slot own, NodeIndex peer);
  LedgerState forged(LedgerState state, Slot own);
  LedgerState equivocating(LedgerState state, Slot own, NodeIndex peer) const;
  LedgerState far_ahead(LedgerState state) const;
  std::string junk(const LedgerState& truth);

  Options options_;
  std::vector<Misdeed> misdeeds_;
  std::uint64_t draws_ = 0;
  std::vector<std::pair<std::uint32_t, std::string>> old_; // by fault: what `replay_old` kept
  std::deque<Reported> reported_;
};

} // namespace creditsim::core
