// SPDX-License-Identifier: MIT
#pragma once

#include "core/literal_replica.hpp"
#include "tests/core/samples.hpp"

#include <string>
#include <utility>
#include <vector>

namespace creditsim::core {

/// A table of owners of its own.
inline std::shared_ptr<OwnerTable> new_owners() { return std::make_shared<OwnerTable>(std::make_shared<NodeNames>()); }

/// A replica over a table of its own.
inline LiteralReplica new_replica(std::uint32_t authenticator_bytes = 8, Authority authority = Authority{}) {
  return LiteralReplica{{.owners = new_owners(), .authenticator_bytes = authenticator_bytes, .authority = authority}};
}

/// Two owners in another order than their names', with all that a state can hold.
inline LedgerState sample_state() {
  const auto owners = new_owners();
  const Slot b = owners->intern(owners->names()->intern("b"), 1);
  const Slot unknown = owners->intern(owners->names()->intern("nobody"), 1);
  const Slot a = owners->intern(owners->names()->intern("a:1"), 300);
  LedgerState state{.owners = owners, .entries = {}, .rows = {}, .metadata = {}, .clock = {(258 << 16) + 3}};
  state.entries.resize(3);
  state.entries[b] = {.granted = Credits::whole(10),
                      .earned = {},
                      .spent = Credits::hundredths(150),
                      .refunded = Credits::hundredths(150),
                      .horizon = 77,
                      .authenticator = 0x0102030405060708,
                      .version = 4};
  state.entries[unknown] = {};
  state.entries[a] = {.granted = {},
                      .earned = Credits::hundredths(3'500'000'000'000'000),
                      .spent = {},
                      .refunded = {},
                      .horizon = UINT64_MAX,
                      .authenticator = UINT64_MAX,
                      .version = UINT32_MAX};
  const auto row = [](HybridTime stamp, Slot slot, std::uint32_t version, RecordKind kind) {
    return LedgerRow{.stamp = stamp,
                     .amount = Credits::hundredths(150),
                     .task = 77,
                     .peer = 9,
                     .slot = slot,
                     .version = version,
                     .kind = kind};
  };
  state.rows = {row(HybridTime::at(1), b, 2, RecordKind::hold), row(HybridTime::at(2), a, 5, RecordKind::earn),
                row(HybridTime{(2 << 16) + 1}, b, 3, RecordKind::release)};
  state.metadata = {
      {.key = "", .value = "null", .stamp = HybridTime::at(3), .slot = a, .version = 6, .deleted = true},
      {.key = "k", .value = "[1,\"x\"]", .stamp = HybridTime::at(4), .slot = b, .version = 4, .deleted = false}};
  return state;
}

/// A few owners that write at random and join each other's states, under a fresh table of owners whose order differs
/// from seed to seed.
class StateSamples {
public:
  explicit StateSamples(std::uint64_t seed, std::uint32_t authenticator_bytes = 8) : samples_{seed}, authority_{seed} {
    const auto owners = new_owners();
    const std::uint32_t rows_max = samples_.one_in(3) ? 4 : 1000;
    for (std::uint64_t left = 1 + samples_.below(6); left > 0; --left) {
      const auto known = owners->size();
      const Slot slot = owners->intern(owners->names()->intern(name()), incarnation());
      if (slot < known) // two that write as one owner would contradict each other
        continue;
      nodes_.push_back({LiteralReplica{{.owners = owners,
                                        .rows_max = rows_max,
                                        .authenticator_bytes = authenticator_bytes,
                                        .authority = authority_}},
                        HybridClock{}, slot});
    }
  }

  /// What one of them knows after some more writes and joins.
  LiteralReplica& next() {
    for (std::uint64_t left = samples_.below(40); left > 0; --left) {
      Node& node = nodes_[samples_.below(nodes_.size())];
      if (samples_.one_in(3))
        join(node, nodes_[samples_.below(nodes_.size())]);
      else
        write(node);
    }
    last_ = samples_.below(nodes_.size());
    return nodes_[last_].replica;
  }

  /// The clock of the one that `next` returned last.
  HybridTime clock() const { return nodes_[last_].clock.last(); }

  LedgerState next_state() {
    LiteralReplica& replica = next();
    return replica.state(clock());
  }

  const Authority& authority() const { return authority_; }

private:
  struct Node {
    LiteralReplica replica;
    HybridClock clock;
    Slot slot;
  };

  std::string name() {
    static const std::vector<std::string> names{"A", "b:1", "n-7", "x.y", "_z", "0", std::string(64, 'w')};
    return samples_.one_in(3) ? "n" + std::to_string(samples_.below(300)) : names[samples_.below(names.size())];
  }

  Incarnation incarnation() {
    const Incarnation edges[] = {0, 200, UINT32_MAX};
    return samples_.one_in(4) ? edges[samples_.below(3)] : static_cast<Incarnation>(1 + samples_.below(3));
  }

  Credits amount() {
    const std::uint64_t bounds[] = {2, 200, 100'000, 10'000'000'000'000};
    return Credits::hundredths(static_cast<std::int64_t>(samples_.below(bounds[samples_.below(4)])));
  }

  std::string value() {
    static constexpr const char* values[] = {"null", "1", "-2.5", "\"x\"", "[1,{\"a\":[]}]", "{}", "1e+300", "\"\\n\""};
    return values[samples_.below(8)];
  }

  void write(Node& node) {
    const auto kind = static_cast<RecordKind>(samples_.below(record_kinds));
    const Credits moved = amount();
    OwnChange change{.after = node.replica.entry(node.slot), .row = {}};
    Entry& after = change.after;
    ++after.version;
    if (kind == RecordKind::grant)
      after.granted += moved;
    else if (kind == RecordKind::earn)
      after.earned += moved;
    else if (kind == RecordKind::spend || kind == RecordKind::hold)
      after.spent += moved;
    else if (kind == RecordKind::release)
      after.refunded += moved;
    if (samples_.one_in(5))
      after.horizon = samples_.bits() >> samples_.below(64);
    after.authenticator = authority_.sign(node.replica.options().owners->order_key(node.slot), after);
    change.row = {.stamp = node.clock.tick(static_cast<std::int64_t>(samples_.below(50))),
                  .amount = moved,
                  .task = samples_.one_in(4) ? no_task : samples_.below(1000),
                  .peer = samples_.one_in(2) ? 0 : samples_.bits(),
                  .slot = node.slot,
                  .version = after.version,
                  .kind = kind};
    const bool deleted = samples_.one_in(3);
    const MetadataEntry metadata{.key = samples_.one_in(9) ? "" : name(),
                                 .value = deleted ? "null" : value(),
                                 .stamp = change.row.stamp,
                                 .slot = node.slot,
                                 .version = after.version,
                                 .deleted = deleted};
    if (kind == RecordKind::metadata)
      change.write = &metadata;
    node.replica.write(change);
  }

  static void join(Node& node, const Node& other) {
    CREDITSIM_CHECK(node.replica.join(other.replica.state(other.clock.last())).ok());
    node.clock.observe(other.clock.last());
  }

  Samples samples_;
  Authority authority_;
  std::vector<Node> nodes_;
  std::size_t last_ = 0;
};

} // namespace creditsim::core
