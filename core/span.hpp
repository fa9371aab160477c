// SPDX-License-Identifier: MIT
#pragma once

#include "core/random.hpp"
#include "core/scenario.hpp"
#include "core/virtual_time.hpp"

namespace creditsim::core {

/// The longest span that is ever drawn, about 31 years; longer draws are cut to it.
inline constexpr TimeUs span_us_max = 1'000'000'000'000'000;

/// `span_us` rounded to whole microseconds, halves upward, within [`min_us`, `span_us_max`].
TimeUs rounded_span(double span_us, TimeUs min_us);

/// A span drawn from the distribution `spec`, never below `spec.min_us`. The reader of the scenario has checked
/// the ranges: no negative bound, `min_us <= max_us` where it is uniform, `sigma >= 0`.
TimeUs sample(const SpanSpec& spec, const Draw& draw);

} // namespace creditsim::core
