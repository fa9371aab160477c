// SPDX-License-Identifier: MIT
#pragma once

#include "core/credits.hpp"
#include "core/factor_table.hpp"
#include "core/fault.hpp"
#include "core/rules.hpp"
#include "core/virtual_time.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace creditsim::core {

/// Which set of economic rules the nodes follow.
enum class Profile {
  corrected, ///< the economy as it should have been
  reference, ///< the JavaScript system, faults and all
};

/// Prices, grants and limits of the credit system. Defaults are the reference's.
struct CreditRules {
  Credits submission_cost = Credits::hundredths(100);   ///< base price of a submission; above zero
  Credits completion_reward = Credits::hundredths(100); ///< base reward of a completion; above zero
  /// Factor by task type, above zero; for a type that is not listed see `Rules::Multipliers`.
  FactorTable type_multipliers{{"embed", 1.0},   {"process", 1.0},   {"analyze", 1.5}, {"transform", 1.0},
                               {"compute", 2.0}, {"aggregate", 1.5}, {"custom", 1.0}};
  /// Factor by priority, above zero; likewise.
  FactorTable priority_multipliers{{"low", 0.5}, {"medium", 1.0}, {"high", 1.5}, {"critical", 2.0}};
  Credits initial_credits = Credits::hundredths(1000); ///< granted at start; zero grants nothing
  Credits minimum_balance{};                           ///< see `Rules::MinimumBalance`; zero is none
  std::uint32_t history = 1000;                        ///< transactions kept by a replica; at least 1
  std::uint32_t dedup_window = 10'000;                 ///< processed tasks remembered before the oldest are dropped
  std::uint32_t dedup_dropped = 5'000;                 ///< how many the pruned table drops then; 1..dedup_window
  enum class GrantOnJoin { yes, no };
  GrantOnJoin grant_on_join = GrantOnJoin::yes; ///< whether nodes that join later get the initial credits, too
};

/// The corrected ledger in messages.
struct LedgerSpec {
  std::uint32_t authenticator_bytes = 64; ///< size of an entry's authenticator: 0, or 8 to 255
  TimeUs stamp_ahead_us = 60'000'000;     ///< a state whose clock is further ahead is rejected
};

/// Who may talk to whom.
struct TopologySpec {
  enum class Kind { full, ring, random_regular, edge_list };
  enum class Component { largest, all };
  Kind kind = Kind::full;
  std::uint32_t degree = 4;                 ///< random_regular: links per node; below the number of nodes
  std::string file{};                       ///< edge_list: SNAP format
  Component component = Component::largest; ///< edge_list: which connected components take part
};

/// A distribution of spans of time, each draw rounded to microseconds and never below `min_us`.
struct SpanSpec {
  enum class Kind { constant, uniform, log_normal, exponential };
  Kind kind = Kind::constant;
  TimeUs value_us = 10'000; ///< constant: the span
  TimeUs min_us = 1;        ///< lower bound of every draw; for constant spans equal to `value_us`
  TimeUs max_us = 0;        ///< uniform: upper bound, inclusive
  TimeUs median_us = 0;     ///< log_normal
  double sigma = 0.0;       ///< log_normal: standard deviation of the logarithm
  TimeUs mean_us = 0;       ///< exponential
};

/// The links between nodes.
struct NetworkSpec {
  enum class LossPer { message, contact };
  SpanSpec latency{.min_us = 10'000};  ///< one way; `min_us` is at least 1 and is the width of a window
  double loss = 0.0;                   ///< probability that a message, or a whole gossip contact, is lost
  LossPer loss_per = LossPer::message; ///< contact: request and reply of a gossip contact are lost together
  double duplication = 0.0;            ///< probability that a delivered message is delivered a second time
};

/// How replicas exchange their state.
struct GossipSpec {
  enum class Mode { none, push, pull, push_pull };
  enum class Phase { lock_step, random };
  enum class ReplyFrom { now, round_start };
  enum class Strategy { full_state };
  Mode mode = Mode::push_pull;
  std::uint32_t fan_out = 1;                ///< peers contacted per round; at least 1
  TimeUs interval_us = 1'000'000;           ///< time between the rounds of a node
  Phase phase = Phase::random;              ///< lock_step: all nodes at multiples of the interval
  ReplyFrom reply_from = ReplyFrom::now;    ///< round_start: a reply carries the state of the round's beginning
  Strategy strategy = Strategy::full_state; ///< what a message carries
};

/// A task of a workload that is spelled out.
struct ListedTask {
  TimeUs at_us = 0;                    ///< when its submitter learns of it
  NodeIndex submitter = 0;             ///< who pays
  std::vector<NodeIndex> workers{};    ///< in the order in which they are asked; the submitter is none of them
  TimeUs duration_us = 100'000;        ///< how long a worker executes it
  std::string type = "compute";        ///< whose factor prices it
  std::string priority = "medium";     ///< likewise
  std::vector<std::uint32_t> copies{}; ///< of its message to each of `workers`; empty is one each

  friend bool operator==(const ListedTask&, const ListedTask&) = default;
};

/// The tasks that are submitted.
struct WorkloadSpec {
  enum class Kind { none, rumour, synthetic, trace, list };
  enum class Arrivals { constant, poisson };
  enum class Submitters { uniform, by_user };
  Kind kind = Kind::synthetic;
  Arrivals arrivals = Arrivals::poisson;                     ///< synthetic
  double rate_per_s = 10.0;                                  ///< synthetic: submissions per second in the whole network
  std::map<std::string, double> types{{"compute", 1.0}};     ///< weight of each task type
  std::map<std::string, double> priorities{{"medium", 1.0}}; ///< weight of each priority
  SpanSpec task_duration{.kind = SpanSpec::Kind::constant, .value_us = 100'000, .min_us = 100'000}; ///< synthetic
  Submitters submitters = Submitters::uniform; ///< trace: by_user maps each user to a fixed group of nodes
  std::uint32_t nodes_per_user = 16;           ///< trace, by_user: size of the group
  double duplicates = 0.0;                     ///< probability that a task message is sent a second time
  std::string file{};                          ///< trace: Standard Workload Format
  double time_scale = 1.0;                     ///< trace: times of the log are divided by this; above 0
  std::uint64_t limit = 0;                     ///< trace: jobs read at most; 0 is all
  std::uint32_t rumours = 1;                   ///< rumour: nodes that write the one entry, each its own value
  std::uint32_t rumour_writes = 1;             ///< rumour: how often each of them writes, in turns
  TimeUs rumour_interval_us = 0;               ///< rumour: from one turn to the next
  enum class RumourEnds { value, deletion };
  RumourEnds rumour_ends = RumourEnds::value; ///< rumour: what the last write of all is
  std::vector<ListedTask> tasks{};            ///< list: in order of time
};

/// The life of a task where a submitter settles with its workers.
struct TaskSpec {
  TimeUs deadline_us = 60'000'000; ///< from sending a task to the last moment for a report
  TimeUs resend_us = 1'000'000;    ///< after which a report or payment without answer is sent again
  std::uint32_t redispatch = 1;    ///< how often a task goes to another worker when a deadline has passed
  std::uint32_t retries = 0;       ///< how often a submission is tried again that could not be paid, `resend_us` later
};

/// Nodes that come late or restart.
struct ChurnSpec {
  enum class RestartFrom { newest, nothing };
  std::uint32_t joins = 0;    ///< of the nodes, those that join later, each at a random time within the duration
  std::uint32_t restarts = 0; ///< restarts of random nodes at random times within the duration
  RestartFrom restart_from = RestartFrom::newest; ///< what a node finds in its store
};

/// Who executes a task.
struct DispatchSpec {
  enum class Policy { random, round_robin };
  Policy policy = Policy::random;
  std::uint32_t workers_per_task = 1; ///< distinct workers that each get the task; at least 1
};

/// When a run ends.
struct StopSpec {
  TimeUs duration_us = 60'000'000; ///< submissions later than this do not take place, and all faults end
  TimeUs drain_us = 600'000'000;   ///< gossip goes on for at most this long until all replicas are equal
  TimeUs converge_within_us = 0;   ///< from the last write or the heal to equality; 0 is the default bound
};

/// Everything that decides a run, with all defaults filled in.
struct Scenario {
  std::string name{};
  std::string purpose{};
  Profile profile = Profile::corrected;
  Rules rules{}; ///< the profile's, but for those that are set by themselves
  std::uint64_t seed = 1;
  std::uint32_t nodes = 100; ///< 2 to 10 million; edge_list: 0, the file decides
  CreditRules credits{};
  LedgerSpec ledger{};
  TopologySpec topology{};
  NetworkSpec network{};
  GossipSpec gossip{};
  WorkloadSpec workload{};
  TaskSpec task{};
  DispatchSpec dispatch{};
  ChurnSpec churn{};
  StopSpec stop{};
  bool swarm = false;                    ///< the fault plan is drawn from the seed; `faults` is empty then
  std::vector<FaultSpec> faults{};       ///< the fault plan
  TimeUs sample_interval_us = 1'000'000; ///< virtual time between two rows of the time series
  std::vector<std::string> expect{};     ///< violations that this scenario is known to have, sorted

  /// Takes a profile with all its rules.
  void take(Profile taken) {
    profile = taken;
    rules = taken == Profile::reference ? Rules::reference() : Rules{};
  }
};

} // namespace creditsim::core
