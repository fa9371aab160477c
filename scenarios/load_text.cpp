// SPDX-License-Identifier: MIT
#include "scenarios/load_text.hpp"

#include "core/version.hpp"
#include "scenarios/figures.hpp"
#include "scenarios/load_figures.hpp"
#include "scenarios/machine_facts.hpp"
#include "scenarios/report_lines.hpp"
#include "scenarios/run_text.hpp"
#include "scenarios/units.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace creditsim::scenarios {

namespace {

using actors::LoadMeasurement;
using actors::LoadOutput;
using Latency = core::LatencyHistogram LoadMeasurement::*;

std::string latency_text(double span_ns) {
  if (span_ns < 1e4)
    return rounded(span_ns / 1e3, 2) + " us";
  if (span_ns < 1e6)
    return rounded(span_ns / 1e3, 1) + " us";
  return span_ns < 1e9 ? rounded(span_ns / 1e6, 2) + " ms" : rounded(span_ns / 1e9, 2) + " s";
}

std::string rate_text(double per_s) { return grouped(static_cast<std::uint64_t>(std::llround(per_s))) + "/s"; }

std::string duration_text(std::int64_t span_ns) { return format_duration(span_ns / 1000); }

/// `p99_9` as `p99.9`.
std::string spoken(std::string_view name) {
  std::string text{name};
  std::replace(text.begin(), text.end(), '_', '.');
  return text;
}

std::string latencies(const std::function<double(const LatencyFigure&)>& value) {
  std::string text;
  for (const NamedLatency& named : latency_figures)
    text += (text.empty() ? "" : ", ") + spoken(named.name) + " " + latency_text(value(named.figure));
  return text;
}

std::string nodes_text(const FinishedLoad& load) {
  const LoadOutput& output = load.output;
  const bool reference = load.plan.scenario.profile == core::Profile::reference;
  return line("nodes", counted(output.nodes, "node") + ", one actor each, " + (reference ? "reference" : "corrected") +
                           " profile, " + counted(output.threads, "thread") + " in the pool, " +
                           counted(output.generator_threads, "thread") + " beside it for the load");
}

std::string asked_text(const LoadRequest& request, const FinishedLoad& load) {
  const actors::LoadPlan& plan = load.plan;
  std::string text = plan.rate_per_s
                         ? "open loop, " + rate_text(*plan.rate_per_s) + " to start" +
                               (plan.arrivals == core::ArrivalSpec::Kind::poisson ? ", poisson" : "") +
                               ", backlog up to " + grouped(plan.backlog_max)
                         : "closed loop, " + counted(plan.clients, "client") + " with one operation in flight each";
  text += ", earn " + shortest(plan.mix.earn_share) + " spend " + shortest(1.0 - plan.mix.earn_share) + ", nodes " +
          (plan.mix.zipf_exponent ? "zipf:" + shortest(*plan.mix.zipf_exponent) : std::string{"uniform"});
  if (plan.gossip_interval_ns > 0)
    text += ", gossip every " + duration_text(plan.gossip_interval_ns);
  std::string lines =
      line("load", text) + line("", std::to_string(plan.repetitions) + " x " + duration_text(plan.duration_ns) +
                                        ", each after " + duration_text(plan.warmup_ns) + " of warm-up");
  if (!request.left_out.empty())
    lines += line("left out", request.left_out + " of the scenario: nothing fails in a load test");
  return lines;
}

std::string floor_text(const LoadOutput& output) {
  const LatencyFigure p50{LatencyFigure::Kind::percentile, 500'000};
  const LatencyFigure p99{LatencyFigure::Kind::percentile, 990'000};
  return line("floor", "the generator alone, on " + counted(output.null_nodes, "target") +
                           " that do nothing: " + rate_text(output.floor.throughput_per_s()) + ", p50 " +
                           latency_text(value_ns(p50, output.floor.response)) + ", p99 " +
                           latency_text(value_ns(p99, output.floor.response)));
}

std::string measured_text(const FinishedLoad& load) {
  const LoadOutput& output = load.output;
  const Spread throughput = spread_of(output, [](const LoadMeasurement& m) { return m.throughput_per_s(); });
  std::string text =
      line("throughput", rate_text(throughput.median) + " ok (median of " +
                             counted(output.repetitions.size(), "repetition") + ", " + rate_text(throughput.least) +
                             " to " + rate_text(throughput.greatest) + ")");
  if (load.plan.rate_per_s)
    text += line("", rate_text(spread_of(output, [](const LoadMeasurement& m) { return m.offered_per_s(); }).median) +
                         " offered, backlog up to " +
                         grouped(static_cast<std::uint64_t>(spread_of(output, [](const LoadMeasurement& m) {
                                                              return static_cast<double>(m.backlog_max);
                                                            }).greatest)));
  text += line("operations", grouped(sum_of(output, &LoadMeasurement::ok)) + " ok, " +
                                 grouped(sum_of(output, &LoadMeasurement::insufficient)) + " insufficient, " +
                                 grouped(sum_of(output, &LoadMeasurement::duplicate)) + " duplicate, " +
                                 grouped(sum_of(output, &LoadMeasurement::dropped)) + " dropped");
  const auto of = [&](Latency latency) {
    return latencies([&](const LatencyFigure& figure) { return over_repetitions_ns(output, figure, latency); });
  };
  text += line("response", of(&LoadMeasurement::response));
  text += load.plan.rate_per_s ? line("service", of(&LoadMeasurement::service))
                               : line("service", "the same: clients start when they intend to");
  text += line("cpu", rounded(spread_of(output, [](const LoadMeasurement& m) { return m.cpu_s; }).median, 2) +
                          " s of all threads in " + rounded(output.repetitions.front().window_s, 2) + " s");
  if (near_floor(output))
    text += line("mark", "within a factor 2 of the floor: the generator may be what was measured");
  if (saturated(output))
    text += line("saturated", "less than 95 % of the operations that were to start were answered in time");
  return text;
}

std::string audit_text(const FinishedLoad& load) {
  const core::LoadAudit& audit = load.output.audit;
  std::string text;
  if (load.output.gossip.sent > 0)
    text += line("gossip", counted(load.output.gossip.sent, "message") + " under load, " +
                               grouped(load.output.gossip.rejected) + " rejected");
  if (audit.result.convergence.all.converged)
    text += line("replicas", std::string{*audit.result.convergence.all.converged ? "equal" : "NOT equal"} +
                                 " after the load: states of " + grouped(audit.joined) + " exchanged, " +
                                 grouped(audit.compared) + " of " + grouped(audit.result.nodes) + " compared");
  return text + checks_text(audit.result.checks) + violations_text(audit.result.violations);
}

/// A value in the unit of the threshold's bound.
std::string observed_text(const LoadThreshold& threshold, double value) {
  switch (threshold.metric) {
  case LoadThreshold::Metric::latency:
    return latency_text(value);
  case LoadThreshold::Metric::throughput:
    return rate_text(value);
  case LoadThreshold::Metric::insufficient_share:
    return rounded(value, 4);
  case LoadThreshold::Metric::dropped:
    break;
  }
  return grouped(static_cast<std::uint64_t>(value));
}

std::string thresholds_text(const LoadRequest& request, const FinishedLoad& load) {
  std::string text;
  for (const LoadThreshold& threshold : request.thresholds) {
    const double value = observed(threshold, load.output);
    text += line("threshold", threshold.text + (holds(threshold, value) ? " holds: " : " does NOT hold: ") +
                                  observed_text(threshold, value));
  }
  return text;
}

std::string verdict_reason(const LoadRequest& request, const FinishedLoad& load) {
  const auto failed = static_cast<std::uint64_t>(
      std::count_if(request.thresholds.begin(), request.thresholds.end(), [&](const LoadThreshold& threshold) {
        return load.measured() && !holds(threshold, observed(threshold, load.output));
      }));
  const std::size_t violations = load.output.audit.result.violations.size();
  if (violations > 0)
    return ": " + counted(violations, "violation");
  if (failed > 0)
    return ": " + counted(failed, "threshold") + " not reached";
  if (load.output.interrupted)
    return ": interrupted";
  return saturated(load.output) ? ": saturated, the load was not reached" : "";
}

std::string padded(const std::string& text, std::size_t width) {
  return std::string(width > text.size() ? width - text.size() : 0, ' ') + text;
}

} // namespace

std::string load_heading(const LoadRequest& request) {
  const core::Scenario& scenario = request.loaded.scenario;
  std::string text = "creditsim " + std::string{core::version} + ", load in memory: an operation is " +
                     std::string{operation_meaning} + "\nscenario " + scenario.name + ", seed " +
                     std::to_string(scenario.seed) +
                     "; measured on real threads by a wall clock: these results cannot be replayed\n";
  if (!optimised_build())
    text += "warning: this build is " + build_type() + ": its times say nothing about creditsim\n";
  return text;
}

std::string load_text(const LoadRequest& request, const FinishedLoad& load) {
  std::string text = nodes_text(load) + asked_text(request, load);
  if (load.output.floor.window_s > 0.0)
    text += floor_text(load.output);
  if (load.measured())
    text += measured_text(load) + audit_text(load) + thresholds_text(request, load);
  return text + line("verdict", std::string{verdict_text(verdict_of(request, load))} + verdict_reason(request, load));
}

std::string sweep_text(const LoadRequest& request, const std::vector<FinishedLoad>& loads) {
  constexpr std::size_t width = 13;
  static constexpr std::array<const char*, 9> names{"nodes",    "threads", "+ generators", "ok/s",   "least",
                                                    "greatest", "p50",     "p99",          "floor/s"};
  std::string text;
  for (const char* name : names)
    text += padded(name, width);
  text += "  verdict\n";
  std::string faults;
  for (const FinishedLoad& load : loads) {
    const LoadOutput& output = load.output;
    const Spread throughput = spread_of(output, [](const LoadMeasurement& m) { return m.throughput_per_s(); });
    const auto whole = [](double value) { return grouped(static_cast<std::uint64_t>(std::llround(value))); };
    const auto latency = [&](std::uint32_t millionths) {
      return latency_text(
          over_repetitions_ns(output, {LatencyFigure::Kind::percentile, millionths}, &LoadMeasurement::response));
    };
    for (const std::string& cell : {grouped(output.nodes), grouped(output.threads), grouped(output.generator_threads),
                                    whole(throughput.median), whole(throughput.least), whole(throughput.greatest),
                                    latency(500'000), latency(990'000), whole(output.floor.throughput_per_s())})
      text += padded(cell, width);
    text += "  " + std::string{verdict_text(verdict_of(request, load))} + verdict_reason(request, load) +
            (near_floor(output) ? " (within a factor 2 of the floor)" : "") + "\n";
    faults += violations_text(output.audit.result.violations);
  }
  return text + faults;
}

} // namespace creditsim::scenarios
