// SPDX-License-Identifier: MIT
#pragma once

#include "core/ledger_export.hpp"
#include "core/ledger_state.hpp"
#include "core/result.hpp"

#include <memory>

namespace creditsim::core {

/// A ledger of the reference system as a state of the corrected one: an import that somebody asks for, once, and stands
/// behind. The same ledger always gives the same state.
///
/// - **Entries.** Each node that has a counter, and the one whose export it is, becomes an owner with incarnation 0,
///   which no start of a node ever has. Earned and spent are its counters; nothing is granted, because the reference
///   counts its grants as earned. Its account is its balance there. `authority` signs, in place of the owner.
/// - **Version.** Earned + spent in hundredths, + 1. Both only grow, so that of two exports of one ledger the later one
///   has the higher version for every node that did something in between, and a join of both keeps it. Where the
///   reference has lost counts (faults C1, C2) the sum goes back, and the higher one stays.
/// - **Metadata**, deleted keys included, is written by the node whose export it is, under that node's version, with
/// the
///   first stamp of each key's millisecond. The reference's `undefined` becomes `null`.
/// - **Transactions are not adopted.** A row belongs to one version of its owner, and nothing in the reference says
///   which counter a transaction changed, or that it is not listed twice; every replica cuts its own list (fault E2),
///   so what was cut could not be told from what never was. Their amounts are in the counters.
/// - **Clock**: the time of the export, or that of the latest metadata when it is later or there is no other.
///
/// Refuses (`Errc::invalid_value`) names outside the alphabet of identities, counters whose version does not fit 32
/// bits (more than 42,949,672.94 credits moved by one node), times before 1970 or beyond `HybridTime::ms_max`, metadata
/// in an export that names no node; (`Errc::overflow`) sums out of range. The context names place, found and expected
/// in one line. `owners` is then unchanged.
Result<LedgerState> adopt(const LedgerExport& reference, std::shared_ptr<OwnerTable> owners,
                          const Authority& authority);

} // namespace creditsim::core
