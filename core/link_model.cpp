// SPDX-License-Identifier: MIT
#include "core/link_model.hpp"

#include "core/check.hpp"
#include "core/random.hpp"
#include "core/span.hpp"

namespace creditsim::core {

LinkModel::LinkModel(const NetworkSpec& spec, std::uint64_t seed) : spec_{spec}, seed_{seed} {
  CREDITSIM_CHECK(spec_.latency.min_us >= 1); // a window of no width would never end
  CREDITSIM_CHECK(spec_.latency.kind != SpanSpec::Kind::constant || spec_.latency.value_us == spec_.latency.min_us);
}

bool LinkModel::lost(const Sending& sending) const {
  if (spec_.loss <= 0.0)
    return false;
  if (spec_.loss_per == NetworkSpec::LossPer::message || sending.role == Sending::Role::single)
    return Draw{seed_, Purpose::loss, sending.from, sending.sequence}.chance(spec_.loss);
  return sending.role == Sending::Role::request &&
         Draw{seed_, Purpose::contact_loss, sending.from, sending.contact}.chance(spec_.loss);
}

Fate LinkModel::fate(const Sending& sending) const {
  Fate fate;
  fate.lost = lost(sending);
  if (fate.lost)
    return fate;
  const bool constant = spec_.latency.kind == SpanSpec::Kind::constant;
  const auto latency = [&](Purpose purpose) {
    return constant ? spec_.latency.value_us
                    : sample(spec_.latency, Draw{seed_, purpose, sending.from, sending.sequence});
  };
  fate.latency_us = latency(Purpose::latency);
  fate.duplicated = spec_.duplication > 0.0 &&
                    Draw{seed_, Purpose::duplication, sending.from, sending.sequence}.chance(spec_.duplication);
  if (fate.duplicated)
    fate.duplicate_latency_us = latency(Purpose::duplicate_latency);
  return fate;
}

} // namespace creditsim::core
