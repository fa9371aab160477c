// SPDX-License-Identifier: MIT
#include "core/random.hpp"

#include <bit>
#include <cmath>
#include <cstddef>

namespace creditsim::core {

namespace {

// ln 2 in two parts; the first has 21 trailing zero bits, so that its products with exponents are exact.
constexpr double ln2_high = 0x1.62e42feep-1;
constexpr double ln2_low = 0x1.a39ef35793c76p-33;

/// The polynomial with these coefficients, constant term first: Horner's rule for even and odd powers apart, because
/// the two sums do not wait for each other.
template <std::size_t N> double polynomial(const std::array<double, N>& coefficients, double x) {
  const double square = x * x;
  std::array<double, 2> sums{};
  for (std::size_t i = N; i-- > 0;)
    sums[i % 2] = sums[i % 2] * square + coefficients[i];
  return sums[0] + x * sums[1];
}

/// 2 to the power `exponent`, which is in the range of normal numbers.
double power_of_two(int exponent) { return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52); }

} // namespace

double portable_log(double x) {
  CREDITSIM_CHECK(x > 0.0 && x < HUGE_VAL);
  int exponent = 0;
  if (x < 0x1p-1022) { // subnormal: one exact step into the normal range
    x *= 0x1p54;
    exponent = -54;
  }
  const auto bits = std::bit_cast<std::uint64_t>(x);
  exponent += static_cast<int>(bits >> 52) - 1023;
  double fraction = std::bit_cast<double>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (fraction > 1.4142135623730951) { // keep x near 1 at exponent 0, where nothing cancels
    fraction *= 0.5;
    exponent += 1;
  }
  // log((1 + s) / (1 - s)) = 2 (s + s^3/3 + s^5/5 + ...) with |s| < 0.172
  static constexpr std::array<double, 12> odd_terms{1.0,        1.0 / 3.0,  1.0 / 5.0,  1.0 / 7.0,
                                                    1.0 / 9.0,  1.0 / 11.0, 1.0 / 13.0, 1.0 / 15.0,
                                                    1.0 / 17.0, 1.0 / 19.0, 1.0 / 21.0, 1.0 / 23.0};
  const double s = (fraction - 1.0) / (fraction + 1.0);
  const double log_fraction = 2.0 * s * polynomial(odd_terms, s * s);
  const auto scale = static_cast<double>(exponent);
  return scale * ln2_high + (log_fraction + scale * ln2_low);
}

double portable_exp(double x) {
  CREDITSIM_CHECK(x >= -700.0 && x <= 700.0);
  const double scale = std::floor(x * 1.4426950408889634 + 0.5);
  const double rest = (x - scale * ln2_high) - scale * ln2_low; // |rest| < 0.347
  static constexpr std::array<double, 15> inverse_factorials{1.0,
                                                             1.0,
                                                             1.0 / 2.0,
                                                             1.0 / 6.0,
                                                             1.0 / 24.0,
                                                             1.0 / 120.0,
                                                             1.0 / 720.0,
                                                             1.0 / 5040.0,
                                                             1.0 / 40320.0,
                                                             1.0 / 362880.0,
                                                             1.0 / 3.6288e6,
                                                             1.0 / 3.99168e7,
                                                             1.0 / 4.790016e8,
                                                             1.0 / 6.2270208e9,
                                                             1.0 / 8.71782912e10};
  return polynomial(inverse_factorials, rest) * power_of_two(static_cast<int>(scale));
}

// Wichura: Algorithm AS 241, The percentage points of the normal distribution; Applied Statistics 37 (1988), PPND16.
double portable_normal_quantile(double p) {
  CREDITSIM_CHECK(p > 0.0 && p < 1.0);
  const double offset = p - 0.5;
  if (std::fabs(offset) <= 0.425) {
    static constexpr std::array<double, 8> numerator{
        3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
        4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3};
    static constexpr std::array<double, 8> denominator{1.0,
                                                       4.2313330701600911252e1,
                                                       6.8718700749205790830e2,
                                                       5.3941960214247511077e3,
                                                       2.1213794301586595867e4,
                                                       3.9307895800092710610e4,
                                                       2.8729085735721942674e4,
                                                       5.2264952788528545610e3};
    const double r = 0.180625 - offset * offset;
    return offset * polynomial(numerator, r) / polynomial(denominator, r);
  }
  const double tail = std::sqrt(-portable_log(offset < 0.0 ? p : 1.0 - p));
  double magnitude = 0.0;
  if (tail <= 5.0) {
    static constexpr std::array<double, 8> numerator{
        1.42343711074968357734e0, 4.63033784615654529590e0,  5.76949722146069140550e0,  3.64784832476320460504e0,
        1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static constexpr std::array<double, 8> denominator{1.0,
                                                       2.05319162663775882187e0,
                                                       1.67638483018380384940e0,
                                                       6.89767334985100004550e-1,
                                                       1.48103976427480074590e-1,
                                                       1.51986665636164571966e-2,
                                                       5.47593808499534494600e-4,
                                                       1.05075007164441684324e-9};
    magnitude = polynomial(numerator, tail - 1.6) / polynomial(denominator, tail - 1.6);
  } else {
    static constexpr std::array<double, 8> numerator{
        6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,  2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static constexpr std::array<double, 8> denominator{1.0,
                                                       5.99832206555887937690e-1,
                                                       1.36929880922735805310e-1,
                                                       1.48753612908506148525e-2,
                                                       7.86869131145613259100e-4,
                                                       1.84631831751005468180e-5,
                                                       1.42151175831644588870e-7,
                                                       2.04426310338993978564e-15};
    magnitude = polynomial(numerator, tail - 5.0) / polynomial(denominator, tail - 5.0);
  }
  return offset < 0.0 ? -magnitude : magnitude;
}

double Draw::exponential() const { return -portable_log(1.0 - unit()); }

double Draw::normal() const {
  // Odd multiples of 2^-53: never 0 or 1, and as fine in one tail as in the other.
  return portable_normal_quantile(static_cast<double>(bits_ >> 12 << 1 | 1) * 0x1p-53);
}

} // namespace creditsim::core
