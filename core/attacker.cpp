// SPDX-License-Identifier: MIT
#include "core/attacker.hpp"

#include "core/byte_writer.hpp"
#include "core/check.hpp"
#include "core/g_counter.hpp"
#include "core/hash.hpp"
#include "core/ledger_state_binary.hpp"

#include <algorithm>
#include <array>

namespace creditsim::core {

namespace {

constexpr std::size_t reported_max = 16;
constexpr std::size_t state_frame_bytes = 6 + 8; // magic, version, size of an authenticator; the clock

/// The lies that a state in a message can be.
constexpr std::array state_lies{FaultKind::forge, FaultKind::replay_old, FaultKind::equivocate, FaultKind::future_stamp,
                                FaultKind::junk};

/// Adds to one counter, as far as it goes.
void add(Credits& counter, std::int64_t hundredths) {
  counter = Credits::hundredths(std::min(counter.hundredths() + hundredths, amount_hundredths_max));
}

} // namespace

bool forks_histories(FaultKind kind) { return kind == FaultKind::forge || kind == FaultKind::equivocate; }

bool Attacker::doing(FaultKind kind, TimeUs now_us) const {
  return std::any_of(misdeeds_.begin(), misdeeds_.end(), [&](const Misdeed& misdeed) {
    return misdeed.kind == kind && misdeed.begin_us <= now_us && now_us < misdeed.end_us;
  });
}

const Misdeed* Attacker::tempted(FaultKind kind, TimeUs now_us) {
  for (const Misdeed& misdeed : misdeeds_)
    if (misdeed.kind == kind && misdeed.begin_us <= now_us && now_us < misdeed.end_us &&
        draw().chance(misdeed.probability))
      return &misdeed;
  return nullptr;
}

std::optional<Attacker::Lie> Attacker::lie(const EntryLedger& ledger, NodeIndex peer, TimeUs now_us,
                                           std::int64_t clock_ms) {
  const Misdeed* chosen = lie_due(now_us);
  if (chosen == nullptr)
    return std::nullopt;
  if (chosen->kind != FaultKind::replay_old)
    return Lie{lie_of(chosen->kind, ledger.state(clock_ms), ledger.slot(), peer), chosen->kind};
  return Lie{old_export(*chosen, [&] { return encoded(ledger.state(clock_ms)); }), chosen->kind};
}

std::optional<Attacker::Lie> Attacker::lie(const std::function<std::string()>& truth, TimeUs now_us) {
  const Misdeed* chosen = lie_due(now_us);
  if (chosen == nullptr)
    return std::nullopt;
  if (chosen->kind == FaultKind::replay_old)
    return Lie{old_export(*chosen, truth), chosen->kind};
  CREDITSIM_CHECK(chosen->kind == FaultKind::junk); // the others are of what only our states have
  return Lie{draw().below(2) == 0 ? cut_short(truth()) : noise(), chosen->kind};
}

const Misdeed* Attacker::lie_due(TimeUs now_us) {
  std::vector<const Misdeed*> present;
  for (const FaultKind kind : state_lies)
    if (const Misdeed* misdeed = tempted(kind, now_us))
      present.push_back(misdeed);
  return present.empty() ? nullptr : present[draw().below(present.size())];
}

std::string Attacker::old_export(const Misdeed& misdeed, const std::function<std::string()>& truth) {
  auto kept = std::find_if(old_.begin(), old_.end(), [&](const auto& old) { return old.first == misdeed.fault; });
  if (kept == old_.end())
    kept = old_.emplace(old_.end(), misdeed.fault, truth());
  return kept->second;
}

std::string Attacker::cut_short(const std::string& bytes) {
  return bytes.substr(0, 1 + draw().below(std::max<std::size_t>(bytes.size(), 2) - 1));
}

std::string Attacker::noise() {
  std::string bytes(32 + draw().below(200), '\0');
  for (char& byte : bytes)
    byte = static_cast<char>(draw().below(256));
  return bytes;
}

std::string Attacker::encoded(const LedgerState& state) const {
  return encode_ledger_state_binary(state, std::max(options_.authenticator_bytes, authenticator_bytes_default));
}

std::string Attacker::lie_of(FaultKind kind, const LedgerState& truth, Slot own, NodeIndex peer) {
  switch (kind) {
  case FaultKind::forge:
    return encoded(forged(truth, own));
  case FaultKind::equivocate:
    return encoded(equivocating(truth, own, peer));
  case FaultKind::future_stamp:
    return encoded(far_ahead(truth));
  default:
    return junk(truth);
  }
}

// In another's name: earnings that its owner never had, or more spent than it spent, under the version that is known
// or a later one. A row or a key that the owner's version does not count is told from the encoding alone.
LedgerState Attacker::forged(LedgerState state, Slot own) {
  std::vector<Slot> others;
  for (Slot slot = 0; slot < state.entries.size(); ++slot)
    if (state.entries[slot].version > 0 && state.owners->identity(slot) != state.owners->identity(own))
      others.push_back(slot);
  if (others.empty())
    return state;
  const Slot victim = others[draw().below(others.size())];
  Entry& entry = state.entries[victim];
  const auto amount = static_cast<std::int64_t>(1 + draw().below(100'000));
  const std::uint32_t later = entry.version < UINT32_MAX / 2 && draw().chance(0.5) ? 5 : 0;
  switch (draw().below(4)) {
  case 0:
    add(entry.earned, amount);
    entry.version += later;
    break;
  case 1:
    add(entry.spent, amount);
    entry.version += later;
    break;
  case 2:
    state.rows.push_back({.stamp = state.clock,
                          .amount = Credits::hundredths(amount),
                          .slot = victim,
                          .version = entry.version + 1,
                          .kind = RecordKind::earn});
    break;
  default:
    // No key of a run is greater, so that keys ascend.
    state.metadata.push_back(
        {.key = "~forged", .value = "1", .stamp = state.clock, .slot = victim, .version = entry.version + 1});
  }
  return state;
}

// Another amount spent for each few peers, under one version, well signed: an owner may sign what it likes.
LedgerState Attacker::equivocating(LedgerState state, Slot own, NodeIndex peer) const {
  if (own >= state.entries.size() || state.entries[own].version == 0)
    return state;
  Entry& entry = state.entries[own];
  const auto more = static_cast<std::int64_t>(1 + peer % 7);
  add(entry.spent, more);
  entry.authenticator = options_.authority.sign(state.owners->order_key(own), entry);
  for (LedgerRow& row : state.rows)
    if (row.slot == own && row.version == entry.version)
      add(row.amount, more);
  return state;
}

LedgerState Attacker::far_ahead(LedgerState state) const {
  constexpr std::int64_t far_ms = 3'600'000;
  const std::int64_t ahead_ms = state.clock.ms() + options_.stamp_ahead_ms + far_ms;
  state.clock = HybridTime::at(std::min(ahead_ms, HybridTime::ms_max));
  if (!state.rows.empty())
    state.rows.back().stamp = state.clock;
  return state;
}

// Bytes that are nothing, the beginning of a state, and nonsense in a frame that is right.
std::string Attacker::junk(const LedgerState& truth) {
  const std::uint64_t form = draw().below(3);
  if (form == 0)
    return cut_short(encoded(truth));
  const std::string content = noise();
  if (form == 1)
    return content;
  ByteWriter writer{content.size() + 64};
  writer.raw(std::string_view{encoded(truth)}.substr(0, state_frame_bytes));
  writer.raw(content);
  writer.fixed64(hash64(writer.written()));
  return writer.take();
}

LedgerState Attacker::without(LedgerState state, Slot own) {
  if (own >= state.entries.size())
    return state;
  state.entries[own] = {};
  std::erase_if(state.rows, [&](const LedgerRow& row) { return row.slot == own; });
  std::erase_if(state.metadata, [&](const MetadataEntry& entry) { return entry.slot == own; });
  return state;
}

void Attacker::note_report(const Reported& report) {
  const auto same = [&](const Reported& known) { return known.report.task == report.report.task; };
  if (std::any_of(reported_.begin(), reported_.end(), same))
    return;
  reported_.push_back(report);
  if (reported_.size() > reported_max)
    reported_.pop_front();
}

} // namespace creditsim::core
