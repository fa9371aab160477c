// SPDX-License-Identifier: MIT
#include "core/checkers.hpp"

#include "tests/catch.hpp"

#include <algorithm>

namespace {

using namespace creditsim::core;

TEST_CASE("Checkers: the table: in the order of the enumeration and of the names, each with a meaning",
          "[core][checks]") {
  for (std::size_t i = 0; i < checker_count; ++i) {
    const CheckerInfo& info = checkers()[i];
    CHECK(info.checker == static_cast<Checker>(i));
    CHECK(&info_of(info.checker) == &info);
    CHECK(find_checker(info.name) == info.checker);
    CHECK_FALSE(info.meaning.empty());
  }
  CHECK(std::is_sorted(checkers().begin(), checkers().end(),
                       [](const CheckerInfo& a, const CheckerInfo& b) { return a.name < b.name; }));
  CHECK(find_checker("double_spending") == std::nullopt);
}

TEST_CASE("Checkers: sets: nodes are watched as soon as a checker asks for it", "[core][checks]") {
  CHECK_FALSE(CheckerSet::always().watches_nodes());
  CHECK(CheckerSet::all().watches_nodes());
  CheckerSet set;
  set.add(Checker::overdraft);
  CHECK_FALSE(set.watches_nodes());
  set.add(Checker::grant);
  CHECK(set.watches_nodes());
  set.remove(Checker::grant);
  CHECK_FALSE(set.has(Checker::grant));
  CHECK(set.has(Checker::overdraft));
}

} // namespace
