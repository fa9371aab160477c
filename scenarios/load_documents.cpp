// SPDX-License-Identifier: MIT
#include "scenarios/load_documents.hpp"

#include "actors/caf_compat.hpp"
#include "core/version.hpp"
#include "scenarios/figures.hpp"
#include "scenarios/load_figures.hpp"
#include "scenarios/machine_facts.hpp"
#include "scenarios/result_documents.hpp"
#include "scenarios/result_folder.hpp"
#include "scenarios/scenario_printer.hpp"
#include "scenarios/version_text.hpp"

#include <algorithm>
#include <cmath>

namespace creditsim::scenarios {

namespace {

using actors::LoadMeasurement;
using actors::LoadOutput;

using Latency = core::LatencyHistogram LoadMeasurement::*;

Json whole(double value) { return json_integer(static_cast<std::uint64_t>(std::llround(std::max(0.0, value)))); }

Json latency_document(const std::function<double(const LatencyFigure&)>& value) {
  Json object = json_object();
  for (const NamedLatency& named : latency_figures)
    object.set(named.name, whole(value(named.figure)));
  return object;
}

Json latency_document(const core::LatencyHistogram& histogram) {
  return latency_document([&](const LatencyFigure& figure) { return value_ns(figure, histogram); });
}

Json range(const Spread& spread) {
  return json_array({json_number(std::round(spread.least)), json_number(std::round(spread.greatest))});
}

/// From the least to the greatest repetition.
Json spread_document(const LoadOutput& output) {
  const auto latencies = [&](Latency latency) {
    Json object = json_object();
    for (const NamedLatency& named : latency_figures)
      object.set(named.name, range(spread_of(output, [&](const LoadMeasurement& measured) {
                   return value_ns(named.figure, measured.*latency);
                 })));
    return object;
  };
  Json object = json_object();
  object.set("throughput_per_s", range(spread_of(output, [](const auto& m) { return m.throughput_per_s(); })));
  object.set("response_ns", latencies(&LoadMeasurement::response));
  object.set("service_ns", latencies(&LoadMeasurement::service));
  return object;
}

void set_counts(Json& object, const LoadMeasurement& measured) {
  object.set("offered_per_s", json_number(measured.offered_per_s()));
  object.set("throughput_per_s", json_number(measured.throughput_per_s()));
  object.set("ok", json_integer(measured.ok));
  object.set("insufficient", json_integer(measured.insufficient));
  object.set("duplicate", json_integer(measured.duplicate));
  object.set("dropped", json_integer(measured.dropped));
  object.set("backlog_max", json_integer(measured.backlog_max));
  object.set("window_s", json_number(measured.window_s));
  object.set("cpu_s", json_number(measured.cpu_s));
  object.set("response_ns", latency_document(measured.response));
  object.set("service_ns", latency_document(measured.service));
}

Json floor_document(const LoadOutput& output) {
  Json object = json_object();
  object.set("nodes", json_integer(output.null_nodes));
  set_counts(object, output.floor);
  object.set("within_factor_2", json_boolean(near_floor(output)));
  return object;
}

Json load_settings(const FinishedLoad& load) {
  const actors::LoadPlan& plan = load.plan;
  Json object = json_object();
  object.set("loop", json_text(plan.rate_per_s ? "open" : "closed"));
  object.set("clients", plan.rate_per_s ? Json{} : json_integer(plan.clients));
  object.set("rate_per_s", plan.rate_per_s ? json_number(*plan.rate_per_s) : Json{});
  object.set("interarrival", plan.rate_per_s
                                 ? json_text(plan.arrivals == core::ArrivalSpec::Kind::poisson ? "poisson" : "constant")
                                 : Json{});
  object.set("max_backlog", plan.rate_per_s ? json_integer(plan.backlog_max) : Json{});
  Json& mix = object.set("mix", json_object());
  mix.set("earn", json_number(plan.mix.earn_share));
  mix.set("spend", json_number(1.0 - plan.mix.earn_share));
  object.set("repeated", json_number(plan.mix.repeated));
  object.set("zipf_exponent", plan.mix.zipf_exponent ? json_number(*plan.mix.zipf_exponent) : Json{});
  object.set("warmup_us", json_integer(static_cast<std::uint64_t>(plan.warmup_ns / 1000)));
  object.set("duration_us", json_integer(static_cast<std::uint64_t>(plan.duration_ns / 1000)));
  object.set("repeat", json_integer(plan.repetitions));
  object.set("gossip_interval_us", plan.gossip_interval_ns > 0
                                       ? json_integer(static_cast<std::uint64_t>(plan.gossip_interval_ns / 1000))
                                       : Json{});
  return object;
}

Json machine_document() {
  const MachineFacts facts = machine_facts();
  Json object = json_object();
  object.set("processor", json_text(facts.processor));
  object.set("cores", json_integer(facts.cores));
  object.set("memory_bytes", json_integer(facts.memory_bytes));
  object.set("system", json_text(facts.system));
  object.set("compiler", json_text(compiler_text()));
  object.set("caf", json_text(actors::caf_version()));
  return object;
}

Json checks_document(const core::LoadAudit& audit) {
  Json object = json_object();
  object.set("replicas_joined", json_integer(audit.joined));
  object.set("replicas_compared", json_integer(audit.compared));
  for (const core::CheckOutcome& outcome : audit.result.checks) {
    using Status = core::CheckOutcome::Status;
    object.set(outcome.checker, json_text(outcome.status == Status::held       ? "held"
                                          : outcome.status == Status::violated ? "violated"
                                                                               : "not applicable: " + outcome.reason));
  }
  return object;
}

Json thresholds_document(const LoadRequest& request, const FinishedLoad& load) {
  Json list = json_array();
  for (const LoadThreshold& threshold : request.thresholds) {
    Json entry = json_object();
    entry.set("threshold", json_text(threshold.text));
    const double value = observed(threshold, load.output);
    entry.set("observed", load.measured() ? json_number(value) : Json{});
    entry.set("holds", load.measured() ? json_boolean(holds(threshold, value)) : Json{});
    list.items.push_back(std::move(entry));
  }
  return list;
}

std::string digest_of(const LoadRequest& request, const FinishedLoad& load) {
  return scenario_digest(load.plan.scenario, request.inputs.records());
}

void append_row(std::string& text, const std::vector<Json>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i)
    text += (i == 0 ? "" : ",") + table_cell(cells[i]);
  text += '\n';
}

} // namespace

core::Verdict verdict_of(const LoadRequest& request, const FinishedLoad& load) {
  const bool threshold_fails =
      load.measured() && std::any_of(request.thresholds.begin(), request.thresholds.end(), [&](const auto& threshold) {
        return !holds(threshold, observed(threshold, load.output));
      });
  if (threshold_fails || load.output.audit.result.verdict == core::Verdict::invalid)
    return core::Verdict::invalid;
  const bool proved = load.measured() && !load.output.interrupted && !saturated(load.output);
  return proved ? core::Verdict::valid : core::Verdict::unknown;
}

Json load_document(const LoadRequest& request, const FinishedLoad& load) {
  const LoadOutput& output = load.output;
  Json document = json_object();
  document.set("version", json_text(core::version));
  document.set("scenario", json_text(load.plan.scenario.name));
  document.set("scenario_digest", json_text(digest_of(request, load)));
  document.set("seed", json_integer(load.plan.scenario.seed));
  document.set("replayable", json_boolean(false));
  document.set("verdict", json_text(verdict_text(verdict_of(request, load))));
  document.set("interrupted", json_boolean(output.interrupted));
  document.set("operation", json_text(operation_meaning));
  document.set("durability", json_text("in memory"));
  document.set("nodes", json_integer(output.nodes));
  document.set("threads", json_integer(output.threads));
  document.set("generator_threads", json_integer(output.generator_threads));
  document.set("replicas", json_text(output.replicas));
  document.set("load", load_settings(load));
  const auto median = [&](double (LoadMeasurement::*figure)() const) {
    return json_number(spread_of(output, [&](const LoadMeasurement& m) { return (m.*figure)(); }).median);
  };
  document.set("offered_per_s", median(&LoadMeasurement::offered_per_s));
  document.set("throughput_per_s", median(&LoadMeasurement::throughput_per_s));
  document.set("saturated", json_boolean(saturated(output)));
  for (const auto& [name, count] :
       {std::pair{"ok", &LoadMeasurement::ok}, std::pair{"insufficient", &LoadMeasurement::insufficient},
        std::pair{"duplicate", &LoadMeasurement::duplicate}, std::pair{"dropped", &LoadMeasurement::dropped}})
    document.set(name, json_integer(sum_of(output, count)));
  for (const auto& [name, latency] :
       {std::pair{"response_ns", &LoadMeasurement::response}, std::pair{"service_ns", &LoadMeasurement::service}})
    document.set(name, latency_document([&, latency = latency](const LatencyFigure& figure) {
                   return over_repetitions_ns(output, figure, latency);
                 }));
  document.set("spread", spread_document(output));
  document.set("backlog_max",
               whole(spread_of(output, [](const auto& m) { return static_cast<double>(m.backlog_max); }).greatest));
  document.set("cpu_s", json_number(spread_of(output, [](const auto& m) { return m.cpu_s; }).median));
  document.set("generator_floor", floor_document(output));
  Json& gossip = document.set("gossip", json_object());
  gossip.set("messages", json_integer(output.gossip.sent));
  gossip.set("rejected", json_integer(output.gossip.rejected));
  document.set("checks", checks_document(output.audit));
  document.set("violations", violations_document(output.audit.result.violations));
  document.set("thresholds", thresholds_document(request, load));
  Json& repetitions = document.set("repetitions", json_array());
  for (const LoadMeasurement& measured : output.repetitions) {
    Json one = json_object();
    set_counts(one, measured);
    repetitions.items.push_back(std::move(one));
  }
  document.set("machine", machine_document());
  document.set("build_type", json_text(build_type()));
  document.set("peak_memory_bytes", json_integer(peak_memory_bytes()));
  return document;
}

Json sweep_document(const LoadRequest& request, const std::vector<FinishedLoad>& loads) {
  Json document = json_object();
  document.set("version", json_text(core::version));
  document.set("replayable", json_boolean(false));
  Json& runs = document.set("runs", json_array());
  for (const FinishedLoad& load : loads)
    runs.items.push_back(load_document(request, load));
  return document;
}

std::string load_series_table(const LoadRequest&, const FinishedLoad& load) {
  std::string text =
      "scenario,seed,repetition,time_us,ok,ok_per_s,dropped,response_p50_ns,response_p99_ns,response_max_ns\n";
  const auto interval_ns = static_cast<double>(load.output.interval_ns);
  for (std::size_t repetition = 0; repetition < load.output.repetitions.size(); ++repetition) {
    const auto& intervals = load.output.repetitions[repetition].intervals;
    for (std::size_t i = 0; i < intervals.size(); ++i) {
      const LoadMeasurement::Interval& interval = intervals[i];
      // The last one of a duration may be shorter.
      const double window_ns = load.output.repetitions[repetition].window_s * 1e9;
      const double length_ns = std::min(interval_ns, window_ns - static_cast<double>(i) * interval_ns);
      append_row(text,
                 {json_text(load.plan.scenario.name), json_integer(load.plan.scenario.seed),
                  json_integer(repetition + 1), whole(static_cast<double>(i) * interval_ns / 1e3),
                  json_integer(interval.ok),
                  length_ns > 0.0 ? whole(static_cast<double>(interval.ok) * 1e9 / length_ns) : Json{},
                  json_integer(interval.dropped), whole(static_cast<double>(interval.response.percentile_ns(500'000))),
                  whole(static_cast<double>(interval.response.percentile_ns(990'000))),
                  whole(static_cast<double>(interval.response.max_ns()))});
    }
  }
  return text;
}

std::string sweep_table(const LoadRequest& request, const std::vector<FinishedLoad>& loads) {
  std::string text = "scenario,seed,nodes,threads,generator_threads,offered_per_s,throughput_per_s,throughput_least,"
                     "throughput_greatest,ok,insufficient,duplicate,dropped,response_p50_ns,response_p99_ns,"
                     "response_max_ns,service_p50_ns,service_p99_ns,cpu_s,floor_per_s,within_factor_2,saturated,"
                     "verdict\n";
  for (const FinishedLoad& load : loads) {
    const LoadOutput& output = load.output;
    const Spread throughput = spread_of(output, [](const LoadMeasurement& m) { return m.throughput_per_s(); });
    const auto latency = [&](std::string_view name, Latency which) {
      const auto* const named = std::find_if(latency_figures.begin(), latency_figures.end(),
                                             [&](const NamedLatency& one) { return one.name == name; });
      return whole(over_repetitions_ns(output, named->figure, which));
    };
    append_row(text, {json_text(load.plan.scenario.name),
                      json_integer(load.plan.scenario.seed),
                      json_integer(output.nodes),
                      json_integer(output.threads),
                      json_integer(output.generator_threads),
                      whole(spread_of(output, [](const LoadMeasurement& m) { return m.offered_per_s(); }).median),
                      whole(throughput.median),
                      whole(throughput.least),
                      whole(throughput.greatest),
                      json_integer(sum_of(output, &LoadMeasurement::ok)),
                      json_integer(sum_of(output, &LoadMeasurement::insufficient)),
                      json_integer(sum_of(output, &LoadMeasurement::duplicate)),
                      json_integer(sum_of(output, &LoadMeasurement::dropped)),
                      latency("p50", &LoadMeasurement::response),
                      latency("p99", &LoadMeasurement::response),
                      latency("max", &LoadMeasurement::response),
                      latency("p50", &LoadMeasurement::service),
                      latency("p99", &LoadMeasurement::service),
                      json_number(spread_of(output, [](const LoadMeasurement& m) { return m.cpu_s; }).median),
                      whole(output.floor.throughput_per_s()),
                      json_boolean(near_floor(output)),
                      json_boolean(saturated(output)),
                      json_text(verdict_text(verdict_of(request, load)))});
  }
  return text;
}

core::Result<void> write_load_results(const std::filesystem::path& folder, const LoadRequest& request,
                                      const std::vector<FinishedLoad>& loads) {
  FinishedRun described;
  described.scenario = request.loaded.scenario;
  described.inputs = request.inputs;
  std::vector<NamedContent> files{{"scenario.json", print_json(scenario_document(described))}};
  if (request.sweeps()) {
    files.push_back({"summary.json", print_json(sweep_document(request, loads))});
    files.push_back({"sweep.csv", sweep_table(request, loads)});
  } else {
    const FinishedLoad& load = loads.front();
    core::LatencyHistogram response;
    for (const LoadMeasurement& measured : load.output.repetitions)
      response.merge(measured.response);
    files.push_back({"summary.json", print_json(load_document(request, load))});
    files.push_back({"timeseries.csv", load_series_table(request, load)});
    files.push_back({"latency.hgrm", response.percentile_text()});
  }
  return write_documents(folder, std::move(files), request.inputs);
}

} // namespace creditsim::scenarios
