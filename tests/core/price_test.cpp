// SPDX-License-Identifier: MIT
#include "core/price.hpp"

#include "tests/catch.hpp"

#include <cmath>
#include <limits>

namespace creditsim::core {
namespace {

std::int64_t hundredths(double base, PriceTerms terms = {}, const CreditRules& rules = {}) {
  const auto amount = price(rules, base, terms);
  REQUIRE(amount.ok());
  return amount.value().hundredths();
}

TEST_CASE("Price: default tables: type and priority multiply the base", "[core][price]") {
  CHECK(hundredths(1.0) == 100);
  CHECK(hundredths(1.0, {.type = "compute"}) == 200);
  CHECK(hundredths(1.0, {.priority = "low"}) == 50);
  CHECK(hundredths(1.0, {.type = "analyze", .priority = "critical"}) == 300);
}

TEST_CASE("Price: unknown names: count as factor 1, inherited names of the reference's objects too", "[core][price]") {
  CHECK(hundredths(2.0, {.type = "render", .priority = "urgent"}) == 200);
  for (const char* name : {"constructor", "toString", "valueOf", "hasOwnProperty", "__proto__"}) {
    CHECK(hundredths(2.0, {.type = name, .priority = name}) == 200);
  }
}

TEST_CASE("Price: factor zero: counts as absent, a negative factor does not (fault G5)", "[core][price][fault]") {
  CreditRules rules;
  rules.type_multipliers = {{"zero", 0.0}, {"negative", -1.0}};
  CHECK(hundredths(4.0, {.type = "zero"}, rules) == 400);
  CHECK(hundredths(1.0, {.type = "negative"}, rules) == -100);
}

TEST_CASE("Price: rounding: the binary product decides (fault G4)", "[core][price][fault]") {
  CHECK(hundredths(1.005) == 100);
  CHECK(hundredths(1.255) == 125);
  CHECK(hundredths(0.285) == 28);
  CHECK(hundredths(0.67, {.type = "analyze"}) == 101);
}

TEST_CASE("Price: rounding: ties go toward plus infinity", "[core][price]") {
  CHECK(hundredths(0.125) == 13);
  CHECK(hundredths(-0.005) == 0);
  CHECK(hundredths(-0.015) == -1);
}

TEST_CASE("Price: rounding: just below one half stays below, large odd numbers stay as they are", "[core][price]") {
  // 0.0049999999999999994 x 100 is the double before one half; adding one half to it gives 1.
  CHECK(hundredths(0.0049999999999999994) == 0);
  CHECK(hundredths(45035996273704.97) == 4503599627370497);
}

TEST_CASE("Price: G1: the product may round to zero or fall below it", "[core][price][fault]") {
  CHECK(hundredths(0.009, {.priority = "low"}) == 0);
  CHECK(hundredths(0.01, {.priority = "low"}) == 1);
  CHECK(hundredths(-3.0) == -300);
}

TEST_CASE("Price: range: what is not finite or too large is refused", "[core][price]") {
  const double infinite = std::numeric_limits<double>::infinity();
  for (const double base : {std::nan(""), infinite, -infinite, 1e300, 9.1e13}) {
    const auto amount = price({}, base, {});
    REQUIRE(!amount.ok());
    CHECK(amount.error().code == Errc::invalid_amount);
  }
  CHECK(hundredths(9e13) == 9'000'000'000'000'000);
}

TEST_CASE("Price: product: in doubles and without a limit", "[core][price]") {
  CHECK(price_product({}, 1e300, {.type = "compute", .priority = "high"}) == 3e300);
  CHECK(std::isinf(price_product({}, 1e308, {.type = "compute"})));
  CHECK(nearest_hundredths(1.005) == 100.0);
  // As recorded from the reference: large amounts keep what a double has of them.
  CHECK(nearest_hundredths(1e21) / 100.0 == 999999999999999900000.0);
  CHECK(std::isnan(nearest_hundredths(std::nan(""))));
}

} // namespace
} // namespace creditsim::core
