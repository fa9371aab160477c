// SPDX-License-Identifier: MIT
#pragma once

#include "core/memory_store.hpp"
#include "core/reference_ledger.hpp"
#include "scenarios/vectors_script.hpp"

#include <memory>
#include <string>

namespace creditsim::scenarios {

Json to_json(const core::Transaction& record, const core::NodeNames& names);
Json to_json(const core::LedgerExport& state);

/// The event as the vectors record it under `source`; a line of the log instead when it is one.
void append_event(const core::LedgerEvent& event, const core::NodeNames& names, const char* source, Json& events,
                  Json& log);

/// What stands for a refusal: the reference's `Error` for amounts and balances, a `TypeError` for what it would take as
/// it comes and we do not.
Thrown thrown_by(const core::Error& error);

/// Calls `op` on a ledger with the arguments of `step`. Fills in what the call returned or threw. Refuses operations
/// and arguments that it does not know (`Errc::not_found`, `Errc::invalid_value`).
core::Result<void> call_ledger(core::ReferenceLedger& ledger, const std::string& op, const Json& step,
                               StepOutcome& outcome);

/// Joins a state that is given as JSON, `undefined` and wrong types included.
void join_json(core::ReferenceLedger& ledger, const Json& state, std::int64_t now_ms, StepOutcome& outcome);

/// Reads a state for joining it into a replica with `names`. Refuses what cannot be decoded.
core::Result<core::LedgerExport> decode_state(const Json& state, const std::shared_ptr<core::NodeNames>& names);

/// The content that a store of the scripts holds as the ledger's file: text as it is, JSON as its text.
void store_file(core::MemoryStore& store, const Json& content);

} // namespace creditsim::scenarios
