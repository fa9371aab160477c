// SPDX-License-Identifier: MIT
#pragma once

#include "actors/load_measurement.hpp"
#include "actors/simulation.hpp"
#include "core/arrival_schedule.hpp"
#include "core/load_audit.hpp"
#include "core/load_node.hpp"
#include "core/operation_source.hpp"
#include "core/planted_fault.hpp"
#include "core/result.hpp"
#include "core/scenario.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace creditsim::actors {

/// What a load test is to do.
struct LoadPlan {
  core::Scenario scenario;          ///< without faults and churn, with what nodes are granted
  unsigned threads = 0;             ///< of CAF's pool; 0 is one per core
  std::uint32_t clients = 100;      ///< closed loop: operations in flight; at least 1
  std::optional<double> rate_per_s; ///< open loop: operations that are to start, all generators together
  core::ArrivalSpec::Kind arrivals = core::ArrivalSpec::Kind::constant;
  core::OperationMix mix;
  std::uint64_t backlog_max = 100'000; ///< open loop: beyond it operations are dropped
  std::int64_t warmup_ns = 0;
  std::int64_t duration_ns = 1'000'000'000; ///< of a repetition; above 0
  unsigned repetitions = 1;
  std::int64_t gossip_interval_ns = 0;           ///< 0: nodes do not gossip meanwhile
  const std::atomic<int>* interrupted = nullptr; ///< not zero: end soon; may be null
  std::function<void(core::TimeUs now_us)>
      progress{}; ///< called now and then with the time since the start; may be empty
  core::PlantedFault planted = core::PlantedFault::none; ///< breaks a promise, for the test of its check
};

/// What came of a load test. Results of real threads: none of it can be replayed.
struct LoadOutput {
  unsigned threads = 0;           ///< of the pool
  unsigned generator_threads = 0; ///< beside them: generators, pacers and the gossip timer
  std::uint32_t clients = 0;      ///< 0 in an open loop
  std::uint32_t nodes = 0;
  std::uint32_t null_nodes = 0;             ///< targets of the floor
  std::string replicas;                     ///< the form in which they were held
  LoadMeasurement floor;                    ///< the same load on targets that do nothing
  std::vector<LoadMeasurement> repetitions; ///< the last one shorter where it was interrupted
  std::int64_t interval_ns = 0;             ///< of the time series
  core::LoadNode::Traffic gossip;           ///< of all nodes, under load
  bool interrupted = false;
  core::LoadAudit audit;
};

/// How long the load on the null target takes, without its warm-up.
std::int64_t floor_duration_ns(const LoadPlan& plan);

/// Runs a load test, blocking the caller: nodes as actors in a pool of their own, generators on threads of their own.
/// Refuses what no run can be made of (`Errc::invalid_value`): see `Runtime::simulate`.
core::Result<LoadOutput> run_load(const LoadPlan& plan, const SimulationInputs& inputs);

} // namespace creditsim::actors
