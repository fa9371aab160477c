// SPDX-License-Identifier: MIT
#include "core/check_ownership.hpp"

namespace creditsim::core {

namespace {

std::string text_of(const EntryReading& entry) {
  return "granted " + entry.granted.to_string() + ", earned " + entry.earned.to_string() + ", spent " +
         entry.spent.to_string() + ", refunded " + entry.refunded.to_string();
}

} // namespace

std::optional<std::string> not_written(const EntryReading& held, const WrittenEntries& written, OwnershipView view,
                                       const OwnerLabels& labels) {
  if (written.wrote(held, view.versions, view.own))
    return std::nullopt;
  const std::string owner = labels.of(held.owner);
  if (held.owner >= written.owners())
    return owner + " does not exist, and has an entry";
  if (!view.versions)
    return "the entry of " + owner + " says " + text_of(held) + ", more than " + owner + " has written";
  const std::string version = "version " + std::to_string(held.version);
  if (const EntryReading* const wrote = written.at(held.owner, held.version))
    return version + " of " + owner + " says " + text_of(held) + ", where its owner wrote " + text_of(*wrote);
  return version + " of " + owner + " was not written: its owner is at version " +
         std::to_string(written.latest(held.owner));
}

} // namespace creditsim::core
