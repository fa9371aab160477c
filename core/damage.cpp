// SPDX-License-Identifier: MIT
#include "core/damage.hpp"

#include "core/check.hpp"
#include "core/ledger_binary.hpp"
#include "core/ledger_factory.hpp"
#include "core/ledger_state_binary.hpp"
#include "core/literal_replica.hpp"
#include "core/random.hpp"
#include "core/reference_ledger.hpp"
#include "core/version_replica.hpp"

#include <algorithm>

namespace creditsim::core {

namespace {

// A version vector says nothing without the histories: a replica that knows no more than it gives it content.
LedgerState spelled_out(const NodeWorld& world, const VersionState& state) {
  const auto replica = make_replica(world);
  CREDITSIM_CHECK(replica->join(state).ok());
  return replica->state(state.clock());
}

} // namespace

std::string canonical_bytes(const NodeWorld& world, const SharedState& state) {
  if (world.foreign)
    return world.foreign.bytes_of(state);
  const std::uint32_t authenticator_bytes = world.scenario.ledger.authenticator_bytes;
  if (const auto* versions = dynamic_cast<const VersionState*>(&state))
    return encode_ledger_state_binary(spelled_out(world, *versions), authenticator_bytes);
  if (const auto* literal = dynamic_cast<const LiteralState*>(&state))
    return encode_ledger_state_binary(literal->state(), authenticator_bytes);
  const auto* reference = dynamic_cast<const ReferenceState*>(&state);
  CREDITSIM_CHECK(reference != nullptr);
  return encode_ledger_binary(reference->state);
}

std::string damaged(std::string bytes, std::uint64_t seed, DamageKey key) {
  CREDITSIM_CHECK(!bytes.empty());
  constexpr std::uint64_t changes_max = 4;
  std::uint64_t index = key.index * 16;
  const auto draw = [&] { return Draw{seed, key.purpose, key.entity, index++}; };
  if (draw().chance(0.25)) {
    bytes.resize(draw().below(bytes.size()));
    return bytes;
  }
  const std::string before = bytes;
  for (std::uint64_t changes = 1 + draw().below(changes_max); changes > 0; --changes) {
    char& byte = bytes[draw().below(bytes.size())];
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1 + draw().below(255)));
  }
  if (bytes == before) // two changes undid each other
    bytes.front() = static_cast<char>(~static_cast<unsigned char>(bytes.front()));
  return bytes;
}

bool readable(const NodeWorld& world, std::string_view bytes) {
  // Into tables of its own: what is not read must not leave names behind.
  const auto names = std::make_shared<NodeNames>();
  if (world.scenario.profile == Profile::reference)
    return decode_ledger_binary(bytes, names).ok();
  return decode_ledger_state_binary(bytes, std::make_shared<OwnerTable>(names)).ok();
}

} // namespace creditsim::core
