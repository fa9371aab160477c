// SPDX-License-Identifier: MIT
#include "tests/actors/scenarios_for_tests.hpp"

#include <sys/resource.h>

using namespace creditsim;
using namespace creditsim::actors;

// g++ says it by a macro, clang by a feature.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
#define UNDER_A_SANITIZER
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define UNDER_A_SANITIZER
#endif
#endif

namespace {

[[maybe_unused]] std::size_t peak_memory_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
}

void check_million(core::Profile profile) {
  Runtime runtime{2};
  core::Scenario scenario;
  scenario.take(profile);
  scenario.nodes = 1'000'000;
  scenario.gossip.mode = core::GossipSpec::Mode::none;
  scenario.workload.kind = core::WorkloadSpec::Kind::none;
  scenario.stop = {.duration_us = 0, .drain_us = 0};
  const auto output = run(runtime, scenario);
  CHECK(output.timing.caf_actors >= 1'000'000);
  CHECK(output.timing.caf_messages == 1'000'000);
  CHECK(output.result.economy.granted == core::Credits::whole(10'000'000));
#ifndef UNDER_A_SANITIZER
  CHECK(peak_memory_bytes() < 2'500'000'000);
#endif
}

} // namespace

// Meaningful only in a process of its own, which is how ctest runs it, and without a sanitizer's own memory.
TEST_CASE("Simulation: a million node actors with credit systems, each started by a message: within 2.5 GB",
          "[actors][story][slow][memory]") {
  check_million(core::Profile::corrected);
}

TEST_CASE("Simulation: a million node actors of the reference profile: within 2.5 GB",
          "[actors][story][slow][memory]") {
  check_million(core::Profile::reference);
}
