// SPDX-License-Identifier: MIT
#pragma once

#include "core/virtual_time.hpp"

#include <chrono>
#include <iosfwd>

namespace creditsim::scenarios {

/// One line on a terminal that says how far a run has come. Shown at most five times a second, wiped at the end.
class ProgressLine {
public:
  /// `end_us` is the time until which the workload goes on.
  ProgressLine(std::ostream& terminal, core::TimeUs end_us) : terminal_{terminal}, end_us_{end_us} {}
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(core::TimeUs now_us);

private:
  std::ostream& terminal_;
  core::TimeUs end_us_;
  std::chrono::steady_clock::time_point shown_at_{};
  bool shown_ = false;
};

} // namespace creditsim::scenarios
