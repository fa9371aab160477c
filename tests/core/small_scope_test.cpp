// SPDX-License-Identifier: MIT
#include "core/fault.hpp"
#include "core/hash.hpp"
#include "tests/catch.hpp"
#include "tests/core/replica_samples.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>

// Every reachable state of three identities, one of which restarts, each with a short program of its own, whatever
// exports and payments are lost, duplicated or reordered: what is sent once may arrive anywhere, at any time, any
// number of times or never. The ledger is the real one. What one node does with one input is asked of the ledger once
// and remembered by the whole content of the node, so the search over the states of all nodes goes over numbers only.
//
// In all 1,485,297 states and 20,479,616 transitions, with one export a node, made at any time. The numbers are exact:
// another one means that the ledger or a program changed.
namespace {

using namespace creditsim::core;
using Kind = Posting::Kind;

constexpr std::size_t nodes = 3;
constexpr Slot slots = 6;              // of some_owners(nodes): two incarnations each
constexpr std::size_t exports_max = 2; // a node
const Credits initial = Credits::whole(10);

/// A task is known by its place.
struct Task {
  OwnerId submitter;
  OwnerId worker;
  std::int64_t price;
};
constexpr std::array<Task, 4> tasks{{{0, 1, 6}, {0, 2, 4}, {1, 0, 5}, {0, 2, 7}}};

struct Op {
  enum class What : std::uint8_t { grant, hold, settle, release, metadata, snapshot, restart };
  What what;
  TaskId task = no_task;
};
using What = Op::What;

struct Scope {
  std::array<std::vector<Op>, nodes> programs{};
  std::size_t exports = 1;                ///< a node, `exports_max` at most
  RestartFrom from = RestartFrom::newest; ///< what a restart finds; stale: the snapshot
  bool asks_before_booking = true;        ///< whether a payment was booked already
  bool binds_payments = true;             ///< to the start that did the work, or went on with it from the newest store

  bool forgets() const { return from != RestartFrom::newest; }
  bool drops_open_work = true; ///< a restart from a snapshot does
  bool rows = true;            ///< the replica keeps rows, which are checked
  ReplicaOptions options{.owners = some_owners(nodes)};
  std::function<std::unique_ptr<Replica>(const ReplicaOptions&)> replica = [](const ReplicaOptions& with) {
    return std::make_unique<LiteralReplica>(with);
  };
};

/// With its newest state, a restarted submitter settles and releases what it held before.
Scope newest_state() {
  return {
      .programs = {
          {{{What::grant}, {What::hold, 0}, {What::hold, 1}, {What::restart}, {What::settle, 0}, {What::release, 1}},
           {{What::grant}, {What::hold, 2}, {What::settle, 2}},
           {}}}};
}

/// From nothing, it is granted again unless it has heard of itself, and spends again.
Scope from_nothing() {
  return {.programs = {{{{What::grant}, {What::hold, 1}, {What::restart}, {What::grant}, {What::hold, 3}},
                        {{What::grant}, {What::hold, 2}, {What::settle, 2}},
                        {}}},
          .from = RestartFrom::nothing};
}

/// From a snapshot: what was held in it may be settled by now, and what was booked after it is not marked.
Scope from_snapshot() {
  return {.programs = {{{{What::grant},
                         {What::hold, 0},
                         {What::snapshot},
                         {What::settle, 0},
                         {What::hold, 1},
                         {What::restart},
                         {What::settle, 0},
                         {What::release, 0},
                         {What::hold, 1}},
                        {{What::grant}, {What::hold, 2}, {What::settle, 2}},
                        {}}},
          .from = RestartFrom::stale};
}

/// Everybody writes one key at the same time.
Scope one_key() {
  return {
      .programs = {{{{What::metadata}, {What::restart}, {What::metadata}}, {{What::metadata}}, {{What::metadata}}}}};
}

/// What an owner wrote under one version.
struct Change {
  Entry entry;
  std::optional<LedgerRow> row{};
  std::optional<MetadataEntry> metadata{};
};

/// A node and, beside its ledger, what really happened there, which no restart forgets.
struct Node {
  OwnerId identity = 0;
  std::shared_ptr<const EntryLedger> ledger{};
  std::shared_ptr<const LiteralState> shared{};
  std::uint32_t done = 0; ///< operations of its program
  std::uint32_t incarnation = 0;
  std::array<std::vector<Change>, 2> written{}; ///< by incarnation, then version - 1
  Credits forgotten{};                          ///< held when the store was lost
  std::shared_ptr<const EntryLedger> snapshot{};
  std::array<std::uint8_t, tasks.size()> settled{};
  std::array<std::uint8_t, tasks.size()> booked{};
};

const LedgerState& content(const Node& node) { return node.shared->state(); }

/// All that a node is, as bytes: nodes with equal bytes do the same with the same input.
std::string bytes_of(const Node& node) {
  std::string bytes;
  const auto add = [&](auto... values) {
    for (const std::uint64_t value : {static_cast<std::uint64_t>(values)...})
      bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  };
  const auto add_entry = [&](const Entry& e) {
    add(e.version, e.granted.hundredths(), e.earned.hundredths(), e.spent.hundredths(), e.refunded.hundredths(),
        e.horizon, e.authenticator);
  };
  const auto add_row = [&](const LedgerRow& r) {
    add(r.stamp.bits, r.amount.hundredths(), r.task, r.peer, r.slot, r.version, r.kind);
  };
  const auto add_metadata = [&](const MetadataEntry& m) {
    add(hash64(m.key + m.value), m.stamp.bits, m.slot, m.version);
  };
  const LedgerState& state = content(node);
  add(node.identity, node.done, node.incarnation, node.forgotten.hundredths(), state.clock.bits, state.rows.size(),
      state.metadata.size(), node.written[0].size(), node.written[1].size());
  for (Slot slot = 0; slot < slots; ++slot)
    add_entry(node.ledger->replica().entry(slot));
  for (const auto& row : state.rows)
    add_row(row);
  for (const auto& entry : state.metadata)
    add_metadata(entry);
  for (TaskId task = 0; task < tasks.size(); ++task)
    add(node.settled[task], node.booked[task], node.ledger->processed(Kind::earn, task),
        node.ledger->processed(Kind::hold, task), node.ledger->processed(Kind::settle, task));
  add(node.snapshot != nullptr);
  for (Slot slot = 0; slot < slots && node.snapshot != nullptr; ++slot)
    add_entry(node.snapshot->replica().entry(slot));
  for (TaskId task = 0; task < tasks.size() && node.snapshot != nullptr; ++task)
    add(node.snapshot->processed(Kind::earn, task), node.snapshot->processed(Kind::hold, task),
        node.snapshot->processed(Kind::settle, task));
  for (const auto& changes : node.written)
    for (const auto& change : changes) {
      add_entry(change.entry);
      add_row(change.row.value_or(LedgerRow{}));
      add_metadata(change.metadata.value_or(MetadataEntry{}));
    }
  return bytes;
}

struct Found {
  std::string violation{}; ///< the first; none when empty
  std::string trace{};     ///< a shortest way to it
  std::uint64_t states = 0;
  std::uint64_t transitions = 0;
  std::uint64_t node_states = 0;
  std::uint64_t final_states = 0; ///< in which every program is done
  std::uint64_t debts = 0;        ///< states in which an owner knows that it spent twice
  std::uint64_t refused = 0;      ///< payments that were refused because the store that could tell is lost
};

/// The search. Breadth first, so that what it finds is found on a shortest way.
class Search {
public:
  /// Of all nodes; a node by its number, an export by that of the node as it was exported.
  struct World {
    std::array<std::uint32_t, nodes> node{};
    std::array<std::array<std::uint32_t, exports_max>, nodes> exports{}; // descending, then 0
    friend bool operator==(const World&, const World&) = default;
  };

  explicit Search(Scope scope) : scope_{std::move(scope)} { run(); }

  const Found& found() const { return found_; }
  const std::vector<World>& worlds() const { return worlds_; }
  const LedgerState& state_of(std::uint32_t node) const { return content(node_at(node)); }

private:
  struct WorldHash {
    std::size_t operator()(const World& world) const {
      std::uint64_t hash = 0;
      for (const auto id : world.node)
        hash = chain64(hash, id);
      for (const auto& made : world.exports)
        for (const auto id : made)
          hash = chain64(hash, id);
      return hash;
    }
  };
  struct Step {
    std::uint32_t from = 0;
    std::uint32_t node = 0;
    std::uint32_t input = 0;
  };

  // What a node may be given: its next operation, the forged state, a payment, or an export (from `first_export` on).
  static constexpr std::uint32_t next_op = 0, forged = 1, export_now = 2, first_payment = 3,
                                 first_export = first_payment + tasks.size();

  void run() {
    World start;
    for (OwnerId identity = 0; identity < nodes; ++identity) {
      Node node{.identity = identity, .ledger = std::make_shared<const EntryLedger>(fresh(identity))};
      start.node[identity] = number(std::move(node));
    }
    make_forgery();
    reach(start, {});
    for (std::uint32_t at = 0; at < worlds_.size() && found_.violation.empty(); ++at)
      expand(at);
    found_.states = worlds_.size();
    found_.node_states = known_.size();
  }

  EntryLedger fresh(Slot slot) const { return EntryLedger{{.slot = slot, .replica = scope_.replica(scope_.options)}}; }

  const Node& node_at(std::uint32_t id) const { return known_[id - 1]; } // 0 is none

  std::uint32_t number(Node node) {
    node.shared = std::dynamic_pointer_cast<const LiteralState>(node.ledger->share(0));
    const auto [place, is_new] = numbers_.try_emplace(bytes_of(node), static_cast<std::uint32_t>(known_.size() + 1));
    if (is_new)
      known_.push_back(std::move(node));
    return place->second;
  }

  void make_forgery() {
    LedgerState state;
    state.owners = scope_.options.owners;
    state.entries.resize(slots);
    state.entries[1].earned = Credits::whole(1000);
    state.entries[1].version = 9;
    forgery_ = std::make_shared<const LiteralState>(std::move(state), 0);
  }

  void violation(const std::string& what) {
    if (found_.violation.empty())
      found_.violation = what;
  }

  void reach(const World& world, const Step& step) {
    ++found_.transitions;
    if (!visited_.insert(world).second && found_.violation.empty())
      return;
    worlds_.push_back(world);
    steps_.push_back(step);
    if (found_.violation.empty())
      check(world);
    if (!found_.violation.empty() && found_.trace.empty())
      found_.trace = trace();
  }

  std::string trace() const {
    std::string text;
    for (auto at = static_cast<std::uint32_t>(worlds_.size() - 1); at != 0; at = steps_[at].from) {
      const Step& step = steps_[at];
      std::string line = "n" + std::to_string(step.node);
      if (step.input == next_op)
        line += ": next operation";
      else if (step.input == forged)
        line += " takes the forged state";
      else if (step.input == export_now)
        line += ": export";
      else if (step.input < first_export)
        line += " is paid for task " + std::to_string(step.input - first_payment);
      else
        line += " takes n" + std::to_string(node_at(step.input - first_export).identity) + "'s state after " +
                std::to_string(node_at(step.input - first_export).done) + " operations";
      text = line + "\n" + text;
    }
    return text;
  }

  void expand(std::uint32_t at) {
    const World world = worlds_[at];
    for (std::uint32_t n = 0; n < nodes; ++n) {
      const auto give = [&](std::uint32_t input) {
        if (!found_.violation.empty())
          return;
        World next = world;
        next.node[n] = after(world.node[n], input);
        reach(next, {at, n, input});
      };
      if (node_at(world.node[n]).done < scope_.programs[n].size())
        give(next_op);
      give(forged);
      for (std::uint32_t task = 0; task < tasks.size(); ++task)
        if (tasks[task].worker == n && node_at(world.node[tasks[task].submitter]).settled[task] != 0)
          give(first_payment + task);
      for (const auto& made : world.exports)
        for (const auto id : made)
          if (id != 0)
            give(first_export + id);
      export_from(world, at, n);
    }
  }

  void export_from(World world, std::uint32_t at, std::uint32_t n) {
    auto& made = world.exports[n];
    const auto end = made.begin() + static_cast<std::ptrdiff_t>(scope_.exports);
    const auto free = std::find(made.begin(), end, 0U);
    if (free == end || std::find(made.begin(), free, world.node[n]) != free || !found_.violation.empty())
      return;
    *free = world.node[n];
    std::sort(made.begin(), made.end(), std::greater<>{});
    reach(world, {at, n, export_now});
  }

  /// The node after an input: asked of the ledger once.
  std::uint32_t after(std::uint32_t id, std::uint32_t input) {
    const auto key = std::uint64_t{id} << 32 | input;
    if (const auto known = after_.find(key); known != after_.end())
      return known->second;
    const Node before = node_at(id);
    Node node = before;
    auto ledger = std::make_shared<EntryLedger>(*before.ledger);
    node.ledger = ledger;
    if (input == next_op)
      act(node, *ledger);
    else if (input == forged)
      take(*ledger, *forgery_, true);
    else if (input < first_export)
      book(node, *ledger, input - first_payment);
    else
      take(*ledger, *node_at(input - first_export).shared, false);
    check_step(before, node);
    const Slot own = before.ledger->slot();
    if ((input == forged || input >= first_export) &&
        node.ledger->replica().entry(own) != before.ledger->replica().entry(own))
      violation("a join changed an owner's own entry");
    const auto result = number(std::move(node));
    if (input == forged && result != id && found_.violation.empty())
      violation("a forged state changed a node");
    after_.emplace(key, result);
    return result;
  }

  bool post(Node& node, EntryLedger& ledger, Kind kind, Credits amount, TaskId task, OwnerId peer) {
    const Credits before = ledger.account();
    if (!ledger.post({.kind = kind, .amount = amount, .task = task, .peer = peer}, 0).ok())
      return false;
    if (kind == Kind::hold && (before < amount || ledger.account() != before - amount))
      violation("a hold was accepted beyond the account");
    note(node, ledger);
    return true;
  }

  static void note(Node& node, const EntryLedger& ledger) {
    const Replica& replica = ledger.replica();
    Change change{.entry = replica.entry(ledger.slot())};
    const auto same = [&](const auto& written) {
      return written.slot == ledger.slot() && written.version == change.entry.version;
    };
    for (const auto& row : replica.newest_rows())
      if (same(row))
        change.row = row;
    for (const auto& entry : replica.metadata().entries())
      if (same(entry))
        change.metadata = entry;
    node.written[node.incarnation].push_back(change);
  }

  void act(Node& node, EntryLedger& ledger) {
    const Op op = scope_.programs[node.identity][node.done++];
    const Task task = op.task == no_task ? Task{} : tasks[op.task];
    const Credits price = Credits::whole(task.price);
    switch (op.what) {
    case What::grant:
      if (ledger.grant_due())
        post(node, ledger, Kind::grant, initial, no_task, no_owner);
      break;
    case What::hold:
      if (!ledger.processed(Kind::hold, op.task))
        post(node, ledger, Kind::hold, price, op.task, no_owner);
      break;
    case What::settle:
      if (!ledger.processed(Kind::settle, op.task) && post(node, ledger, Kind::settle, price, op.task, task.worker))
        ++node.settled[op.task];
      break;
    case What::release:
      if (!ledger.processed(Kind::release, op.task))
        post(node, ledger, Kind::release, price, op.task, no_owner);
      break;
    case What::metadata:
      ledger.set_metadata("key", std::to_string(node.identity), 0);
      note(node, ledger);
      break;
    case What::snapshot:
      node.snapshot = std::make_shared<const EntryLedger>(ledger);
      break;
    case What::restart:
      restart(node, ledger);
    }
  }

  void restart(Node& node, EntryLedger& ledger) {
    const bool one_entry = scope_.options.rules.counters == Rules::Counters::per_identity;
    const Slot slot = node.identity + (one_entry ? 0 : static_cast<Slot>(nodes));
    ++node.incarnation;
    if (!scope_.forgets()) {
      ledger.restart(slot);
      return;
    }
    node.forgotten += ledger.held();
    if (scope_.from == RestartFrom::nothing) {
      node.ledger = std::make_shared<const EntryLedger>(fresh(slot));
      return;
    }
    auto copy = std::make_shared<EntryLedger>(*node.snapshot);
    if (scope_.drops_open_work)
      copy->restart_without_work(slot);
    else
      copy->restart(slot);
    node.ledger = std::move(copy);
    node.snapshot = nullptr;
  }

  // Every payment here is for work that was reported before the restart.
  void book(Node& node, EntryLedger& ledger, TaskId task) {
    if (scope_.binds_payments && scope_.forgets() && node.incarnation > 0) {
      ++found_.refused;
      return;
    }
    if (scope_.asks_before_booking && ledger.processed(Kind::earn, task))
      return;
    if (post(node, ledger, Kind::earn, Credits::whole(tasks[task].price), task, tasks[task].submitter))
      ++node.booked[task];
  }

  void take(EntryLedger& ledger, const LiteralState& state, bool is_forged) {
    const bool joined = ledger.join(state, 0).ok();
    if (joined == is_forged)
      violation(is_forged ? "a forged state was joined" : "an export was refused");
  }

  void check_step(const Node& before, const Node& node) {
    const bool restarted = before.incarnation != node.incarnation;
    for (Slot slot = 0; slot < slots && !(restarted && scope_.forgets()); ++slot)
      if (node.ledger->replica().entry(slot).version < before.ledger->replica().entry(slot).version)
        violation("a version went back");
    const bool may_owe = scope_.forgets() && node.incarnation > 0;
    const bool own_doing = node.done != before.done;
    if (node.ledger->account() < Credits{} && (!may_owe || (own_doing && before.ledger->account() >= Credits{})))
      violation("an account fell below zero at its owner");
    for (std::size_t task = 0; task < tasks.size(); ++task)
      if (std::max(node.booked[task], node.settled[task]) > 1)
        violation("a payment was settled or booked twice");
  }

  void check(const World& world) {
    check_sum(world);
    for (const auto replica : world.node)
      for (const auto owner : world.node)
        if (pairs_.insert(std::uint64_t{replica} << 32 | owner).second)
          check_pair(node_at(replica), node_at(owner));
    bool is_final = true;
    for (const auto id : world.node)
      is_final = is_final && node_at(id).done == scope_.programs[node_at(id).identity].size();
    if (is_final && found_.violation.empty())
      check_exchange(world);
  }

  /// Grant once, and what each incarnation had moved by a version of its entry.
  template <class Version> static Credits account_of(const Node& node, Version&& version_of) {
    Credits granted;
    Credits moved;
    for (std::size_t incarnation = 0; incarnation < node.written.size(); ++incarnation)
      if (const std::size_t version = version_of(incarnation); version != 0) {
        const Entry& entry = node.written[incarnation][version - 1].entry;
        granted = std::max(granted, entry.granted);
        moved += entry.moved();
      }
    return granted + moved;
  }

  static Credits account_of(const Node& node) {
    return account_of(node, [&](std::size_t incarnation) { return node.written[incarnation].size(); });
  }

  void check_sum(const World& world) {
    Credits sum;
    Credits grants;
    bool debt = false;
    for (const auto id : world.node) {
      const Node& node = node_at(id);
      sum += account_of(node) + node.ledger->held() + node.forgotten;
      debt = debt || node.ledger->account() < Credits{};
      if (!node.written[0].empty())
        grants += node.written[0].back().entry.granted;
    }
    for (std::size_t task = 0; task < tasks.size(); ++task) {
      const Credits price = Credits::whole(tasks[task].price);
      if (node_at(world.node[tasks[task].submitter]).settled[task] != 0)
        sum += price;
      if (node_at(world.node[tasks[task].worker]).booked[task] != 0)
        sum -= price;
    }
    found_.debts += debt ? 1 : 0;
    if (sum != grants)
      violation("money appeared or vanished");
  }

  /// What one node's replica holds of another (or of itself).
  void check_pair(const Node& replica, const Node& owner) {
    const Replica& known = replica.ledger->replica();
    Credits granted;
    Credits moved;
    for (Slot slot = owner.identity; slot < slots; slot += nodes) {
      const Entry entry = known.entry(slot);
      granted = std::max(granted, entry.granted);
      moved += entry.moved();
      if (entry.version != 0 && !wrote(owner, slot, replica))
        violation("a replica holds what no owner wrote");
    }
    if (granted > initial || known.account(owner.identity) != granted + moved)
      violation("an identity was granted twice");
    if (!scope_.forgets() && known.account(owner.identity) < Credits{})
      violation("an account is seen below zero");
    for (Slot slot = 0; slot < slots; ++slot)
      if (known.entry(slot).version != owner.ledger->replica().entry(slot).version)
        return;
    if (!same_state(content(replica), content(owner)) || known.digests() != owner.ledger->digests())
      violation("replicas that know the same versions differ");
  }

  /// Whether the owner wrote the entry of its slot that a replica holds, and all the rows below it are there.
  bool wrote(const Node& owner, Slot slot, const Node& replica) const {
    const Entry entry = replica.ledger->replica().entry(slot);
    const auto in = [&](const std::vector<Change>& changes) {
      return entry.version <= changes.size() && changes[entry.version - 1].entry == entry;
    };
    if (scope_.options.rules.counters == Rules::Counters::per_identity)
      return std::any_of(owner.written.begin(), owner.written.end(), in);
    const auto& changes = owner.written[slot / nodes];
    if (!in(changes))
      return false;
    if (!scope_.rows)
      return true;
    std::vector<LedgerRow> expected;
    for (std::uint32_t i = 0; i < entry.version; ++i)
      if (changes[i].row)
        expected.push_back(*changes[i].row);
    std::vector<LedgerRow> rows = content(replica).rows;
    std::erase_if(rows, [&](const LedgerRow& row) { return row.slot != slot; });
    return rows == expected &&
           std::all_of(content(replica).metadata.begin(), content(replica).metadata.end(), [&](const MetadataEntry& m) {
             return m.slot != slot || (m.version <= entry.version && changes[m.version - 1].metadata == m);
           });
  }

  /// All replicas joined, in every order, whoever begins.
  void check_exchange(const World& world) {
    ++found_.final_states;
    if (!exchanged_.insert(world.node).second)
      return;
    std::array<std::size_t, nodes> order{0, 1, 2};
    std::optional<EntryLedger> first;
    do {
      EntryLedger all = *node_at(world.node[order[0]]).ledger;
      for (const std::size_t n : order)
        if (!all.join(*node_at(world.node[n]).shared, 0).ok())
          violation("an export was refused");
      if (!first)
        first.emplace(all);
      const auto same = same_state(all.replica().state({}), first->replica().state({}));
      if (!same || all.digests() != first->digests())
        violation("the order of joins is seen");
    } while (std::next_permutation(order.begin(), order.end()));
    for (const auto id : world.node)
      if (first->replica().account(node_at(id).identity) != account_of(node_at(id), [&](std::size_t incarnation) {
            return newest_known(world, static_cast<Slot>(node_at(id).identity + incarnation * nodes));
          }))
        violation("an account is wrong after a full exchange");
  }

  /// Of an owner that forgot, what nobody has heard of is lost.
  std::size_t newest_known(const World& world, Slot slot) const {
    std::uint32_t version = 0;
    for (const auto id : world.node)
      version = std::max(version, node_at(id).ledger->replica().entry(slot).version);
    const Node& owner = node_at(world.node[slot % nodes]);
    return scope_.forgets() && slot < nodes ? version : owner.written[slot / nodes].size();
  }

  Scope scope_;
  Found found_;
  std::shared_ptr<const LiteralState> forgery_;
  std::vector<Node> known_; // number - 1
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::unordered_map<std::uint64_t, std::uint32_t> after_;
  std::unordered_set<std::uint64_t> pairs_;              // that were checked
  std::set<std::array<std::uint32_t, nodes>> exchanged_; // likewise
  std::unordered_set<World, WorldHash> visited_;
  std::vector<World> worlds_;
  std::vector<Step> steps_;
};

TEST_CASE("Small scope: a restart with the newest state: every state holds", "[core][ledger][small_scope]") {
  const Search search{newest_state()};
  const Found& found = search.found();
  CAPTURE(found.trace);
  CHECK(found.violation == "");
  CHECK(found.states == 259'422);
  CHECK(found.transitions == 3'521'082);
  CHECK(found.node_states == 3'583);
  CHECK(found.final_states == 113'109);
  CHECK(found.debts + found.refused == 0);
}

TEST_CASE("Small scope: a restart from nothing: every state holds", "[core][ledger][small_scope]") {
  const Search search{from_nothing()};
  const Found& found = search.found();
  CAPTURE(found.trace);
  CHECK(found.violation == "");
  CHECK(found.states == 114'638);
  CHECK(found.transitions == 1'465'493);
  CHECK(found.node_states == 1'961);
  CHECK(found.final_states == 44'295);
  CHECK(found.debts == 3'120);
  CHECK(found.refused > 0);
}

TEST_CASE("Small scope: a restart from a snapshot: every state holds", "[core][ledger][small_scope]") {
  const Search search{from_snapshot()};
  const Found& found = search.found();
  CAPTURE(found.trace);
  CHECK(found.violation == "");
  CHECK(found.states == 1'100'007);
  CHECK(found.transitions == 15'356'102);
  CHECK(found.node_states == 8'973);
  CHECK(found.final_states == 264'647);
  CHECK(found.debts > 0);
  CHECK(found.refused > 0);
}

TEST_CASE("Small scope: metadata: every state holds", "[core][ledger][small_scope]") {
  const Search search{one_key()};
  const Found& found = search.found();
  CAPTURE(found.trace);
  CHECK(found.violation == "");
  CHECK(found.states == 11'230);
  CHECK(found.transitions == 136'939);
  CHECK(found.node_states == 143);
  CHECK(found.final_states == 4'349);
}

LiteralReplica joined(const LedgerState& a, const LedgerState& b) {
  LiteralReplica replica{{.owners = a.owners}};
  CREDITSIM_CHECK(replica.join(a).ok() && replica.join(b).ok());
  return replica;
}

bool below(const LedgerState& a, const LiteralReplica& b) {
  for (Slot slot = 0; slot < a.entries.size(); ++slot)
    if (a.entries[slot].version > b.entry(slot).version)
      return false;
  return same_state(joined(b.state(HybridTime::at(1)), a).state({}), b.state({}));
}

bool lawful(const LedgerState& a, const LedgerState& b, const LedgerState& c) {
  const HybridTime late = HybridTime::at(1);
  const LiteralReplica ab = joined(a, b);
  const LiteralReplica left = joined(ab.state(late), c);
  const LiteralReplica right = joined(a, joined(b, c).state(late));
  const LiteralReplica ba = joined(b, a);
  return same_state(ab.state({}), ba.state({})) && ab.digests() == ba.digests() &&
         same_state(left.state({}), right.state({})) && left.digests() == right.digests() &&
         same_state(joined(a, a).state({}), a) && below(a, ab) && below(b, ab);
}

// Three replicas of one state of the search, and three that come of different pasts.
TEST_CASE("Small scope: join: commutative, associative, idempotent, inflationary", "[core][ledger][small_scope][law]") {
  const Search search{from_nothing()};
  const auto& worlds = search.worlds();
  constexpr std::size_t triples = 5000;
  std::size_t broken = 0;
  for (std::size_t i = 0; i < triples; ++i) {
    const auto state = [&](std::size_t world, std::size_t node) -> const LedgerState& {
      return search.state_of(worlds[world % worlds.size()].node[node]);
    };
    const std::size_t at = i * worlds.size() / triples;
    if (!lawful(state(at, 0), state(at, 1), state(at, 2)) ||
        !lawful(state(at, 0), state(at * 7 + 1, i % nodes), state(at * 31 + 5, 2)))
      ++broken;
  }
  CHECK(broken == 0);
}

/// A replica whose join of two entries of one owner is what a test says it is; without rows.
class BrokenReplica final : public Replica {
public:
  using Join = Entry (*)(const Entry& ours, const Entry& theirs);
  BrokenReplica(const ReplicaOptions& with, Join rule)
      : Replica{std::make_shared<const ReplicaOptions>(with)}, join_{rule}, metadata_{with.owners,
                                                                                      with.rules.metadata_ties},
        entries_(slots) {}

  std::unique_ptr<Replica> clone() const override { return std::make_unique<BrokenReplica>(*this); }
  std::unique_ptr<Replica> blank() const override { return std::make_unique<BrokenReplica>(options(), join_); }
  void write(const OwnChange& change) override {
    entries_[change.row.slot] = change.after;
    if (change.write != nullptr)
      metadata_.put(*change.write);
  }
  Result<JoinChange> join(const ReplicaState& state) override {
    const LedgerState& theirs = dynamic_cast<const LiteralState&>(state).state();
    for (Slot slot = 0; slot < slots; ++slot)
      if (theirs.entries[slot].version != 0 && theirs.entries[slot].authenticator == 0)
        return Error{Errc::not_authentic, "forged"};
    for (Slot slot = 0; slot < slots; ++slot)
      if (theirs.entries[slot].version != 0)
        entries_[slot] = join_(entries_[slot], theirs.entries[slot]);
    for (const auto& entry : theirs.metadata)
      metadata_.put(entry);
    return JoinChange{};
  }
  HybridTime restamp(HybridTime, OwnerId, HybridTime from) override { return from; }
  std::shared_ptr<const ReplicaState> share(HybridTime clock) const override {
    return std::make_shared<const LiteralState>(state(clock), 0);
  }
  LedgerState state(HybridTime clock) const override {
    return {
        .owners = options().owners, .entries = entries_, .rows = {}, .metadata = metadata_.entries(), .clock = clock};
  }
  const Entry& entry(Slot slot) const override { return entries_[slot]; }
  LedgerDigests digests() const override { return {}; }
  std::uint64_t encoded_bytes() const override { return 0; }
  std::uint64_t entries_known() const override { return 0; }
  std::uint64_t entry_memory_bytes() const override { return 0; }
  const MetadataMap& metadata() const override { return metadata_; }
  std::vector<LedgerRow> newest_rows() const override { return {}; }
  std::uint64_t equivocations() const override { return 0; }
  Credits total_account() const override { return {}; }

private:
  Join join_;
  MetadataMap metadata_;
  std::vector<Entry> entries_;
};

Scope with_join(BrokenReplica::Join join) {
  Scope scope = newest_state();
  scope.rows = false;
  scope.replica = [join](const ReplicaOptions& with) { return std::make_unique<BrokenReplica>(with, join); };
  return scope;
}

std::string violation_of(Scope scope) {
  const Search search{std::move(scope)};
  UNSCOPED_INFO(search.found().states << " states\n" << search.found().trace);
  return search.found().violation;
}

TEST_CASE("Small scope: what is broken is found", "[core][ledger][small_scope]") {
  SECTION("one entry an identity: a stale counter returns from before the store was lost") {
    Scope scope = from_nothing();
    scope.options.rules.counters = Rules::Counters::per_identity;
    scope.rows = false;
    CHECK(violation_of(scope) == "a join changed an owner's own entry");
  }
  SECTION("anyone writes") {
    Scope scope = newest_state();
    scope.options.rules.writers = Rules::Writers::anyone;
    CHECK(violation_of(scope) == "a forged state was joined");
  }
  SECTION("a join that takes the lower version") {
    CHECK(violation_of(with_join([](const Entry& ours, const Entry& theirs) {
            return ours.version == 0 || theirs.version < ours.version ? theirs : ours;
          })) == "a version went back");
  }
  SECTION("a join that adds what was earned") {
    CHECK(violation_of(with_join([](const Entry& ours, const Entry& theirs) {
            Entry sum = theirs.version > ours.version ? theirs : ours;
            sum.earned = ours.earned + theirs.earned;
            return sum;
          })) == "a join changed an owner's own entry");
  }
  SECTION("everybody's credits are spent") {
    Scope scope = newest_state();
    scope.programs = {{{{What::grant}}, {{What::hold, 2}}, {}}};
    scope.options.rules.balance = Rules::Balance::all_accounts;
    CHECK(violation_of(scope) == "a hold was accepted beyond the account");
  }
  SECTION("a grant to whoever is empty when it starts") {
    Scope scope = newest_state();
    scope.programs[0] = {{What::grant}, {What::hold, 0}, {What::hold, 1}, {What::restart}, {What::grant}};
    scope.options.rules.grant = Rules::Grant::when_empty;
    CHECK(violation_of(scope) == "an identity was granted twice");
  }
  SECTION("metadata: of a tie the local value stays") {
    Scope scope = one_key();
    scope.options.rules.metadata_ties = Rules::MetadataTies::local_stays;
    CHECK(violation_of(scope) == "the order of joins is seen");
  }
  SECTION("rows in order of arrival") {
    Scope scope = newest_state();
    scope.options.rules.log_order = Rules::LogOrder::arrival;
    CHECK(violation_of(scope) == "replicas that know the same versions differ");
  }
  SECTION("a payment that any start of its worker takes") {
    Scope scope = from_nothing();
    scope.binds_payments = false;
    CHECK(violation_of(scope) == "a payment was settled or booked twice");
  }
  SECTION("a stale store whose open work goes on") {
    Scope scope = from_snapshot();
    scope.drops_open_work = false;
    CHECK(violation_of(scope) == "money appeared or vanished");
  }
  SECTION("a booking that does not ask whether it was booked") {
    Scope scope = newest_state();
    scope.asks_before_booking = false;
    CHECK(violation_of(scope) == "a payment was settled or booked twice");
  }
}

} // namespace
