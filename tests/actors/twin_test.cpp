// SPDX-License-Identifier: MIT
#include "actors/simulation.hpp"

#include "tests/actors/random_scenarios.hpp"
#include "tests/actors/scenarios_for_tests.hpp"

#include <concepts>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace creditsim;
using namespace creditsim::actors;

namespace {

/// Walks two results side by side and notes the first field that differs, with both values.
class Difference {
public:
  explicit Difference(const core::RunResult& a, const core::RunResult& b) {
    look("result", a, b);
    if (first_.empty() && !(a == b))
      first_ = "a field that this comparison does not know";
  }

  /// Empty where there is none.
  const std::string& first() const { return first_; }

private:
  template <class T, class... M>
  void members(const std::string& path, const T& a, const T& b, std::pair<const char*, M T::*>... member) {
    (look(path + "." + member.first, a.*member.second, b.*member.second), ...);
  }

  // Values
  static std::string shown(const std::string& value) { return value; }
  static std::string shown(core::Credits value) { return value.to_string(); }
  static std::string shown(core::Verdict value) { return std::to_string(static_cast<int>(value)); }
  template <class Number>
  requires std::integral<Number> || std::floating_point<Number>
  static std::string shown(Number value) { return std::to_string(value); }
  template <class T> static std::string shown(const std::optional<T>& value) {
    return value ? shown(*value) : std::string{"none"};
  }

  template <class T>
  requires requires(const T& value) { shown(value); }
  void look(const std::string& path, const T& a, const T& b) {
    if (first_.empty() && !(a == b))
      first_ = path + ": " + shown(a) + " and " + shown(b);
  }

  // Rows
  template <class Row> void look_rows(const std::string& path, const Row& a, const Row& b) {
    look(path + ".size()", a.size(), b.size());
    for (std::size_t i = 0; first_.empty() && i < a.size(); ++i)
      look(path + "[" + std::to_string(i) + "]", a[i], b[i]);
  }
  template <class T> void look(const std::string& path, const std::vector<T>& a, const std::vector<T>& b) {
    look_rows(path, a, b);
  }
  template <class T, std::size_t n>
  void look(const std::string& path, const std::array<T, n>& a, const std::array<T, n>& b) {
    look_rows(path, a, b);
  }

  // Structures; the trace digest, which says least, comes last.
  template <class T> static auto at(const char* name, T member) { return std::pair{name, member}; }

  void look(const std::string& path, const core::RunResult& a, const core::RunResult& b) {
    using R = core::RunResult;
    members(path, a, b, at("samples", &R::samples), at("node_rows", &R::node_rows), at("tasks", &R::tasks),
            at("economy", &R::economy), at("convergence", &R::convergence), at("messages", &R::messages),
            at("dedup", &R::dedup), at("coverage", &R::coverage), at("missed", &R::missed),
            at("violations", &R::violations), at("verdict", &R::verdict), at("interrupted", &R::interrupted),
            at("nodes", &R::nodes), at("events", &R::events), at("end_us", &R::end_us),
            at("trace_digest", &R::trace_digest));
  }
  void look(const std::string& path, const core::Violation& a, const core::Violation& b) {
    using V = core::Violation;
    members(path, a, b, at("property", &V::property), at("detail", &V::detail), at("time_us", &V::time_us),
            at("expected", &V::expected));
  }
  void look(const std::string& path, const core::Coverage& a, const core::Coverage& b) {
    members(path, a, b, at("name", &core::Coverage::name), at("count", &core::Coverage::count));
  }
  void look(const std::string& path, const core::ConvergenceFigures& a, const core::ConvergenceFigures& b) {
    using F = core::ConvergenceFigures;
    members(path, a, b, at("converged", &F::converged), at("rounds", &F::rounds), at("time_us", &F::time_us));
  }
  void look(const std::string& path, const core::ConvergenceSummary& a, const core::ConvergenceSummary& b) {
    using C = core::ConvergenceSummary;
    members(path, a, b, at("counters", &C::counters), at("metadata", &C::metadata),
            at("transactions", &C::transactions), at("all", &C::all), at("messages", &C::messages),
            at("bytes", &C::bytes));
  }
  void look(const std::string& path, const core::MessageSummary& a, const core::MessageSummary& b) {
    using M = core::MessageSummary;
    members(path, a, b, at("sent", &M::sent), at("delivered", &M::delivered), at("lost", &M::lost),
            at("duplicated", &M::duplicated), at("rejected", &M::rejected));
  }
  void look(const std::string& path, const core::DedupSummary& a, const core::DedupSummary& b) {
    using D = core::DedupSummary;
    members(path, a, b, at("entries_received", &D::entries_received), at("entries_redundant", &D::entries_redundant),
            at("refused_already_credited", &D::refused_already_credited),
            at("refused_already_charged", &D::refused_already_charged));
  }
  void look(const std::string& path, const core::TaskSummary& a, const core::TaskSummary& b) {
    using T = core::TaskSummary;
    members(path, a, b, at("submitted", &T::submitted), at("refused", &T::refused),
            at("refused_insufficient", &T::refused_insufficient), at("accepted", &T::accepted),
            at("completed", &T::completed), at("lost", &T::lost), at("in_flight", &T::in_flight),
            at("released", &T::released), at("redispatched", &T::redispatched), at("unpaid", &T::unpaid),
            at("reports_late", &T::reports_late), at("reports_settled", &T::reports_settled),
            at("duplicates_delivered", &T::duplicates_delivered), at("duplicates_paid", &T::duplicates_paid));
  }
  void look(const std::string& path, const core::EconomySummary& a, const core::EconomySummary& b) {
    using E = core::EconomySummary;
    members(path, a, b, at("granted", &E::granted), at("minted", &E::minted), at("burned", &E::burned),
            at("held", &E::held), at("unbooked", &E::unbooked), at("earned", &E::earned), at("spent", &E::spent),
            at("refunded", &E::refunded), at("supply", &E::supply), at("reversal_debt", &E::reversal_debt),
            at("believed_total", &E::believed_total), at("gini", &E::gini), at("zero_share", &E::zero_share),
            at("balance_quantiles", &E::balance_quantiles), at("refused_share", &E::refused_share),
            at("velocity", &E::velocity));
  }
  void look(const std::string& path, const core::Sample& a, const core::Sample& b) {
    using S = core::Sample;
    members(path, a, b, at("time_us", &S::time_us), at("tasks", &S::tasks), at("economy", &S::economy),
            at("messages", &S::messages), at("bytes", &S::bytes), at("entries_known_share", &S::entries_known_share),
            at("replicas_equal_share", &S::replicas_equal_share), at("counters_equal_share", &S::counters_equal_share),
            at("staleness_p50_us", &S::staleness_p50_us), at("staleness_p99_us", &S::staleness_p99_us));
  }
  void look(const std::string& path, const core::NodeRow& a, const core::NodeRow& b) {
    using N = core::NodeRow;
    members(path, a, b, at("node", &N::node), at("name", &N::name), at("degree", &N::degree),
            at("granted", &N::granted), at("earned", &N::earned), at("spent", &N::spent), at("refunded", &N::refunded),
            at("account", &N::account), at("believed_balance", &N::believed_balance),
            at("tasks_submitted", &N::tasks_submitted), at("tasks_refused", &N::tasks_refused),
            at("tasks_executed", &N::tasks_executed), at("messages_sent", &N::messages_sent),
            at("messages_received", &N::messages_received), at("entries_known", &N::entries_known));
  }

  std::string first_;
};

std::string first_difference(const core::RunResult& a, const core::RunResult& b) { return Difference{a, b}.first(); }

SimulationOptions literal() { return {.shards = 1, .replicas = ReplicaForm::literal}; }
SimulationOptions versions(unsigned shards) { return {.shards = shards, .replicas = ReplicaForm::versions}; }

} // namespace

TEST_CASE("Twin replicas: 200 random scenarios: literal and versions give the same result",
          "[actors][twin][property]") {
  Runtime one_thread{1};
  Runtime two_threads{2};
  std::uint64_t payments = 0;
  std::uint64_t joins = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const auto scenario = random_scenario(seed);
    const auto plain = run(one_thread, scenario, literal());
    const auto shared = run(two_threads, scenario, versions(2 + seed % 4));
    INFO("seed " << seed);
    REQUIRE(plain.timing.replicas == "literal");
    REQUIRE(shared.timing.replicas == "versions");
    REQUIRE(first_difference(plain.result, shared.result).empty());
    REQUIRE(plain.window_digests == shared.window_digests);
    payments += plain.result.tasks.completed;
    joins += plain.result.dedup.entries_received - plain.result.dedup.entries_redundant;
  }
  // The scenarios are not empty.
  CHECK(payments > 4'000);
  CHECK(joins > 100'000);
}

TEST_CASE("Twin replicas: restart from nothing: literal and versions give the same result",
          "[actors][twin][property]") {
  Runtime runtime{2};
  for (std::uint64_t seed = 1001; seed <= 1040; ++seed) {
    auto scenario = random_scenario(seed);
    scenario.churn.restarts = 1 + scenario.nodes / 4;
    scenario.churn.restart_from = core::ChurnSpec::RestartFrom::nothing;
    INFO("seed " << seed);
    REQUIRE(
        first_difference(run(runtime, scenario, literal()).result, run(runtime, scenario, versions(3)).result).empty());
  }
}

TEST_CASE("Twin replicas: an error planted in either: is found and named", "[actors][twin]") {
  Runtime runtime{1};
  auto scenario = random_scenario(1);
  scenario.nodes = 20;
  scenario.topology = {};
  scenario.workload.kind = core::WorkloadSpec::Kind::synthetic;
  scenario.gossip.mode = core::GossipSpec::Mode::push_pull;
  scenario.credits.initial_credits = core::Credits::whole(10);
  scenario.credits.history = 50;
  const auto healthy = run(runtime, scenario, literal()).result;
  REQUIRE(first_difference(healthy, run(runtime, scenario, versions(2)).result).empty());

  for (const auto form : {ReplicaForm::literal, ReplicaForm::versions}) {
    SimulationOptions options{.shards = 2, .replicas = form};
    options.planted = core::PlantedFault::shared_generator;
    CHECK_FALSE(first_difference(healthy, run(runtime, scenario, options).result).empty());
    // A replica that forgets earlier: nothing but digests and bytes can show it.
    auto shorter = scenario;
    shorter.credits.history = 49;
    const auto forgetful = run(runtime, shorter, {.shards = 2, .replicas = form}).result;
    CHECK_FALSE(first_difference(healthy, forgetful).empty());
    CHECK(forgetful.economy == healthy.economy);
  }
}

TEST_CASE("Twin replicas: an entry that one replica loses in one join: is found and named, in either form",
          "[actors][twin]") {
  Runtime runtime{2};
  for (const auto form : {ReplicaForm::literal, ReplicaForm::versions}) {
    const auto other = form == ReplicaForm::literal ? versions(3) : literal();
    const SimulationOptions damaged{.shards = 3, .replicas = form, .planted = core::PlantedFault::forgetful_replica};
    const auto named = [&](std::uint64_t seed) {
      const auto scenario = random_scenario(seed);
      const auto healthy = run(runtime, scenario, other).result;
      const auto broken = run(runtime, scenario, damaged).result;
      CHECK(broken.tasks == healthy.tasks); // no other entry decides what a node does
      return first_difference(healthy, broken);
    };
    CHECK(named(1) == "result.samples[0].entries_known_share: 0.500000 and 0.416667");
    CHECK(named(2) == "result.samples[1].bytes: 18597 and 18445");
    int found = 0;
    for (std::uint64_t seed = 3; seed <= 40; ++seed)
      found += named(seed).empty() ? 0 : 1;
    CHECK(found > 20); // in the others nobody gossips, or nobody has anything to tell
  }
}

TEST_CASE("Twin replicas: the comparison: names the first field that differs", "[actors][twin]") {
  Runtime runtime{1};
  const auto result = run(runtime, random_scenario(3)).result;
  auto other = result;
  REQUIRE(first_difference(result, other).empty());
  other.trace_digest ^= 1;
  CHECK(first_difference(result, other).starts_with("result.trace_digest: "));
  other.convergence.bytes += 1;
  CHECK(first_difference(result, other).starts_with("result.convergence.bytes: "));
  other.node_rows[1].earned += core::Credits::hundredths(1);
  CHECK(first_difference(result, other).starts_with("result.node_rows[1].earned: "));
  other.samples.back().economy.balance_quantiles[2] += core::Credits::hundredths(1);
  CHECK(first_difference(result, other)
            .starts_with("result.samples[" + std::to_string(other.samples.size() - 1) +
                         "].economy.balance_quantiles[2]: "));
}
