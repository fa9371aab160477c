// SPDX-License-Identifier: MIT
#include "core/factor_table.hpp"
#include "tests/catch.hpp"

#include <algorithm>
#include <map>
#include <rapidcheck.h>
#include <string>
#include <utility>
#include <vector>

using namespace creditsim::core;

TEST_CASE("FactorTable: finds what a map finds, whatever the names", "[core]") {
  CHECK(rc::check([] {
    // Few letters, so that names share beginnings and ends.
    const auto name = rc::gen::container<std::string>(rc::gen::elementOf(std::string{"ab"}));
    const auto rows = *rc::gen::container<std::vector<std::pair<std::string, double>>>(
        rc::gen::pair(rc::gen::resize(24, name), rc::gen::arbitrary<double>()));
    FactorTable table;
    std::map<std::string, double, std::less<>> map;
    for (const auto& [text, factor] : rows)
      table[text] = map[text] = factor;
    RC_ASSERT(std::equal(table.begin(), table.end(), map.begin(), map.end(),
                         [](const auto& a, const auto& b) { return a.first == b.first && a.second == b.second; }));
    const auto asked = *rc::gen::resize(24, name);
    const auto known = map.find(asked);
    const double* const found = table.find(asked);
    RC_ASSERT((found != nullptr) == (known != map.end()));
    if (found != nullptr)
      RC_ASSERT(*found == known->second);
    for (const auto& [text, factor] : map)
      RC_ASSERT(*table.find(text) == factor);
  }));
}
