// SPDX-License-Identifier: MIT
#include "core/credit_system.hpp"

#include "core/reference_ledger.hpp"
#include "tests/catch.hpp"
#include "tests/core/credit_recorder.hpp"

#include <set>
#include <utility>

// Holds, settlements, releases and payments: the operations of a credit system that conserve credits.
namespace creditsim::core {
namespace {

constexpr std::int64_t start_ms = 1'700'000'000'000;
constexpr OwnerId peer = 1;

Credits whole(std::int64_t count) { return Credits::whole(count); }

/// An account that remembers its postings by task and keeps no texts.
class TaskLedger final : public CreditLedger {
public:
  using Kind = Posting::Kind;

  void initialize() override { initialized_ = true; }
  bool initialized() const override { return initialized_; }
  Credits balance() const override { return own_.account(); }
  Credits account() const override { return own_.account(); }
  bool grant_due() const override { return own_.granted == Credits{}; }
  Result<const Transaction*> post(const Posting& posting, std::int64_t) override {
    const bool charged = posting.kind == Kind::spend || posting.kind == Kind::hold;
    if (charged && posting.amount > balance())
      return Error{Errc::insufficient_balance, "Insufficient balance"};
    switch (posting.kind) {
    case Kind::grant:
      own_.granted += posting.amount;
      break;
    case Kind::earn:
      own_.earned += posting.amount;
      break;
    case Kind::spend:
    case Kind::hold:
      own_.spent += posting.amount;
      break;
    case Kind::settle:
      break;
    case Kind::release:
      own_.refunded += posting.amount;
      break;
    }
    postings.push_back(posting);
    done_.emplace(what(posting.kind), posting.task);
    return nullptr;
  }
  bool processed(Kind kind, TaskId task) const override { return done_.contains({what(kind), task}); }
  bool keeps_texts() const override { return false; }
  void set_metadata(std::string_view, std::string, std::int64_t) override {}
  Result<JoinChange> join(const SharedState&, std::int64_t) override { return JoinChange{}; }
  std::shared_ptr<const SharedState> share(std::int64_t) const override { return nullptr; }
  Result<void> shutdown(std::int64_t) override { return {}; }
  AccountFigures own() const override { return own_; }
  Credits total_earned() const override { return own_.earned; }
  Credits total_spent() const override { return own_.spent; }
  Result<std::vector<HistoryRow>> history(std::int64_t) const override { return std::vector<HistoryRow>{}; }
  LedgerDigests digests() const override { return {}; }
  std::uint64_t entries_known() const override { return 1; }
  std::int64_t progress(OwnerId) const override { return static_cast<std::int64_t>(postings.size()); }
  void observe(LedgerObserver*) override {}
  std::string canonical_bytes() const override { return own_.account().to_string(); }

  std::vector<Posting> postings;

private:
  // A hold is a spend, and a settlement and a release close the same hold.
  static Kind what(Kind kind) { return kind == Kind::hold ? Kind::spend : kind == Kind::release ? Kind::settle : kind; }

  AccountFigures own_;
  std::set<std::pair<Kind, TaskId>> done_;
  bool initialized_ = false;
};

/// A credit system whose ledger knows tasks, with ten credits.
struct Fixture {
  Fixture() { REQUIRE(system.initialize(start_ms).ok()); }

  Result<Credits> hold(TaskId task, double amount) {
    return system.hold(
        {.node = "a", .amount = amount, .type = "compute", .priority = "high", .id = task, .peer_id = peer}, start_ms);
  }

  CreditRules rules;
  tests::Recorder recorder;
  TaskLedger ledger;
  CreditSystem system{ledger, {.node = "a", .rules = &rules, .economy = Rules{}, .observer = &recorder}};
};

TEST_CASE("Credit transfers: hold: charges the price by type and priority once", "[core][credit_system]") {
  Fixture a;
  a.recorder.lines.clear();
  CHECK(a.hold(7, 1.5).value() == Credits::hundredths(450));
  CHECK(a.ledger.balance() == Credits::hundredths(550));
  CHECK(a.system.stats() == CreditStats{{}, Credits::hundredths(450), 0, 1, 0});
  const Posting& posting = a.ledger.postings.back();
  CHECK(posting.kind == Posting::Kind::hold);
  CHECK(posting.task == 7);
  CHECK(posting.peer == peer);
  CHECK(posting.memo.empty());
  CHECK(a.recorder.lines.front().starts_with("credits_spent a "));

  CHECK(a.hold(7, 1.5).error().code == Errc::duplicate_task);
  CHECK(a.hold(8, 3).error().code == Errc::insufficient_balance);
  CHECK(a.system.stats().insufficient_funds == 1);
  CHECK(a.hold(8, 0.5).ok());
  CHECK(a.system.processed_tasks() == 0); // the ledger remembers, not the table
}

TEST_CASE("Credit transfers: settle and release: close a hold once", "[core][credit_system]") {
  Fixture a;
  REQUIRE(a.hold(1, 1).ok());
  REQUIRE(a.hold(2, 1).ok());
  REQUIRE(a.system.settle(1, whole(3), peer, start_ms).ok());
  CHECK(a.ledger.postings.back().kind == Posting::Kind::settle);
  CHECK(a.ledger.postings.back().peer == peer);
  CHECK(a.ledger.balance() == whole(4));
  REQUIRE(a.system.release(2, whole(3), start_ms).ok());
  CHECK(a.ledger.balance() == whole(7));
  CHECK(a.system.stats() == CreditStats{{}, whole(3), 0, 2, 0});

  for (const TaskId task : {TaskId{1}, TaskId{2}}) {
    CHECK(a.system.settle(task, whole(3), peer, start_ms).error().code == Errc::duplicate_task);
    CHECK(a.system.release(task, whole(3), start_ms).error().code == Errc::duplicate_task);
  }
  CHECK(a.recorder.lines.back() == "warn: [Credits] Task 2 already closed");
  CHECK(a.ledger.balance() == whole(7));
}

TEST_CASE("Credit transfers: book: receives the exact amount once", "[core][credit_system]") {
  Fixture a;
  REQUIRE(a.system.book(9, Credits::hundredths(37), peer, start_ms).ok());
  CHECK(a.ledger.postings.back().kind == Posting::Kind::earn);
  CHECK(a.ledger.postings.back().amount == Credits::hundredths(37));
  CHECK(a.ledger.postings.back().peer == peer);
  CHECK(a.system.stats() == CreditStats{Credits::hundredths(37), {}, 1, 0, 0});
  CHECK(a.system.book(9, Credits::hundredths(37), peer, start_ms).error() ==
        Error{Errc::duplicate_task, "[Credits] Task 9 already credited"});
  CHECK(a.ledger.balance() == Credits::hundredths(1037));
}

TEST_CASE("Credit transfers: over the reference's ledger: the table tells which tasks are done",
          "[core][credit_system]") {
  CreditRules rules;
  ReferenceLedger ledger{{.node = "a"}};
  CreditSystem a{ledger, {.node = "a", .rules = &rules}};
  REQUIRE(a.initialize(start_ms).ok());
  const Payment payment{.node = "a", .amount = 2, .task = "t1", .id = 1};
  CHECK(a.hold(payment, start_ms).value() == whole(2));
  CHECK(a.hold(payment, start_ms).error().code == Errc::duplicate_task);
  CHECK(a.spend(payment, start_ms).error().code == Errc::duplicate_task);
  CHECK(a.settle(1, whole(2), peer, start_ms).error().code == Errc::invalid_value);
  REQUIRE(a.release(1, whole(2), start_ms).ok());
  CHECK(a.release(1, whole(2), start_ms).error().code == Errc::duplicate_task);
  REQUIRE(a.book(2, whole(1), peer, start_ms).ok());
  REQUIRE(a.book(2, whole(1), peer, start_ms).ok()); // the effect comes first: until the mark it is booked again (F6)
  a.mark_booked(2, start_ms);
  CHECK(a.book(2, whole(1), peer, start_ms).error().code == Errc::duplicate_task);
  CHECK(a.balance() == whole(12));
  CHECK(a.processed_tasks() == 3);
}

} // namespace
} // namespace creditsim::core
