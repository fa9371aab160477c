// SPDX-License-Identifier: MIT
#include "core/findings.hpp"

#include "tests/catch.hpp"

namespace {

using namespace creditsim::core;

TEST_CASE("Findings: the earliest of each checker stays, then that of the lowest node", "[core][checks]") {
  Findings findings;
  CHECK(findings.empty());
  findings.add(Checker::grant, {.time_us = 5, .node = 2, .detail = "a"});
  findings.add(Checker::grant, {.time_us = 6, .node = 0, .detail = "b"});
  findings.add(Checker::overdraft, {.time_us = 9, .detail = "of the network"});
  CHECK(findings.find(Checker::grant)->detail == "a");
  findings.add(Checker::grant, {.time_us = 5, .node = 2, .detail = "the same place again"});
  CHECK(findings.find(Checker::grant)->detail == "a");
  Findings other;
  other.add(Checker::grant, {.time_us = 5, .node = 1, .detail = "c"});
  other.add(Checker::history, {.time_us = 1, .node = 1, .detail = "d"});
  findings.add(other);
  CHECK(findings.find(Checker::grant)->detail == "c");
  CHECK(findings.find(Checker::history)->detail == "d");
  CHECK(findings.find(Checker::monotone) == nullptr);
  CHECK(seconds_text(1'500'000) == "1.500000 s");
}

} // namespace
