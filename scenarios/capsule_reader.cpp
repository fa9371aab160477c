// SPDX-License-Identifier: MIT
#include "scenarios/capsule_reader.hpp"

#include "core/replica_rules.hpp"
#include "core/topology.hpp"
#include "scenarios/key_values.hpp"
#include "scenarios/replica_option.hpp"
#include "scenarios/scenario_checks.hpp"
#include "scenarios/units.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace creditsim::scenarios {

namespace {

using core::Result;

constexpr std::array<std::string_view, 14> member_names{
    "format",  "format_version", "version",     "replica", "checker",  "violation", "seed",
    "planted", "trace_digest",   "shrunk_from", "story",   "coverage", "scenario",  "edges"};

/// Reads the members of a capsule one by one.
class CapsuleReader {
public:
  CapsuleReader(const ScenarioText& source, const Json& document) : source_{source}, document_{document} {}

  Result<Capsule> read() {
    for (const auto& [name, value] : document_.members)
      if (std::find(member_names.begin(), member_names.end(), name) == member_names.end())
        return key_error(place(name), "not a known key of a capsule");
    for (const auto part : {&CapsuleReader::read_head, &CapsuleReader::read_replica, &CapsuleReader::read_violation,
                            &CapsuleReader::read_sizes, &CapsuleReader::read_texts,
                            &CapsuleReader::read_scenario_member, &CapsuleReader::read_edges})
      if (const auto done = (this->*part)(); !done)
        return done.error();
    return std::move(capsule_);
  }

private:
  ValuePlace place(std::string_view path) const { return {source_.label, std::string{path}, source_.folder}; }

  core::Error not_a(const Json* value, const std::string& expected, std::string_view path) const {
    return key_error(place(path), value == nullptr ? "it is missing" : quoted_value(*value) + " is not " + expected);
  }

  Result<std::string> text(const Json& object, std::string_view name, std::string_view path) const {
    const Json* value = object.find(name);
    if (value == nullptr || value->kind != Json::Kind::string)
      return not_a(value, "a text", path);
    return value->text;
  }

  Result<std::uint64_t> count(const Json& object, std::string_view name, std::string_view path,
                              std::uint64_t max = std::numeric_limits<std::uint64_t>::max()) const {
    const Json* value = object.find(name);
    const auto number = value != nullptr && value->kind == Json::Kind::number ? parse_count(value->text) : std::nullopt;
    if (!number || *number > max)
      return not_a(value, "a count", path);
    return *number;
  }

  Result<void> read_head() {
    const Json* format = document_.find("format");
    if (format == nullptr || format->kind != Json::Kind::string || format->text != capsule_format)
      return not_a(format, "\"" + std::string{capsule_format} + "\"", "format");
    const auto version = count(document_, "format_version", "format_version");
    if (!version)
      return version.error();
    if (version.value() != capsule_format_version)
      return not_a(document_.find("format_version"),
                   std::to_string(capsule_format_version) + ", the version that this creditsim reads",
                   "format_version");
    auto writer = text(document_, "version", "version");
    if (!writer)
      return writer.error();
    capsule_.version = std::move(writer).value();
    auto checker = text(document_, "checker", "checker");
    if (!checker)
      return checker.error();
    capsule_.checker = std::move(checker).value();
    const auto planted = read_planted();
    return planted ? read_digest() : planted;
  }

  Result<void> read_planted() {
    if (document_.find("planted") == nullptr)
      return {};
    const auto name = text(document_, "planted", "planted");
    const auto fault = name ? core::find_planted_fault(name.value()) : std::nullopt;
    if (!fault)
      return not_a(document_.find("planted"), "a planted fault", "planted");
    capsule_.planted = *fault;
    return {};
  }

  Result<void> read_digest() {
    const auto digest = text(document_, "trace_digest", "trace_digest");
    const auto hexadecimal = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (!digest || digest.value().size() != 16 ||
        !std::all_of(digest.value().begin(), digest.value().end(), hexadecimal))
      return not_a(document_.find("trace_digest"), "16 hexadecimal digits", "trace_digest");
    capsule_.trace_digest = std::stoull(digest.value(), nullptr, 16);
    return {};
  }

  Result<void> read_replica() {
    const Json* replica = document_.find("replica");
    if (replica == nullptr)
      return {};
    if (replica->kind != Json::Kind::object)
      return not_a(replica, "an object", "replica");
    for (const auto& [name, value] : replica->members)
      if (name != "command" && name != "timeout_ms")
        return key_error(place("replica." + name), "not a known key of a replica");
    auto command = text(*replica, "command", "replica.command");
    if (!command || !is_replica_command(command.value()))
      return not_a(replica->find("command"), "a shell command", "replica.command");
    const auto timeout_ms = count(*replica, "timeout_ms", "replica.timeout_ms");
    if (!timeout_ms || timeout_ms.value() < replica_timeout_ms_min || timeout_ms.value() > replica_timeout_ms_max)
      return not_a(replica->find("timeout_ms"),
                   "a count from " + std::to_string(replica_timeout_ms_min) + " to " +
                       std::to_string(replica_timeout_ms_max),
                   "replica.timeout_ms");
    capsule_.replica = {.command = std::move(command).value(), .timeout_ms = static_cast<int>(timeout_ms.value())};
    return {};
  }

  Result<void> read_violation() {
    const Json* violation = document_.find("violation");
    if (violation == nullptr || violation->kind != Json::Kind::object)
      return not_a(violation, "an object", "violation");
    for (const auto& [name, value] : violation->members)
      if (name != "detail" && name != "node" && name != "time_us")
        return key_error(place("violation." + name), "not a known key of a violation");
    auto detail = text(*violation, "detail", "violation.detail");
    if (!detail)
      return detail.error();
    const auto time_us = count(*violation, "time_us", "violation.time_us",
                               static_cast<std::uint64_t>(std::numeric_limits<core::TimeUs>::max()));
    if (!time_us)
      return time_us.error();
    capsule_.violation = {.property = capsule_.checker,
                          .detail = std::move(detail).value(),
                          .time_us = static_cast<core::TimeUs>(time_us.value())};
    const Json* node = violation->find("node");
    if (node == nullptr || node->kind == Json::Kind::null)
      return {};
    const auto index = count(*violation, "node", "violation.node", core::nodes_max);
    if (!index)
      return index.error();
    capsule_.violation.node = static_cast<core::NodeIndex>(index.value());
    return {};
  }

  Result<void> read_sizes() {
    const Json* size = document_.find("shrunk_from");
    if (size == nullptr)
      return {};
    if (size->kind != Json::Kind::object)
      return not_a(size, "an object", "shrunk_from");
    for (const auto& [name, value] : size->members)
      if (name != "nodes" && name != "tasks" && name != "faults")
        return key_error(place("shrunk_from." + name), "not a known key of a size");
    capsule_.shrunk_from.emplace();
    for (const auto& [name, field] :
         {std::pair{"nodes", &CaseSize::nodes}, std::pair{"tasks", &CaseSize::tasks}, {"faults", &CaseSize::faults}}) {
      const auto number = count(*size, name, std::string{"shrunk_from."} + name);
      if (!number)
        return number.error();
      (*capsule_.shrunk_from).*field = number.value();
    }
    return {};
  }

  Result<void> read_texts() {
    const Json* story = document_.find("story");
    if (story == nullptr || story->kind != Json::Kind::array)
      return not_a(story, "a list of texts", "story");
    for (const Json& line : story->items) {
      if (line.kind != Json::Kind::string)
        return not_a(&line, "a text", "story");
      capsule_.story.push_back(line.text);
    }
    const Json* coverage = document_.find("coverage");
    if (coverage == nullptr || coverage->kind != Json::Kind::object)
      return not_a(coverage, "an object of counts", "coverage");
    for (const auto& [name, value] : coverage->members) {
      const auto number = count(*coverage, name, "coverage." + name);
      if (!number)
        return number.error();
      capsule_.coverage.push_back({name, number.value()});
    }
    return {};
  }

  Result<void> read_scenario_member() {
    const Json* scenario = document_.find("scenario");
    if (scenario == nullptr || scenario->kind != Json::Kind::object)
      return not_a(scenario, "an object of scenario keys", "scenario");
    auto loaded = read_scenario({source_.label + ": scenario", print_json(*scenario), source_.folder}, {});
    if (!loaded)
      return loaded.error();
    capsule_.scenario = std::move(loaded.value().scenario);
    if (capsule_.scenario.workload.kind == core::WorkloadSpec::Kind::trace)
      return key_error(place("scenario.workload.kind"), "a capsule spells its tasks out as a list");
    if (const auto fits = core::check_replica_rules(capsule_.scenario); capsule_.replica && !fits)
      return core::Error{fits.error().code, source_.label + ": scenario." + fits.error().context};
    const auto seed = count(document_, "seed", "seed");
    if (!seed)
      return seed.error();
    if (seed.value() != capsule_.scenario.seed)
      return not_a(document_.find("seed"), "that of the scenario, " + std::to_string(capsule_.scenario.seed), "seed");
    return {};
  }

  Result<void> read_edges() {
    const bool needed = capsule_.scenario.topology.kind == core::TopologySpec::Kind::edge_list;
    const Json* edges = document_.find("edges");
    if (!needed)
      return edges == nullptr ? Result<void>{} : key_error(place("edges"), "there is no topology.kind edge_list");
    auto content = text(document_, "edges", "edges");
    if (!content)
      return content.error();
    const auto parsed = core::parse_edge_list(content.value(), "edges");
    if (!parsed)
      return core::Error{parsed.error().code, source_.label + ": " + parsed.error().context};
    const auto topology = core::Topology::from_edge_list(parsed.value(), capsule_.scenario.topology.component);
    if (const auto fault = fault_with_nodes(capsule_.scenario, topology.node_count()))
      return key_error(place("scenario." + fault->path), fault->text);
    capsule_.edges = std::move(content).value();
    capsule_.scenario.topology.file = "edges";
    return {};
  }

  const ScenarioText& source_;
  const Json& document_;
  Capsule capsule_;
};

} // namespace

bool is_capsule(std::string_view text) {
  // Whoever names the format means it; scenarios do not have that key.
  const auto document = parse_json(text);
  return document.ok() && document.value().find("format") != nullptr;
}

Result<Capsule> read_capsule(const ScenarioText& source) {
  const auto document = parse_json(source.text);
  if (!document)
    return core::Error{core::Errc::malformed, one_line(source.label + ": " + document.error().context)};
  if (document.value().kind != Json::Kind::object)
    return key_error({source.label, "", {}}, quoted_value(document.value()) + " is not a capsule");
  return CapsuleReader{source, document.value()}.read();
}

} // namespace creditsim::scenarios
