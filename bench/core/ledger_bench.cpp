// SPDX-License-Identifier: MIT
// What the ledger and the credit system cost, with deduplication, history and digest on, as in a run.
#include "core/credit_system.hpp"
#include "core/entry_ledger.hpp"
#include "core/hash.hpp"
#include "core/histories.hpp"
#include "core/ledger_binary.hpp"
#include "core/ledger_json.hpp"
#include "core/ledger_state_json.hpp"
#include "core/ledger_state_packed.hpp"
#include "core/literal_replica.hpp"
#include "core/price.hpp"
#include "core/random.hpp"
#include "core/reference_ledger.hpp"
#include "core/version_replica.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#if defined(__x86_64__)
#include "bench/core/single_steps.hpp"
#endif

using namespace creditsim::core;

namespace {

const CreditRules rules;

/// Names and archive of a network, shared by its ledgers.
struct Network {
  explicit Network(std::uint32_t nodes) : names{std::make_shared<NodeNames>()} {
    for (std::uint32_t node = 0; node < nodes; ++node)
      names->intern("n" + std::to_string(node));
    archive = std::make_shared<TransactionArchive>(*names, nodes);
  }

  std::shared_ptr<NodeNames> names;
  std::shared_ptr<TransactionArchive> archive;
};

/// The ledger and the credit system of a network's first node.
struct FirstNode {
  explicit FirstNode(const Network& network)
      : ledger{{.node = network.names->name(0),
                .names = network.names,
                .archive = network.archive,
                .max_transactions = rules.history}},
        system{ledger, {.node = network.names->name(0), .rules = &rules}} {}

  ReferenceLedger ledger;
  CreditSystem system;
};

/// The state of a network in which each of `nodes` nodes earned and spent, as one export.
LedgerExport state_of(const Network& network, std::uint32_t nodes, std::int64_t more) {
  LedgerExport state = FirstNode{network}.ledger.export_state(0);
  for (std::uint32_t node = 0; node < nodes; ++node) {
    benchmark::DoNotOptimize(state.earned->raise(node, Credits::hundredths(1000 + node + more)).ok());
    benchmark::DoNotOptimize(state.spent->raise(node, Credits::hundredths(500 + node + more)).ok());
  }
  return state;
}

// Two payments an iteration, so that the balance stays: one earned, one spent.
void earn_and_spend(benchmark::State& state) {
  const auto others = static_cast<std::uint32_t>(state.range(0));
  Network network{std::max(2U, others + 1)}; // n1, the peer of every payment, is known
  FirstNode node{network};
  benchmark::DoNotOptimize(node.system.initialize(0).ok());
  if (others > 0)
    benchmark::DoNotOptimize(node.system.join(ReferenceState{state_of(network, others + 1, 0)}, 0).ok());
  std::int64_t now_ms = 1;
  for (auto _ : state) {
    const std::string task = "task-" + std::to_string(now_ms);
    benchmark::DoNotOptimize(
        node.system.earn({.node = "n0", .amount = 1.0, .task = task, .type = "compute", .peer = "n1"}, now_ms).ok());
    benchmark::DoNotOptimize(
        node.system.spend({.node = "n0", .amount = 1.0, .task = task, .type = "compute", .peer = "n1"}, now_ms).ok());
    benchmark::DoNotOptimize(node.ledger.digests());
    ++now_ms;
  }
  state.SetItemsProcessed(2 * state.iterations());
}
BENCHMARK(earn_and_spend)->Arg(0)->Arg(10'000);

/// Counts the events that it hears of.
struct Listener final : CreditObserver {
  void on_ledger_event(const LedgerEvent&) override { ++events; }
  void on_credit_event(const CreditEvent&) override { ++events; }
  std::uint64_t events = 0;
};

/// The owners of a network under the corrected rules, and what their replicas have in common.
struct CorrectedNetwork {
  explicit CorrectedNetwork(std::uint32_t nodes) {
    auto names = std::make_shared<NodeNames>();
    options.owners = std::make_shared<OwnerTable>(names);
    for (std::uint32_t node = 0; node < nodes; ++node)
      options.owners->intern(names->intern("n" + std::to_string(node)), 1);
  }

  /// What a node writes first: its grant.
  OwnChange grant(Slot slot) const {
    OwnChange change;
    change.after.granted = change.row.amount = rules.initial_credits;
    change.after.version = change.row.version = 1;
    change.after.authenticator = options.authority.sign(options.owners->order_key(slot), change.after);
    change.row.stamp = HybridTime::at(1);
    change.row.slot = slot;
    return change;
  }

  /// A replica that knows the grants of all nodes but the first.
  LiteralReplica crowd() const {
    LiteralReplica replica{options};
    LedgerState state{.owners = options.owners, .entries = {Entry{}}, .rows = {}, .metadata = {}};
    for (Slot slot = 1; slot < options.owners->size(); ++slot)
      state.entries.push_back(grant(slot).after);
    replica.load(state);
    return replica;
  }

  ReplicaOptions options{.rows_max = rules.history};
};

/// The ledger and the credit system of one node under the corrected rules; somebody listens to their events.
struct CorrectedNode {
  CorrectedNode(const CorrectedNetwork& network, Slot slot, std::unique_ptr<Replica> replica)
      : name{network.options.owners->names()->name(slot)}, ledger{{.slot = slot,
                                                                   .replica = std::move(replica),
                                                                   .window = rules.dedup_window}},
        system{ledger, {.node = name, .rules = &rules, .economy = Rules{}, .observer = &listener}} {
    benchmark::DoNotOptimize(system.initialize(0).ok());
  }

  Payment payment(TaskId task) const {
    return {.node = name, .amount = 1.0, .task = "", .type = "compute", .priority = "high", .id = task};
  }

  /// Earns and spends once for `task`.
  void earn_and_spend(TaskId task, std::int64_t now_ms) {
    const Payment payment = this->payment(task);
    benchmark::DoNotOptimize(system.earn(payment, now_ms).ok());
    benchmark::DoNotOptimize(system.spend(payment, now_ms).ok());
    benchmark::DoNotOptimize(ledger.digests());
  }

  std::string name;
  Listener listener;
  EntryLedger ledger;
  CreditSystem system;
};

template <class MakeReplica> void earn_and_spend_corrected(benchmark::State& state, const MakeReplica& make) {
  const CorrectedNetwork network{static_cast<std::uint32_t>(state.range(0)) + 1};
  Histories histories{network.options.owners, network.options.authenticator_bytes};
  CorrectedNode node{network, 0, make(network, histories)};
  TaskId task = 0;
  for (auto _ : state) {
    node.earn_and_spend(task, static_cast<std::int64_t>(task / 8));
    ++task;
  }
  state.SetItemsProcessed(2 * state.iterations());
}

void earn_and_spend_literal(benchmark::State& state) {
  earn_and_spend_corrected(state, [](const CorrectedNetwork& network, Histories&) {
    return std::make_unique<LiteralReplica>(network.crowd());
  });
}
BENCHMARK(earn_and_spend_literal)->Arg(0)->Arg(10'000)->Arg(1'000'000);
BENCHMARK(earn_and_spend_literal)->Name("counted_earn_and_spend")->Arg(10'000)->Iterations(20'000);

void earn_and_spend_versions(benchmark::State& state) {
  earn_and_spend_corrected(state, [](const CorrectedNetwork& network, Histories& histories) {
    for (Slot slot = 1; slot < network.options.owners->size(); ++slot)
      histories.append(network.grant(slot));
    auto replica = std::make_unique<VersionReplica>(network.options, histories);
    benchmark::DoNotOptimize(replica->join(*network.crowd().share(HybridTime::at(1))).ok());
    return replica;
  });
}
// Histories keep every version: so many as fit into memory.
BENCHMARK(earn_and_spend_versions)->Arg(0)->Arg(10'000)->Arg(1'000'000)->Iterations(1'000'000);

#if defined(__x86_64__) // only these are stepped

using creditsim::bench::SingleSteps;

// Instructions of the median and of the worst single earn or spend, over two windows of deduplication, so that all that
// happens now and then has happened. A step takes ten thousand times as long as the instruction, so a first run finds
// by the clock which operations may be the worst, and a second one steps through these, and through some for the
// median.
template <class MakeNode> void single_stepped(benchmark::State& state, const MakeNode& make_node) {
  constexpr TaskId tasks = 22'000;
  constexpr std::ptrdiff_t longest = 64;
  constexpr std::size_t apart = 501; // odd: earns and spends in turn
  const auto run = [&](const auto& each) {
    const std::unique_ptr<CorrectedNode> node = make_node();
    for (TaskId task = 0; task < tasks; ++task) {
      const auto now_ms = static_cast<std::int64_t>(task / 8);
      const Payment payment = node->payment(task);
      each(2 * task, [&] { benchmark::DoNotOptimize(node->system.earn(payment, now_ms).ok()); });
      each(2 * task + 1, [&] { benchmark::DoNotOptimize(node->system.spend(payment, now_ms).ok()); });
    }
  };
  for (auto _ : state) {
    std::vector<std::pair<std::chrono::steady_clock::duration, std::size_t>> times;
    run([&](std::size_t at, const auto& call) {
      const auto start = std::chrono::steady_clock::now();
      call();
      times.emplace_back(std::chrono::steady_clock::now() - start, at);
    });
    std::partial_sort(times.begin(), times.begin() + longest, times.end(), std::greater<>{});
    std::vector<bool> suspected(times.size());
    for (std::ptrdiff_t i = 0; i < longest; ++i)
      suspected[times[static_cast<std::size_t>(i)].second] = true;
    SingleSteps steps;
    std::vector<std::uint64_t> usual;
    std::uint64_t worst = 0;
    run([&](std::size_t at, const auto& call) {
      if (!suspected[at] && at % apart != 0)
        return call();
      const std::uint64_t count = steps.of(call);
      worst = std::max(worst, count);
      if (at % apart == 0)
        usual.push_back(count);
    });
    std::sort(usual.begin(), usual.end());
    const auto median = static_cast<double>(usual[usual.size() / 2]);
    state.counters["median"] = median;
    state.counters["worst"] = static_cast<double>(worst);
    state.counters["worst_per_median"] = static_cast<double>(worst) / median;
  }
}

void single_stepped_earn_and_spend_literal(benchmark::State& state) {
  const CorrectedNetwork network{static_cast<std::uint32_t>(state.range(0)) + 1};
  single_stepped(state, [&] {
    return std::make_unique<CorrectedNode>(network, 0, std::make_unique<LiteralReplica>(network.crowd()));
  });
}
BENCHMARK(single_stepped_earn_and_spend_literal)->Arg(0)->Arg(10'000)->Iterations(1)->Repetitions(1);

void single_stepped_earn_and_spend_versions(benchmark::State& state) {
  const CorrectedNetwork network{static_cast<std::uint32_t>(state.range(0)) + 1};
  std::optional<Histories> histories; // of each run its own
  single_stepped(state, [&] {
    histories.emplace(network.options.owners, network.options.authenticator_bytes);
    return std::make_unique<CorrectedNode>(network, 0, std::make_unique<VersionReplica>(network.options, *histories));
  });
}
BENCHMARK(single_stepped_earn_and_spend_versions)->Arg(10'000)->Iterations(1)->Repetitions(1);

#endif

// Each thread has its share of 100,000 credit systems over one set of histories, as a shard has, and visits them in no
// order: what a payment costs when nothing of the node is in the cache.
void earn_and_spend_random_order(benchmark::State& state) {
  const auto count = static_cast<std::uint32_t>(state.range(0) / state.threads());
  const CorrectedNetwork network{count};
  Histories histories{network.options.owners, network.options.authenticator_bytes};
  std::vector<std::unique_ptr<CorrectedNode>> nodes;
  nodes.reserve(count);
  for (Slot slot = 0; slot < count; ++slot)
    nodes.push_back(
        std::make_unique<CorrectedNode>(network, slot, std::make_unique<VersionReplica>(network.options, histories)));
  TaskId task = 0;
  for (auto _ : state) {
    nodes[mix64(task) % count]->earn_and_spend(task, static_cast<std::int64_t>(task / 1'000));
    ++task;
  }
  state.SetItemsProcessed(2 * state.iterations());
}
BENCHMARK(earn_and_spend_random_order)->Arg(100'000)->Iterations(1'000'000)->ThreadRange(1, 2)->UseRealTime();

// Of every second owner the state knows a second version.
void join_versions(benchmark::State& state) {
  const auto nodes = static_cast<std::uint32_t>(state.range(0));
  const CorrectedNetwork network{nodes};
  Histories histories{network.options.owners, network.options.authenticator_bytes};
  std::vector<std::uint32_t> versions(histories.padded_size());
  VersionState::Figures figures{.entries = nodes};
  for (Slot slot = 0; slot < nodes; ++slot) {
    histories.append(network.grant(slot));
    versions[slot] = 1;
    figures.digest += histories.owner(slot).weight;
  }
  const VersionState known{versions, figures, 0, HybridTime::at(1)};
  for (Slot slot = 1; slot < nodes; slot += 2) {
    OwnChange change = network.grant(slot);
    change.after.version = change.row.version = 2;
    histories.append(change);
    ++versions[slot];
    figures.digest += histories.owner(slot).weight;
  }
  const VersionState theirs{std::move(versions), figures, 0, HybridTime::at(1)};
  EntryLedger ledger{{.slot = 0, .replica = std::make_unique<VersionReplica>(network.options, histories)}};
  CreditSystem system{ledger, {.node = "n0", .rules = &rules, .economy = Rules{}}};
  benchmark::DoNotOptimize(system.join(known, 0).ok());
  const auto before = ledger.snapshot();
  for (auto _ : state) {
    state.PauseTiming();
    benchmark::DoNotOptimize(ledger.restore(*before).ok());
    state.ResumeTiming();
    benchmark::DoNotOptimize(system.join(theirs, 0).ok());
  }
  state.SetItemsProcessed(nodes * state.iterations());
}
BENCHMARK(join_versions)->Arg(1'000)->Arg(10'000);
BENCHMARK(join_versions)->Name("counted_join")->Arg(10'000)->Iterations(100);

void join_nothing_new(benchmark::State& state) {
  const auto nodes = static_cast<std::uint32_t>(state.range(0));
  const Network network{nodes};
  FirstNode node{network};
  const ReferenceState other{state_of(network, nodes, 0)};
  benchmark::DoNotOptimize(node.system.join(other, 0).ok());
  for (auto _ : state)
    benchmark::DoNotOptimize(node.system.join(other, 0).ok());
  state.SetItemsProcessed(2 * static_cast<std::int64_t>(nodes) * state.iterations());
}
BENCHMARK(join_nothing_new)->Arg(1'000)->Arg(10'000);

void join_all_new(benchmark::State& state) {
  const auto nodes = static_cast<std::uint32_t>(state.range(0));
  const Network network{nodes};
  const LedgerExport older = state_of(network, nodes, 0);
  const LedgerExport newer = state_of(network, nodes, 1);
  for (auto _ : state) {
    GCounter earned = *older.earned;
    GCounter spent = *older.spent;
    benchmark::DoNotOptimize(earned.join(*newer.earned).ok());
    benchmark::DoNotOptimize(spent.join(*newer.spent).ok());
  }
  state.SetItemsProcessed(2 * static_cast<std::int64_t>(nodes) * state.iterations());
}
BENCHMARK(join_all_new)->Arg(1'000)->Arg(10'000);

/// A ledger with a full history, joined with the counters of 10,000 nodes.
LedgerExport crowded_state(const Network& network) {
  FirstNode node{network};
  benchmark::DoNotOptimize(node.system.initialize(0).ok());
  benchmark::DoNotOptimize(node.system.join(ReferenceState{state_of(network, network.names->size(), 0)}, 0).ok());
  for (std::int64_t task = 0; task < 1'000; ++task)
    benchmark::DoNotOptimize(
        node.system.earn({.node = "n0", .amount = 1.0, .task = "task-" + std::to_string(task), .peer = "n1"}, task)
            .ok());
  return node.ledger.export_state(1'000);
}

std::int64_t entries_of(const LedgerExport& state) {
  return static_cast<std::int64_t>(state.earned->known()) + state.spent->known() +
         static_cast<std::int64_t>(state.transactions->rows.size());
}

void export_state(benchmark::State& state) {
  const Network network{10'000};
  FirstNode node{network};
  benchmark::DoNotOptimize(node.system.join(ReferenceState{crowded_state(network)}, 0).ok());
  for (auto _ : state)
    benchmark::DoNotOptimize(node.ledger.export_state(0));
  state.SetItemsProcessed(entries_of(node.ledger.export_state(0)) * state.iterations());
}
BENCHMARK(export_state);

template <class Encode> void encode(benchmark::State& state, const Encode& encode_state) {
  const Network network{10'000};
  const LedgerExport crowded = crowded_state(network);
  std::size_t bytes = 0;
  for (auto _ : state) {
    const std::string text = encode_state(crowded);
    bytes = text.size();
    benchmark::DoNotOptimize(text.data());
  }
  state.SetItemsProcessed(entries_of(crowded) * state.iterations());
  state.counters["bytes_per_entry"] = static_cast<double>(bytes) / static_cast<double>(entries_of(crowded));
}

void encode_binary(benchmark::State& state) { encode(state, encode_ledger_binary); }
BENCHMARK(encode_binary);

void encode_json(benchmark::State& state) {
  encode(state, [](const LedgerExport& crowded) { return encode_ledger_json(crowded); });
}
BENCHMARK(encode_json);

template <class Decode> void decode(benchmark::State& state, const std::string& text, const Decode& decode_text) {
  const Network network{10'000};
  std::int64_t entries = 0;
  for (auto _ : state) {
    const auto decoded = decode_text(text, network.names);
    entries = entries_of(decoded.value());
  }
  state.SetItemsProcessed(entries * state.iterations());
}

void decode_binary(benchmark::State& state) {
  decode(state, encode_ledger_binary(crowded_state(Network{10'000})), decode_ledger_binary);
}
BENCHMARK(decode_binary);

void decode_json(benchmark::State& state) {
  decode(state, encode_ledger_json(crowded_state(Network{10'000})),
         [](const std::string& text, const auto& names) { return decode_ledger_json(text, names); });
}
BENCHMARK(decode_json);

void canonical_digest_of_state(benchmark::State& state) {
  const Network network{10'000};
  const LedgerExport crowded = crowded_state(network);
  for (auto _ : state)
    benchmark::DoNotOptimize(canonical_digest(crowded));
  state.SetItemsProcessed(entries_of(crowded) * state.iterations());
}
BENCHMARK(canonical_digest_of_state);

/// A network under the corrected rules whose nodes submit tasks and are paid for others', as one replica hears of it.
class WorkedNetwork {
public:
  explicit WorkedNetwork(std::uint32_t nodes) : network_{nodes}, replica_{network_.options} {
    for (Slot slot = 0; slot < nodes; ++slot)
      replica_.write(network_.grant(slot));
  }

  /// Submits `count` more tasks, at the pace of the scenario `large`. One of twenty comes back.
  void work(std::uint32_t count) {
    for (const TaskId end = tasks_ + count; tasks_ < end; ++tasks_) {
      const Slot submitter = draw(Purpose::submitter, owners().size());
      const Slot worker = draw(Purpose::worker, owners().size());
      const Credits price = drawn_price();
      if (replica_.account(owners().identity(submitter)) < price)
        continue;
      write(submitter, RecordKind::hold, worker, price);
      if (draw(Purpose::loss, 20) == 0) {
        write(submitter, RecordKind::release, submitter, price);
        continue;
      }
      write(submitter, RecordKind::settle, worker, price);
      write(worker, RecordKind::earn, submitter, price);
    }
  }

  LedgerState state() const { return replica_.state(clock_.last()); }

  std::vector<std::uint32_t> versions() const {
    std::vector<std::uint32_t> versions;
    for (Slot slot = 0; slot < owners().size(); ++slot)
      versions.push_back(replica_.version(slot));
    return versions;
  }

private:
  const OwnerTable& owners() const { return *network_.options.owners; }

  std::uint32_t draw(Purpose purpose, std::uint32_t bound) const {
    return static_cast<std::uint32_t>(Draw{1, purpose, 0, tasks_}.below(bound));
  }

  Credits drawn_price() const {
    static constexpr const char* types[] = {"embed", "compute", "analyze"};
    static constexpr const char* priorities[] = {"low", "medium", "critical"};
    return price(rules, 1.0, {types[draw(Purpose::task_type, 3)], priorities[draw(Purpose::task_priority, 3)]}).value();
  }

  void write(Slot slot, RecordKind kind, Slot peer, Credits amount) {
    OwnChange change{.after = replica_.entry(slot), .row = {}};
    Entry& after = change.after;
    ++after.version;
    if (kind == RecordKind::earn)
      after.earned += amount;
    else if (kind == RecordKind::hold)
      after.spent += amount;
    else if (kind == RecordKind::release)
      after.refunded += amount;
    after.authenticator = network_.options.authority.sign(owners().order_key(slot), after);
    constexpr double tasks_per_ms = 1.6667;
    change.row = {.stamp = clock_.tick(static_cast<std::int64_t>(static_cast<double>(tasks_) / tasks_per_ms)),
                  .amount = amount,
                  .task = tasks_,
                  .peer = owners().name_hash(owners().identity(peer)),
                  .slot = slot,
                  .version = after.version,
                  .kind = kind};
    replica_.write(change);
  }

  CorrectedNetwork network_;
  LiteralReplica replica_;
  HybridClock clock_;
  TaskId tasks_ = 0;
};

/// Ten thousand nodes after ten tasks each, with the newest `rows` transactions.
LedgerState worked_state(std::int64_t rows) {
  WorkedNetwork network{10'000};
  network.work(100'000);
  LedgerState state = network.state();
  state.rows.erase(state.rows.begin(), state.rows.end() - rows);
  return state;
}

void count_state(benchmark::State& state, const LedgerState& ledger, std::size_t bytes) {
  const auto known =
      std::count_if(ledger.entries.begin(), ledger.entries.end(), [](const Entry& entry) { return entry.version > 0; });
  const auto entries = static_cast<std::int64_t>(ledger.rows.size()) + known;
  state.SetItemsProcessed(entries * state.iterations());
  state.counters["bytes_per_entry"] = static_cast<double>(bytes) / static_cast<double>(entries);
}

// The argument of these is how many rows the state holds.
template <class Encode> void encode_worked(benchmark::State& state, const Encode& encode_state) {
  const LedgerState worked = worked_state(state.range(0));
  std::size_t bytes = 0;
  for (auto _ : state) {
    const std::string text = encode_state(worked);
    bytes = text.size();
    benchmark::DoNotOptimize(text.data());
  }
  count_state(state, worked, bytes);
}

template <class Encode, class Decode>
void decode_worked(benchmark::State& state, const Encode& encode_state, const Decode& decode_text) {
  const LedgerState worked = worked_state(state.range(0));
  const std::string text = encode_state(worked);
  for (auto _ : state)
    benchmark::DoNotOptimize(decode_text(text, worked.owners).ok());
  count_state(state, worked, text.size());
}

std::string pack(const LedgerState& state) { return encode_ledger_state_packed(state); }
std::string pack_unsigned(const LedgerState& state) { return encode_ledger_state_packed(state, 0); }
std::string state_json(const LedgerState& state) { return encode_ledger_state_json(state); }

void encode_packed(benchmark::State& state) { encode_worked(state, pack); }
BENCHMARK(encode_packed)->Arg(0)->Arg(1'000);

void encode_packed_unsigned(benchmark::State& state) { encode_worked(state, pack_unsigned); }
BENCHMARK(encode_packed_unsigned)->Arg(0)->Arg(1'000);

void encode_state_json(benchmark::State& state) { encode_worked(state, state_json); }
BENCHMARK(encode_state_json)->Arg(0)->Arg(1'000);

void decode_packed(benchmark::State& state) { decode_worked(state, pack, decode_ledger_state_packed); }
BENCHMARK(decode_packed)->Arg(0)->Arg(1'000);

void decode_packed_unsigned(benchmark::State& state) {
  decode_worked(state, pack_unsigned, decode_ledger_state_packed);
}
BENCHMARK(decode_packed_unsigned)->Arg(0)->Arg(1'000);

void decode_state_json(benchmark::State& state) { decode_worked(state, state_json, decode_ledger_state_json); }
BENCHMARK(decode_state_json)->Arg(0)->Arg(1'000);

// What a tenth of a second of the scenario `large` changes, for a replica that knows all before.
void delta_packed(benchmark::State& state) {
  WorkedNetwork network{10'000};
  network.work(100'000);
  const std::vector<std::uint32_t> known = network.versions();
  network.work(167);
  const LedgerState worked = network.state();
  std::size_t bytes = 0;
  for (auto _ : state) {
    const std::string text = encode_ledger_state_packed(delta_since(worked, known));
    bytes = text.size();
    benchmark::DoNotOptimize(text.data());
  }
  count_state(state, delta_since(worked, known), bytes);
}
BENCHMARK(delta_packed);

} // namespace
