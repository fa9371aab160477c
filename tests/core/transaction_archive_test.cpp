// SPDX-License-Identifier: MIT
#include "core/transaction_archive.hpp"

#include "tests/catch.hpp"

#include <string>
#include <vector>

namespace creditsim::core {
namespace {

Transaction record(std::string_view id, std::string_view memo, OwnerId owner = 0) {
  Transaction written;
  written.id = id;
  written.memo = memo;
  written.amount = Credits::hundredths(100);
  written.timestamp_ms = 5;
  written.owner = owner;
  return written;
}

TEST_CASE("TransactionArchive: append: copies texts, keeps records where they are", "[core][log]") {
  NodeNames names;
  names.intern("a");
  TransactionArchive archive{names, 1};
  std::vector<const Transaction*> stored;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = "tx-" + std::to_string(i);
    const std::string memo(static_cast<std::size_t>(i), 'm');
    stored.push_back(archive.append(0, record(id, memo)));
  }
  for (std::size_t i = 0; i < stored.size(); ++i) {
    REQUIRE(stored[i]->id == "tx-" + std::to_string(i));
    REQUIRE(stored[i]->memo == std::string(i, 'm'));
  }
}

TEST_CASE("TransactionArchive: digest of a record: depends on each of its members", "[core][log]") {
  NodeNames names;
  names.intern("a");
  names.intern("b");
  TransactionArchive archive{names, 1};
  const Transaction base = record("id", "memo");
  std::vector<Transaction> variants(6, base);
  variants[0].id = "ie";
  variants[1].memo = "mem";
  variants[2].amount = Credits::hundredths(101);
  variants[3].timestamp_ms = 6;
  variants[4].owner = 1;
  variants[5].type = TransactionType::debit;
  const std::uint64_t digest = archive.append(0, base)->digest;
  CHECK(archive.append(0, base)->digest == digest);
  for (const Transaction& variant : variants) {
    CHECK_FALSE(same_record(variant, base));
    CHECK(archive.append(0, variant)->digest != digest);
  }
}

TEST_CASE("TransactionArchive: segments: do not share memory", "[core][log]") {
  NodeNames names;
  names.intern("a");
  names.intern("b");
  TransactionArchive archive{names, 2};
  CHECK(archive.segments() == 2);
  const Transaction* const first = archive.append(0, record("x", ""));
  const Transaction* const second = archive.append(1, record("x", "", 1));
  CHECK(first != second);
  CHECK(first->owner == 0);
  CHECK(second->owner == 1);
}

} // namespace
} // namespace creditsim::core
