// SPDX-License-Identifier: MIT
#include "actors/simulation.hpp"

#include "actors/heap_use.hpp"
#include "actors/network_actor.hpp"
#include "actors/process_ledger.hpp"
#include "actors/scheduler_actor.hpp"
#include "core/fault_plan.hpp"
#include "core/money_range.hpp"
#include "core/replica_rules.hpp"
#include "core/run_control.hpp"
#include "core/topology.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>

namespace creditsim::actors {

core::Result<core::Topology> make_topology(const core::Scenario& scenario, const SimulationInputs& inputs) {
  if (scenario.topology.kind != core::TopologySpec::Kind::edge_list)
    return core::Topology::make(scenario.topology, scenario.nodes, scenario.seed);
  if (!inputs.edges)
    return core::Error{core::Errc::invalid_value, "topology.file: no edge list was read"};
  return core::Topology::from_edge_list(*inputs.edges, scenario.topology.component);
}

namespace {

/// Makes a process for each node. `churn` outlives it.
core::LedgerMaker process_maker(const ChildOptions& child, const core::Topology& topology,
                                const core::ChurnPlan& churn) {
  auto names = std::make_shared<std::vector<std::string>>();
  for (core::NodeIndex node = 0; node < topology.node_count(); ++node)
    names->push_back(topology.name(node));
  std::vector<std::shared_ptr<Funds>> funds;
  for (core::NodeIndex node = 0; node < topology.node_count(); ++node)
    funds.push_back(std::make_shared<Funds>());
  return [child, names, funds, hang = std::make_shared<FirstHang>(), &churn](core::NodeIndex self, core::Slot slot,
                                                                             std::int64_t now_ms) {
    return std::make_unique<ProcessLedger>(ReplicaPart{.child = child,
                                                       .node = self,
                                                       .nodes = names,
                                                       .hang = hang,
                                                       .funds = funds[self],
                                                       .incarnation = churn.incarnation_of(slot)},
                                           now_ms);
  };
}

core::Result<void> check_replica(const core::Scenario& scenario, const SimulationOptions& options) {
  return options.replica ? core::check_replica_rules(scenario) : core::Result<void>{};
}

} // namespace

struct Runtime::System {
  explicit System(unsigned threads) : config{threads}, system{config} {}

  PoolConfig config;
  caf::actor_system system;
};

Runtime::Runtime(unsigned threads)
    : threads_{threads != 0 ? threads : std::max(1U, std::thread::hardware_concurrency())},
      system_{std::make_unique<System>(threads_)} {}

Runtime::~Runtime() = default;

std::size_t Runtime::actors() const { return system_->system.registry().running(); }

core::Result<SimulationOutput> Runtime::simulate(const core::Scenario& scenario, const SimulationInputs& inputs,
                                                 const SimulationOptions& options) {
  auto topology = make_topology(scenario, inputs);
  if (!topology)
    return topology.error();
  auto tasks =
      core::TaskSource::make(scenario, topology.value().node_count(), inputs.jobs ? *inputs.jobs : core::JobLog{});
  if (!tasks)
    return tasks.error();
  auto dispatcher = core::Dispatcher::make(scenario, topology.value());
  if (!dispatcher)
    return dispatcher.error();
  if (scenario.churn.joins >= topology.value().node_count())
    return core::Error{core::Errc::invalid_value, "churn.joins: " + std::to_string(scenario.churn.joins) +
                                                      " is not below the number of nodes, " +
                                                      std::to_string(topology.value().node_count())};
  if (const auto checked = check_replica(scenario, options); !checked)
    return checked.error();
  if (options.replica && scenario.swarm) {
    core::Scenario spelled = scenario;
    spelled.faults = core::draw_replica_faults(scenario, topology.value().node_count());
    spelled.swarm = false;
    return simulate(spelled, inputs, options);
  }
  const std::string refused =
      core::versions_refused(scenario, core::draw_faults(scenario, topology.value().node_count()));
  if (options.replicas == ReplicaForm::versions && !refused.empty())
    return core::Error{core::Errc::invalid_value, "replicas: " + refused + "; literal can"};
  const auto start = std::chrono::steady_clock::now();
  const std::uint64_t heap_before = heap_bytes_in_use();
  // Version vectors where the rules allow them: they are smaller and faster, and hold the same.
  const bool versions = !options.replica && options.replicas != ReplicaForm::literal && refused.empty() &&
                        !core::needs_literal_replicas(options.planted);
  auto world = core::make_world(scenario, topology.value(),
                                {.types = tasks.value().types(), .priorities = tasks.value().priorities()}, versions,
                                options.planted);
  if (options.replica) {
    ChildOptions child = *options.replica;
    child.interrupted = options.interrupted;
    world.foreign = {.make = process_maker(child, topology.value(), world.churn),
                     .bytes_of = &ProcessLedger::bytes_of,
                     .state_of = &ProcessLedger::state_of};
    world.writes.clear(); // their progress is not told
  }
  if (const auto checked = core::check_money_range(scenario, world.churn, tasks.value().tasks_max()); !checked)
    return checked.error();
  if (const auto checked = core::check_leaves(topology.value(), world.faults); !checked)
    return checked.error();
  world.check(options.checkers, options.disabled_checkers);
  const unsigned wanted = options.shards != 0 ? options.shards : threads_;
  const core::ShardMap map{topology.value().node_count(), std::min(wanted, topology.value().node_count())};
  std::vector<core::NodeFigures> figures(topology.value().node_count());
  core::RunControl control{
      world, map, std::move(tasks).value(), std::move(dispatcher).value(), figures, options.recorded, options.logged};

  SimulationOutput output;
  output.timing.threads = threads_;
  output.timing.shards = map.shards();
  output.timing.replicas = world.foreign ? "processes" : world.histories != nullptr ? "versions" : "literal";
  auto& system = system_->system;
  {
    caf::scoped_actor self{system};
    RunEnd end;
    SchedulerSetup setup{.control = &control,
                         .interrupted = options.interrupted,
                         .progress = options.progress,
                         .end = &end,
                         .timing = &output.timing};
    for (std::uint32_t shard = 0; shard < map.shards(); ++shard)
      setup.networks.push_back(system.spawn(network_actor, &world, &map, shard, figures.data()));
    const caf::actor scheduler = system.spawn(scheduler_actor, setup);
    send_to(self.operator->(), scheduler, BeginRun{});
    end.wait();
    // The actors hold pointers into this function: they must be gone before it returns.
    self->wait_for(scheduler);
    for (const auto& network : setup.networks)
      self->wait_for(network);
  }
  output.result = control.result();
  output.window_digests = control.window_digests();
  output.records = control.records();
  output.log = control.log();
  output.timing.heap_bytes -= std::min(output.timing.heap_bytes, heap_before);
  if (world.histories != nullptr)
    output.timing.entry_bytes += world.histories->memory_bytes();
  output.timing.activations = control.traffic().activations;
  CREDITSIM_CHECK(output.timing.activations == output.timing.caf_messages);
  output.timing.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return output;
}

} // namespace creditsim::actors
