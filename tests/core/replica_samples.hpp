// SPDX-License-Identifier: MIT
#pragma once

#include "core/entry_ledger.hpp"
#include "core/histories.hpp"
#include "core/literal_replica.hpp"
#include "core/random.hpp"
#include "core/version_replica.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace creditsim::core {

/// Owners n0, n1, ... with two incarnations each: identity i has slots i and identities + i.
inline std::shared_ptr<OwnerTable> some_owners(std::uint32_t identities) {
  auto names = std::make_shared<NodeNames>();
  for (std::uint32_t i = 0; i < identities; ++i)
    names->intern("n" + std::to_string(i));
  auto owners = std::make_shared<OwnerTable>(names);
  for (const Incarnation incarnation : {1U, 2U})
    for (std::uint32_t i = 0; i < identities; ++i)
      owners->intern(i, incarnation);
  return owners;
}

inline EntryLedger literal_ledger(const ReplicaOptions& options, Slot slot) {
  return EntryLedger{{.slot = slot, .replica = std::make_unique<LiteralReplica>(options)}};
}

inline EntryLedger version_ledger(const ReplicaOptions& options, Histories& histories, Slot slot) {
  return EntryLedger{{.slot = slot, .replica = std::make_unique<VersionReplica>(options, histories)}};
}

/// Ledgers that do the same things at the same times: in each form one a node.
class Twins {
public:
  Twins(std::uint32_t nodes, std::uint32_t rows_max)
      : options_{.owners = some_owners(nodes), .rules = {}, .rows_max = rows_max}, histories_{options_.owners, 8} {
    for (Slot slot = 0; slot < nodes; ++slot) {
      literal.push_back(literal_ledger(options_, slot));
      versions.push_back(version_ledger(options_, histories_, slot));
    }
  }

  std::uint32_t nodes() const { return static_cast<std::uint32_t>(literal.size()); }

  /// Does something drawn at random at a random node, or lets one node learn from another.
  void step(std::uint64_t seed, std::uint64_t index) {
    const Draw what{seed, Purpose::worker, 0, index};
    const auto node = static_cast<std::uint32_t>(Draw{seed, Purpose::worker, 1, index}.below(nodes()));
    const auto peer = static_cast<std::uint32_t>(Draw{seed, Purpose::worker, 2, index}.below(nodes()));
    const auto now_ms = static_cast<std::int64_t>(index / 3);
    const auto each = [&](auto&& act) {
      act(literal[node]);
      act(versions[node]);
    };
    const auto post = [&](Posting::Kind kind, TaskId task, std::int64_t amount) {
      each([&](EntryLedger& ledger) {
        static_cast<void>(
            ledger.post({.kind = kind, .amount = Credits::hundredths(amount), .task = task, .peer = peer}, now_ms));
      });
    };
    switch (what.below(8)) {
    case 0:
      post(Posting::Kind::grant, no_task, 1000);
      break;
    case 1:
      post(Posting::Kind::hold, index, 100 + static_cast<std::int64_t>(what.bits() % 400));
      break;
    case 2:
      post(Posting::Kind::earn, index, 1 + static_cast<std::int64_t>(what.bits() % 40'000));
      break;
    case 3:
      each([&](EntryLedger& ledger) {
        ledger.set_metadata("key" + std::to_string(what.bits() % 5), std::to_string(index), now_ms);
      });
      break;
    default:
      const auto from_literal = literal[peer].share(now_ms);
      const auto from_versions = versions[peer].share(now_ms);
      join(node, *from_literal, *from_versions, now_ms);
    }
  }

  void join(std::uint32_t node, const SharedState& from_literal, const SharedState& from_versions,
            std::int64_t now_ms) {
    const auto a = literal[node].join(from_literal, now_ms);
    const auto b = versions[node].join(from_versions, now_ms);
    CREDITSIM_CHECK(a.ok() && b.ok());
    changes.emplace_back(a.value(), b.value());
  }

  std::vector<EntryLedger> literal;
  std::vector<EntryLedger> versions;
  std::vector<std::pair<JoinChange, JoinChange>> changes; ///< of every join, in either form

private:
  ReplicaOptions options_;
  Histories histories_;
};

} // namespace creditsim::core
