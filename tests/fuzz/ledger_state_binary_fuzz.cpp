// SPDX-License-Identifier: MIT
// What the binary decoder accepts must encode to the same bytes, survive the way through JSON and join into a replica
// that then holds the same and accounts for the same size. The checksum would stop nearly every input at once, so each
// is tried as it is and once more with the frame around it put right.
#include "core/check.hpp"
#include "core/hash.hpp"
#include "core/ledger_state_binary.hpp"
#include "core/ledger_state_json.hpp"
#include "core/literal_replica.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

using namespace creditsim::core;

namespace {

constexpr std::size_t size_place = 5; // of an authenticator

std::shared_ptr<OwnerTable> new_owners() { return std::make_shared<OwnerTable>(std::make_shared<NodeNames>()); }

void check_join(const LedgerState& state, std::uint32_t authenticator_bytes, std::size_t bytes) {
  Rules rules;
  rules.writers = Rules::Writers::anyone; // nobody signed the input
  LiteralReplica replica{{.owners = new_owners(),
                          .rules = rules,
                          .rows_max = static_cast<std::uint32_t>(std::max<std::size_t>(state.rows.size(), 1)),
                          .authenticator_bytes = authenticator_bytes}};
  CREDITSIM_CHECK(replica.join(state).ok());
  CREDITSIM_CHECK(same_state(replica.state(state.clock), state));
  CREDITSIM_CHECK(replica.encoded_bytes() == bytes);
  CREDITSIM_CHECK(!replica.join(state).value().changed());
  replica.total_account();
}

void try_bytes(std::string_view bytes) {
  const auto owners = new_owners();
  const Result<LedgerState> state = decode_ledger_state_binary(bytes, owners);
  if (!state) {
    CREDITSIM_CHECK(owners->size() == 0 && owners->names()->size() == 0);
    CREDITSIM_CHECK(!state.error().context.empty());
    return;
  }
  const std::uint32_t authenticator_bytes = static_cast<unsigned char>(bytes[size_place]);
  CREDITSIM_CHECK(encode_ledger_state_binary(state.value(), authenticator_bytes) == bytes);
  const Result<LedgerState> json = decode_ledger_state_json(encode_ledger_state_json(state.value()), new_owners());
  CREDITSIM_CHECK(json.ok());
  CREDITSIM_CHECK(encode_ledger_state_binary(json.value(), authenticator_bytes) == bytes);
  check_join(state.value(), authenticator_bytes, bytes.size());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input{reinterpret_cast<const char*>(data), size};
  try_bytes(input);
  std::string framed = "CSLE\x01" + input;
  const std::uint64_t checksum = hash64(framed);
  for (int shift = 0; shift < 64; shift += 8)
    framed += static_cast<char>(checksum >> shift & 0xff);
  try_bytes(framed);
  return 0;
}
