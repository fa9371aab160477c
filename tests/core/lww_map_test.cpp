// SPDX-License-Identifier: MIT
#include "core/lww_map.hpp"

#include "core/varint.hpp"
#include "tests/catch.hpp"
#include "tests/core/samples.hpp"

#include <map>

namespace creditsim::core {
namespace {

using Keys = std::vector<std::string>;

LwwMap joined(LwwMap a, const LwwMap& b) {
  a.join(b);
  return a;
}

// Timestamps that no two entries of one seed share, so that nothing ties.
LwwMap random_map(Samples& samples, std::int64_t& clock) {
  LwwMap map{0};
  for (std::uint64_t i = samples.below(8); i > 0; --i) {
    const std::string key = "k" + std::to_string(samples.below(6));
    ++clock;
    if (samples.one_in(4))
      map.erase(key, clock);
    else
      map.set(key, std::to_string(samples.below(100)), clock);
  }
  return map;
}

void check_consistent(const LwwMap& map) {
  LwwMap again;
  std::uint64_t bytes = 0;
  for (const LwwEntry* entry : map.sorted()) {
    again.put(*entry);
    bytes += text_size(entry->key.size()) + 9 + text_size(entry->value.size());
  }
  REQUIRE(map.digest() == again.digest());
  REQUIRE(map.encoded_bytes() == bytes);
  REQUIRE(same_entries(map, again));
}

TEST_CASE("LwwMap: set, get, has: unknown, present, null and deleted are told apart (fault D6)", "[core][crdt]") {
  LwwMap map{0};
  CHECK(map.get("none") == std::nullopt);
  CHECK(map.has("none") == std::nullopt);
  map.set("k", "1", 1);
  CHECK(map.get("k") == "1");
  map.set("k", "null", 2);
  CHECK(map.get("k") == "null");
  CHECK(map.has("k") == true);
  map.erase("k", 3);
  CHECK(map.get("k") == "null");
  CHECK(map.has("k") == false);
  CHECK(map.keys().empty());
  CHECK(map.values().empty());
  CHECK(map.size() == 1);
  map.set("k", "\"again\"", 4);
  CHECK(map.keys() == Keys{"k"});
  CHECK(map.values() == Keys{"\"again\""});
}

TEST_CASE("LwwMap: erase: leaves a tombstone for a key that was never known", "[core][crdt]") {
  LwwMap map{0};
  map.erase("k", 5);
  REQUIRE(map.find("k") != nullptr);
  CHECK(*map.find("k") == LwwEntry{.key = "k", .value = "null", .timestamp_ms = 5, .deleted = true});
}

TEST_CASE("LwwMap: order: keys stand as they became known, also from a join, and sorted for the codec",
          "[core][crdt]") {
  LwwMap a{0};
  a.set("z", "1", 1);
  a.set("b", "2", 1);
  LwwMap b{1};
  b.set("y", "3", 1);
  b.set("b", "4", 9);
  b.set("a", "5", 1);
  const JoinCount count = a.join(b);
  CHECK(count.received == 3);
  CHECK(count.changed == 3);
  CHECK(a.keys() == Keys{"z", "b", "y", "a"});
  CHECK(a.values() == Keys{"1", "4", "3", "5"});
  Keys sorted;
  for (const LwwEntry* entry : a.sorted())
    sorted.push_back(entry->key);
  CHECK(sorted == Keys{"a", "b", "y", "z"});
}

TEST_CASE("LwwMap: join: equals a map from key to its latest entry, digest and size follow (many seeds)",
          "[core][crdt][law]") {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    INFO("seed " << seed);
    Samples samples{seed};
    std::int64_t clock = 0;
    const LwwMap a = random_map(samples, clock);
    const LwwMap b = random_map(samples, clock);
    std::map<std::string, LwwEntry> expected;
    for (const LwwMap* map : {&a, &b})
      for (const LwwEntry& entry : map->entries())
        if (!expected.contains(entry.key) || expected[entry.key].timestamp_ms < entry.timestamp_ms)
          expected[entry.key] = entry;
    const LwwMap ab = joined(a, b);
    REQUIRE(ab.size() == expected.size());
    for (const LwwEntry* entry : ab.sorted())
      REQUIRE(expected.at(entry->key) == *entry);
    check_consistent(ab);
  }
}

TEST_CASE("LwwMap: join: commutative, associative, idempotent, inflationary while no timestamps tie (many seeds)",
          "[core][crdt][law]") {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    INFO("seed " << seed);
    Samples samples{seed};
    std::int64_t clock = 0;
    const LwwMap a = random_map(samples, clock);
    const LwwMap b = random_map(samples, clock);
    const LwwMap c = random_map(samples, clock);
    const LwwMap ab = joined(a, b);
    REQUIRE(same_entries(ab, joined(b, a)));
    REQUIRE(ab.digest() == joined(b, a).digest());
    REQUIRE(same_entries(joined(ab, c), joined(a, joined(b, c))));
    LwwMap again = ab;
    REQUIRE(again.join(b).changed == 0);
    REQUIRE(again.join(again).changed == 0);
    for (const LwwEntry& entry : a.entries())
      REQUIRE(ab.find(entry.key)->timestamp_ms >= entry.timestamp_ms);
  }
}

TEST_CASE("LwwMap: two writes of one writer in one millisecond: a reader keeps the first (fault D2)",
          "[core][crdt][fault]") {
  LwwMap a{0};
  LwwMap b{1};
  a.set("k", "1", 100);
  b.join(a);
  a.set("k", "2", 100);
  CHECK(b.join(a).changed == 0);
  CHECK(a.get("k") == "2");
  CHECK(b.get("k") == "1");
  CHECK(a.digest() != b.digest());
}

TEST_CASE("LwwMap: set and delete in one millisecond: the key stays with the reader (fault D2)",
          "[core][crdt][fault]") {
  LwwMap a{0};
  LwwMap b{1};
  a.set("k", "1", 100);
  b.join(a);
  a.erase("k", 100);
  b.join(a);
  CHECK(a.has("k") == false);
  CHECK(b.has("k") == true);
}

TEST_CASE("LwwMap: two writers in one millisecond: each keeps its own for ever (fault D1)", "[core][crdt][fault]") {
  LwwMap a{0};
  LwwMap b{1};
  a.set("k", "\"fromA\"", 100);
  b.set("k", "\"fromB\"", 100);
  for (int exchange = 0; exchange < 3; ++exchange) {
    a.join(b);
    b.join(a);
  }
  CHECK(a.get("k") == "\"fromA\"");
  CHECK(b.get("k") == "\"fromB\"");
}

TEST_CASE("LwwMap: a fast clock: blocks later writes and undoes deletes (fault D3)", "[core][crdt][fault]") {
  LwwMap a{0};
  LwwMap b{1};
  a.set("k", "\"fast\"", 3'600'000);
  b.join(a);
  b.erase("k", 2000);
  CHECK(b.has("k") == false);
  b.join(a);
  CHECK(b.get("k") == "\"fast\"");
}

} // namespace
} // namespace creditsim::core
