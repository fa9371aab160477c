// SPDX-License-Identifier: MIT
#include "core/damage.hpp"

#include "core/ledger_factory.hpp"
#include "core/node_world.hpp"
#include "tests/catch.hpp"

using namespace creditsim::core;

namespace {

/// A state with an entry, of the first node of `world`.
std::string bytes_of(const NodeWorld& world) {
  IdSource ids{1};
  auto ledger = make_ledger(world, 0, 0, ids);
  ledger->initialize();
  for (std::int64_t i = 0; i < 5; ++i)
    CHECK(ledger->post({.kind = Posting::Kind::grant, .amount = Credits::whole(1 + i)}, i).ok());
  return canonical_bytes(world, *ledger->share(10));
}

} // namespace

TEST_CASE("Damage: 20,000 of a state's bytes: always differ, are the same again, are never read",
          "[core][faults][property]") {
  for (const bool reference : {false, true})
    for (const bool versions : {false, true}) {
      if (reference && versions)
        continue;
      Scenario scenario;
      scenario.nodes = 4;
      scenario.take(reference ? Profile::reference : Profile::corrected);
      const auto topology = Topology::make(scenario.topology, scenario.nodes, scenario.seed);
      REQUIRE(topology.ok());
      const auto world = make_world(scenario, topology.value(), {}, versions);
      const std::string bytes = bytes_of(world);
      REQUIRE(readable(world, bytes));
      for (std::uint64_t i = 0; i < 7'000; ++i) {
        const DamageKey key{.entity = 3, .index = i};
        const std::string broken = damaged(bytes, 1, key);
        REQUIRE(broken != bytes);
        REQUIRE(broken == damaged(bytes, 1, key));
        REQUIRE_FALSE(readable(world, broken));
      }
    }
}
