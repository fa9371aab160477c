// SPDX-License-Identifier: MIT
#include "scenarios/progress_line.hpp"

#include <ostream>

namespace creditsim::scenarios {

namespace {

constexpr const char* wipe = "\r\033[K"; // to the start of the line, then clear to its end

} // namespace

ProgressLine::~ProgressLine() {
  if (shown_)
    terminal_ << wipe << std::flush;
}

void ProgressLine::show(core::TimeUs now_us) {
  const auto now = std::chrono::steady_clock::now();
  if (shown_ && now - shown_at_ < std::chrono::milliseconds{200})
    return;
  shown_at_ = now;
  shown_ = true;
  const core::TimeUs second_us = 1'000'000;
  terminal_ << wipe << now_us / second_us << " s of virtual time";
  if (now_us <= end_us_)
    terminal_ << " of " << end_us_ / second_us << " s";
  else
    terminal_ << ": the workload is over, replicas converge";
  terminal_ << std::flush;
}

} // namespace creditsim::scenarios
