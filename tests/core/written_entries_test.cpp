// SPDX-License-Identifier: MIT
#include "core/written_entries.hpp"

#include "tests/catch.hpp"

namespace {

using namespace creditsim::core;

EntryReading entry(std::uint32_t version, std::int64_t earned) {
  return {.owner = 1, .version = version, .earned = Credits::whole(earned)};
}

TEST_CASE("Written entries: what is noted is known to others when it is published", "[core][checks]") {
  WrittenEntries written{2};
  written.note(entry(1, 5));
  CHECK(written.wrote(entry(1, 5), true, true));
  CHECK_FALSE(written.wrote(entry(1, 5), true, false));
  CHECK(written.at(1, 1) == nullptr);
  written.publish(1);
  CHECK(written.wrote(entry(1, 5), true, false));
  CHECK(*written.at(1, 1) == entry(1, 5));
  CHECK(written.latest(1) == 1);
  CHECK_FALSE(written.wrote(entry(1, 6), true, false));
  CHECK_FALSE(written.wrote(entry(2, 6), true, false));
  CHECK_FALSE(written.wrote({.owner = 7, .version = 1}, true, false));
}

TEST_CASE("Written entries: a version that was written twice: both are the owner's", "[core][checks]") {
  WrittenEntries written{2};
  for (const auto& [version, earned] : {std::pair{1U, 5}, {2U, 6}, {1U, 9}})
    written.note(entry(version, earned));
  written.publish(1);
  CHECK(written.wrote(entry(1, 5), true, false));
  CHECK(written.wrote(entry(1, 9), true, false));
  CHECK(written.wrote(entry(2, 6), true, false));
  CHECK_FALSE(written.wrote(entry(1, 7), true, false));
}

TEST_CASE("Written entries: several changes in one event: what lies between is the owner's, too", "[core][checks]") {
  WrittenEntries written{2};
  written.note(entry(3, 5));
  written.publish(1);
  CHECK(written.wrote(entry(2, 4), true, false));
  CHECK_FALSE(written.wrote(entry(2, 6), true, false));
}

TEST_CASE("Written entries: without versions: no counter above what was written", "[core][checks]") {
  WrittenEntries written{2};
  written.note(entry(0, 5));
  CHECK(written.wrote(entry(0, 5), false, true));
  CHECK_FALSE(written.wrote(entry(0, 5), false, false));
  written.publish(1);
  CHECK(written.wrote(entry(0, 4), false, false));
  CHECK_FALSE(written.wrote(entry(0, 6), false, false));
}

} // namespace
