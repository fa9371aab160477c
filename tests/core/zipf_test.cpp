// SPDX-License-Identifier: MIT
#include "core/zipf.hpp"
#include "tests/catch.hpp"

#include <cmath>
#include <vector>

namespace {

using creditsim::core::Draw;
using creditsim::core::Purpose;
using creditsim::core::Zipf;

constexpr std::uint32_t draws = 1'000'000;

std::vector<std::uint32_t> counts(std::uint32_t numbers, double exponent) {
  const Zipf zipf{numbers, exponent};
  std::vector<std::uint32_t> counted(numbers);
  for (std::uint64_t i = 0; i < draws; ++i)
    ++counted[zipf.choose(Draw{7, Purpose::submitter, 0, i})];
  return counted;
}

/// Of the first `numbers` probabilities the sum, by the definition.
double harmonic(std::uint32_t numbers, double exponent) {
  double sum = 0.0;
  for (std::uint32_t k = numbers; k > 0; --k)
    sum += std::pow(k, -exponent);
  return sum;
}

// The draws are the same each time: a bound of five deviations is one that holds or does not for good.
void check_share(double counted, double probability) {
  const double expected = draws * probability;
  CHECK(std::abs(counted - expected) <= 5.0 * std::sqrt(expected * (1.0 - probability)) + 1.0);
}

TEST_CASE("Zipf: every number: as often as its probability says (exponent 0, 0.5, 0.99, 1, 2)", "[core][load]") {
  const double exponent = GENERATE(0.0, 0.5, 0.99, 1.0, 2.0);
  const std::uint32_t numbers = GENERATE(1u, 2u, 10u, 100u);
  const auto counted = counts(numbers, exponent);
  const double all = harmonic(numbers, exponent);
  for (std::uint32_t k = 0; k < numbers; ++k) {
    CAPTURE(exponent, numbers, k);
    check_share(counted[k], std::pow(k + 1, -exponent) / all);
  }
}

TEST_CASE("Zipf: a million numbers: each part of them as often as its probability says", "[core][load]") {
  constexpr std::uint32_t numbers = 1'000'000;
  constexpr double exponent = 0.99;
  const auto counted = counts(numbers, exponent);
  const double all = harmonic(numbers, exponent);
  std::uint32_t begin = 0;
  for (const std::uint32_t end : {1u, 2u, 10u, 100u, 1'000u, 10'000u, 100'000u, numbers}) {
    std::uint64_t sum = 0;
    for (std::uint32_t k = begin; k < end; ++k)
      sum += counted[k];
    CAPTURE(begin, end);
    check_share(static_cast<double>(sum), (harmonic(end, exponent) - harmonic(begin, exponent)) / all);
    begin = end;
  }
}

} // namespace
