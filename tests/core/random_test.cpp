// SPDX-License-Identifier: MIT
#include "core/random.hpp"

#include "tests/catch.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

using namespace creditsim::core;

namespace {

/// The sum over cells of (seen - expected)^2 / expected.
double chi_square(const std::vector<std::uint64_t>& seen, double expected) {
  double sum = 0.0;
  for (const std::uint64_t count : seen)
    sum += (static_cast<double>(count) - expected) * (static_cast<double>(count) - expected) / expected;
  return sum;
}

/// The 99.9 % point of chi square with 99 degrees of freedom.
constexpr double chi_square_99 = 148.23;

double relative_error(double found, double expected) { return std::fabs(found - expected) / std::fabs(expected); }

/// A number and the value of a function there, computed with 80 decimal digits.
struct Reference {
  double x;
  double value;
};

} // namespace

TEST_CASE("Philox: the published known answers", "[core][random][golden]") {
  using Words = std::array<std::uint32_t, 4>;
  constexpr std::uint32_t ones = 0xffffffff;
  CHECK(philox4x32({0, 0, 0, 0}, {0, 0}) == Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox4x32({ones, ones, ones, ones}, {ones, ones}) == Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("Draw: seed, purpose, entity and index all count", "[core][random][golden]") {
  CHECK(Draw{0, Purpose::topology, 0, 0}.bits() == 0xe169c58d6627e8d5);
  CHECK(Draw{1, Purpose::latency, 42, 7}.bits() == 0x0bdd9cf1380dc492);
  CHECK(Draw{2, Purpose::latency, 42, 7}.bits() == 0xb8bb79a05d918647);
  CHECK(Draw{1, Purpose::loss, 42, 7}.bits() == 0x9a4411a6102545ba);
  CHECK(Draw{1, Purpose::latency, 43, 7}.bits() == 0xa603d13c0b3596d8);
  CHECK(Draw{1, Purpose::latency, 42, 8}.bits() == 0xf4b9bdef42069129);
  constexpr std::uint64_t entity_max = (std::uint64_t{1} << 56) - 1;
  CHECK(Draw{0x0123456789abcdef, Purpose::worker, entity_max, ~std::uint64_t{0}}.bits() == 0x8495e86cccf7bc9e);
}

TEST_CASE("Draw: distributions: golden values to the last bit", "[core][random][golden]") {
  const Draw draw{1, Purpose::latency, 42, 7};
  CHECK(draw.below(1000) == 46);
  CHECK(draw.unit() == 0x1.7bb39e2701b8p-5);
  CHECK(draw.exponential() == 0x1.84c872c557622p-5);
  CHECK(draw.normal() == -0x1.ae6b0c7bf8757p+0);
  const Draw next{1, Purpose::latency, 42, 8};
  CHECK(next.below(1000) == 955);
  CHECK(next.unit() == 0x1.e9737bde840d2p-1);
  CHECK(next.exponential() == 0x1.8fb2a041b1e5ep+1);
  CHECK(next.normal() == 0x1.b4a28b4150b05p+0);
}

TEST_CASE("Draw: a hundred thousand draws: one digest for every compiler", "[core][random][golden]") {
  std::uint64_t digest = 14695981039346656037u;
  const auto mix = [&](double x) { digest = (digest ^ std::bit_cast<std::uint64_t>(x)) * 1099511628211u; };
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    const Draw draw{7, Purpose::latency, i % 97, i};
    mix(draw.unit());
    mix(draw.exponential());
    mix(draw.normal());
    mix(portable_exp(draw.normal() * 50.0));
  }
  CHECK(digest == 0xdb1bc713ca63fff0);
}

TEST_CASE("Draw: chance: 0 is never and 1 is always", "[core][random]") {
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    const Draw draw{3, Purpose::loss, 0, i};
    REQUIRE_FALSE(draw.chance(0.0));
    REQUIRE(draw.chance(1.0));
  }
}

TEST_CASE("Draw: below: a bound of 1 leaves 0, the largest bound is kept", "[core][random]") {
  for (std::uint64_t i = 0; i < 1'000; ++i) {
    const Draw draw{3, Purpose::worker, 0, i};
    REQUIRE(draw.below(1) == 0);
    REQUIRE(draw.below(~std::uint64_t{0}) < ~std::uint64_t{0});
  }
}

TEST_CASE("Draw: below, unit, exponential, normal: equal shares of draws fall into equal quantiles",
          "[core][random][statistics]") {
  constexpr std::uint64_t draws = 100'000;
  std::vector<std::uint64_t> below(100), unit(100), exponential(100), normal(100);
  std::uint64_t chances = 0;
  for (std::uint64_t i = 0; i < draws; ++i) {
    // Index and entity both move, as they do in a run.
    const Draw draw{11, Purpose::arrival, i % 7, i / 7};
    ++below[draw.below(100)];
    ++unit[static_cast<std::size_t>(draw.unit() * 100.0)];
    ++exponential[static_cast<std::size_t>((1.0 - std::exp(-draw.exponential())) * 100.0)];
    ++normal[static_cast<std::size_t>(0.5 * std::erfc(-draw.normal() / std::sqrt(2.0)) * 100.0)];
    chances += draw.chance(0.3) ? 1 : 0;
  }
  CHECK(chi_square(below, 1000.0) < chi_square_99);
  CHECK(chi_square(unit, 1000.0) < chi_square_99);
  CHECK(chi_square(exponential, 1000.0) < chi_square_99);
  CHECK(chi_square(normal, 1000.0) < chi_square_99);
  CHECK(std::fabs(static_cast<double>(chances) - 30'000.0) < 3.3 * std::sqrt(draws * 0.3 * 0.7));
}

TEST_CASE("Draw: neighbouring indices and entities: pairs of draws are independent", "[core][random][statistics]") {
  std::vector<std::uint64_t> by_index(100), by_entity(100), by_purpose(100);
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    const std::uint64_t first = Draw{5, Purpose::gossip_peer, 1, i}.below(10) * 10;
    ++by_index[first + Draw{5, Purpose::gossip_peer, 1, i + 1}.below(10)];
    ++by_entity[first + Draw{5, Purpose::gossip_peer, 2, i}.below(10)];
    ++by_purpose[first + Draw{5, Purpose::latency, 1, i}.below(10)];
  }
  CHECK(chi_square(by_index, 1000.0) < chi_square_99);
  CHECK(chi_square(by_entity, 1000.0) < chi_square_99);
  CHECK(chi_square(by_purpose, 1000.0) < chi_square_99);
}

TEST_CASE("portable_log: within 1e-14 of the logarithm, from subnormals to the largest double", "[core][random]") {
  const std::vector<Reference> references{{5e-324, -7.44440071921381218090e+02},
                                          {1e-300, -6.90775527898213681510e+02},
                                          {0x1p-53, -3.67368005696771007251e+01},
                                          {0.1, -2.30258509299404545700e+00},
                                          {0x1.6a09e667f3bccp-1, -3.46573590279972754136e-01},
                                          {0x1.fffffffffffffp-1, -1.11022302462515654042e-16},
                                          {0x1.0000000000001p+0, 2.22044604925031283433e-16},
                                          {0x1.6a09e667f3bcdp+0, 3.46573590279972698625e-01},
                                          {2.0, 6.93147180559945286227e-01},
                                          {10.0, 2.30258509299404590109e+00},
                                          {0x1.fffffffffffffp+1023, 7.09782712893383973096e+02}};
  for (const auto& [x, value] : references) {
    CAPTURE(x);
    CHECK(relative_error(portable_log(x), value) < 1e-14);
  }
  CHECK(portable_log(1.0) == 0.0);
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    const double x = std::exp2(Draw{1, Purpose::arrival, 0, i}.unit() * 40.0 - 20.0);
    REQUIRE(std::fabs(portable_log(x) - std::log(x)) <= 1e-14 * std::fabs(std::log(x)));
  }
}

TEST_CASE("portable_exp: within 1e-14 of the exponential function on [-700, 700]", "[core][random]") {
  const std::vector<Reference> references{{-700.0, 9.85967654375977077183e-305},
                                          {-100.5, 2.25634013591703616825e-44},
                                          {-1.0, 3.67879441171442334024e-01},
                                          {-0.3465, 7.07158819287271311893e-01},
                                          {-1e-17, 1.0},
                                          {1e-5, 1.00001000005000006965e+00},
                                          {0.3466, 1.41425091185052864695e+00},
                                          {1.0, 2.71828182845904509080e+00},
                                          {88.7, 3.32598698025057906418e+38},
                                          {700.0, 1.01423205473500449279e+304}};
  for (const auto& [x, value] : references) {
    CAPTURE(x);
    CHECK(relative_error(portable_exp(x), value) < 1e-14);
  }
  CHECK(portable_exp(0.0) == 1.0);
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    const double x = Draw{1, Purpose::arrival, 1, i}.unit() * 1400.0 - 700.0;
    REQUIRE(relative_error(portable_exp(x), std::exp(x)) < 1e-14);
  }
}

TEST_CASE("portable_normal_quantile: within 1e-14 in all three of its ranges", "[core][random]") {
  const std::vector<Reference> references{{0x1p-53, -8.20953615160138738815e+00},
                                          {1e-12, -7.03448382530113214273e+00},
                                          {1e-6, -4.75342430882289868066e+00},
                                          {0.001, -3.09023230616781363622e+00},
                                          {0.02425, -1.97296105131188492798e+00},
                                          {0.0749, -1.44023826752796368922e+00},
                                          {0.0751, -1.43882539275254006661e+00},
                                          {0.3, -5.24400512708040777987e-01},
                                          {0x1.00000008p-1, 2.33447949833329830850e-09},
                                          {0.6, 2.53347103135799722740e-01},
                                          {0.9, 1.28155156554460059048e+00},
                                          {0.999, 3.09023230616781319213e+00},
                                          {0x1.fffffff8p-1, 6.00935356553074395691e+00}};
  for (const auto& [p, value] : references) {
    CAPTURE(p);
    CHECK(relative_error(portable_normal_quantile(p), value) < 1e-14);
  }
  CHECK(portable_normal_quantile(0.5) == 0.0);
}
