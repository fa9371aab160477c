// SPDX-License-Identifier: MIT
#include "core/link_model.hpp"

#include "core/check.hpp"
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
  fate.latency_us = latency_us(sending, Purpose::latency);
  fate.duplicated = spec_.duplication > 0.0 &&
                    Draw{seed_, Purpose::duplication, sending.from, sending.sequence}.chance(spec_.duplication);
  if (fate.duplicated)
    fate.duplicate_latency_us = latency_us(sending, Purpose::duplicate_latency);
  return fate;
}

TimeUs LinkModel::latency_us(const Sending& sending, Purpose purpose) const {
  if (spec_.latency.kind == SpanSpec::Kind::constant)
    return spec_.latency.value_us;
  return sample(spec_.latency, {seed_, purpose, sending.from, sending.sequence});
}

} // namespace creditsim::core
