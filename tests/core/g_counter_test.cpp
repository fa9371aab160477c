// SPDX-License-Identifier: MIT
#include "core/g_counter.hpp"

#include "core/varint.hpp"
#include "tests/catch.hpp"
#include "tests/core/samples.hpp"

#include <map>

namespace creditsim::core {
namespace {

using Model = std::map<OwnerId, std::int64_t>;

struct Network {
  explicit Network(std::uint32_t nodes) {
    for (std::uint32_t i = 0; i < nodes; ++i)
      names.intern("n" + std::to_string(i));
  }
  NodeNames names;
};

Credits cents(std::int64_t count) { return Credits::hundredths(count); }

GCounter counter_of(NodeNames& names, const Model& entries) {
  GCounter counter{names};
  for (const auto& [owner, amount] : entries)
    REQUIRE(counter.raise(owner, cents(amount)).ok());
  return counter;
}

Model entries_of(const GCounter& counter) {
  Model entries;
  counter.for_each([&](OwnerId owner, Credits amount) { entries[owner] = amount.hundredths(); });
  return entries;
}

// What is kept up to date entry by entry, from scratch.
void check_consistent(const GCounter& counter) {
  std::int64_t total = 0;
  std::uint64_t bytes = 0;
  const Model entries = entries_of(counter);
  for (const auto& [owner, amount] : entries) {
    total += amount;
    bytes += text_size(counter.names().name(owner).size()) + varint_size(static_cast<std::uint64_t>(amount));
  }
  CHECK(counter.value() == cents(total));
  CHECK(counter.known() == entries.size());
  CHECK(counter.encoded_bytes() == bytes);
  const GCounter again = counter_of(counter.names(), entries);
  CHECK(counter.digest() == again.digest());
  CHECK(same_entries(counter, again));
}

// Owners from a narrow or a wide range, so that both forms of a counter and the changes between them occur.
Model random_entries(Samples& samples, std::uint32_t nodes) {
  Model entries;
  const std::uint64_t count = samples.below(12);
  const std::uint64_t first = samples.below(nodes);
  const std::uint64_t width = samples.one_in(2) ? 12 : nodes;
  for (std::uint64_t i = 0; i < count; ++i)
    entries[static_cast<OwnerId>((first + samples.below(width)) % nodes)] =
        static_cast<std::int64_t>(samples.below(5) * 100);
  return entries;
}

Model joined(Model a, const Model& b) {
  for (const auto& [owner, amount] : b) {
    const auto [entry, added] = a.emplace(owner, amount);
    entry->second = std::max(entry->second, amount);
  }
  return a;
}

JoinCount join(GCounter& a, const GCounter& b) {
  const Result<JoinCount> count = a.join(b);
  REQUIRE(count.ok());
  return count.value();
}

TEST_CASE("GCounter: increment: adds to the own entry and to the sum", "[core][crdt]") {
  Network network{3};
  GCounter counter{network.names, 1};
  CHECK(counter.own() == Credits{});
  CHECK_FALSE(counter.entry(1).has_value());
  REQUIRE(counter.increment(cents(250)).ok());
  REQUIRE(counter.increment(cents(50)).ok());
  CHECK(counter.own() == cents(300));
  CHECK(counter.entry(1) == cents(300));
  CHECK(counter.value() == cents(300));
  CHECK(counter.known() == 1);
  check_consistent(counter);
}

TEST_CASE("GCounter: increment by zero: makes an entry of zero", "[core][crdt]") {
  Network network{1};
  GCounter counter{network.names, 0};
  REQUIRE(counter.increment(Credits{}).ok());
  CHECK(counter.entry(0) == Credits{});
  CHECK(counter.known() == 1);
}

TEST_CASE("GCounter: negative increments: do not exist, so no join can undo one (fault C10)", "[core][crdt][fault]") {
  Network network{1};
  GCounter counter{network.names, 0};
  REQUIRE(counter.increment(cents(1000)).ok());
  const Result<void> refused = counter.increment(cents(-400));
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error() == Error{Errc::invalid_amount, "-4.00 is not an amount of at least 0"});
  CHECK(counter.value() == cents(1000));
}

TEST_CASE("GCounter: without owner: can be read and joined, not incremented (fault C13)", "[core][crdt][fault]") {
  Network network{1};
  GCounter counter{network.names};
  const Result<void> refused = counter.increment(cents(1));
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error() == Error{Errc::invalid_value, "the counter has no owner"});
}

TEST_CASE("GCounter: range of an entry: what goes beyond is refused and changes nothing", "[core][crdt]") {
  Network network{2};
  GCounter counter{network.names, 0};
  REQUIRE(counter.increment(cents(amount_hundredths_max)).ok());
  const Result<void> refused = counter.increment(cents(1));
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error() == Error{Errc::overflow, "35000000000000.00 + 0.01 is more than an entry can hold, "
                                                 "35000000000000.00"});
  CHECK_FALSE(counter.raise(1, cents(amount_hundredths_max + 1)).ok());
  CHECK_FALSE(counter.raise(1, cents(-1)).ok());
  CHECK(entries_of(counter) == Model{{0, amount_hundredths_max}});
}

TEST_CASE("GCounter: sum of all entries: a join out of range is refused and changes nothing", "[core][crdt]") {
  constexpr std::uint32_t nodes = 3000;
  Network network{nodes};
  std::vector<GCounter::Entry> low;
  std::vector<GCounter::Entry> high;
  for (OwnerId owner = 0; owner < nodes; ++owner)
    (owner < nodes / 2 ? low : high).emplace_back(owner, cents(amount_hundredths_max));
  GCounter a{network.names};
  GCounter b{network.names};
  REQUIRE(a.raise(low).ok());
  REQUIRE(b.raise(high).ok());
  const Credits before = a.value();
  CHECK_FALSE(a.join_fits(b));
  const Result<JoinCount> refused = a.join(b);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error() == Error{Errc::overflow, "the sum of all entries leaves the range of credits"});
  CHECK(a.value() == before);
  CHECK(a.known() == nodes / 2);
  // Two large sums of the same entries stay in range.
  const GCounter copy = a;
  CHECK(a.join_fits(copy));
  CHECK(join(a, copy).changed == 0);
  CHECK_FALSE(a.raise(high).ok());
}

TEST_CASE("GCounter: raise: an owner given twice is refused", "[core][crdt]") {
  Network network{2};
  GCounter counter{network.names};
  const Result<void> refused = counter.raise({{1, cents(1)}, {0, cents(5)}, {1, cents(2)}});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error() == Error{Errc::invalid_value, "n1 has two entries"});
  CHECK(counter.known() == 0);
}

TEST_CASE("GCounter: join: equals the pointwise maximum and counts what changed (many seeds)", "[core][crdt][law]") {
  Network network{200};
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    INFO("seed " << seed);
    Samples samples{seed};
    const Model a = random_entries(samples, 200);
    const Model b = random_entries(samples, 200);
    GCounter counter = counter_of(network.names, a);
    const JoinCount count = join(counter, counter_of(network.names, b));
    const Model expected = joined(a, b);
    std::uint64_t changed = 0;
    for (const auto& [owner, amount] : expected)
      changed += a.contains(owner) && a.at(owner) == amount ? 0 : 1;
    REQUIRE(entries_of(counter) == expected);
    REQUIRE(count.received == b.size());
    REQUIRE(count.changed == changed);
    check_consistent(counter);
  }
}

TEST_CASE("GCounter: join: commutative, associative, idempotent, inflationary (many seeds)", "[core][crdt][law]") {
  Network network{64};
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    INFO("seed " << seed);
    Samples samples{seed};
    const GCounter a = counter_of(network.names, random_entries(samples, 64));
    const GCounter b = counter_of(network.names, random_entries(samples, 64));
    const GCounter c = counter_of(network.names, random_entries(samples, 64));
    GCounter ab = a;
    join(ab, b);
    GCounter ba = b;
    join(ba, a);
    REQUIRE(same_entries(ab, ba));
    REQUIRE(ab.digest() == ba.digest());
    GCounter ab_c = ab;
    join(ab_c, c);
    GCounter bc = b;
    join(bc, c);
    GCounter a_bc = a;
    join(a_bc, bc);
    REQUIRE(same_entries(ab_c, a_bc));
    GCounter again = ab;
    REQUIRE(join(again, b).changed == 0);
    REQUIRE(join(again, again).changed == 0);
    REQUIRE(same_entries(again, ab));
    REQUIRE(ab.value() >= a.value());
    a.for_each([&](OwnerId owner, Credits amount) { REQUIRE(ab.entry(owner).value() >= amount); });
  }
}

TEST_CASE("GCounter: join, exhaustively: three replicas with every small entry converge in any order",
          "[core][crdt][law]") {
  Network network{3};
  // Each replica wrote 0..2 to its own entry and has heard of its left neighbour's entry or not.
  for (int state = 0; state < 27 * 8; ++state) {
    std::vector<GCounter> replicas;
    for (OwnerId i = 0; i < 3; ++i) {
      const int divisors[] = {1, 3, 9};
      replicas.push_back(counter_of(network.names, {{i, state % 27 / divisors[i] % 3}}));
    }
    for (OwnerId i = 0; i < 3; ++i)
      if ((state / 27) >> i & 1)
        join(replicas[i], GCounter{replicas[(i + 2) % 3]});
    const std::vector<GCounter> start = replicas;
    OwnerId order[] = {0, 1, 2};
    std::optional<GCounter> first;
    do {
      GCounter merged{network.names};
      for (const OwnerId i : order)
        join(merged, start[i]);
      if (first)
        REQUIRE(same_entries(*first, merged));
      first = merged;
    } while (std::next_permutation(std::begin(order), std::end(order)));
  }
}

TEST_CASE("GCounter: sparse knowledge: a node that knows few far owners stays small and exact", "[core][crdt]") {
  Network network{100'000};
  GCounter counter{network.names, 99'999};
  REQUIRE(counter.increment(cents(5)).ok());
  join(counter, counter_of(network.names, {{0, 7}, {50'000, 9}}));
  CHECK(entries_of(counter) == Model{{0, 7}, {50'000, 9}, {99'999, 5}});
  REQUIRE(counter.increment(cents(5)).ok());
  CHECK(counter.own() == cents(10));
  CHECK_FALSE(counter.entry(25'000).has_value());
  check_consistent(counter);
}

TEST_CASE("GCounter: different name tables: entries are matched by name", "[core][crdt]") {
  NodeNames here;
  NodeNames there;
  const OwnerId a = here.intern("a");
  const OwnerId b = there.intern("b");
  const OwnerId a_there = there.intern("a");
  GCounter counter{here, a};
  REQUIRE(counter.increment(cents(3)).ok());
  GCounter other{there, b};
  REQUIRE(other.increment(cents(4)).ok());
  REQUIRE(other.raise(a_there, cents(2)).ok());
  CHECK_FALSE(same_entries(counter, other));
  const JoinCount count = join(counter, other);
  CHECK(count.received == 2);
  CHECK(count.changed == 1);
  CHECK(counter.entry(a) == cents(3));
  CHECK(counter.entry(here.find("b").value()) == cents(4));
  REQUIRE(other.raise(a_there, cents(3)).ok());
  CHECK(same_entries(counter, other));
}

TEST_CASE("GCounter: two devices with one id: the larger count hides the other (fault C1)", "[core][crdt][fault]") {
  Network network{1};
  GCounter first{network.names, 0};
  GCounter second{network.names, 0};
  REQUIRE(first.increment(cents(500)).ok());
  REQUIRE(second.increment(cents(300)).ok());
  join(first, second);
  CHECK(first.value() == cents(500)); // 8 credits were counted
}

TEST_CASE("GCounter: sums: do not depend on the order of arrival (fault C3 of doubles)", "[core][crdt][fault]") {
  Network network{3};
  const Model tenths{{0, 10}, {1, 20}, {2, 30}};
  GCounter up{network.names};
  GCounter down{network.names};
  for (OwnerId i = 0; i < 3; ++i) {
    join(up, counter_of(network.names, {{i, tenths.at(i)}}));
    join(down, counter_of(network.names, {{2 - i, tenths.at(2 - i)}}));
  }
  CHECK(up.value() == down.value());
  CHECK(up.value() == cents(60));
}

} // namespace
} // namespace creditsim::core
