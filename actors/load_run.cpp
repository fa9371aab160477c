// SPDX-License-Identifier: MIT
#include "actors/load_run.hpp"

#include "actors/load_generator.hpp"
#include "actors/load_gossip.hpp"
#include "actors/load_node_actor.hpp"
#include "core/money_range.hpp"

#include <caf/spawn_options.hpp>

#include <sys/resource.h>

#include <algorithm>
#include <deque>
#include <thread>

namespace creditsim::actors {

namespace {

constexpr std::int64_t ns_per_s = 1'000'000'000;

/// Processor time of the program so far, of all its threads.
double cpu_s() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// A generator has to do about half of what a node has.
unsigned generators_for(const LoadPlan& plan, unsigned threads) {
  const unsigned wanted = std::max(1U, threads / 2);
  return plan.rate_per_s ? wanted : std::min(wanted, plan.clients);
}

std::unique_ptr<core::Histories> bounded_histories(const core::NodeWorld& world) {
  const core::Scenario& scenario = world.scenario;
  // Nobody hears of anybody before the load is over: beyond what lists show, old versions are of no use.
  return std::make_unique<core::Histories>(world.owners, scenario.ledger.authenticator_bytes,
                                           scenario.credits.history + 2);
}

/// A load test from the first actor to the last.
class LoadRun {
public:
  LoadRun(const LoadPlan& plan, core::NodeWorld& world, const core::LoadTerms& terms, unsigned threads)
      : plan_{plan}, books_{world.topology.node_count(), terms}, begin_ns_{load_clock_ns()}, config_{threads},
        system_{config_} {
    output_.threads = threads;
    output_.nodes = world.topology.node_count();
    for (core::NodeIndex node = 0; node < output_.nodes; ++node)
      nodes_.emplace_back(world, terms, node);
    const unsigned generators = generators_for(plan, threads);
    for (unsigned index = 0; index < generators; ++index)
      make_generator(index, generators, terms);
    output_.clients = plan.rate_per_s ? 0 : plan.clients;
    output_.generator_threads = generators * (plan.rate_per_s ? 2 : 1) + (gossips() ? 1 : 0);
    // At most a minute of rows, and none shorter than what can be told apart.
    output_.interval_ns = std::max<std::int64_t>(std::min(ns_per_s, plan.duration_ns / 10), plan.duration_ns / 60);
    output_.interval_ns = std::max<std::int64_t>(1, output_.interval_ns);
  }

  LoadOutput run() {
    measure_floor();
    load_nodes();
    for (GeneratorRecord& record : records_)
      books_.merge(record.books);
    for (const core::LoadNode& node : nodes_) {
      output_.gossip.sent += node.traffic().sent;
      output_.gossip.received += node.traffic().received;
      output_.gossip.rejected += node.traffic().rejected;
    }
    return std::move(output_);
  }

  std::deque<core::LoadNode>& nodes() { return nodes_; }
  const core::ClientBooks& books() const { return books_; }

private:
  bool gossips() const { return plan_.gossip_interval_ns > 0; }

  void make_generator(unsigned index, unsigned generators, const core::LoadTerms& terms) {
    GeneratorRecord& record = records_.emplace_back(
        core::OperationSource{plan_.scenario.seed, index, output_.nodes, plan_.mix, terms}, books_);
    record.index = index;
    record.generators = generators;
    if (!plan_.rate_per_s)
      record.clients = plan_.clients / generators + (index < plan_.clients % generators ? 1 : 0);
    generators_.push_back(system_.spawn<caf::detached>(load_generator, &record));
  }

  // The floor is of the generator: more targets than this would only measure caches.
  void measure_floor() {
    constexpr std::uint32_t null_nodes_max = 1000;
    output_.null_nodes = std::min(output_.nodes, null_nodes_max);
    std::vector<caf::actor> targets;
    for (std::uint32_t node = 0; node < output_.null_nodes; ++node)
      targets.push_back(system_.spawn<caf::lazy_init>(null_node_actor));
    const std::int64_t duration_ns = floor_duration_ns(plan_);
    for (GeneratorRecord& record : records_)
      record.keeps_books = false;
    if (auto measured = measure(targets, duration_ns / 4, duration_ns))
      output_.floor = std::move(*measured);
    for (GeneratorRecord& record : records_)
      record.keeps_books = true;
    end_all(targets);
  }

  void load_nodes() {
    LoadNetwork network{.gossip = plan_.scenario.gossip.mode};
    for (core::NodeIndex node = 0; node < output_.nodes; ++node)
      network.nodes.push_back(system_.spawn<caf::lazy_init>(load_node_actor, &nodes_[node], node, &network));
    {
      std::optional<GossipTimer> timer;
      if (gossips())
        timer.emplace(network, plan_.gossip_interval_ns);
      for (unsigned i = 0; i < plan_.repetitions && !interrupted(); ++i)
        if (auto measured = measure(network.nodes, plan_.warmup_ns, plan_.duration_ns))
          output_.repetitions.push_back(std::move(*measured));
    }
    if (gossips())
      await_quiet(network);
    end_all(network.nodes);
    // The nodes' actors look into the network until they have ended.
    end_all(generators_);
    system_.await_all_actors_done();
  }

  void await_quiet(const LoadNetwork& network) {
    round_end_.expect(1);
    const caf::actor watch = system_.spawn(quiet_watch, &network, &round_end_);
    send_from_outside(watch, AwaitQuiet{});
    while (!round_end_.wait_until(load_clock_ns() + ns_per_s)) {
    }
    end_actor(watch);
  }

  static void end_all(std::vector<caf::actor>& actors) {
    for (const caf::actor& actor : actors)
      end_actor(actor);
    actors.clear();
  }

  /// One stretch of load; no value when it was interrupted before anything was measured.
  std::optional<LoadMeasurement> measure(const std::vector<caf::actor>& targets, std::int64_t warmup_ns,
                                         std::int64_t duration_ns) {
    std::atomic<bool> stop{false};
    auto round = std::make_shared<LoadRound>();
    round->begin_ns = load_clock_ns();
    round->from_ns = round->begin_ns + warmup_ns;
    round->until_ns = round->from_ns + duration_ns;
    round->interval_ns = output_.interval_ns;
    round->nodes = &targets;
    round->stop = &stop;
    round->end = &round_end_;
    round_end_.expect(static_cast<unsigned>(generators_.size()));
    for (std::size_t i = 0; i < generators_.size(); ++i) {
      records_[i].answered = 0;
      send_from_outside(generators_[i], BeginLoad{round});
    }
    std::vector<LoadMeasurement> paced(plan_.rate_per_s ? generators_.size() : 0);
    std::vector<std::thread> pacers;
    for (std::size_t i = 0; i < paced.size(); ++i)
      pacers.emplace_back([&, i] { paced[i] = pace(pace_of(i), *round, generators_[i], records_[i]); });
    wait_until(round->from_ns, stop);
    const double cpu_before_s = cpu_s();
    const std::int64_t ended_ns = wait_until(round->until_ns, stop);
    const double cpu_after_s = cpu_s();
    while (!round_end_.wait_until(load_clock_ns() + ns_per_s))
      look_for_interruption(stop);
    for (std::thread& pacer : pacers)
      pacer.join();
    if (ended_ns <= round->from_ns)
      return std::nullopt;
    LoadMeasurement measured;
    for (GeneratorRecord& record : records_)
      measured.merge(record.measured);
    for (const LoadMeasurement& one : paced)
      measured.merge(one);
    measured.window_s = static_cast<double>(ended_ns - round->from_ns) / static_cast<double>(ns_per_s);
    measured.cpu_s = cpu_after_s - cpu_before_s;
    return measured;
  }

  Pace pace_of(std::size_t generator) const {
    const auto generators = static_cast<std::uint32_t>(generators_.size());
    return {.arrivals = {.kind = plan_.arrivals,
                         .rate_per_s = *plan_.rate_per_s,
                         .seed = plan_.scenario.seed,
                         .source = static_cast<std::uint32_t>(generator),
                         .sources = generators},
            .backlog_max = std::max<std::uint64_t>(1, plan_.backlog_max / generators)};
  }

  bool interrupted() const { return output_.interrupted; }

  void look_for_interruption(std::atomic<bool>& stop) {
    if (plan_.interrupted == nullptr || plan_.interrupted->load() == 0)
      return;
    output_.interrupted = true;
    stop = true;
  }

  /// Waits for a time, or for an interruption, after which nothing is started any more. Returns when it was.
  std::int64_t wait_until(std::int64_t until_ns, std::atomic<bool>& stop) {
    constexpr std::int64_t step_ns = 20'000'000;
    std::int64_t now_ns = load_clock_ns();
    while (now_ns < until_ns && !interrupted()) {
      look_for_interruption(stop);
      if (plan_.progress)
        plan_.progress((now_ns - begin_ns_) / 1000);
      std::this_thread::sleep_for(std::chrono::nanoseconds{std::min(step_ns, until_ns - now_ns)});
      now_ns = load_clock_ns();
    }
    return std::min(now_ns, until_ns);
  }

  const LoadPlan& plan_;
  LoadOutput output_;
  std::deque<core::LoadNode> nodes_;
  core::ClientBooks books_;
  RoundEnd round_end_;
  std::deque<GeneratorRecord> records_; // by generator
  std::vector<caf::actor> generators_;
  std::int64_t begin_ns_;
  PoolConfig config_;
  caf::actor_system system_;
};

} // namespace

std::int64_t floor_duration_ns(const LoadPlan& plan) { return std::min(plan.duration_ns, ns_per_s); }

core::Result<LoadOutput> run_load(const LoadPlan& plan, const SimulationInputs& inputs) {
  const auto topology = make_topology(plan.scenario, inputs);
  if (!topology)
    return topology.error();
  const auto terms = core::LoadTerms::make(plan.scenario);
  if (!terms)
    return terms.error();
  const bool versions =
      core::versions_refused(plan.scenario, {}).empty() && !core::needs_literal_replicas(plan.planted);
  auto world = core::make_world(plan.scenario, topology.value(),
                                {.types = terms.value().types(), .priorities = terms.value().priorities()}, versions,
                                plan.planted);
  if (const auto checked = core::check_money_range(plan.scenario, world.churn, 0); !checked)
    return checked.error();
  if (world.histories != nullptr && plan.gossip_interval_ns == 0)
    world.histories = bounded_histories(world);
  const unsigned threads = plan.threads != 0 ? plan.threads : std::max(1U, std::thread::hardware_concurrency());
  LoadRun run{plan, world, terms.value(), threads};
  LoadOutput output = run.run();
  output.replicas = world.histories != nullptr ? "versions" : "literal";
  constexpr std::uint64_t entries_max = 16'000'000;
  output.audit = core::audit_load(world, run.nodes(), run.books(),
                                  {.now_ms = load_clock_ns() / 1'000'000 + 1,
                                   .gossiped = output.gossip.sent > 0,
                                   .interrupted = output.interrupted,
                                   .entries_max = entries_max});
  return output;
}

} // namespace creditsim::actors
