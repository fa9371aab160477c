// SPDX-License-Identifier: MIT
// What a careless reader (`Rules::Decoding::as_it_comes`) takes from any bytes is bounded, and a ledger that joins it
// can still be asked, told and written, whoever may write its entries. Each input is tried as it is and once more after
// the header that nearly every other input lacks.
#include "core/check.hpp"
#include "core/entry_ledger.hpp"
#include "core/history.hpp"
#include "core/ledger_state_binary.hpp"
#include "core/literal_replica.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

using namespace creditsim::core;

namespace {

constexpr std::int64_t now_ms = 1'000;

// Those of the corpus, whose entries would else be left out.
std::shared_ptr<OwnerTable> known_owners() {
  auto owners = std::make_shared<OwnerTable>(std::make_shared<NodeNames>());
  for (const auto& [name, incarnation] : {std::pair{"A", 1U}, {"B", 0U}, {"a:1", 300U}, {"b", 1U}})
    owners->intern(owners->names()->intern(name), incarnation);
  return owners;
}

void check_bounds(const CarelessReading& reading, std::size_t owners) {
  const LedgerState& state = reading.state;
  CREDITSIM_CHECK(state.owners->size() == owners && state.owners->names()->size() == owners);
  CREDITSIM_CHECK(state.entries.size() <= owners);
  for (const Entry& entry : state.entries)
    for (const Credits amount : {entry.granted, entry.earned, entry.spent, entry.refunded})
      CREDITSIM_CHECK(amount >= Credits{} && amount.hundredths() <= std::int64_t{1} << 52);
  for (const LedgerRow& row : state.rows)
    CREDITSIM_CHECK(row.slot < owners);
  for (const MetadataEntry& entry : state.metadata)
    CREDITSIM_CHECK(entry.slot < owners);
  CREDITSIM_CHECK(!reading.error || !reading.error->context.empty());
}

// Everything that a node asks of its ledger.
void ask(const EntryLedger& ledger) {
  ledger.balance();
  ledger.total_earned();
  ledger.total_spent();
  ledger.digests();
  if (const auto rows = ledger.history(0))
    for (const HistoryRow& row : rows.value())
      CREDITSIM_CHECK(to_json(row).is_object());
  LedgerReading entries;
  ledger.read(entries);
  ledger.read_rows();
  CREDITSIM_CHECK(ledger.account() == ledger.replica().account(ledger.identity()));
  CREDITSIM_CHECK(!ledger.canonical_bytes().empty());
  const std::string written = encode_ledger_state_binary(ledger.state(now_ms), 8);
  CREDITSIM_CHECK(ledger.share(now_ms)->encoded_bytes() == written.size());
}

void check_join(const LiteralState& state, Rules::Writers writers) {
  Rules rules;
  rules.decoding = Rules::Decoding::as_it_comes;
  rules.writers = writers;
  EntryLedger ledger{
      {.slot = 0,
       .replica = std::make_unique<LiteralReplica>(ReplicaOptions{.owners = state.state().owners, .rules = rules})}};
  CREDITSIM_CHECK(ledger.post({.kind = Posting::Kind::grant, .amount = Credits::whole(10)}, now_ms).ok());
  for (int time = 0; time < 2; ++time) { // what was half applied comes again
    static_cast<void>(ledger.join(state, now_ms));
    ask(ledger);
  }
}

void try_bytes(std::string_view bytes) {
  const auto owners = known_owners();
  CarelessReading reading = read_ledger_state_as_it_comes(bytes, owners);
  check_bounds(reading, owners->size());
  const LiteralState state{std::move(reading.state), bytes.size()};
  check_join(state, Rules::Writers::owner);
  check_join(state, Rules::Writers::anyone);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input{reinterpret_cast<const char*>(data), size};
  try_bytes(input);
  try_bytes("CSLE\x01" + input + "checksum");
  return 0;
}
