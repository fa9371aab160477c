// SPDX-License-Identifier: MIT
#pragma once

#include "core/ledger_reading.hpp"
#include "core/owner_labels.hpp"

#include <optional>
#include <string>

namespace creditsim::core {

/// What went back in a replica that said `before` of an owner and now says `now`, null for nothing: a version, a
/// counter, or the whole entry. Nothing where all went forward.
std::optional<std::string> went_back(const EntryReading& before, const EntryReading* now, const OwnerLabels& labels);

} // namespace creditsim::core
