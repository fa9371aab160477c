// SPDX-License-Identifier: MIT
#include "core/span.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <cmath>

namespace creditsim::core {

TimeUs rounded_span(double span_us, TimeUs min_us) {
  if (!(span_us < static_cast<double>(span_us_max)))
    return span_us_max;
  return std::max(min_us, static_cast<TimeUs>(std::floor(span_us + 0.5)));
}

TimeUs sample(const SpanSpec& spec, const Draw& draw) {
  switch (spec.kind) {
  case SpanSpec::Kind::constant:
    return spec.value_us;
  case SpanSpec::Kind::uniform: {
    CREDITSIM_CHECK(spec.min_us <= spec.max_us && spec.max_us <= span_us_max);
    return spec.min_us + static_cast<TimeUs>(draw.below(static_cast<std::uint64_t>(spec.max_us - spec.min_us) + 1));
  }
  case SpanSpec::Kind::log_normal: {
    const double exponent = std::clamp(spec.sigma * draw.normal(), -700.0, 700.0);
    return rounded_span(static_cast<double>(spec.median_us) * portable_exp(exponent), spec.min_us);
  }
  case SpanSpec::Kind::exponential:
    return rounded_span(static_cast<double>(spec.mean_us) * draw.exponential(), spec.min_us);
  }
  CREDITSIM_CHECK(false);
  return 0;
}

} // namespace creditsim::core
