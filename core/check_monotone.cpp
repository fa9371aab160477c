// SPDX-License-Identifier: MIT
#include "core/check_monotone.hpp"

namespace creditsim::core {

std::optional<std::string> went_back(const EntryReading& before, const EntryReading* now, const OwnerLabels& labels) {
  const std::string whose = "the entry of " + labels.of(before.owner);
  if (now == nullptr)
    return whose + " was known and is gone";
  if (now->version < before.version)
    return whose + " went back from version " + std::to_string(before.version) + " to " + std::to_string(now->version);
  const auto counter = [&](const char* name, Credits was, Credits is) -> std::optional<std::string> {
    if (is >= was)
      return std::nullopt;
    return whose + ": " + name + " went back from " + was.to_string() + " to " + is.to_string();
  };
  if (auto fault = counter("granted", before.granted, now->granted))
    return fault;
  if (auto fault = counter("earned", before.earned, now->earned))
    return fault;
  if (auto fault = counter("spent", before.spent, now->spent))
    return fault;
  return counter("refunded", before.refunded, now->refunded);
}

} // namespace creditsim::core
