// SPDX-License-Identifier: MIT
#include "core/transaction_log.hpp"

#include "tests/catch.hpp"
#include "tests/core/samples.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace creditsim::core {
namespace {

using Ids = std::vector<std::string>;

Ids ids_of(std::span<const TransactionRow> rows) {
  Ids ids;
  for (const TransactionRow& row : rows)
    ids.emplace_back(row.record->id);
  return ids;
}

// Nodes whose logs share one archive.
class Network {
public:
  explicit Network(std::uint32_t nodes) {
    for (std::uint32_t i = 0; i < nodes; ++i)
      names.intern("n" + std::to_string(i));
    archive = std::make_shared<TransactionArchive>(names, nodes);
  }

  TransactionLog log(OwnerId owner, std::uint32_t rows_max) const { return {archive, owner, rows_max}; }

  TransactionLog::Change join(TransactionLog& a, const TransactionLog& b) {
    return a.join(b.list(), *b.archive(), names, names);
  }

  NodeNames names;
  std::shared_ptr<TransactionArchive> archive;
};

const Transaction* append(TransactionLog& log, const std::string& id, std::int64_t timestamp_ms,
                          std::int64_t amount = 1) {
  Transaction record;
  record.id = id;
  record.amount = Credits::hundredths(amount);
  record.timestamp_ms = timestamp_ms;
  return log.append(record);
}

// What is kept up to date, from scratch.
void check_summary(const TransactionLog& log) {
  const ListSummary summary{log.rows()};
  REQUIRE(log.digest() == summary.digest());
  REQUIRE(log.encoded_bytes() == summary.encoded_bytes());
}

// The reference's merge, word by word.
Ids expected_join(const TransactionLog& own, const TransactionLog& other, std::size_t rows_max) {
  std::vector<TransactionRow> all(own.rows().begin(), own.rows().end());
  std::set<std::string_view> known;
  for (const TransactionRow& row : all)
    known.insert(row.record->id);
  for (const TransactionRow& row : other.rows())
    if (!known.contains(row.record->id))
      all.push_back(row);
  std::stable_sort(all.begin(), all.end(),
                   [](const TransactionRow& a, const TransactionRow& b) { return a.timestamp_ms < b.timestamp_ms; });
  if (all.size() > rows_max)
    all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(rows_max));
  return ids_of(all);
}

TEST_CASE("TransactionLog: append: keeps the newest rows", "[core][log]") {
  Network network{1};
  TransactionLog log = network.log(0, 3);
  for (int i = 0; i < 100; ++i) {
    append(log, "t" + std::to_string(i), i);
    REQUIRE(log.size() == std::min<std::size_t>(3, static_cast<std::size_t>(i) + 1));
    REQUIRE(log.rows().back().record->id == "t" + std::to_string(i));
  }
  CHECK(ids_of(log.rows()) == Ids{"t97", "t98", "t99"});
}

TEST_CASE("TransactionLog: join: is the reference's, for shared and for separate archives (many seeds)",
          "[core][log][law]") {
  for (std::uint64_t seed = 0; seed < 1500; ++seed) {
    INFO("seed " << seed);
    Samples samples{seed};
    constexpr OwnerId nodes = 4;
    Network network{nodes};
    const std::uint32_t rows_max = static_cast<std::uint32_t>(1 + samples.below(40));
    const std::uint64_t instants = 1 + samples.below(30);
    const bool clocks_go_back = samples.one_in(3);
    const bool separate = samples.one_in(3);
    std::vector<TransactionLog> logs;
    for (OwnerId i = 0; i < nodes; ++i) {
      const auto own = std::make_shared<TransactionArchive>(network.names, nodes);
      logs.emplace_back(separate ? own : network.archive, i, rows_max);
    }
    int next = 0;
    std::int64_t clock = 0;
    for (int step = 0; step < 60; ++step) {
      TransactionLog& log = logs[samples.below(nodes)];
      if (samples.one_in(2)) {
        clock = clocks_go_back ? static_cast<std::int64_t>(samples.below(instants))
                               : clock + static_cast<std::int64_t>(samples.below(2));
        append(log, "t" + std::to_string(next++), clock);
        check_summary(log);
        continue;
      }
      const TransactionLog& other = logs[samples.below(nodes)];
      const Ids before = ids_of(log.rows());
      const Ids expected = expected_join(log, other, rows_max);
      const TransactionLog::Change change = network.join(log, other);
      const Ids after = ids_of(log.rows());
      REQUIRE(after == expected);
      REQUIRE(change.rows.received == other.size());
      REQUIRE(change.changed == (before != after));
      const auto is_new = [&](const std::string& id) {
        return std::find(before.begin(), before.end(), id) == before.end();
      };
      REQUIRE(change.rows.changed == static_cast<std::uint64_t>(std::count_if(after.begin(), after.end(), is_new)));
      check_summary(log);
    }
  }
}

TEST_CASE("TransactionLog: join of many equal timestamps: keeps own rows first, then what is new", "[core][log]") {
  Network network{2};
  TransactionLog a = network.log(0, 1000);
  TransactionLog b = network.log(1, 1000);
  for (int i = 0; i < 400; ++i) {
    append(a, "a" + std::to_string(i), 7);
    append(b, "b" + std::to_string(i), 7);
  }
  Ids expected = ids_of(a.rows());
  const Ids theirs = ids_of(b.rows());
  expected.insert(expected.end(), theirs.begin(), theirs.end());
  CHECK(network.join(a, b).rows.changed == 400);
  CHECK(ids_of(a.rows()) == expected);
  CHECK_FALSE(network.join(a, b).changed);
  CHECK(ids_of(a.rows()) == expected);
}

TEST_CASE("TransactionLog: join: commutative and idempotent without ties and bound (many seeds)", "[core][log][law]") {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    INFO("seed " << seed);
    Samples samples{seed};
    Network network{3};
    std::vector<TransactionLog> logs;
    for (OwnerId i = 0; i < 3; ++i)
      logs.push_back(network.log(i, 1000));
    for (int i = 0; i < 30; ++i)
      append(logs[samples.below(3)], "t" + std::to_string(i), i);
    TransactionLog ab = logs[0];
    network.join(ab, logs[1]);
    TransactionLog ba = logs[1];
    network.join(ba, logs[0]);
    REQUIRE(ids_of(ab.rows()) == ids_of(ba.rows()));
    REQUIRE(ab.digest() == ba.digest());
    network.join(ab, logs[2]);
    TransactionLog bc = logs[1];
    network.join(bc, logs[2]);
    TransactionLog a_bc = logs[0];
    network.join(a_bc, bc);
    REQUIRE(ids_of(ab.rows()) == ids_of(a_bc.rows()));
    REQUIRE_FALSE(network.join(ab, logs[1]).changed);
    REQUIRE(ab.size() == 30);
  }
}

TEST_CASE("TransactionLog: digest: tells order and content, not history", "[core][log]") {
  Network network{2};
  TransactionLog a = network.log(0, 10);
  TransactionLog b = network.log(1, 10);
  CHECK(a.digest() == b.digest());
  append(a, "x", 1);
  append(b, "y", 1);
  CHECK(a.digest() != b.digest());
  network.join(a, b);
  network.join(b, a);
  CHECK(ids_of(a.rows()) == Ids{"x", "y"});
  CHECK(ids_of(b.rows()) == Ids{"y", "x"});
  CHECK(a.digest() != b.digest());
  b.replace(a.list(), *a.archive(), network.names, network.names);
  CHECK(a.digest() == b.digest());
}

TEST_CASE("TransactionLog: other archives and names: records are copied, owners matched by name", "[core][log]") {
  NodeNames here;
  NodeNames there;
  here.intern("a");
  there.intern("b");
  TransactionLog log{std::make_shared<TransactionArchive>(here, 1), 0, 10};
  {
    TransactionLog other{std::make_shared<TransactionArchive>(there, 1), 0, 10};
    append(other, "t", 1);
    CHECK(log.join(other.list(), *other.archive(), there, here).rows.changed == 1);
  } // the other's records are gone
  REQUIRE(log.size() == 1);
  const Transaction& record = *log.rows()[0].record;
  CHECK(record.id == "t");
  CHECK(record.imported);
  CHECK(here.name(record.owner) == "b");
}

TEST_CASE("TransactionLog: equal timestamps: the order of the list is the order of arrival (fault E1)",
          "[core][log][fault]") {
  Network network{2};
  TransactionLog a = network.log(0, 10);
  TransactionLog b = network.log(1, 10);
  append(a, "a1", 1);
  append(b, "b1", 1);
  for (int exchange = 0; exchange < 3; ++exchange) {
    network.join(a, b);
    network.join(b, a);
  }
  CHECK(ids_of(a.rows()) == Ids{"a1", "b1"});
  CHECK(ids_of(b.rows()) == Ids{"b1", "a1"});
}

TEST_CASE("TransactionLog: equal timestamps at the bound: what is kept swaps for ever (fault E2)",
          "[core][log][fault]") {
  Network network{2};
  TransactionLog a = network.log(0, 1);
  TransactionLog b = network.log(1, 1);
  append(a, "a1", 1);
  append(b, "b1", 1);
  for (int exchange = 0; exchange < 4; ++exchange) {
    const TransactionLog before = a;
    CHECK(network.join(a, b).changed);
    CHECK(network.join(b, before).changed);
    CHECK(ids_of(a.rows()) == Ids{exchange % 2 == 0 ? "b1" : "a1"});
    CHECK(ids_of(b.rows()) == Ids{exchange % 2 == 0 ? "a1" : "b1"});
  }
}

TEST_CASE("TransactionLog: duplicates inside one list: are all inserted, once (fault E3)", "[core][log][fault]") {
  Network network{2};
  TransactionLog log = network.log(0, 10);
  TransactionArchive foreign{network.names, 1};
  std::vector<TransactionRow> rows;
  for (const std::int64_t amount : {500, 500, 900}) {
    Transaction record;
    record.id = "tx-1";
    record.amount = Credits::hundredths(amount);
    record.timestamp_ms = 1;
    record.imported = true;
    rows.push_back({1, foreign.append(0, record)});
  }
  const TransactionList list = make_list(rows);
  CHECK(log.join(list, foreign, network.names, network.names).rows.changed == 3);
  CHECK(log.size() == 3);
  CHECK(log.join(list, foreign, network.names, network.names).rows.changed == 0);
  CHECK(log.size() == 3);
}

TEST_CASE("TransactionLog: one id with two contents: the first to come stays (fault E3)", "[core][log][fault]") {
  Network network{1};
  TransactionLog a{std::make_shared<TransactionArchive>(network.names, 1), 0, 10};
  TransactionLog b{std::make_shared<TransactionArchive>(network.names, 1), 0, 10};
  append(a, "tx-1", 1, 900);
  append(b, "tx-1", 1, 500);
  CHECK_FALSE(network.join(a, b).changed);
  CHECK_FALSE(network.join(b, a).changed);
  CHECK(a.rows()[0].record->amount == Credits::hundredths(900));
  CHECK(b.rows()[0].record->amount == Credits::hundredths(500));
  CHECK(a.digest() != b.digest());
}

TEST_CASE("TransactionLog: rows dated in the future: push out the own history (fault E4)", "[core][log][fault]") {
  Network network{2};
  TransactionLog a = network.log(0, 5);
  TransactionLog b = network.log(1, 5);
  for (int i = 0; i < 5; ++i) {
    append(a, "own" + std::to_string(i), 1000 + i);
    append(b, "future" + std::to_string(i), 8'000'000'000'000'000);
  }
  CHECK(network.join(a, b).rows.changed == 5);
  append(a, "new", 2000); // sorts before all others, so the next join prunes it
  CHECK(ids_of(a.rows()).back() == "new");
  append(b, "future5", 8'000'000'000'000'000);
  network.join(a, b);
  CHECK(ids_of(a.rows()) == Ids{"future1", "future2", "future3", "future4", "future5"});
}

TEST_CASE("TransactionLog: a clock that steps back: local append and join prune differently (fault E9)",
          "[core][log][fault]") {
  Network network{2};
  TransactionLog a = network.log(0, 2);
  append(a, "late", 1000);
  TransactionLog b = network.log(1, 2);
  network.join(b, a);
  append(a, "early1", 10);
  append(a, "early2", 20);
  CHECK(ids_of(a.rows()) == Ids{"early1", "early2"});
  network.join(b, a);
  CHECK(ids_of(b.rows()) == Ids{"early2", "late"});
}

TEST_CASE("TransactionLog: join of nothing new: still sorts an unsorted list", "[core][log]") {
  Network network{2};
  TransactionLog a = network.log(0, 10);
  append(a, "late", 1000);
  append(a, "early", 10);
  const TransactionLog empty = network.log(1, 10);
  const TransactionLog::Change change = network.join(a, empty);
  CHECK(change.changed);
  CHECK(change.rows.changed == 0);
  CHECK(ids_of(a.rows()) == Ids{"early", "late"});
}

} // namespace
} // namespace creditsim::core
