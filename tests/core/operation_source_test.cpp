// SPDX-License-Identifier: MIT
#include "core/operation_source.hpp"
#include "tests/catch.hpp"
#include "tests/core/load_samples.hpp"

#include <cmath>
#include <vector>

namespace {

using namespace creditsim::core;
using creditsim::tests::load_scenario;

std::vector<LoadOperation> drawn(const LoadTerms& terms, const OperationMix& mix, std::uint32_t source = 0) {
  OperationSource operations{1, source, 100, mix, terms};
  std::vector<LoadOperation> all;
  for (TaskId task = 0; task < 20'000; ++task)
    all.push_back(operations.next(task));
  return all;
}

TEST_CASE("OperationSource: mix: nodes, kinds and terms come as often as they should", "[core][load]") {
  const LoadTerms terms = LoadTerms::make(load_scenario(100)).value();
  const auto all = drawn(terms, {.earn_share = 0.25});
  std::vector<double> nodes(100);
  std::vector<double> kinds(2);
  std::vector<double> by_terms(4);
  for (const LoadOperation& operation : all) {
    ++nodes[operation.node];
    ++kinds[operation.kind == LoadOperation::Kind::earn ? 0 : 1];
    ++by_terms[operation.terms];
    CHECK(operation.amount == terms.price(operation.terms));
    CHECK_FALSE(operation.twice);
  }
  const auto near = [&](double count, double share) {
    const double expected = share * static_cast<double>(all.size());
    return std::abs(count - expected) < 5.0 * std::sqrt(expected);
  };
  for (const double count : nodes)
    CHECK(near(count, 0.01));
  for (const double count : by_terms)
    CHECK(near(count, 0.25));
  CHECK(near(kinds[0], 0.25));
}

TEST_CASE("OperationSource: repetition: the same operation follows itself, both marked", "[core][load]") {
  const LoadTerms terms = LoadTerms::make(load_scenario(100)).value();
  const auto all = drawn(terms, {.repeated = 0.1});
  std::size_t repeated = 0;
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (all[i].task != all[i - 1].task)
      continue;
    ++repeated;
    CHECK(all[i].twice);
    CHECK(all[i - 1].twice);
    CHECK(all[i].node == all[i - 1].node);
    CHECK(all[i].kind == all[i - 1].kind);
  }
  CHECK(std::abs(static_cast<double>(repeated) - 20'000 / 11.0) < 250.0);
}

TEST_CASE("OperationSource: sources: each draws its own, the same each time", "[core][load]") {
  const LoadTerms terms = LoadTerms::make(load_scenario(100)).value();
  const auto nodes = [&](std::uint32_t source) {
    std::vector<NodeIndex> chosen;
    for (const LoadOperation& operation : drawn(terms, {.zipf_exponent = 0.99}, source))
      chosen.push_back(operation.node);
    return chosen;
  };
  CHECK(nodes(0) == nodes(0));
  CHECK(nodes(0) != nodes(1));
}

TEST_CASE("LoadTerms: prices: those of the economy, and a price of nothing is refused", "[core][load]") {
  Scenario scenario = load_scenario(10);
  const LoadTerms terms = LoadTerms::make(scenario).value();
  CHECK(terms.words(0).type == "compute");
  CHECK(terms.words(0).priority == "high");
  CHECK(terms.price(0) == Credits::hundredths(300));
  CHECK(terms.dearest() == Credits::hundredths(300));
  scenario.credits.type_multipliers["embed"] = 0.001;
  const auto refused = LoadTerms::make(scenario);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().context ==
        "credits.submission_cost: 1.00 for a task of type embed and priority high is no price");
}

TEST_CASE("LoadTerms: endowment: enough for any load, and sums of all credits still fit", "[core][load]") {
  const auto profile = GENERATE(Profile::corrected, Profile::reference);
  for (const std::uint32_t nodes : {1u, 1'000u, 1'000'000u}) {
    Scenario scenario = load_scenario(nodes, profile);
    const Credits granted = LoadTerms::make(scenario).value().endowment(scenario, nodes);
    CHECK(granted >= Credits::whole(10'000));
    const double believers = profile == Profile::reference ? nodes : 1.0;
    CHECK(static_cast<double>(granted.hundredths()) * nodes * believers < 9.2e18 / 2);
  }
}

} // namespace
