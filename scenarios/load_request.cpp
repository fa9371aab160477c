// SPDX-License-Identifier: MIT
#include "scenarios/load_request.hpp"

#include "core/operation_source.hpp"
#include "scenarios/count_option.hpp"
#include "scenarios/run_text.hpp"
#include "scenarios/scenario_files.hpp"
#include "scenarios/units.hpp"

#include <algorithm>
#include <cmath>

namespace creditsim::scenarios {

namespace {

using core::Result;

constexpr std::string_view credits_key = "credits.initial_credits";
constexpr std::uint64_t nodes_max = 10'000'000;
constexpr std::uint64_t threads_max = 1024;
constexpr std::int64_t ns_per_us = 1000;

core::Error refused(std::string_view option, const std::string& found, const std::string& expected) {
  return {core::Errc::invalid_value, "--" + std::string{option} + ": " + found + " is not " + expected};
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts{""};
  for (const char c : text)
    if (c == separator)
      parts.emplace_back();
    else
      parts.back() += c;
  return parts;
}

/// A count in a range; `absent` where the option is not given.
Result<std::uint64_t> bounded_count(const Options& options, std::string_view name, std::uint64_t most,
                                    std::uint64_t absent) {
  const auto text = options.value(name);
  if (!text)
    return absent;
  const auto count = parse_count(*text);
  if (!count || *count < 1 || *count > most)
    return refused(name, *text, "a count from 1 to " + std::to_string(most));
  return *count;
}

Result<std::vector<std::uint64_t>> count_list(const Options& options, std::string_view name, std::uint64_t most) {
  std::vector<std::uint64_t> counts;
  const auto text = options.value(name);
  if (!text)
    return counts;
  for (const std::string& part : split(*text, ',')) {
    const auto count = parse_count(part);
    if (!count || *count < 1 || *count > most)
      return refused(name, part.empty() ? "nothing" : part, "a count from 1 to " + std::to_string(most));
    counts.push_back(*count);
  }
  return counts;
}

Result<std::int64_t> duration_ns(const Options& options, std::string_view name, std::int64_t absent_us,
                                 std::int64_t least_us) {
  const auto text = options.value(name);
  if (!text)
    return absent_us * ns_per_us;
  const auto span_us = parse_duration(*text);
  constexpr std::int64_t most_us = 86'400'000'000;
  if (!span_us || *span_us < least_us || *span_us > most_us)
    return refused(name, *text, "a duration such as 10s, from " + format_duration(least_us) + " to 1d");
  return *span_us * ns_per_us;
}

Result<std::optional<double>> zipf_option(const Options& options) {
  const std::string text = options.value("nodes-chosen").value_or("uniform");
  if (text == "uniform")
    return std::optional<double>{};
  constexpr std::string_view zipf = "zipf:";
  constexpr double exponent_max = 10.0;
  const auto exponent =
      text.starts_with(zipf) ? parse_number(std::string_view{text}.substr(zipf.size())) : std::nullopt;
  if (!exponent || *exponent < 0.0 || *exponent > exponent_max)
    return refused("nodes-chosen", text, "uniform, or zipf:S with an exponent S from 0 to 10");
  return exponent;
}

Result<void> read_loop(const Options& options, actors::LoadPlan& plan) {
  const std::string rate = options.value("rate").value_or("max");
  if (rate != "max") {
    plan.rate_per_s = parse_rate(rate);
    if (!plan.rate_per_s)
      return refused("rate", rate, "max, or operations per second such as 500k, at most 1e9");
  }
  for (const std::string_view open : {"interarrival", "max-backlog"})
    if (!plan.rate_per_s && options.has(open))
      return core::Error{core::Errc::invalid_value,
                         "--" + std::string{open} + ": " + *options.value(open) + " says nothing without --rate"};
  if (plan.rate_per_s && options.has("clients"))
    return core::Error{core::Errc::invalid_value, "--clients: " + *options.value("clients") +
                                                      " operations in flight and --rate " + rate +
                                                      " do not go together"};
  const std::string arrivals = options.value("interarrival").value_or("constant");
  if (arrivals != "constant" && arrivals != "poisson")
    return refused("interarrival", arrivals, "constant or poisson");
  plan.arrivals = arrivals == "poisson" ? core::ArrivalSpec::Kind::poisson : core::ArrivalSpec::Kind::constant;
  const auto clients = bounded_count(options, "clients", 1'000'000, plan.clients);
  if (!clients)
    return clients.error();
  plan.clients = static_cast<std::uint32_t>(clients.value());
  const auto backlog = bounded_count(options, "max-backlog", 1'000'000'000, plan.backlog_max);
  if (!backlog)
    return backlog.error();
  plan.backlog_max = backlog.value();
  return {};
}

Result<void> read_plan(const Options& options, actors::LoadPlan& plan) {
  if (auto read = read_loop(options, plan); !read)
    return read;
  const auto threads = count_option(options, "threads");
  if (!threads)
    return threads.error();
  plan.threads = threads.value();
  const auto earn_share = parse_mix(options.value("mix").value_or("earn=0.5,spend=0.5"));
  if (!earn_share)
    return earn_share.error();
  plan.mix.earn_share = earn_share.value();
  const auto zipf = zipf_option(options);
  if (!zipf)
    return zipf.error();
  plan.mix.zipf_exponent = zipf.value();
  const auto warmup = duration_ns(options, "warmup", 5'000'000, 0);
  const auto duration = duration_ns(options, "duration", 10'000'000, 1);
  const auto gossip = duration_ns(options, "gossip-interval", 0, 1);
  for (const auto* span : {&warmup, &duration, &gossip})
    if (!*span)
      return span->error();
  plan.warmup_ns = warmup.value();
  plan.duration_ns = duration.value();
  plan.gossip_interval_ns = gossip.value();
  const auto repetitions = bounded_count(options, "repeat", 1000, 3);
  if (!repetitions)
    return repetitions.error();
  plan.repetitions = static_cast<unsigned>(repetitions.value());
  return {};
}

ScenarioText default_scenario() {
  return {.label = "load",
          .text = R"({"name": "load", "purpose": "Earn and spend under load, by the corrected rules.", "nodes": 1000})",
          .folder = std::filesystem::current_path()};
}

Result<LoadedScenario> read_loaded(const Options& options) {
  std::vector<std::string> settings = options.values("set");
  if (const auto seed = options.value("seed"))
    settings.push_back("seed=" + *seed);
  if (options.words().empty())
    return read_scenario(default_scenario(), settings);
  const auto source = open_scenario(options.words().front());
  if (!source)
    return source.error();
  return read_scenario(source.value(), settings);
}

std::string left_out_text(const core::Scenario& scenario) {
  std::string text = scenario.faults.empty() && !scenario.swarm ? "" : "faults";
  if (scenario.churn.joins > 0 || scenario.churn.restarts > 0)
    text += text.empty() ? "churn" : " and churn";
  return text;
}

// What a scenario says of time, network and faults has no meaning here; gossip has where nodes exchange what they know.
void leave_out(core::Scenario& scenario, std::int64_t gossip_interval_ns) {
  scenario.faults.clear();
  scenario.swarm = false;
  scenario.churn = {};
  scenario.expect.clear();
  if (scenario.gossip.mode == core::GossipSpec::Mode::none)
    scenario.gossip.mode = core::GossipSpec::Mode::push_pull;
  if (gossip_interval_ns > 0)
    scenario.gossip.interval_us = gossip_interval_ns / ns_per_us;
}

Result<void> set_nodes(const Options& options, const InputFiles& inputs, core::Scenario& scenario) {
  for (const std::string_view name : {"nodes", "sweep-nodes"})
    if (inputs.edges && options.has(name))
      return core::Error{core::Errc::invalid_value,
                         "--" + std::string{name} + ": the nodes are those of the edge list, topology.file"};
  if (inputs.edges)
    return {};
  const auto nodes = bounded_count(options, "nodes", nodes_max, scenario.nodes);
  if (!nodes)
    return nodes.error();
  scenario.nodes = static_cast<std::uint32_t>(nodes.value());
  return {};
}

Result<void> read_sweep(const Options& options, LoadRequest& request) {
  const auto threads = count_list(options, "sweep-threads", threads_max);
  const auto nodes = count_list(options, "sweep-nodes", nodes_max);
  if (!threads || !nodes)
    return !threads ? threads.error() : nodes.error();
  request.sweep_threads.assign(threads.value().begin(), threads.value().end());
  request.sweep_nodes.assign(nodes.value().begin(), nodes.value().end());
  for (const auto& [swept, single] : {std::pair{"sweep-threads", "threads"}, std::pair{"sweep-nodes", "nodes"}})
    if (options.has(swept) && options.has(single))
      return core::Error{core::Errc::invalid_value, std::string{"--"} + single + ": " + *options.value(single) +
                                                        " and --" + swept + " do not go together"};
  return {};
}

/// What nodes are granted, where nobody says: enough for the mix.
void endow(core::Scenario& scenario, const core::LoadTerms& terms, std::uint32_t nodes) {
  scenario.credits.initial_credits =
      std::max(scenario.credits.minimum_balance, terms.endowment(scenario, std::max(1U, nodes)));
}

} // namespace

Result<double> parse_mix(const std::string& text) {
  double shares[2] = {-1.0, -1.0};
  constexpr std::string_view names[2] = {"earn", "spend"};
  const auto fault = [&] { return refused("mix", text, "earn=A,spend=B with ratios A and B that add up to 1"); };
  for (const std::string& part : split(text, ',')) {
    const auto equals = part.find('=');
    const auto* const name = std::find(std::begin(names), std::end(names), part.substr(0, equals));
    if (equals == std::string::npos || name == std::end(names))
      return fault();
    double& share = shares[name - std::begin(names)];
    const auto ratio = parse_number(std::string_view{part}.substr(equals + 1));
    if (share >= 0.0 || !ratio || *ratio < 0.0 || *ratio > 1.0)
      return fault();
    share = *ratio;
  }
  constexpr double rounding = 1e-9;
  if (std::abs(std::max(0.0, shares[0]) + std::max(0.0, shares[1]) - 1.0) > rounding)
    return fault();
  return std::max(0.0, shares[0]);
}

std::optional<double> parse_rate(const std::string& text) {
  constexpr double rate_max = 1e9;
  std::optional<double> rate;
  if (const auto count = parse_count(text))
    rate = static_cast<double>(*count);
  else
    rate = parse_number(text);
  return rate && *rate > 0.0 && *rate <= rate_max ? rate : std::nullopt;
}

std::vector<actors::LoadPlan> LoadRequest::plans() const {
  const std::vector<unsigned> threads = sweep_threads.empty() ? std::vector<unsigned>{plan.threads} : sweep_threads;
  const std::vector<std::uint32_t> nodes =
      sweep_nodes.empty() ? std::vector<std::uint32_t>{plan.scenario.nodes} : sweep_nodes;
  std::vector<actors::LoadPlan> all;
  for (const std::uint32_t count : nodes)
    for (const unsigned pool : threads) {
      actors::LoadPlan& one = all.emplace_back(plan);
      one.threads = pool;
      one.scenario.nodes = count;
      if (!own_credits && !inputs.edges)
        endow(one.scenario, core::LoadTerms::make(one.scenario).value(), count); // the prices were read before
    }
  return all;
}

std::vector<OptionSyntax> load_options() {
  return {
      {"nodes", "N", "Nodes, one actor each; over those of the scenario", false},
      {"threads", "T", "Threads of the actors' pool, all cores by default; generators have others", false},
      {"clients", "C", "Closed loop: clients with one operation in flight each, 100 by default", false},
      {"rate", "R", "Open loop: operations per second that are to start, such as 500k; max is a closed loop", false},
      {"warmup", "SPAN", "Load before each measurement, 5s by default", false},
      {"duration", "SPAN", "How long is measured, 10s by default", false},
      {"repeat", "N", "How often that is done, 3 by default", false},
      {"mix", "SHARES", "earn=0.5,spend=0.5 by default: what the operations are", false},
      {"nodes-chosen", "HOW", "uniform (default) or zipf:0.99: which node an operation is for", false},
      {"interarrival", "HOW", "constant (default) or poisson: the schedule of --rate", false},
      {"gossip-interval", "SPAN", "Nodes gossip meanwhile, each once in this span; without it they do not", false},
      {"max-backlog", "N", "Operations of --rate that may wait at once, 100k by default; more are dropped", false},
      {"seed", "N", "Seed of every random draw; over that of the scenario", false},
      {"out", "DIR", "Write the results into this folder; without it nothing is written", false},
      {"force", "", "Write into the folder even when it is not empty", false},
      {"json", "", "Print summary.json on standard output, text for people on standard error", false},
      {"threshold", "EXPR", "What must hold, such as p99<5ms or throughput>500k; repeatable", true},
      {"set", "KEY=VALUE", "Set a scenario key, such as rules.dedup=pruned_table; repeatable", true},
      {"sweep-threads", "LIST", "One run for each, such as 1,2,4: a table instead of a report", false},
      {"sweep-nodes", "LIST", "Likewise, such as 1,1k,100k", false}};
}

std::string load_command_text(const Options& options) {
  std::vector<std::string> arguments{"load"};
  arguments.insert(arguments.end(), options.words().begin(), options.words().end());
  for (const OptionSyntax& option : load_options()) {
    if (option.name == "out" || option.name == "force" || option.name == "json")
      continue;
    for (const std::string& value : options.values(option.name)) {
      arguments.push_back("--" + std::string{option.name});
      arguments.push_back(value);
    }
  }
  return command_text(arguments);
}

Result<LoadRequest> read_load_request(const Options& options) {
  auto loaded = read_loaded(options);
  if (!loaded)
    return loaded.error();
  LoadRequest request;
  request.loaded = std::move(loaded).value();
  core::Scenario& scenario = request.loaded.scenario;
  auto inputs = load_input_files(request.loaded);
  if (!inputs)
    return inputs.error();
  request.inputs = std::move(inputs).value();
  if (auto set = set_nodes(options, request.inputs, scenario); !set)
    return set.error();
  if (auto read = read_plan(options, request.plan); !read)
    return read.error();
  if (auto read = read_sweep(options, request); !read)
    return read.error();
  for (const std::string& text : options.values("threshold")) {
    auto threshold = parse_threshold(text);
    if (!threshold)
      return threshold.error();
    request.thresholds.push_back(std::move(threshold).value());
  }
  request.left_out = left_out_text(scenario);
  leave_out(scenario, request.plan.gossip_interval_ns);
  const auto terms = core::LoadTerms::make(scenario);
  if (!terms)
    return core::Error{terms.error().code, request.loaded.label + ": " + terms.error().context};
  const auto settings = options.values("set");
  request.own_credits = std::any_of(settings.begin(), settings.end(),
                                    [](const std::string& setting) { return setting.starts_with(credits_key); });
  const auto nodes =
      request.inputs.edges ? static_cast<std::uint32_t>(request.inputs.edges->ids.size()) : scenario.nodes;
  if (!request.own_credits)
    endow(scenario, terms.value(), nodes);
  request.plan.mix.repeated = scenario.workload.duplicates;
  request.plan.scenario = scenario;
  if (const auto out = options.value("out"))
    request.out = *out;
  return request;
}

} // namespace creditsim::scenarios
