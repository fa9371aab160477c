// SPDX-License-Identifier: MIT
// What the packed decoder accepts must encode to the same bytes, survive the way through the canonical encoding and
// join into a replica that then holds the same. The checksum and the digest of the directory would stop nearly every
// input, so each is tried as it is and once more with both put right.
#include "core/byte_writer.hpp"
#include "core/check.hpp"
#include "core/hash.hpp"
#include "core/ledger_state_binary.hpp"
#include "core/ledger_state_packed.hpp"
#include "core/literal_replica.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

using namespace creditsim::core;

namespace {

constexpr std::size_t size_place = 5;    // of an authenticator
constexpr std::uint32_t slots_max = 300; // three blocks of entries

std::shared_ptr<OwnerTable> known_owners() {
  auto owners = std::make_shared<OwnerTable>(std::make_shared<NodeNames>());
  for (std::uint32_t slot = 0; slot < slots_max; ++slot)
    owners->intern(owners->names()->intern("n" + std::to_string(slot)), 1);
  return owners;
}

const std::shared_ptr<OwnerTable> owners = known_owners();

void check_join(const LedgerState& state) {
  Rules rules;
  rules.writers = Rules::Writers::anyone; // nobody signed the input
  LiteralReplica replica{{.owners = owners,
                          .rules = rules,
                          .rows_max = static_cast<std::uint32_t>(std::max<std::size_t>(state.rows.size(), 1))}};
  CREDITSIM_CHECK(replica.join(state).ok());
  CREDITSIM_CHECK(same_state(replica.state(state.clock), state));
  CREDITSIM_CHECK(!replica.join(state).value().changed());
  replica.total_account();
}

void try_bytes(std::string_view bytes) {
  const Result<LedgerState> state = decode_ledger_state_packed(bytes, owners);
  CREDITSIM_CHECK(owners->size() == slots_max);
  if (!state) {
    CREDITSIM_CHECK(!state.error().context.empty());
    return;
  }
  const std::uint32_t authenticator_bytes = static_cast<unsigned char>(bytes[size_place]);
  CREDITSIM_CHECK(encode_ledger_state_packed(state.value(), authenticator_bytes) == bytes);
  const Result<LedgerState> binary = decode_ledger_state_binary(encode_ledger_state_binary(state.value()), owners);
  CREDITSIM_CHECK(binary.ok());
  CREDITSIM_CHECK(encode_ledger_state_packed(binary.value(), authenticator_bytes) == bytes);
  check_join(state.value());
}

// The input is the size of an authenticator (1 byte), clock (8), number of slots (2), and what comes after the
// directory.
std::string framed(std::string_view input) {
  constexpr std::size_t before_slots = 9;
  constexpr std::size_t before_rest = before_slots + 2;
  if (input.size() < before_rest)
    return {};
  const auto octet = [&](std::size_t at) { return static_cast<std::uint32_t>(static_cast<unsigned char>(input[at])); };
  const std::uint32_t slots = (octet(before_slots) | octet(before_slots + 1) << 8) % (slots_max + 1);
  ByteWriter writer{0};
  writer.raw("CSLP\x01");
  writer.raw(input.substr(0, before_slots));
  writer.varint(slots);
  writer.fixed64(owners->directory_digest(slots));
  writer.raw(input.substr(before_rest));
  writer.fixed64(hash64(writer.written()));
  return writer.take();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input{reinterpret_cast<const char*>(data), size};
  try_bytes(input);
  try_bytes(framed(input));
  return 0;
}
