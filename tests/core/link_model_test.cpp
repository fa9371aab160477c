// SPDX-License-Identifier: MIT
#include "core/link_model.hpp"

#include "core/random.hpp"
#include "tests/catch.hpp"

#include <cmath>
#include <cstdint>

using namespace creditsim::core;

namespace {

using Role = Sending::Role;

const SpanSpec uniform_latency{.kind = SpanSpec::Kind::uniform, .min_us = 1'000, .max_us = 9'000};

} // namespace

TEST_CASE("LinkModel: a perfect network: every message arrives once after the latency", "[core][link_model]") {
  const LinkModel links{{}, 1};
  CHECK(links.window_us() == 10'000);
  for (std::uint64_t i = 0; i < 1'000; ++i)
    REQUIRE(links.fate({.from = 3, .sequence = i}) == Fate{.latency_us = 10'000});
}

TEST_CASE("LinkModel: loss per message: the asked share of all roles is lost", "[core][link_model][statistics]") {
  const LinkModel links{{.loss = 0.2}, 1};
  for (const Role role : {Role::single, Role::request, Role::reply}) {
    int lost = 0;
    for (std::uint64_t i = 0; i < 10'000; ++i)
      lost += links.fate({.from = 3, .sequence = i, .role = role, .contact = i / 2}).lost ? 1 : 0;
    CHECK(std::abs(lost - 2'000) < 132); // 3.3 standard deviations
  }
}

TEST_CASE("LinkModel: loss per contact: the contact decides, replies are never lost",
          "[core][link_model][statistics]") {
  const LinkModel links{{.loss = 0.2, .loss_per = NetworkSpec::LossPer::contact}, 1};
  int requests_lost = 0;
  int singles_lost = 0;
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    const bool lost = links.fate({.from = 3, .sequence = 2 * i, .role = Role::request, .contact = i}).lost;
    // The same contact, had the node sent other messages before.
    REQUIRE(links.fate({.from = 3, .sequence = 5 * i + 1, .role = Role::request, .contact = i}).lost == lost);
    REQUIRE_FALSE(links.fate({.from = 3, .sequence = i, .role = Role::reply, .contact = i}).lost);
    requests_lost += lost ? 1 : 0;
    singles_lost += links.fate({.from = 3, .sequence = i}).lost ? 1 : 0;
  }
  CHECK(std::abs(requests_lost - 2'000) < 132);
  CHECK(std::abs(singles_lost - 2'000) < 132);
}

TEST_CASE("LinkModel: duplication: the asked share arrives twice, each copy after its own latency",
          "[core][link_model][statistics]") {
  const LinkModel links{{.latency = uniform_latency, .duplication = 0.1}, 1};
  int duplicated = 0;
  int same_latency = 0;
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    const Fate fate = links.fate({.from = 3, .sequence = i});
    REQUIRE_FALSE(fate.lost);
    REQUIRE(fate.latency_us >= links.window_us());
    if (!fate.duplicated)
      continue;
    REQUIRE(fate.duplicate_latency_us >= links.window_us());
    ++duplicated;
    same_latency += fate.latency_us == fate.duplicate_latency_us ? 1 : 0;
  }
  CHECK(std::abs(duplicated - 1'000) < 99);
  CHECK(same_latency < 5);
}

TEST_CASE("LinkModel: a lost message is not duplicated, a certain loss loses all", "[core][link_model]") {
  const LinkModel links{{.loss = 1.0, .duplication = 1.0}, 1};
  for (std::uint64_t i = 0; i < 100; ++i)
    REQUIRE(links.fate({.from = 3, .sequence = i}) == Fate{.lost = true});
}

TEST_CASE("LinkModel: fates depend on seed, sender and sequence, and change with nothing else", "[core][link_model]") {
  const NetworkSpec spec{.latency = uniform_latency, .loss = 0.3, .duplication = 0.3};
  const LinkModel links{spec, 1};
  const LinkModel again{spec, 1};
  const LinkModel other{spec, 2};
  int equal_elsewhere = 0;
  for (std::uint64_t i = 0; i < 1'000; ++i) {
    const Fate fate = links.fate({.from = 3, .sequence = i});
    REQUIRE(again.fate({.from = 3, .sequence = i}) == fate);
    equal_elsewhere += other.fate({.from = 3, .sequence = i}) == fate ? 1 : 0;
    equal_elsewhere += links.fate({.from = 4, .sequence = i}) == fate ? 1 : 0;
  }
  CHECK(equal_elsewhere < 300); // both lost, at 0.09 each
}

TEST_CASE("LinkModel: loss does not move the latency of what still arrives", "[core][link_model]") {
  const LinkModel calm{{.latency = uniform_latency}, 1};
  const LinkModel lossy{{.latency = uniform_latency, .loss = 0.5}, 1};
  for (std::uint64_t i = 0; i < 1'000; ++i) {
    const Fate fate = lossy.fate({.from = 3, .sequence = i});
    if (!fate.lost) {
      REQUIRE(fate.latency_us == calm.fate({.from = 3, .sequence = i}).latency_us);
    }
  }
}
