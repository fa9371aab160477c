// SPDX-License-Identifier: MIT
#include "core/reference_ledger.hpp"

#include "core/ledger_binary.hpp"
#include "core/ledger_json.hpp"
#include "core/memory_store.hpp"
#include "tests/catch.hpp"

namespace creditsim::core {
namespace {

using Kind = LedgerEvent::Kind;

constexpr std::int64_t now = 1'700'000'000'000;

Credits cents(std::int64_t count) { return Credits::hundredths(count); }

// Writes down what it is told, in words.
class Diary final : public LedgerObserver {
public:
  void on_ledger_event(const LedgerEvent& event) override {
    switch (event.kind) {
    case Kind::ready:
      return add("ready", event.text);
    case Kind::credit:
      return add("credit", event.transaction->id, event.balance);
    case Kind::debit:
      return add("debit", event.transaction->id, event.balance);
    case Kind::metadata:
      return add("metadata " + std::string{event.key}, event.text);
    case Kind::merged:
      return add("merged", "", event.balance);
    case Kind::saved:
      return add("saved", event.text);
    case Kind::loaded:
      return add("loaded", "", event.balance);
    case Kind::shutdown:
      return add("shutdown", "");
    case Kind::log_error:
      return add("log", event.text);
    }
  }

  std::vector<std::string> lines;

private:
  void add(std::string line, std::string_view text, std::optional<Credits> balance = {}) {
    line += text.empty() ? "" : " " + std::string{text};
    line += balance ? " = " + balance->to_string() : "";
    lines.push_back(line);
  }
};

// A store whose disk is gone.
class BrokenStore final : public Store {
public:
  Result<std::string> load(std::string_view) override { return Error{Errc::io, "ledger.json: no disk"}; }
  Result<void> save(std::string_view, std::string_view) override { return Error{Errc::io, "ledger.json: no disk"}; }
};

struct Bench {
  ReferenceLedger make(const std::string& node, std::uint32_t max_transactions = 0) {
    return ReferenceLedger{{.node = node, .max_transactions = max_transactions, .store = &store, .observer = &diary}};
  }
  MemoryStore store;
  Diary diary;
};

TEST_CASE("Reference ledger: credit and debit: count, record and tell", "[core][ledger]") {
  Bench bench;
  ReferenceLedger ledger = bench.make("A");
  const Result<const Transaction*> earned = ledger.credit(cents(1234), "work", now);
  REQUIRE(earned.ok());
  CHECK(earned.value()->id == "tx-0000000000000001");
  CHECK(earned.value()->type == TransactionType::credit);
  CHECK(earned.value()->amount == cents(1234));
  CHECK(earned.value()->memo == "work");
  CHECK(earned.value()->timestamp_ms == now);
  CHECK(earned.value()->owner == ledger.node_id());
  REQUIRE(ledger.debit(cents(1000), "", now + 1).ok());
  CHECK(ledger.balance() == cents(234));
  CHECK(ledger.total_earned() == cents(1234));
  CHECK(ledger.total_spent() == cents(1000));
  CHECK(ledger.own_earned() == cents(1234));
  CHECK(ledger.own_spent() == cents(1000));
  CHECK(bench.diary.lines ==
        std::vector<std::string>{"credit tx-0000000000000001 = 12.34", "debit tx-0000000000000002 = 2.34"});
}

TEST_CASE("Reference ledger: refusals: say why in the reference's words, take no id and change nothing",
          "[core][ledger]") {
  Bench bench;
  ReferenceLedger ledger = bench.make("A");
  for (const std::int64_t amount : {0, -1}) {
    CHECK(ledger.credit(cents(amount), "", now).error() == Error{Errc::invalid_amount, "Amount must be positive"});
    CHECK(ledger.debit(cents(amount), "", now).error() == Error{Errc::invalid_amount, "Amount must be positive"});
  }
  CHECK(ledger.debit(cents(1), "", now).error() == Error{Errc::insufficient_balance, "Insufficient balance"});
  CHECK(ledger.credit(cents(amount_hundredths_max + 1), "", now).error().code == Errc::invalid_amount);
  CHECK(ledger.transaction_count() == 0);
  CHECK(bench.diary.lines.empty());
  CHECK(ledger.credit(cents(1), "", now).value()->id == "tx-0000000000000001");
}

TEST_CASE("Reference ledger: post: credits and debits, and knows no settlement", "[core][ledger]") {
  using Posted = Posting::Kind;
  Bench bench;
  ReferenceLedger ledger = bench.make("A");
  CHECK(ledger.keeps_texts());
  CHECK(ledger.post({.kind = Posted::grant, .amount = cents(1000), .memo = "start"}, now).value()->memo == "start");
  REQUIRE(ledger.post({.kind = Posted::earn, .amount = cents(50)}, now).ok());
  REQUIRE(ledger.post({.kind = Posted::spend, .amount = cents(300)}, now).ok());
  CHECK(ledger.post({.kind = Posted::hold, .amount = cents(700)}, now).value()->type == TransactionType::debit);
  CHECK(ledger.post({.kind = Posted::hold, .amount = cents(51)}, now).error().code == Errc::insufficient_balance);
  REQUIRE(ledger.post({.kind = Posted::release, .amount = cents(200)}, now).ok());
  CHECK(ledger.post({.kind = Posted::settle, .amount = cents(500)}, now).error() ==
        Error{Errc::invalid_value, "the reference's ledger knows no settlement"});
  CHECK(ledger.transaction_count() == 5);

  const AccountFigures own = ledger.own();
  CHECK(own.granted == cents(1000));
  CHECK(own.earned == cents(250));
  CHECK(own.spent == cents(1000));
  CHECK(own.account() == ledger.balance());
  CHECK(own.entries == 2);
  CHECK(ledger.progress(ledger.node_id()) == 2250);
  CHECK(ledger.progress(ledger.node_id() + 1) == 0);
}

TEST_CASE("Reference ledger: balance and grant: are what its rules say", "[core][ledger]") {
  ReferenceLedger rich{{.node = "rich"}};
  REQUIRE(rich.credit(cents(500), "", now).ok());
  for (const bool reference : {true, false}) {
    Rules rules = Rules::reference();
    if (!reference) {
      rules.balance = Rules::Balance::own_account;
      rules.grant = Rules::Grant::once_per_identity;
    }
    ReferenceLedger ledger{{.node = "A", .rules = rules}};
    CHECK(ledger.grant_due());
    REQUIRE(ledger.join(rich, now).ok());
    CHECK(ledger.balance() == cents(reference ? 500 : 0));
    CHECK(ledger.grant_due() == !reference);
    CHECK(ledger.debit(cents(1), "", now).ok() == reference);
    REQUIRE(ledger.credit(cents(1), "", now).ok());
    REQUIRE(ledger.debit(ledger.balance(), "", now).ok());
    CHECK(ledger.balance() == cents(0));
    CHECK(ledger.grant_due() == reference);
  }
}

TEST_CASE("Reference ledger: share: what one shares another joins", "[core][ledger]") {
  Bench bench;
  ReferenceLedger a = bench.make("A");
  ReferenceLedger b = bench.make("B");
  REQUIRE(a.credit(cents(5), "", now).ok());
  a.set_metadata("k", "1", now);
  const std::shared_ptr<const SharedState> shared = a.share(now);
  CHECK(shared->encoded_bytes() == encode_ledger_binary(a.export_state(now)).size());
  const auto change = b.join(*shared, now + 1);
  REQUIRE(change.ok());
  CHECK(change.value().changed());
  CHECK(b.balance() == cents(5));
  CHECK(b.get_metadata("k") == "1");
  CHECK(b.last_sync_ms() == now + 1);
}

TEST_CASE("Reference ledger: defaults: an own id, an own archive, ten thousand rows, thirty seconds",
          "[core][ledger]") {
  const ReferenceLedger ledger{{}};
  CHECK(ledger.node() == "node-0000000000000001");
  CHECK(ledger.max_transactions() == 10'000);
  CHECK(ledger.autosave_interval_ms() == 30'000);
  CHECK(ledger.archive()->segments() == 1);
}

TEST_CASE("Reference ledger: transactions: limits as in the reference (fault E7)", "[core][ledger][fault]") {
  Bench bench;
  ReferenceLedger ledger = bench.make("A");
  for (int i = 0; i < 5; ++i)
    REQUIRE(ledger.credit(cents(100), "m" + std::to_string(i), now + i).ok());
  const auto memos = [&](std::int64_t limit) {
    std::string text;
    for (const Transaction* record : ledger.transactions(limit))
      text += record->memo;
    return text;
  };
  CHECK(memos(1) == "m4");
  CHECK(memos(4) == "m1m2m3m4");
  CHECK(memos(5) == "m0m1m2m3m4");
  CHECK(memos(6) == "m0m1m2m3m4");
  CHECK(memos(0) == "m0m1m2m3m4");
  CHECK(memos(-2) == "m2m3m4");
  CHECK(memos(-5).empty());
  CHECK(memos(-9).empty());
  CHECK(memos(INT64_MIN).empty());
  CHECK(memos(INT64_MAX) == "m0m1m2m3m4");
  CHECK(ledger.transactions().size() == 5);
}

TEST_CASE("Reference ledger: prune: keeps the newest rows and not the counters they proved (fault E10)",
          "[core][ledger][fault]") {
  Bench bench;
  ReferenceLedger ledger = bench.make("A", 2);
  for (int i = 0; i < 4; ++i)
    REQUIRE(ledger.credit(cents(100), "", now + i).ok());
  CHECK(ledger.transaction_count() == 2);
  CHECK(ledger.balance() == cents(400));
}

TEST_CASE("Reference ledger: metadata: set, read, delete, tell", "[core][ledger]") {
  Bench bench;
  ReferenceLedger ledger = bench.make("A");
  CHECK(ledger.get_metadata("k") == std::nullopt);
  ledger.set_metadata("k", "{\"x\":1}", now);
  CHECK(ledger.get_metadata("k") == "{\"x\":1}");
  ledger.delete_metadata("k", now + 1);
  CHECK(ledger.get_metadata("k") == "null");
  CHECK(ledger.metadata().has("k") == false);
  CHECK(bench.diary.lines == std::vector<std::string>{"metadata k {\"x\":1}"});
}

TEST_CASE("Reference ledger: join: raises every part that is there and reports what changed", "[core][ledger]") {
  Bench bench;
  ReferenceLedger a = bench.make("A");
  ReferenceLedger b = bench.make("B");
  REQUIRE(a.credit(cents(1000), "", now).ok());
  REQUIRE(a.debit(cents(400), "", now + 1).ok());
  a.set_metadata("k", "1", now);
  const LedgerExport all = a.export_state(now + 2);
  bench.diary.lines.clear();

  LedgerExport spent_only{.names = all.names, .archive = all.archive, .spent = all.spent};
  const JoinChange first = b.join(spent_only, now + 3).value();
  CHECK(b.balance() == cents(-400)); // fault B7
  CHECK(first.counters_changed);
  CHECK_FALSE(first.metadata_changed);
  CHECK_FALSE(first.transactions_changed);
  CHECK(first.entries_received == 1);
  CHECK(first.entries_redundant == 0);

  const JoinChange second = b.join(all, now + 4).value();
  CHECK(second.entries_received == 5);
  CHECK(second.entries_redundant == 1);
  CHECK(second.counters_changed);
  CHECK(second.metadata_changed);
  CHECK(second.transactions_changed);
  CHECK(b.balance() == cents(600));
  CHECK(b.transaction_count() == 2);
  CHECK(b.summary().last_sync_ms == now + 4);

  const JoinChange third = b.join(all, now + 5).value();
  CHECK_FALSE(third.changed());
  CHECK(third.entries_redundant == 5);
  LedgerExport nothing{.names = all.names};
  CHECK_FALSE(b.join(nothing, now + 6).value().changed());
  CHECK(b.last_sync_ms() == now + 6);
  CHECK(bench.diary.lines ==
        std::vector<std::string>{"merged = -4.00", "merged = 6.00", "merged = 6.00", "merged = 6.00"});
}

TEST_CASE("Reference ledger: join out of range: is refused whole", "[core][ledger]") {
  Bench bench;
  ReferenceLedger a = bench.make("A");
  ReferenceLedger b = bench.make("B");
  for (auto [ledger, prefix] : {std::pair{&a, "a"}, {&b, "b"}}) {
    LedgerExport rich{.names = std::make_shared<NodeNames>()};
    std::vector<GCounter::Entry> entries;
    entries.reserve(1500);
    for (int i = 0; i < 1500; ++i)
      entries.emplace_back(rich.names->intern(prefix + std::to_string(i)), cents(amount_hundredths_max));
    rich.spent.emplace(*rich.names);
    REQUIRE(rich.spent->raise(entries).ok());
    REQUIRE(ledger->join(rich, now).ok());
  }
  REQUIRE(b.credit(cents(1), "", now).ok());
  const LedgerDigests before = a.digests();
  const Result<JoinChange> refused = a.join(b, now);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error() == Error{Errc::overflow, "spent: the sum of all entries leaves the range of credits"});
  CHECK(a.digests() == before);
  CHECK(a.total_earned() == Credits{});
}

TEST_CASE("Reference ledger: digests: equal for replicas of one simulation that hold the same, whatever their owner",
          "[core][ledger]") {
  const auto names = std::make_shared<NodeNames>();
  names->intern("A");
  names->intern("B");
  const auto archive = std::make_shared<TransactionArchive>(*names, 2);
  IdSource ids;
  ReferenceLedger a{{.node = "A", .names = names, .archive = archive, .ids = &ids}};
  ReferenceLedger b{{.node = "B", .names = names, .archive = archive, .ids = &ids}};
  REQUIRE(a.credit(cents(5), "", 1).ok());
  REQUIRE(b.credit(cents(5), "", 2).ok());
  a.set_metadata("k", "1", 1);
  CHECK(a.digests().counters != b.digests().counters);
  CHECK(a.digests().metadata != b.digests().metadata);
  CHECK(a.digests().transactions != b.digests().transactions);
  REQUIRE(a.join(b, 3).ok());
  REQUIRE(b.join(a, 3).ok());
  CHECK(a.digests() == b.digests());
  CHECK(a.entries_known() == 3);
  REQUIRE(b.debit(cents(1), "", 4).ok());
  CHECK(a.digests().counters != b.digests().counters);
  CHECK(b.entries_known() == 4);
}

TEST_CASE("Reference ledger: initialize, save, load, restart, shutdown: keep the state and tell", "[core][ledger]") {
  Bench bench;
  ReferenceLedger ledger = bench.make("A");
  ledger.initialize();
  CHECK(ledger.initialized());
  REQUIRE(ledger.credit(cents(1234), "\u00fc \"q\" \\ \n", now).ok());
  ledger.set_metadata("k", "{\"x\":[1,null,\"\u00e9\"]}", now);
  REQUIRE(ledger.save(now).ok());
  const LedgerExport saved = ledger.export_state(now);
  REQUIRE(ledger.credit(cents(500), "", now).ok());
  CHECK(ledger.load().value());
  CHECK(ledger.export_state(now) == saved); // a load replaces (fault C14)
  REQUIRE(ledger.debit(cents(200), "", now).ok());
  REQUIRE(ledger.shutdown(now).ok());
  CHECK_FALSE(ledger.initialized());
  ledger.restart();
  CHECK(ledger.balance() == Credits{});
  CHECK(ledger.transaction_count() == 0);
  ledger.initialize();
  CHECK(ledger.balance() == cents(1034));
  CHECK(ledger.transaction_count() == 2);
  CHECK(bench.diary.lines == std::vector<std::string>{"ready A", "credit tx-0000000000000001 = 12.34",
                                                      "metadata k {\"x\":[1,null,\"\u00e9\"]}", "saved ledger.json",
                                                      "credit tx-0000000000000002 = 17.34", "loaded = 12.34",
                                                      "debit tx-0000000000000003 = 10.34", "saved ledger.json",
                                                      "shutdown", "loaded = 10.34", "ready A"});
}

TEST_CASE("Reference ledger: a file without a part: what stands before it is replaced all the same (fault C11)",
          "[core][ledger][fault]") {
  Bench bench;
  ReferenceLedger ledger = bench.make("A");
  REQUIRE(bench.store.save("ledger.json", R"({"nodeId":"A","earned":{"nodeId":"A","counters":{"A":9}}})").ok());
  const Result<bool> loaded = ledger.load();
  REQUIRE_FALSE(loaded.ok());
  CHECK(loaded.error() == Error{Errc::malformed, "spent: missing, expected an object"});
  CHECK(ledger.balance() == cents(900));
  CHECK(bench.diary.lines == std::vector<std::string>{"log [Ledger] Load error: spent: missing, expected an object"});
}

TEST_CASE("Reference ledger: a broken file: is refused whole, logged, and the ledger starts empty", "[core][ledger]") {
  Bench bench;
  ReferenceLedger ledger = bench.make("A");
  REQUIRE(bench.store
              .save("ledger.json",
                    R"({"earned":{"counters":{"A":9}},"spent":{"counters":{"A":-1}},"metadata":{"entries":{}}})")
              .ok());
  ledger.initialize();
  CHECK(ledger.balance() == Credits{});
  CHECK(ledger.initialized());
  CHECK(bench.diary.lines ==
        std::vector<std::string>{"log [Ledger] Load error: spent.counters.A: -1 is not an amount of at least 0",
                                 "ready A"});
}

TEST_CASE("Reference ledger: a store that fails: save and shutdown return it, autosave logs it", "[core][ledger]") {
  BrokenStore store;
  Diary diary;
  ReferenceLedger ledger{{.node = "A", .store = &store, .observer = &diary}};
  ledger.initialize();
  CHECK(ledger.save(now).error() == Error{Errc::io, "ledger.json: no disk"});
  ledger.autosave(now);
  CHECK_FALSE(ledger.shutdown(now).ok());
  CHECK(ledger.initialized());
  CHECK(diary.lines == std::vector<std::string>{"log [Ledger] Load error: ledger.json: no disk", "ready A",
                                                "log [Ledger] Autosave error: ledger.json: no disk"});
}

TEST_CASE("Reference ledger: without a store: nothing is saved, nothing is told of it", "[core][ledger]") {
  Diary diary;
  ReferenceLedger ledger{{.node = "A", .observer = &diary}};
  ledger.initialize();
  REQUIRE(ledger.shutdown(now).ok());
  CHECK(diary.lines == std::vector<std::string>{"ready A", "shutdown"});
}

} // namespace
} // namespace creditsim::core
