// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_ledger.hpp"
#include "core/history.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace creditsim::core {

/// A sound ledger behind damage that a test chooses: what its answers become, and what it does instead.
class DamagedLedger final : public CreditLedger {
public:
  /// Empty functions are no damage.
  struct Damage {
    std::function<void(LedgerReading&)> reading{};
    std::function<void(RowsReading&)> rows{};
    std::function<void(std::string&)> bytes{};
    std::function<void(std::vector<HistoryRow>&)> history{};
    std::function<void(std::optional<std::string>&)> metadata{};
    std::function<void(Credits&)> account{};
    /// Instead of posting; true: the posting is answered as done.
    std::function<bool(CreditLedger&, const Posting&)> swallow{};
    std::function<Result<JoinChange>(CreditLedger&, const SharedState&, std::int64_t)> join{};
    std::function<void(LedgerAbilities&)> abilities{};
  };

  explicit DamagedLedger(std::unique_ptr<CreditLedger> sound, std::shared_ptr<const Damage> damage)
      : sound_{std::move(sound)}, damage_{std::move(damage)} {}

  CreditLedger& sound() { return *sound_; }

  void initialize() override { sound_->initialize(); }
  bool initialized() const override { return sound_->initialized(); }
  Credits balance() const override { return sound_->balance(); }
  Credits account() const override {
    Credits account = sound_->account();
    if (damage_->account)
      damage_->account(account);
    return account;
  }
  bool grant_due() const override { return sound_->grant_due(); }
  Result<const Transaction*> post(const Posting& posting, std::int64_t now_ms) override {
    if (damage_->swallow && damage_->swallow(*sound_, posting))
      return static_cast<const Transaction*>(nullptr);
    return sound_->post(posting, now_ms);
  }
  bool processed(Posting::Kind kind, TaskId task) const override { return sound_->processed(kind, task); }
  bool keeps_texts() const override { return sound_->keeps_texts(); }
  void set_metadata(std::string_view key, std::string value, std::int64_t now_ms) override {
    sound_->set_metadata(key, std::move(value), now_ms);
  }
  std::optional<std::string> metadata_value(std::string_view key) const override {
    std::optional<std::string> value = sound_->metadata_value(key);
    if (damage_->metadata)
      damage_->metadata(value);
    return value;
  }
  Result<JoinChange> join(const SharedState& state, std::int64_t now_ms) override {
    return damage_->join ? damage_->join(*sound_, state, now_ms) : sound_->join(state, now_ms);
  }
  std::shared_ptr<const SharedState> share(std::int64_t now_ms) const override { return sound_->share(now_ms); }
  Result<void> shutdown(std::int64_t now_ms) override { return sound_->shutdown(now_ms); }
  AccountFigures own() const override { return sound_->own(); }
  Credits total_earned() const override { return sound_->total_earned(); }
  Credits total_spent() const override { return sound_->total_spent(); }
  Result<std::vector<HistoryRow>> history(std::int64_t limit) const override {
    auto rows = sound_->history(limit);
    if (rows && damage_->history)
      damage_->history(rows.value());
    return rows;
  }
  LedgerDigests digests() const override { return sound_->digests(); }
  std::uint64_t entries_known() const override { return sound_->entries_known(); }
  std::int64_t progress(OwnerId owner) const override { return sound_->progress(owner); }
  void observe(LedgerObserver* observer) override { sound_->observe(observer); }
  LedgerAbilities abilities() const override {
    LedgerAbilities abilities = sound_->abilities();
    if (damage_->abilities)
      damage_->abilities(abilities);
    return abilities;
  }
  void read(LedgerReading& reading) const override {
    sound_->read(reading);
    if (damage_->reading)
      damage_->reading(reading);
  }
  RowsReading read_rows() const override {
    RowsReading rows = sound_->read_rows();
    if (damage_->rows)
      damage_->rows(rows);
    return rows;
  }
  std::string canonical_bytes() const override {
    std::string bytes = sound_->canonical_bytes();
    if (damage_->bytes)
      damage_->bytes(bytes);
    return bytes;
  }
  std::shared_ptr<const LedgerSnapshot> snapshot() const override { return sound_->snapshot(); }
  Result<void> restore(const LedgerSnapshot& snapshot) override { return sound_->restore(snapshot); }
  std::unique_ptr<CreditLedger> blank() const override {
    return std::make_unique<DamagedLedger>(sound_->blank(), damage_);
  }

private:
  std::unique_ptr<CreditLedger> sound_;
  std::shared_ptr<const Damage> damage_;
};

} // namespace creditsim::core
