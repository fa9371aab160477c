// SPDX-License-Identifier: MIT
// Each test runs one fault of the reference's ledger and asserts what the reference does.
#include "core/ledger_json.hpp"
#include "core/memory_store.hpp"
#include "core/reference_ledger.hpp"
#include "tests/catch.hpp"

namespace creditsim::core {
namespace {

Credits credits(std::int64_t count) { return Credits::whole(count); }

void earn(ReferenceLedger& ledger, std::int64_t amount, std::int64_t now_ms = 1) {
  REQUIRE(ledger.credit(credits(amount), "", now_ms).ok());
}

bool spend(ReferenceLedger& ledger, std::int64_t amount, std::int64_t now_ms = 1) {
  return ledger.debit(credits(amount), "", now_ms).ok();
}

void join(ReferenceLedger& a, const ReferenceLedger& b) { REQUIRE(a.join(b, 100).ok()); }

void exchange(ReferenceLedger& a, ReferenceLedger& b) {
  join(a, b);
  join(b, a);
}

// A replica with ids of its own.
class Replica {
public:
  explicit Replica(const std::string& node, std::uint64_t first_id, Store* store = nullptr)
      : ids_{first_id}, ledger_{{.node = node, .ids = &ids_, .store = store}} {}
  ReferenceLedger& operator*() { return ledger_; }
  ReferenceLedger* operator->() { return &ledger_; }

private:
  IdSource ids_;
  ReferenceLedger ledger_;
};

TEST_CASE("Reference ledger: A1: the balance is the sum over all nodes, so a join changes one's own",
          "[core][ledger][fault]") {
  Replica a{"A", 1};
  Replica b{"B", 1000};
  earn(*a, 10);
  earn(*b, 10);
  exchange(*a, *b);
  CHECK(a->balance() == credits(20));
  CHECK(b->balance() == credits(20));
  CHECK(a->own_earned() == credits(10));
}

TEST_CASE("Reference ledger: A2: two nodes spend the same balance at once", "[core][ledger][fault]") {
  Replica a{"A", 1};
  Replica b{"B", 1000};
  earn(*a, 10);
  join(*b, *a);
  CHECK(spend(*a, 10));
  CHECK(spend(*b, 10));
  exchange(*a, *b);
  CHECK(a->balance() == credits(-10));
  CHECK(b->balance() == credits(-10));
}

TEST_CASE("Reference ledger: A3: one node spends what another earned", "[core][ledger][fault]") {
  Replica a{"A", 1};
  Replica b{"B", 1000};
  earn(*a, 10);
  join(*b, *a);
  CHECK(spend(*b, 7));
  join(*a, *b);
  CHECK(a->balance() == credits(3));
  CHECK(b->own_earned() == Credits{});
  CHECK(b->own_spent() == credits(7));
}

TEST_CASE("Reference ledger: B6: any peer writes any number for any node", "[core][ledger][fault]") {
  Replica b{"B", 1};
  Replica c{"C", 1000};
  earn(*c, 10);
  const auto forged = [](const char* text) { return decode_ledger_json(text, std::make_shared<NodeNames>()).value(); };
  REQUIRE(b->join(forged(R"({"earned":{"counters":{"M":1e9,"B":5e8}}})"), 1).ok());
  CHECK(b->balance() == credits(1'500'000'000));
  REQUIRE(c->join(forged(R"({"spent":{"counters":{"C":1e9}}})"), 1).ok());
  CHECK(c->balance() == credits(-999'999'990));
  CHECK_FALSE(spend(*c, 1));
}

TEST_CASE("Reference ledger: B7: earned is seen before spent, so money is spent twice", "[core][ledger][fault]") {
  Replica a{"A", 1};
  Replica b{"B", 1000};
  earn(*a, 10);
  CHECK(spend(*a, 9));
  const LedgerExport all = a->export_state(2);
  REQUIRE(b->join(LedgerExport{.names = all.names, .earned = all.earned}, 3).ok());
  CHECK(spend(*b, 10));
  REQUIRE(b->join(LedgerExport{.names = all.names, .spent = all.spent}, 4).ok());
  CHECK(b->balance() == credits(-9));
}

TEST_CASE("Reference ledger: C1: of two devices with one id the larger count hides the other",
          "[core][ledger][fault]") {
  Replica first{"A", 1};
  Replica second{"A", 1000};
  earn(*first, 5);
  earn(*second, 3);
  exchange(*first, *second);
  CHECK(first->balance() == credits(5));
  CHECK(second->balance() == credits(5));
  std::int64_t listed = 0;
  for (const Transaction* record : first->transactions())
    listed += record->amount.hundredths();
  CHECK(listed == 800);
}

TEST_CASE("Reference ledger: C2: a restart from a stale file uses its counter range again", "[core][ledger][fault]") {
  MemoryStore store;
  Replica a{"A", 1, &store};
  Replica peer{"P", 1000};
  earn(*a, 10);
  REQUIRE(a->save(1).ok());
  earn(*a, 5);
  CHECK(spend(*a, 6));
  join(*peer, *a);
  a->restart();
  a->initialize();
  earn(*a, 4);
  CHECK(spend(*a, 2));
  join(*a, *peer);
  CHECK(a->total_earned() == credits(15)); // 19 were earned
  CHECK(a->total_spent() == credits(6));   // 8 were spent
  CHECK(a->balance() == credits(9));
}

TEST_CASE("Reference ledger: C3, C4: exact hundredths: sums do not depend on order and 0.7 + 0.1 pays 0.8",
          "[core][ledger][fault]") {
  Replica a{"A", 1};
  REQUIRE(a->credit(Credits::hundredths(70), "", 1).ok());
  REQUIRE(a->credit(Credits::hundredths(10), "", 1).ok());
  CHECK(a->debit(Credits::hundredths(80), "", 1).ok());
  CHECK(a->balance() == Credits{});
}

TEST_CASE("Reference ledger: C9: what is wrong in one part leaves no trace of the others", "[core][ledger][fault]") {
  const auto names = std::make_shared<NodeNames>();
  for (const char* text :
       {R"({"earned":{"counters":{"M":50}},"spent":{}})", R"({"earned":{"counters":{"M":50}},"transactions":[null]})",
        R"({"earned":{"counters":{"M":50}},"metadata":{"entries":{"k":null}}})",
        R"({"earned":{"counters":{"M":50}},"transactions":"ab"})"}) {
    INFO(text);
    CHECK_FALSE(decode_ledger_json(text, names).ok());
    CHECK(names->size() == 0);
  }
}

TEST_CASE("Reference ledger: C12: the loader adopts the owner that a file names", "[core][ledger][fault]") {
  MemoryStore shared;
  Replica a{"A", 1, &shared};
  Replica b{"B", 1000, &shared};
  earn(*a, 5);
  REQUIRE(a->save(1).ok());
  b->initialize();
  earn(*b, 3);
  earn(*a, 7);
  CHECK(b->earned().owner() == b->names()->find("A").value());
  CHECK(b->total_earned() == credits(8)); // written into A's entry
  join(*a, *b);
  CHECK(a->total_earned() == credits(12)); // 15 were earned
}

TEST_CASE("Reference ledger: C14: a load replaces what was earned before it", "[core][ledger][fault]") {
  MemoryStore store;
  Replica a{"A", 1, &store};
  earn(*a, 10);
  REQUIRE(a->save(1).ok());
  earn(*a, 7);
  a->initialize();
  CHECK(a->balance() == credits(10));
}

TEST_CASE("Reference ledger: C15: a shutdown that never loaded overwrites the file", "[core][ledger][fault]") {
  MemoryStore store;
  Replica a{"A", 1, &store};
  earn(*a, 100);
  REQUIRE(a->save(1).ok());
  Replica fresh{"A", 1000, &store};
  REQUIRE(fresh->shutdown(2).ok());
  fresh->initialize();
  CHECK(fresh->balance() == Credits{});
}

TEST_CASE("Reference ledger: H5: an unchanged state exports differently at another time, its digests do not",
          "[core][ledger][fault]") {
  Replica a{"A", 1};
  earn(*a, 1);
  const LedgerDigests before = a->digests();
  CHECK_FALSE(a->export_state(1) == a->export_state(2));
  CHECK(a->digests() == before);
}

TEST_CASE("Reference ledger: convergence: without ties three replicas agree after a full exchange in any order",
          "[core][ledger][law]") {
  int order[] = {0, 1, 2};
  do {
    Replica replicas[] = {Replica{"A", 1}, Replica{"B", 1000}, Replica{"C", 2000}};
    for (int i = 0; i < 3; ++i) {
      earn(*replicas[i], 10 + i, 10 + i);
      CHECK(spend(*replicas[i], 3, 20 + i));
      replicas[i]->set_metadata("k", std::to_string(i), 30 + i);
    }
    for (int round = 0; round < 2; ++round)
      for (const int to : order)
        for (const int from : order)
          if (from != to)
            join(*replicas[to], *replicas[from]);
    const auto content = [](Replica& replica) {
      LedgerExport state = replica->export_state(0);
      state.node.reset();
      return encode_ledger_json(
                 LedgerExport{.names = state.names, .archive = state.archive, .transactions = state.transactions}) +
             counter_to_json(*state.earned)["counters"].dump() + counter_to_json(*state.spent)["counters"].dump() +
             map_to_json(*state.metadata, *state.names)["entries"].dump();
    };
    CHECK(content(replicas[0]) == content(replicas[1]));
    CHECK(content(replicas[1]) == content(replicas[2]));
    CHECK(replicas[0]->balance() == credits(24));
  } while (std::next_permutation(std::begin(order), std::end(order)));
}

} // namespace
} // namespace creditsim::core
