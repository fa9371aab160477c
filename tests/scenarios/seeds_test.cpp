// SPDX-License-Identifier: MIT
#include "scenarios/seeds.hpp"

#include "tests/catch.hpp"

#include <set>

namespace {

using namespace creditsim::scenarios;

TEST_CASE("Seeds: options: ranges and counts, and what is neither", "[scenarios][check]") {
  const auto range = Seeds::parse("3..7");
  REQUIRE(range.ok());
  CHECK(range.value().count() == 5);
  CHECK(range.value().at(0) == 3);
  CHECK(range.value().at(4) == 7);
  const auto count = Seeds::parse("1k");
  REQUIRE(count.ok());
  CHECK(count.value().count() == 1000);
  CHECK(count.value().at(999) == 1000);
  CHECK(Seeds::parse("0..18446744073709551614").ok());
  for (const char* text : {"", "0", "7..3", "..", "1..", "..4", "a", "1..2..3", "-1", "0..18446744073709551615"}) {
    const auto refused = Seeds::parse(text);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().context.find("--seeds: " + std::string{text} + " is not") == 0);
  }
}

TEST_CASE("Seeds: derived: follow from the text alone", "[scenarios][check]") {
  const Seeds seeds = Seeds::from(1, 20).derived("4f2a9c1");
  const Seeds same = Seeds::from(1, std::nullopt).derived("4f2a9c1");
  const Seeds others = Seeds::from(1, 20).derived("4f2a9c2");
  CHECK(seeds.count() == 20);
  CHECK_FALSE(same.count().has_value());
  std::set<std::uint64_t> all;
  for (std::uint64_t i = 0; i < 20; ++i) {
    CHECK(seeds.at(i) == same.at(i));
    all.insert(seeds.at(i));
    all.insert(others.at(i));
  }
  CHECK(all.size() == 40);
  CHECK(seeds.at(0) == 3451671699); // of every release: a commit has its seeds
}

TEST_CASE("Seeds: text: ranges, and how many more there are", "[scenarios][check]") {
  CHECK(seeds_text({}).empty());
  CHECK(seeds_text({4}) == "4");
  CHECK(seeds_text({1, 2, 3, 7, 9, 10}) == "1..3, 7, 9..10");
  std::vector<std::uint64_t> odd;
  for (std::uint64_t seed = 1; seed < 100; seed += 2)
    odd.push_back(seed);
  CHECK(seeds_text(odd) == "1, 3, 5, 7, 9, 11, 13, 15, 17, 19 and 40 more");
}

} // namespace
