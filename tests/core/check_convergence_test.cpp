// SPDX-License-Identifier: MIT
#include "core/check_convergence.hpp"

#include "tests/core/checked_net.hpp"

namespace {

using namespace creditsim::core;

TEST_CASE("Check convergence: bytes: what the digests leave out is found", "[core][checks]") {
  CheckedNet net;
  net.start();
  net.send_all(1'000'000);
  net.damage[1]->bytes = [](std::string& bytes) { bytes.back() ^= 1; };
  const RunResult result = net.finish(2'000'000);
  const Violation found = violation_of(result, "convergence.bytes");
  CHECK(found.node == 1);
  CHECK(found.time_us == 2'000'000);
  CHECK(found.detail == "the canonical bytes of node n1 are not those of most at 2.000000 s, after the drain");
  CHECK(outcome_of(result, "convergence.bytes").status == CheckOutcome::Status::violated);
  CHECK(outcome_of(result, "convergence.counters").status == CheckOutcome::Status::held);
}

TEST_CASE("Check convergence: a join that leaves something out: the part and the node are named", "[core][checks]") {
  const std::string part = GENERATE("counters", "metadata", "transactions");
  CAPTURE(part);
  CheckedNet net;
  net.start();
  net.send_all(1'000'000);
  if (part == "metadata")
    net.write_metadata(0, 2'000'000, "k", "1");
  else
    net.post(0, 2'000'000, Posting::Kind::earn, 2, 7);
  net.damage[1]->join = [](CreditLedger&, const SharedState&, std::int64_t) { return JoinChange{}; };
  net.send_all(3'000'000);
  const RunResult result = net.finish(4'000'000, false);
  const Violation found = violation_of(result, "convergence." + part);
  CHECK(found.node == 1);
  CHECK(found.time_us == 4'000'000);
  CHECK(found.detail == "replicas differ in their " + part + " at 4.000000 s, after the drain");
  if (part != "metadata") // which is a change of an entry, too
    CHECK(outcome_of(result, "convergence.metadata").status == CheckOutcome::Status::held);
}

TEST_CASE("Check convergence: the node that differs: is the first that is not as most are", "[core][checks]") {
  using Replicas = std::vector<ComparedReplica>;
  CHECK(first_that_differs(Replicas{{.node = 0, .state = 5}, {.node = 1, .state = 5}}) == std::nullopt);
  CHECK(first_that_differs(Replicas{{.node = 0, .state = 4}, {.node = 1, .state = 5}, {.node = 2, .state = 5}}) == 0U);
  CHECK(first_that_differs(Replicas{{.node = 7, .component = 0, .state = 4},
                                    {.node = 8, .component = 1, .state = 5}}) == std::nullopt);
}

TEST_CASE("Check convergence: the bound: grows with log2 n, the round and what is lost", "[core][checks]") {
  Scenario scenario;
  CHECK(spread_bound_us(scenario, 2) == 20 * 1'020'000);
  CHECK(spread_bound_us(scenario, 50) == 40 * 1'020'000);
  CHECK(spread_bound_us(scenario, 64) == 40 * 1'020'000);
  CHECK(spread_bound_us(scenario, 65) == 44 * 1'020'000);
  scenario.network.loss = 0.5;
  CHECK(spread_bound_us(scenario, 50) == 160 * 1'020'000);
  scenario.network.loss = 1.0;
  CHECK(spread_bound_us(scenario, 50) == 1'000'000'000'000'000'000);
  scenario.topology.kind = TopologySpec::Kind::ring;
  CHECK(spread_bound_us(scenario, 50) == std::nullopt);
  scenario.stop.converge_within_us = 7;
  CHECK(spread_bound_us(scenario, 50) == 7);
}

TEST_CASE("Check convergence: time: from the last write or the end of the faults", "[core][checks]") {
  Scenario scenario;
  scenario.stop.converge_within_us = 5'000'000;
  scenario.stop.duration_us = 60'000'000;
  CHECK(converged_late(scenario, 50, {.wrote_us = 10'000'000, .changed_us = 15'000'000, .equal = true}) ==
        std::nullopt);
  const auto late = converged_late(scenario, 50, {.wrote_us = 10'000'000, .changed_us = 15'000'001, .equal = true});
  REQUIRE(late);
  CHECK(late->time_us == 15'000'000);
  CHECK(late->node == no_node);
  CHECK(late->detail == "replicas were equal 5.000001 s after 10.000000 s, the last write, and not within 5.000000 s");
  scenario.faults = {FaultSpec{}};
  const ConvergenceTimes in_time{.wrote_us = 10'000'000, .changed_us = 65'000'000, .equal = true};
  CHECK(converged_late(scenario, 50, in_time) == std::nullopt);
  const auto never_equal = converged_late(scenario, 50, {.wrote_us = 10'000'000, .changed_us = 11'000'000});
  REQUIRE(never_equal);
  CHECK(never_equal->detail ==
        "replicas were not equal after 60.000000 s, the end of the faults, and not within 5.000000 s");
}

} // namespace
