// SPDX-License-Identifier: MIT
#include "actors/simulation.hpp"

#include "tests/actors/scenarios_for_tests.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <string>
#include <thread>

using namespace creditsim;
using namespace creditsim::actors;

TEST_CASE("Simulation: every node is an actor: one CAF message per activation, none elsewhere",
          "[actors][simulation]") {
  Runtime runtime{2};
  std::size_t most_actors = 0;
  SimulationOptions options{.shards = 3};
  options.progress = [&](core::TimeUs) { most_actors = std::max(most_actors, runtime.actors()); };
  const auto output = run(runtime, busy_scenario(), options);

  // Forty nodes, three networks, the scheduler, and the actor that waits for the end.
  CHECK(most_actors == 40 + 3 + 1 + 1);
  CHECK(output.timing.activations > 1000);
  // Counted in the node's own logic, in the actor's handler, and where CAF ran it: a node that is run past its actor
  // shows in the first only.
  CHECK(output.timing.activations == output.timing.caf_messages);
  CHECK(output.timing.resumed >= output.timing.caf_messages);
  CHECK(output.result.events >= output.timing.activations);
  CHECK(runtime.actors() == 0);
}

namespace {

/// How a child process ended that ran a whole simulation, and what it wrote on standard error.
struct ChildEnd {
  bool aborted = false;
  bool exited = false; ///< with status 0
  std::string err;
};

ChildEnd run_in_child(core::PlantedFault planted) {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    std::signal(SIGABRT, SIG_DFL); // Catch2 would report the abort as a failure of this test
    dup2(ends[1], STDERR_FILENO);
    Runtime runtime{2};
    run(runtime, busy_scenario(), {.shards = 3, .planted = planted});
    _exit(0);
  }
  close(ends[1]);
  ChildEnd end;
  char text[256];
  for (ssize_t size = 0; (size = read(ends[0], text, sizeof text)) > 0;)
    end.err.append(text, static_cast<std::size_t>(size));
  close(ends[0]);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  end.aborted = WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
  end.exited = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  return end;
}

} // namespace

TEST_CASE("Simulation: node logic that runs past its actor stops the program", "[actors][simulation][slow]") {
  const ChildEnd healthy = run_in_child(core::PlantedFault::none);
  CHECK(healthy.exited);
  CHECK(healthy.err.empty());
  const ChildEnd stray = run_in_child(core::PlantedFault::stray_activation);
  CHECK(stray.aborted);
  CHECK(stray.err.find("broken invariant: output.timing.activations == output.timing.caf_messages") !=
        std::string::npos);
}

TEST_CASE("Simulation: threads and shards: never change a result", "[actors][simulation][determinism]") {
  std::optional<SimulationOutput> first;
  for (const unsigned threads : {1U, 2U, 4U})
    for (const unsigned shards : {1U, 2U, 7U}) {
      Runtime runtime{threads};
      const auto output = run(runtime, busy_scenario(), {.shards = shards});
      if (!first)
        first = output;
      INFO("threads " << threads << ", shards " << shards);
      CHECK(output.result.trace_digest == first->result.trace_digest);
      CHECK(output.window_digests == first->window_digests);
      CHECK(output.result.tasks.completed == first->result.tasks.completed);
      CHECK(output.result.economy.supply == first->result.economy.supply);
      CHECK(output.result.convergence.bytes == first->result.convergence.bytes);
    }
}

// As the nodes of two shards do when they start. A table that was full to its limit was widened by the first of them,
// under the other's eyes: the thread sanitizer reports it.
TEST_CASE("Simulation: names: known ones are interned side by side", "[actors][simulation]") {
  for (const core::OwnerId count : {7U, 8U, 16U, 1024U}) {
    core::NodeNames names;
    for (core::OwnerId node = 0; node < count; ++node)
      names.intern(std::to_string(node));
    core::OwnerId of_other = 0;
    std::thread other{[&] { of_other = names.intern("5"); }};
    const core::OwnerId own = names.intern("6");
    other.join();
    CHECK(of_other == 5);
    CHECK(own == 6);
  }
}

TEST_CASE("Simulation: seeds: another seed gives another trace", "[actors][simulation]") {
  Runtime runtime{1};
  auto scenario = busy_scenario();
  const auto one = run(runtime, scenario);
  scenario.seed = 8;
  CHECK(run(runtime, scenario).result.trace_digest != one.result.trace_digest);
}

TEST_CASE("Simulation: identities: hold at every sample", "[actors][simulation]") {
  Runtime runtime{2};
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    auto scenario = busy_scenario();
    scenario.seed = seed;
    const auto output = run(runtime, scenario);
    REQUIRE(output.result.samples.size() >= 12);
    for (const auto& sample : output.result.samples) {
      INFO("seed " << seed << ", time " << sample.time_us);
      CHECK(sample.tasks.submitted == sample.tasks.accepted + sample.tasks.refused);
      CHECK(sample.tasks.accepted == sample.tasks.completed + sample.tasks.lost + sample.tasks.in_flight);
      CHECK(sample.economy.supply == sample.economy.granted + sample.economy.minted - sample.economy.burned);
      CHECK(sample.economy.earned == sample.economy.granted + sample.economy.minted);
    }
    const auto& end = output.result;
    CHECK(end.samples.back().tasks.completed == end.tasks.completed);
    CHECK(end.tasks.in_flight == 0);
    CHECK(end.tasks.completed > 0);
    CHECK(end.tasks.lost > 0);
    CHECK(end.tasks.duplicates_delivered > 0);
    CHECK(end.tasks.duplicates_paid > 0);
    CHECK(end.dedup.refused_already_credited > 0);
  }
}

TEST_CASE("Simulation: messages: what was sent arrived, was lost, or is on its way", "[actors][simulation]") {
  Runtime runtime{1};
  auto scenario = busy_scenario();
  scenario.gossip.mode = core::GossipSpec::Mode::none;
  const auto& messages = run(runtime, scenario).result.messages;
  CHECK(messages.lost > 0);
  CHECK(messages.duplicated > 0);
  CHECK(messages.sent + messages.duplicated == messages.delivered + messages.lost);
}

TEST_CASE("Simulation: gossip none: convergence is not judged", "[actors][simulation]") {
  Runtime runtime{1};
  auto scenario = busy_scenario();
  scenario.gossip.mode = core::GossipSpec::Mode::none;
  const auto result = run(runtime, scenario).result;
  CHECK_FALSE(result.convergence.all.converged.has_value());
  for (const auto& violation : result.violations)
    CHECK(violation.property.find("convergence") == std::string::npos);
}

TEST_CASE("Simulation: interrupted: keeps what happened, proves nothing", "[actors][simulation]") {
  Runtime runtime{2};
  std::atomic<int> interrupted{0};
  SimulationOptions options{.interrupted = &interrupted};
  options.progress = [&](core::TimeUs now_us) {
    if (now_us >= 1'000'000)
      interrupted = 2;
  };
  const auto result = run(runtime, busy_scenario(), options).result;
  CHECK(result.interrupted);
  CHECK(result.verdict == core::Verdict::unknown);
  CHECK(result.end_us >= 1'000'000);
  CHECK(result.end_us < 1'500'000);
  CHECK(result.tasks.submitted > 0);
}

TEST_CASE("Simulation: amounts: the largest that fit run under every rule, larger ones are refused",
          "[actors][simulation]") {
  Runtime runtime{2};
  core::Scenario scenario;
  scenario.nodes = 1'000;
  scenario.credits.history = 1;
  scenario.credits.initial_credits = core::Credits::whole(35'000'000'000'000);
  scenario.credits.submission_cost = core::Credits::whole(17'400'000'000); // 1,001 times twice that, by type
  scenario.gossip.mode = core::GossipSpec::Mode::none;
  scenario.workload.arrivals = core::WorkloadSpec::Arrivals::constant;
  scenario.workload.rate_per_s = 1'000.0;
  scenario.stop.duration_us = 1'000'000;
  const auto result = run(runtime, scenario).result;
  CHECK(result.tasks.completed == 1'000);
  CHECK(result.economy.spent == core::Credits::whole(1'000 * 34'800'000'000));
  CHECK(result.verdict == core::Verdict::valid);

  // The sum of what these payments spend leaves 64 bits and stopped the program, though each account had room for it.
  scenario.nodes = 5'000;
  scenario.credits.initial_credits = core::Credits::whole(9'000'000'000'000);
  scenario.credits.submission_cost = core::Credits::whole(4'400'000'000'000);
  scenario.workload.rate_per_s = 10'000.0;
  scenario.stop.duration_us = 4'000'000;
  const auto refused = runtime.simulate(scenario, {});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().context == "credits.submission_cost: 4400000000000.00 for each of up to 40001 tasks leaves the "
                                   "range of sums of credits");
}

TEST_CASE("Simulation: expect: a violation that is expected and missing is a failure", "[actors][simulation]") {
  Runtime runtime{1};
  auto scenario = rumour_scenario(core::GossipSpec::Mode::push_pull, 20);
  CHECK(run(runtime, scenario).result.verdict == core::Verdict::valid);
  scenario.expect = {"overdraft"};
  const auto result = run(runtime, scenario).result;
  CHECK(result.verdict == core::Verdict::invalid);
  REQUIRE(result.violations.size() == 1);
  CHECK(result.violations[0].property == "expected:overdraft");
}

TEST_CASE("Simulation: reference profile: its faults appear as violations", "[actors][simulation]") {
  Runtime runtime{1};
  const auto result = run(runtime, busy_scenario()).result;
  CHECK(result.verdict == core::Verdict::invalid);
  const auto broke = [&](const std::string& property) {
    return std::any_of(result.violations.begin(), result.violations.end(),
                       [&](const auto& violation) { return violation.property == property; });
  };
  CHECK(broke("conservation"));
  CHECK(broke("double_payment"));
  CHECK(broke("overdraft"));
  CHECK(result.economy.believed_total > result.economy.supply); // fault A1
}

TEST_CASE("Simulation: components: replicas converge within each, never across", "[actors][simulation]") {
  Runtime runtime{2};
  const auto edges = core::parse_edge_list("1 2\n2 3\n3 1\n10 11\n11 12\n12 13\n", "two.txt");
  REQUIRE(edges.ok());
  auto scenario = rumour_scenario(core::GossipSpec::Mode::push_pull, 0);
  scenario.credits.initial_credits = core::Credits::whole(1);
  scenario.credits.history = 1;
  scenario.stop.drain_us = 60'000'000;
  scenario.topology.kind = core::TopologySpec::Kind::edge_list;
  for (const auto component : {core::TopologySpec::Component::all, core::TopologySpec::Component::largest}) {
    scenario.topology.component = component;
    const bool all = component == core::TopologySpec::Component::all;
    const auto output = runtime.simulate(scenario, {.edges = edges.value(), .jobs = {}}, {.shards = 3});
    REQUIRE(output.ok());
    const auto& result = output.value().result;
    CHECK(result.nodes == (all ? 7 : 4));
    CHECK(result.convergence.counters.converged == true);
    CHECK(result.node_rows.back().entries_known ==
          4 + (all ? 0 : 1)); // its component's grants; the rumour is elsewhere
    CHECK(result.samples.back().counters_equal_share == 1.0);
    CHECK(result.samples.back().entries_known_share == 1.0);
  }
}

TEST_CASE("Simulation: memory of entries is counted whole, whatever the shards", "[actors][simulation]") {
  core::Scenario scenario = busy_scenario();
  scenario.take(core::Profile::corrected);
  scenario.nodes = 64;
  Runtime runtime{2};
  const auto of = [&](ReplicaForm form, unsigned shards) {
    return run(runtime, scenario, {.shards = shards, .replicas = form});
  };
  const auto versions = of(ReplicaForm::versions, 1);
  const auto literal = of(ReplicaForm::literal, 1);
  REQUIRE(versions.result == literal.result);
  CHECK(of(ReplicaForm::versions, 4).timing.entry_bytes == versions.timing.entry_bytes);
  // Everyone knows everyone: a number an owner, or an entry.
  const std::uint64_t owners = 64 * 64;
  CHECK(literal.result.entries_known() >= owners);
  CHECK(literal.timing.entry_bytes >= owners * sizeof(core::Entry));
  CHECK(literal.timing.entry_bytes < 3 * owners * sizeof(core::Entry));
  CHECK(versions.timing.entry_bytes >= owners * sizeof(std::uint32_t));
  CHECK(versions.timing.entry_bytes < literal.timing.entry_bytes);
  if (const std::uint64_t heap = literal.timing.heap_bytes; heap > 0) // else the allocator does not tell
    CHECK(heap > literal.timing.entry_bytes);
}
