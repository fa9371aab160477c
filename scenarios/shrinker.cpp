// SPDX-License-Identifier: MIT
#include "scenarios/shrinker.hpp"

#include "scenarios/candidate_runs.hpp"
#include "scenarios/delta_debugging.hpp"
#include "scenarios/key_values.hpp"
#include "scenarios/scenario_keys.hpp"
#include "scenarios/smaller_network.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>

namespace creditsim::scenarios {

namespace {

using core::FaultSpec;
using core::ListedTask;
using core::NodeIndex;
using core::Scenario;
using core::TimeUs;

/// One way to make a case smaller; true when it did.
using Pass = bool (*)(CandidateRuns&);

/// Takes the best case with a change.
template <class Change> bool change(CandidateRuns& runs, Change apply) {
  Scenario candidate = runs.best();
  apply(candidate);
  return runs.take(candidate);
}

/// Sets `field` to the first of `simpler`, the simplest first, with which the case still fails.
template <class Field, class Value>
bool simplify(CandidateRuns& runs, Field field, std::initializer_list<Value> simpler) {
  for (const Value& value : simpler) {
    Scenario copy = runs.best();
    if (field(copy) == value)
      return false;
    if (change(runs, [&](Scenario& scenario) { field(scenario) = value; }))
      return true;
  }
  return false;
}

/// Whether the checker asks for something to happen in time: with less time, or slower gossip, it would find that it
/// did not, for no other reason.
bool asks_for_time(std::string_view checker) {
  return checker.find("converge") != std::string_view::npos || checker.find("stale") != std::string_view::npos;
}

bool fewer_tasks(CandidateRuns& runs) {
  const Scenario base = runs.best();
  const auto left = minimized(base.workload.tasks, [&](const std::vector<ListedTask>& tasks) {
    Scenario candidate = base;
    candidate.workload.tasks = tasks;
    return runs.take(candidate);
  });
  return left.size() < base.workload.tasks.size();
}

bool fewer_faults(CandidateRuns& runs) {
  const Scenario base = runs.best();
  if (base.faults.empty())
    return false;
  const auto left = minimized(base.faults, [&](const std::vector<FaultSpec>& faults) {
    Scenario candidate = base;
    candidate.faults = faults;
    return runs.take(candidate);
  });
  return left.size() < base.faults.size();
}

// Another number of nodes means other draws: some seeds give each candidate a fair chance, more of them where runs are
// short.
bool take_with_any_seed(CandidateRuns& runs, Scenario candidate) {
  constexpr std::uint32_t few_nodes = 16;
  const std::uint64_t seeds_tried = candidate.nodes > few_nodes ? 4 : 48;
  if (runs.take(candidate))
    return true;
  for (candidate.seed = 1; candidate.seed <= seeds_tried; ++candidate.seed)
    if (runs.take(candidate))
      return true;
  return false;
}

bool fewer_nodes(CandidateRuns& runs) {
  const Scenario base = runs.best();
  const std::uint32_t count = runs.nodes();
  std::vector<NodeIndex> all(count);
  std::iota(all.begin(), all.end(), 0U);
  const auto left = minimized(all, [&](const std::vector<NodeIndex>& kept) {
    return kept.size() >= 2 && take_with_any_seed(runs, with_nodes(base, kept));
  });
  return left.size() < count;
}

// Two nodes with a role each may be one node with both.
bool shared_roles(CandidateRuns& runs) {
  constexpr std::uint32_t nodes_max = 12;
  bool reduced = false;
  for (bool again = true; again && runs.nodes() <= nodes_max && runs.nodes() > 2;) {
    again = false;
    for (NodeIndex from = 0; from < runs.nodes() && !again; ++from)
      for (NodeIndex to = 0; to < runs.nodes() && !again; ++to) {
        if (from == to)
          continue;
        std::vector<NodeIndex> kept;
        for (NodeIndex node = 0; node < runs.nodes(); ++node)
          if (node != from)
            kept.push_back(node);
        again = runs.take(with_nodes(with_roles_moved(runs.best(), from, to), kept));
      }
    reduced = reduced || again;
  }
  return reduced;
}

bool fewer_workers(CandidateRuns& runs) {
  bool reduced = false;
  for (std::size_t task = 0; task < runs.best().workload.tasks.size(); ++task) {
    const Scenario base = runs.best();
    const ListedTask& listed = base.workload.tasks[task];
    std::vector<std::size_t> places(listed.workers.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    const auto left = minimized(places, [&](const std::vector<std::size_t>& kept) {
      if (kept.empty())
        return false;
      Scenario candidate = base;
      ListedTask& smaller = candidate.workload.tasks[task];
      smaller.workers.clear();
      smaller.copies.clear();
      for (const std::size_t place : kept) {
        smaller.workers.push_back(listed.workers[place]);
        if (!listed.copies.empty())
          smaller.copies.push_back(listed.copies[place]);
      }
      return runs.take(candidate);
    });
    reduced = reduced || left.size() < places.size();
  }
  return reduced;
}

bool simpler_tasks(CandidateRuns& runs) {
  bool reduced = false;
  for (std::size_t place = 0; place < runs.best().workload.tasks.size(); ++place) {
    const auto task = [place](Scenario& scenario) -> ListedTask& { return scenario.workload.tasks[place]; };
    reduced |= simplify(runs, [&](Scenario & s) -> auto& { return task(s).copies; }, {std::vector<std::uint32_t>{}});
    reduced |= simplify(runs, [&](Scenario & s) -> auto& { return task(s).type; }, {ListedTask{}.type});
    reduced |= simplify(runs, [&](Scenario & s) -> auto& { return task(s).priority; }, {ListedTask{}.priority});
    reduced |= simplify(runs, [&](Scenario & s) -> auto& { return task(s).duration_us; }, {ListedTask{}.duration_us});
    const TimeUs at_us = runs.best().workload.tasks[place].at_us;
    for (const TimeUs grain_us : {TimeUs{1'000'000}, TimeUs{100'000}, TimeUs{10'000}, TimeUs{1'000}}) {
      if (at_us % grain_us == 0)
        break;
      if (change(runs, [&](Scenario& s) { task(s).at_us = at_us / grain_us * grain_us; })) {
        reduced = true;
        break;
      }
    }
  }
  return reduced;
}

/// Moves everything in the plan of the scenario by `earlier_us`, as far as there is time.
void move_earlier(Scenario& scenario, TimeUs earlier_us) {
  for (ListedTask& task : scenario.workload.tasks)
    task.at_us = std::max<TimeUs>(0, task.at_us - earlier_us);
  for (FaultSpec& fault : scenario.faults)
    fault.at_us = std::max<TimeUs>(0, fault.at_us - earlier_us);
}

bool earlier_start(CandidateRuns& runs) {
  const auto& tasks = runs.best().workload.tasks;
  TimeUs first_us = tasks.empty() ? core::never : tasks.front().at_us;
  for (const FaultSpec& fault : runs.best().faults)
    first_us = std::min(first_us, fault.at_us);
  if (first_us == core::never || first_us == 0)
    return false;
  for (const TimeUs earlier_us : {first_us, first_us - first_us % 100'000, first_us / 2 - first_us / 2 % 100'000})
    if (earlier_us > 0 && change(runs, [&](Scenario& s) { move_earlier(s, earlier_us); }))
      return true;
  return false;
}

TimeUs rounded_up(TimeUs time_us, TimeUs grain_us) { return (time_us + grain_us - 1) / grain_us * grain_us; }

/// Ends the workload and, since all is healed then, the faults.
void end_by(Scenario& scenario, TimeUs duration_us) {
  scenario.stop.duration_us = duration_us;
  std::erase_if(scenario.faults, [&](const FaultSpec& fault) { return fault.at_us >= duration_us; });
  for (FaultSpec& fault : scenario.faults)
    fault.for_us = std::min(fault.for_us, duration_us - fault.at_us);
}

/// The run ends soon after the violation.
bool shorter_run(CandidateRuns& runs) {
  bool reduced = false;
  const TimeUs broken_us = rounded_up(runs.broken_us() + 1, 1'000);
  const auto& tasks = runs.best().workload.tasks;
  const TimeUs submitted_us = tasks.empty() ? 0 : rounded_up(tasks.back().at_us, 1'000);
  TimeUs healed_us = submitted_us;
  for (const FaultSpec& fault : runs.best().faults)
    healed_us = std::max(healed_us, rounded_up(fault.at_us + fault.for_us, 1'000));
  for (const TimeUs duration_us : {submitted_us, healed_us, broken_us})
    if (duration_us < runs.best().stop.duration_us)
      reduced |= change(runs, [&](Scenario& s) { end_by(s, duration_us); });
  if (asks_for_time(runs.checker()))
    return reduced;
  const TimeUs drain_us = std::max<TimeUs>(0, broken_us - runs.best().stop.duration_us);
  if (drain_us < runs.best().stop.drain_us)
    reduced |= change(runs, [&](Scenario& s) { s.stop.drain_us = drain_us; });
  return reduced;
}

/// With other draws the truth may break earlier.
bool sooner_broken(CandidateRuns& runs) {
  if (asks_for_time(runs.checker()))
    return false;
  bool reduced = false;
  const auto halved = [&] {
    Scenario candidate = runs.best();
    const TimeUs end_us = rounded_up(runs.broken_us() / 2 + 1, 1'000);
    end_by(candidate, std::min(end_us, candidate.stop.duration_us));
    candidate.stop.drain_us = end_us - candidate.stop.duration_us;
    return candidate;
  };
  while (runs.broken_us() > 1'000 && take_with_any_seed(runs, halved()))
    reduced = true;
  return reduced;
}

bool simpler_gossip(CandidateRuns& runs) {
  using Mode = core::GossipSpec::Mode;
  bool reduced = simplify(runs, [](Scenario & s) -> auto& { return s.gossip.mode; }, {Mode::none, Mode::push});
  if (asks_for_time(runs.checker()) || runs.best().gossip.mode == Mode::none)
    return reduced;
  constexpr TimeUs hour_us = TimeUs{3600} * 1'000'000;
  while (runs.best().gossip.interval_us < hour_us && // slower rounds are fewer rounds
         change(runs, [](Scenario& s) { s.gossip.interval_us *= 2; }))
    reduced = true;
  return reduced;
}

bool less_churn(CandidateRuns& runs) {
  bool reduced = false;
  for (const auto field : {&core::ChurnSpec::joins, &core::ChurnSpec::restarts})
    for (std::uint32_t step = runs.best().churn.*field; step > 0; step /= 2)
      while (runs.best().churn.*field >= step && take_with_any_seed(runs, [&] {
               Scenario fewer = runs.best();
               fewer.churn.*field -= step;
               return fewer;
             }()))
        reduced = true;
  return reduced;
}

bool narrower_faults(CandidateRuns& runs) {
  bool reduced = false;
  for (std::size_t place = 0; place < runs.best().faults.size(); ++place) {
    const auto fault = [place](Scenario& scenario) -> FaultSpec& { return scenario.faults[place]; };
    const Scenario base = runs.best();
    const auto nodes = base.faults[place].nodes;
    const auto left = minimized(nodes, [&](const std::vector<NodeIndex>& kept) {
      Scenario candidate = base;
      fault(candidate).nodes = kept;
      return !kept.empty() && runs.take(candidate); // no nodes would be all of them
    });
    reduced |= left.size() < nodes.size();
    while (runs.best().faults[place].for_us > 1 && change(runs, [&](Scenario& s) { fault(s).for_us /= 2; }))
      reduced = true;
    reduced |= simplify(runs, [&](Scenario & s) -> auto& { return fault(s).required; }, {false});
  }
  return reduced;
}

/// A window that takes thousands of tasks to fill gets small before tasks are left out. Where it does not matter it
/// gets its default again.
void smaller_window(CandidateRuns& runs) {
  for (const std::uint32_t window : {1U, 2U})
    if (change(runs, [&](Scenario& s) {
          s.credits.dedup_window = window;
          s.credits.dedup_dropped = 1;
        }))
      return;
}

/// The reference's rules one by one, so that those that do not matter can go.
bool single_rules(CandidateRuns& runs) {
  if (runs.best().profile == core::Profile::corrected)
    return false;
  return change(runs, [](Scenario& s) {
    const core::Rules rules = s.rules;
    s.take(core::Profile::corrected);
    s.rules = rules;
  });
}

/// Every other key that is not at its default.
bool default_values(CandidateRuns& runs) {
  static constexpr std::array<std::string_view, 8> kept{"name",          "purpose", "profile",       "seed",
                                                        "workload.kind", "nodes",   "topology.file", "expect"};
  bool reduced = false;
  for (const ScenarioKey& key : scenario_keys()) {
    const bool timed =
        key.path.starts_with("stop.") || (key.path.starts_with("gossip.") && asks_for_time(runs.checker()));
    if (timed || key.path == "workload.tasks" || key.path == "faults" || key.path == "gossip.mode" ||
        key.path == "gossip.interval" || std::find(kept.begin(), kept.end(), key.path) != kept.end())
      continue;
    const Json plain = print_value(key, Scenario{});
    if (print_compact_json(print_value(key, runs.best())) == print_compact_json(plain))
      continue;
    Scenario candidate = runs.best();
    const auto set = read_value(key, plain, {"default", "", {}}, candidate);
    // Another network means other draws, as fewer nodes do.
    const bool drawn = key.path.starts_with("network.");
    reduced |= set.ok() && (drawn ? take_with_any_seed(runs, candidate) : runs.take(candidate));
  }
  return reduced;
}

/// The less there is to spend, the fewer tasks spend it. Where that does not matter the grant gets its default again.
void smaller_grant(CandidateRuns& runs) {
  for (const std::int64_t credits : {2, 4})
    if (change(runs, [&](Scenario& s) {
          s.credits.initial_credits = std::min(s.credits.initial_credits, core::Credits::whole(credits));
        }))
      return;
}

constexpr std::array<Pass, 15> passes{fewer_tasks,   fewer_faults,    fewer_nodes,   single_rules,   simpler_gossip,
                                      less_churn,    fewer_workers,   fewer_tasks,   default_values, shared_roles,
                                      simpler_tasks, narrower_faults, earlier_start, shorter_run,    sooner_broken};

} // namespace

ShrunkCase shrink(actors::Runtime& runtime, const RunnableCase& spelled, const std::string& checker,
                  const ShrinkLimits& limits) {
  CandidateRuns runs{runtime, spelled, checker, limits};
  smaller_window(runs);
  smaller_grant(runs);
  bool reduced = true;
  while (reduced && !runs.out_of_limits()) {
    reduced = false;
    for (const Pass pass : passes)
      reduced = pass(runs) || reduced;
  }
  return {.run = runs.best_case(), .runs = runs.runs(), .minimal = !runs.out_of_limits()};
}

} // namespace creditsim::scenarios
