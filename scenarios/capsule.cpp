// SPDX-License-Identifier: MIT
#include "scenarios/capsule.hpp"

#include "core/check.hpp"
#include "core/edge_list.hpp"
#include "scenarios/figures.hpp"
#include "scenarios/scenario_printer.hpp"

namespace creditsim::scenarios {

namespace {

Json violation_document(const core::Violation& violation) {
  Json document = json_object();
  document.set("detail", json_text(violation.detail));
  document.set("node", violation.node == core::no_node ? Json{} : json_integer(violation.node));
  document.set("time_us", json_integer(static_cast<std::uint64_t>(violation.time_us)));
  return document;
}

Json coverage_document(const std::vector<core::Coverage>& coverage) {
  Json document = json_object();
  for (const core::Coverage& covered : coverage)
    document.set(covered.name, json_integer(covered.count));
  return document;
}

Json story_document(const std::vector<std::string>& story) {
  Json lines = json_array();
  for (const std::string& line : story)
    lines.items.push_back(json_text(line));
  return lines;
}

Json size_document(const CaseSize& size) {
  Json document = json_object();
  document.set("nodes", json_integer(size.nodes));
  document.set("tasks", json_integer(size.tasks));
  document.set("faults", json_integer(size.faults));
  return document;
}

Json replica_document(const actors::ChildOptions& replica) {
  Json document = json_object();
  document.set("command", json_text(replica.command));
  document.set("timeout_ms", json_integer(static_cast<std::uint64_t>(replica.timeout_ms)));
  return document;
}

} // namespace

Json print_capsule(const Capsule& capsule) {
  Json document = json_object();
  document.set("format", json_text(capsule_format));
  document.set("format_version", json_integer(capsule_format_version));
  document.set("version", json_text(capsule.version));
  if (capsule.replica)
    document.set("replica", replica_document(*capsule.replica));
  document.set("checker", json_text(capsule.checker));
  document.set("violation", violation_document(capsule.violation));
  document.set("seed", json_integer(capsule.scenario.seed));
  if (capsule.planted != core::PlantedFault::none)
    document.set("planted", json_text(core::name_of(capsule.planted)));
  document.set("trace_digest", json_text(hexadecimal(capsule.trace_digest)));
  if (capsule.shrunk_from)
    document.set("shrunk_from", size_document(*capsule.shrunk_from));
  document.set("story", story_document(capsule.story));
  document.set("coverage", coverage_document(capsule.coverage));
  core::Scenario scenario = capsule.scenario;
  scenario.topology.file = capsule.edges.empty() ? "" : "edges"; // a scenario with edges names a file
  document.set("scenario", print_scenario(scenario));
  if (!capsule.edges.empty())
    document.set("edges", json_text(capsule.edges));
  return document;
}

actors::SimulationInputs inputs_of(const Capsule& capsule) {
  actors::SimulationInputs inputs;
  if (capsule.scenario.topology.kind != core::TopologySpec::Kind::edge_list)
    return inputs;
  auto edges = core::parse_edge_list(capsule.edges, "edges");
  CREDITSIM_CHECK(edges.ok());
  inputs.edges = std::move(edges).value();
  return inputs;
}

CaseSize size_of(const core::Scenario& scenario, std::uint32_t nodes) {
  return {.nodes = nodes, .tasks = scenario.workload.tasks.size(), .faults = scenario.faults.size()};
}

} // namespace creditsim::scenarios
