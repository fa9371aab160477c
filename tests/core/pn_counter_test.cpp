// SPDX-License-Identifier: MIT
#include "core/pn_counter.hpp"

#include "tests/catch.hpp"
#include "tests/core/samples.hpp"

namespace creditsim::core {
namespace {

Credits cents(std::int64_t count) { return Credits::hundredths(count); }

PnCounter random_counter(Samples& samples, NodeNames& names) {
  PnCounter counter{names, static_cast<OwnerId>(samples.below(names.size()))};
  REQUIRE(counter.increment(cents(static_cast<std::int64_t>(samples.below(500)))).ok());
  REQUIRE(counter.decrement(cents(static_cast<std::int64_t>(samples.below(500)))).ok());
  return counter;
}

PnCounter joined(PnCounter a, const PnCounter& b) {
  REQUIRE(a.join(b).ok());
  return a;
}

bool same(const PnCounter& a, const PnCounter& b) {
  return same_entries(a.positive(), b.positive()) && same_entries(a.negative(), b.negative());
}

TEST_CASE("PnCounter: value: is what was added less what was taken, also below zero", "[core][crdt]") {
  NodeNames names;
  PnCounter counter{names, names.intern("a")};
  REQUIRE(counter.increment(cents(300)).ok());
  REQUIRE(counter.decrement(cents(500)).ok());
  CHECK(counter.value() == cents(-200));
  CHECK_FALSE(counter.decrement(cents(-1)).ok());
  CHECK_FALSE(counter.increment(cents(-1)).ok());
}

TEST_CASE("PnCounter: join: commutative, associative, idempotent (many seeds)", "[core][crdt][law]") {
  NodeNames names;
  for (const char* name : {"a", "b", "c"})
    names.intern(name);
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    INFO("seed " << seed);
    Samples samples{seed};
    const PnCounter a = random_counter(samples, names);
    const PnCounter b = random_counter(samples, names);
    const PnCounter c = random_counter(samples, names);
    REQUIRE(same(joined(a, b), joined(b, a)));
    REQUIRE(same(joined(joined(a, b), c), joined(a, joined(b, c))));
    REQUIRE(same(joined(joined(a, b), b), joined(a, b)));
    REQUIRE(joined(a, b).positive().value() >= a.positive().value());
  }
}

TEST_CASE("PnCounter: join out of range in one half: changes neither", "[core][crdt]") {
  NodeNames names;
  std::vector<GCounter::Entry> low;
  std::vector<GCounter::Entry> high;
  for (OwnerId i = 0; i < 3000; ++i)
    (i < 1500 ? low : high).emplace_back(names.intern("n" + std::to_string(i)), cents(amount_hundredths_max));
  GCounter few{names};
  REQUIRE(few.raise(0, cents(1)).ok());
  GCounter many_low{names};
  REQUIRE(many_low.raise(low).ok());
  GCounter many_high{names};
  REQUIRE(many_high.raise(high).ok());
  PnCounter counter{GCounter{names}, many_low};
  const Result<JoinCount> refused = counter.join(PnCounter{few, many_high});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error() == Error{Errc::overflow, "negative: the sum of all entries leaves the range of credits"});
  CHECK(counter.positive().known() == 0);
}

} // namespace
} // namespace creditsim::core
