// SPDX-License-Identifier: MIT
#include "scenarios/vectors_run.hpp"

#include "scenarios/vectors_crdt.hpp"
#include "scenarios/vectors_credit_system.hpp"
#include "scenarios/vectors_ledger.hpp"
#include "scenarios/vectors_merge_orders.hpp"
#include "scenarios/vectors_price.hpp"

namespace creditsim::scenarios {

core::Result<VectorFileReport> run_vectors(const VectorFile& file) {
  if (file.kind == "calculate-amount")
    return run_price_rows(file);
  if (file.kind == "ledger-merge-orders")
    return run_merge_orders(file);
  if (file.kind == "crdt-primitives")
    return run_scripts(file, make_crdt_runner);
  if (file.kind == "ledger")
    return run_scripts(file, make_ledger_runner);
  if (file.kind == "credit-system" || file.kind == "task-handler")
    return run_scripts(file, make_credit_system_runner);
  VectorFileReport report;
  report.file = file.name;
  report.kind = file.kind;
  report.supported = false;
  return report;
}

} // namespace creditsim::scenarios
