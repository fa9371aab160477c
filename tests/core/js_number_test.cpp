// SPDX-License-Identifier: MIT
#include "core/js_number.hpp"

#include "tests/catch.hpp"

namespace creditsim::core {
namespace {

TEST_CASE("JavaScript number: amounts: without superfluous zeros", "[core][js_number]") {
  CHECK(js_number(Credits{}) == "0");
  CHECK(js_number(Credits::hundredths(1000)) == "10");
  CHECK(js_number(Credits::hundredths(100000)) == "1000");
  CHECK(js_number(Credits::hundredths(250)) == "2.5");
  CHECK(js_number(Credits::hundredths(1)) == "0.01");
  CHECK(js_number(Credits::hundredths(-250)) == "-2.5");
  CHECK(js_number(Credits::hundredths(-1)) == "-0.01");
}

} // namespace
} // namespace creditsim::core
