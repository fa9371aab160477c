// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_system.hpp"
#include "scenarios/vectors_ledger_calls.hpp"

#include <vector>

namespace creditsim::scenarios {

/// Records what a credit system and its ledger say, in the form of the vectors.
class EventRecorder final : public core::CreditObserver {
public:
  void on_ledger_event(const core::LedgerEvent& event) override;
  void on_credit_event(const core::CreditEvent& event) override;
  bool reads_log() const override { return !muted; }
  void on_log(core::LogLevel level, std::string_view line) override;

  /// Moves what was recorded since the last call into `outcome`.
  void hand_over(StepOutcome& outcome);

  const core::NodeNames* names = nullptr; ///< of the ledger that is listened to
  bool muted = false;                     ///< records nothing

private:
  Json events_ = Json::array();
  Json log_ = Json::array();
};

/// Stands in for the reference's task handler.
class TaskEmitter final : public core::TaskHandler {
public:
  void add_listener(core::TaskListener& listener) override { listeners_.push_back(&listener); }

  /// Emits an event with the payload as the vectors write it; returns whether anyone listened. An error is what a
  /// listener threw.
  core::Result<bool> emit(const std::string& event, const Json& payload, std::int64_t now_ms);

private:
  std::vector<core::TaskListener*> listeners_;
};

} // namespace creditsim::scenarios
