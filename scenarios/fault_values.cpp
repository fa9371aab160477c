// SPDX-License-Identifier: MIT
#include "scenarios/fault_values.hpp"

#include "core/fault_traits.hpp"
#include "scenarios/nearest.hpp"
#include "scenarios/units.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace creditsim::scenarios {

namespace {

using core::FaultGroup;
using core::FaultKind;
using core::FaultSpec;
using core::RestartFrom;
using core::Result;
using core::TimeUs;
using core::traits_of;

constexpr std::string_view swarm_word = "swarm";
constexpr std::uint64_t node_max = 9'999'999;
constexpr std::array<std::string_view, 4> store_words{"newest", "nothing", "stale", "torn"};

core::Error not_a(const Json& value, const std::string& expected, const ValuePlace& place) {
  return key_error(place, quoted_value(value) + " is not " + expected);
}

/// The text of a number; an option may write it like any other text.
std::optional<std::string_view> number_text(const Json& value) {
  if (value.kind == Json::Kind::number || (value.kind == Json::Kind::string && value.from_option))
    return value.text;
  return std::nullopt;
}

Result<void> read_duration(const Json& value, const ValuePlace& place, TimeUs min_us, TimeUs& into) {
  const auto span_us = value.kind == Json::Kind::string ? parse_duration(value.text) : std::nullopt;
  if (!span_us)
    return not_a(value, "a duration in whole microseconds such as \"10ms\" or \"1.5s\"", place);
  if (*span_us < min_us)
    return not_a(value, "a duration of at least " + format_duration(min_us), place);
  into = *span_us;
  return {};
}

struct NumberRange {
  double min;
  double max;
};

Result<void> read_number(const Json& value, const ValuePlace& place, NumberRange range, const std::string& expected,
                         double& into) {
  const auto text = number_text(value);
  const auto number = text ? parse_number(*text) : std::nullopt;
  if (!number || *number < range.min || *number > range.max)
    return not_a(value, expected, place);
  into = *number;
  return {};
}

Result<void> read_node_item(const Json& item, const ValuePlace& place, std::vector<core::NodeIndex>& nodes) {
  const bool plain = item.kind == Json::Kind::number || item.kind == Json::Kind::string;
  const auto dots = plain ? item.text.find("..") : std::string::npos;
  const auto first = plain ? parse_count(std::string_view{item.text}.substr(0, dots)) : std::nullopt;
  const auto last = dots == std::string::npos ? first : parse_count(std::string_view{item.text}.substr(dots + 2));
  if (!first || !last || *first > *last || *last > node_max)
    return not_a(item, "a node such as 17 or a range of nodes such as \"0..9\"", place);
  for (std::uint64_t node = *first; node <= *last; ++node)
    nodes.push_back(static_cast<core::NodeIndex>(node));
  return {};
}

Result<void> read_nodes(const Json& value, const ValuePlace& place, std::vector<core::NodeIndex>& into) {
  if (value.kind != Json::Kind::array || value.items.empty())
    return not_a(value, "a list of nodes such as [\"0..9\", 17]", place);
  std::vector<core::NodeIndex> nodes;
  for (const Json& item : value.items)
    if (auto read = read_node_item(item, place, nodes); !read)
      return read;
  std::sort(nodes.begin(), nodes.end());
  if (const auto twice = std::adjacent_find(nodes.begin(), nodes.end()); twice != nodes.end())
    return key_error(place, std::to_string(*twice) + " is there twice");
  into = std::move(nodes);
  return {};
}

Json print_nodes(const std::vector<core::NodeIndex>& nodes) {
  Json list = json_array();
  for (std::size_t begin = 0; begin < nodes.size();) {
    std::size_t end = begin + 1;
    while (end < nodes.size() && nodes[end] == nodes[end - 1] + 1)
      ++end;
    if (end - begin == 1)
      list.items.push_back(json_integer(nodes[begin]));
    else
      list.items.push_back(json_text(std::to_string(nodes[begin]) + ".." + std::to_string(nodes[end - 1])));
    begin = end;
  }
  return list;
}

Json print_signed(TimeUs span_us) {
  return json_text(span_us < 0 ? "-" + format_duration(-span_us) : format_duration(span_us));
}

constexpr std::string_view duration_pattern = R"(^[0-9]+(\.[0-9]+)?(us|ms|s|m|h|d)$)";

Json pattern_schema(std::string_view pattern) {
  Json schema = json_object();
  schema.set("type", json_text("string"));
  schema.set("pattern", json_text(pattern));
  return schema;
}

Json number_schema(NumberRange range) {
  Json schema = json_object();
  schema.set("type", json_text("number"));
  schema.set("minimum", json_number(range.min));
  schema.set("maximum", json_number(range.max));
  return schema;
}

Json any_of(std::vector<Json> schemas) {
  Json schema = json_object();
  schema.set("anyOf", json_array(std::move(schemas)));
  return schema;
}

Json nodes_schema() {
  Json node = json_object();
  node.set("type", json_text("integer"));
  node.set("minimum", json_integer(0));
  node.set("maximum", json_integer(node_max));
  Json schema = json_object();
  schema.set("type", json_text("array"));
  schema.set("items", any_of({std::move(node), pattern_schema(R"(^[0-9]+(\.\.[0-9]+)?$)")}));
  schema.set("minItems", json_integer(1));
  return schema;
}

Json words_schema() {
  Json schema = json_object();
  Json& words = schema.set("enum", json_array());
  for (const auto word : store_words)
    words.items.push_back(json_text(word));
  return schema;
}

Json boolean_schema() {
  Json schema = json_object();
  schema.set("type", json_text("boolean"));
  return schema;
}

/// One member of a fault's object.
struct Member {
  std::string_view name;
  bool (*applies)(FaultKind);
  bool (*needed)(FaultKind); ///< where it applies
  Result<void> (*read)(const Json&, const ValuePlace&, FaultSpec&);
  std::optional<Json> (*print)(const FaultSpec&); ///< no value where the default says the same
  Json (*schema)();
};

bool always(FaultKind) { return true; }
bool never(FaultKind) { return false; }

template <FaultKind... Kinds> bool one_of(FaultKind kind) { return ((kind == Kinds) || ...); }

bool lasts(FaultKind kind) { return traits_of(kind).lasts; }

bool has_probability(FaultKind kind) {
  return one_of<FaultKind::loss, FaultKind::duplication, FaultKind::delay, FaultKind::corruption>(kind) ||
         (traits_of(kind).group == FaultGroup::hostile && kind != FaultKind::overspend);
}

Json duration_schema() { return pattern_schema(duration_pattern); }

constexpr NumberRange above_zero_to_one{1e-9, 1.0};
constexpr NumberRange positive_range{1e-9, 1e9};
constexpr NumberRange drift_range{-500'000.0, 500'000.0};
constexpr NumberRange shape_range{0.1, 10.0};

/// All members, in the order in which they are printed.
constexpr std::array members{
    Member{"at", always, never,
           [](const Json& value, const ValuePlace& place, FaultSpec& fault) {
             return read_duration(value, place, 0, fault.at_us);
           },
           [](const FaultSpec& fault) { return std::optional{json_text(format_duration(fault.at_us))}; },
           duration_schema},
    Member{"for", lasts, never,
           [](const Json& value, const ValuePlace& place, FaultSpec& fault) {
             return read_duration(value, place, 1, fault.for_us);
           },
           [](const FaultSpec& fault) {
             return fault.for_us == 0 ? std::nullopt : std::optional{json_text(format_duration(fault.for_us))};
           },
           duration_schema},
    Member{"rate", always, never,
           [](const Json& value, const ValuePlace& place, FaultSpec& fault) {
             return read_number(value, place, positive_range, "a number of beginnings per second between 1e-9 and 1e9",
                                fault.rate_per_s);
           },
           [](const FaultSpec& fault) {
             return fault.rate_per_s == 0.0 ? std::nullopt : std::optional{json_number(fault.rate_per_s)};
           },
           [] { return number_schema(positive_range); }},
    Member{"nodes", always, never,
           [](const Json& value, const ValuePlace& place, FaultSpec& fault) {
             return read_nodes(value, place, fault.nodes);
           },
           [](const FaultSpec& fault) {
             return fault.nodes.empty() ? std::nullopt : std::optional{print_nodes(fault.nodes)};
           },
           nodes_schema},
    Member{"share", always, never,
           [](const Json& value, const ValuePlace& place, FaultSpec& fault) {
             return read_number(value, place, above_zero_to_one, "a share of the nodes above 0 and at most 1",
                                fault.share);
           },
           [](const FaultSpec& fault) {
             return fault.share == 0.0 ? std::nullopt : std::optional{json_number(fault.share)};
           },
           [] { return number_schema(above_zero_to_one); }},
    Member{"probability", has_probability, never,
           [](const Json& value, const ValuePlace& place, FaultSpec& fault) {
             return read_number(value, place, above_zero_to_one, "a probability above 0 and at most 1",
                                fault.probability);
           },
           [](const FaultSpec& fault) { return std::optional{json_number(fault.probability)}; },
           [] { return number_schema(above_zero_to_one); }},
    Member{"by", one_of<FaultKind::delay, FaultKind::clock_offset, FaultKind::clock_step>, always,
           [](const Json& value, const ValuePlace& place, FaultSpec& fault) -> Result<void> {
             const bool clock = fault.kind != FaultKind::delay;
             const bool back = clock && value.kind == Json::Kind::string && value.text.starts_with('-');
             Json magnitude = value;
             if (back)
               magnitude.text.erase(0, 1);
             if (!read_duration(magnitude, place, 1, fault.by_us))
               return not_a(value,
                            clock ? "a duration other than 0, or one with a minus before it, such as \"-3s\""
                                  : "a duration of at least 1us such as \"10ms\"",
                            place);
             if (back)
               fault.by_us = -fault.by_us;
             return {};
           },
           [](const FaultSpec& fault) { return std::optional{print_signed(fault.by_us)}; },
           [] { return pattern_schema(R"(^-?[0-9]+(\.[0-9]+)?(us|ms|s|m|h|d)$)"); }},
    Member{"drift_ppm", one_of<FaultKind::clock_drift>, always,
           [](const Json& value, const ValuePlace& place, FaultSpec& fault) {
             return read_number(value, place, drift_range, "a number of parts per million between -500000 and 500000",
                                fault.drift_ppm);
           },
           [](const FaultSpec& fault) { return std::optional{json_number(fault.drift_ppm)}; },
           [] { return number_schema(drift_range); }},
    Member{"bytes_per_s", one_of<FaultKind::bandwidth>, always,
           [](const Json& value, const ValuePlace& place, FaultSpec& fault) -> Result<void> {
             const bool countable = value.kind == Json::Kind::number || value.kind == Json::Kind::string;
             const auto count = countable ? parse_count(value.text) : std::nullopt;
             if (!count || *count < 1 || *count > 1'000'000'000'000)
               return not_a(value, "a count of bytes from 1 to 1e12 such as \"10k\"", place);
             fault.bytes_per_s = *count;
             return {};
           },
           [](const FaultSpec& fault) { return std::optional{json_integer(fault.bytes_per_s)}; },
           [] {
             Json count = json_object();
             count.set("type", json_text("integer"));
             count.set("minimum", json_integer(1));
             return any_of({std::move(count), pattern_schema(R"(^[0-9]+(\.[0-9]+)?([kMG]|[eE]\+?[0-9]+)?$)")});
           }},
    Member{"period", one_of<FaultKind::flapping>, always,
           [](const Json& value, const ValuePlace& place, FaultSpec& fault) {
             return read_duration(value, place, 1, fault.period_us);
           },
           [](const FaultSpec& fault) { return std::optional{json_text(format_duration(fault.period_us))}; },
           duration_schema},
    Member{"restart_from", one_of<FaultKind::crash>, never,
           [](const Json& value, const ValuePlace& place, FaultSpec& fault) -> Result<void> {
             const auto word = std::find(store_words.begin(), store_words.end(), value.text);
             if (value.kind != Json::Kind::string || word == store_words.end())
               return not_a(value, "one of newest, nothing, stale, torn", place);
             fault.restart_from = static_cast<RestartFrom>(word - store_words.begin());
             return {};
           },
           [](const FaultSpec& fault) {
             return std::optional{json_text(store_words[static_cast<std::size_t>(fault.restart_from)])};
           },
           words_schema},
    Member{"age", one_of<FaultKind::crash>, never,
           [](const Json& value, const ValuePlace& place, FaultSpec& fault) {
             return read_duration(value, place, 1, fault.age_us);
           },
           [](const FaultSpec& fault) {
             return fault.age_us == 0 ? std::nullopt : std::optional{json_text(format_duration(fault.age_us))};
           },
           duration_schema},
    Member{"session", one_of<FaultKind::crash>, never,
           [](const Json& value, const ValuePlace& place, FaultSpec& fault) {
             return read_duration(value, place, 1, fault.session_us);
           },
           [](const FaultSpec& fault) {
             return fault.session_us == 0 ? std::nullopt : std::optional{json_text(format_duration(fault.session_us))};
           },
           duration_schema},
    Member{"session_shape", one_of<FaultKind::crash>, never,
           [](const Json& value, const ValuePlace& place, FaultSpec& fault) {
             return read_number(value, place, shape_range, "a number between 0.1 and 10", fault.session_shape);
           },
           [](const FaultSpec& fault) {
             return fault.session_shape == 1.0 ? std::nullopt : std::optional{json_number(fault.session_shape)};
           },
           [] { return number_schema(shape_range); }},
    Member{"required", always, never,
           [](const Json& value, const ValuePlace& place, FaultSpec& fault) -> Result<void> {
             if (value.kind != Json::Kind::boolean && !(value.from_option && value.kind == Json::Kind::string &&
                                                        (value.text == "true" || value.text == "false")))
               return not_a(value, "true or false", place);
             fault.required = value.text == "true";
             return {};
           },
           [](const FaultSpec& fault) { return fault.required ? std::optional{json_boolean(true)} : std::nullopt; },
           boolean_schema},
};

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words)
    text += (text.empty() ? "" : ", ") + std::string{word};
  return text;
}

std::vector<std::string_view> kind_names() {
  std::vector<std::string_view> names;
  for (std::size_t kind = 0; kind < core::fault_kinds; ++kind)
    names.push_back(traits_of(static_cast<FaultKind>(kind)).name);
  return names;
}

ValuePlace place_of(const ValuePlace& place, std::size_t index, std::string_view member = {}) {
  return {place.source,
          place.path + "[" + std::to_string(index) + "]" + (member.empty() ? "" : "." + std::string{member}),
          place.folder};
}

Result<FaultKind> read_kind(const Json& value, const ValuePlace& list, std::size_t index) {
  if (value.kind != Json::Kind::object)
    return not_a(value, "an object such as {\"kind\": \"loss\", \"probability\": 0.3}", place_of(list, index));
  const Json* kind = value.find("kind");
  if (kind == nullptr)
    return key_error(place_of(list, index), "a fault needs kind");
  const auto names = kind_names();
  const auto name = std::find(names.begin(), names.end(), kind->text);
  if (kind->kind != Json::Kind::string || name == names.end()) {
    const std::string_view near = nearest(kind->text, names);
    return not_a(*kind, "a kind of fault" + (near.empty() ? std::string{} : "; the nearest is " + std::string{near}),
                 place_of(list, index, "kind"));
  }
  return static_cast<FaultKind>(name - names.begin());
}

/// What must hold between the members of one fault.
Result<void> check_members(const FaultSpec& fault, const ValuePlace& list, std::size_t index) {
  const auto error = [&](std::string_view member, const std::string& text) {
    return key_error(place_of(list, index, member), text);
  };
  const std::string kind{traits_of(fault.kind).name};
  if (!fault.nodes.empty() && fault.share > 0.0)
    return error("share", "a fault has nodes or a share, not both");
  if (traits_of(fault.kind).needs_targets && fault.nodes.empty() && fault.share == 0.0)
    return error("", "a fault of kind " + kind + " needs nodes or share");
  if (fault.kind == FaultKind::partial_partition && fault.nodes.size() == 1)
    return error("nodes", "two halves need at least 2 nodes");
  if (fault.restart_from == RestartFrom::stale && fault.age_us == 0)
    return error("", "a restart from a stale store needs age");
  if (fault.restart_from != RestartFrom::stale && fault.age_us != 0)
    return error("age", "only a stale store has an age");
  if (fault.session_us > 0 && fault.for_us == 0)
    return error("", "sessions need for: how long a node is down between them");
  if (fault.session_us > 0 && fault.rate_per_s > 0.0)
    return error("rate", "a fault has a rate or sessions, not both");
  if (fault.session_us == 0 && fault.session_shape != 1.0)
    return error("session_shape", "needs session");
  return {};
}

Result<FaultSpec> read_fault(const Json& value, const ValuePlace& list, std::size_t index) {
  const auto kind = read_kind(value, list, index);
  if (!kind)
    return kind.error();
  FaultSpec fault{.kind = kind.value()};
  const auto known = fault_members(fault.kind);
  const std::string kind_text{traits_of(fault.kind).name};
  for (const auto& [name, entry] : value.members)
    if (name != "kind" && name != "description" && std::find(known.begin(), known.end(), name) == known.end())
      return key_error(place_of(list, index, name),
                       "not a known key of a fault of kind " + kind_text + ", which has " + joined(known));
  for (const Member& member : members) {
    const Json* entry = member.applies(fault.kind) ? value.find(member.name) : nullptr;
    if (entry != nullptr) {
      if (auto read = member.read(*entry, place_of(list, index, member.name), fault); !read)
        return read.error();
    } else if (member.applies(fault.kind) && member.needed(fault.kind)) {
      return key_error(place_of(list, index), "a fault of kind " + kind_text + " needs " + std::string{member.name});
    }
  }
  if (auto checked = check_members(fault, list, index); !checked)
    return checked.error();
  return fault;
}

Json kind_schema(FaultKind kind) {
  Json required = json_array({json_text("kind")});
  Json properties = json_object();
  properties.set("kind", json_object()).set("const", json_text(traits_of(kind).name));
  properties.set("description", json_object()).set("type", json_text("string"));
  for (const Member& member : members) {
    if (!member.applies(kind))
      continue;
    properties.set(member.name, member.schema());
    if (member.needed(kind))
      required.items.push_back(json_text(member.name));
  }
  Json schema = json_object();
  schema.set("type", json_text("object"));
  schema.set("properties", std::move(properties));
  schema.set("required", std::move(required));
  schema.set("additionalProperties", json_boolean(false));
  return schema;
}

std::string path_of(std::size_t index, std::string_view member) {
  return place_of({"", "faults", {}}, index, member).path;
}

/// A fault that the scenario's other keys do not allow.
std::optional<PlanFault> entry_fault(const core::Scenario& scenario, std::size_t index) {
  constexpr double beginnings_max = 10'000.0;
  const FaultSpec& fault = scenario.faults[index];
  const TimeUs heal_us = scenario.stop.duration_us;
  const std::string heal = format_duration(heal_us) + ", stop.duration, when everything is healed";
  if (fault.at_us >= heal_us)
    return PlanFault{path_of(index, "at"), format_duration(fault.at_us) + " is not before " + heal};
  const bool once = fault.rate_per_s == 0.0 && fault.session_us == 0;
  if (fault.for_us > (once ? heal_us - fault.at_us : heal_us))
    return PlanFault{path_of(index, "for"),
                     format_duration(fault.for_us) + (once ? " after at" : "") + " ends beyond " + heal};
  if (once && fault.age_us > std::max<TimeUs>(fault.at_us, 1))
    return PlanFault{path_of(index, "age"),
                     format_duration(fault.age_us) + " is not at most at, " + format_duration(fault.at_us)};
  const double seconds = static_cast<double>(heal_us - fault.at_us) / 1e6;
  if (fault.rate_per_s * seconds > beginnings_max)
    return PlanFault{path_of(index, "rate"), shortest(fault.rate_per_s) + " per second gives more than 10k beginnings"};
  if (fault.session_us > 0 && seconds * 1e6 / static_cast<double>(fault.session_us) > beginnings_max)
    return PlanFault{path_of(index, "session"), format_duration(fault.session_us) + " gives more than 10k sessions"};
  if (scenario.profile == core::Profile::reference && fault.restart_from != RestartFrom::newest)
    return PlanFault{path_of(index, "restart_from"),
                     std::string{store_words[static_cast<std::size_t>(fault.restart_from)]} +
                         " needs profile corrected"};
  const bool corrected = fault.kind == FaultKind::two_devices || traits_of(fault.kind).group == FaultGroup::hostile;
  if (scenario.profile == core::Profile::reference && corrected)
    return PlanFault{path_of(index, "kind"), std::string{traits_of(fault.kind).name} + " needs profile corrected"};
  return std::nullopt;
}

/// Two faults that would have one node at once. Entries with a rate, sessions or a share make room by themselves.
std::optional<PlanFault> overlap(const core::Scenario& scenario) {
  struct Busy {
    TimeUs from_us;
    TimeUs to_us;
    std::size_t index;
  };
  std::map<core::NodeIndex, std::vector<Busy>> busy;
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    const FaultSpec& fault = scenario.faults[i];
    if (!traits_of(fault.kind).excludes || fault.rate_per_s > 0.0 || fault.session_us > 0)
      continue;
    Busy span{fault.at_us, fault.for_us == 0 ? scenario.stop.duration_us : fault.at_us + fault.for_us, i};
    if (core::begins_node(fault.kind))
      span = {-1, fault.at_us, i};
    if (fault.kind == FaultKind::leave)
      span.to_us = core::never;
    for (const core::NodeIndex node : fault.nodes) {
      for (const Busy& other : busy[node])
        if (span.from_us < other.to_us && other.from_us < span.to_us)
          return PlanFault{path_of(i, "nodes"),
                           "node " + std::to_string(node) + " is in " + path_of(other.index, {}) + " (" +
                               std::string{traits_of(scenario.faults[other.index].kind).name} + ") at the same time"};
      busy[node].push_back(span);
    }
  }
  return std::nullopt;
}

} // namespace

std::vector<std::string_view> fault_members(FaultKind kind) {
  std::vector<std::string_view> names;
  for (const Member& member : members)
    if (member.applies(kind))
      names.push_back(member.name);
  return names;
}

core::Result<void> read_faults(const Json& value, const ValuePlace& place, core::Scenario& scenario) {
  scenario.swarm = value.kind == Json::Kind::string && value.text == swarm_word;
  scenario.faults.clear();
  if (scenario.swarm)
    return {};
  if (value.kind != Json::Kind::array)
    return not_a(value, "\"swarm\" or a list of faults such as [{\"kind\": \"loss\", \"probability\": 0.3}]", place);
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    auto fault = read_fault(value.items[i], place, i);
    if (!fault)
      return fault.error();
    scenario.faults.push_back(std::move(fault).value());
  }
  return {};
}

Json print_fault(const core::FaultSpec& fault) {
  Json object = json_object();
  object.set("kind", json_text(traits_of(fault.kind).name));
  for (const Member& member : members)
    if (member.applies(fault.kind))
      if (auto value = member.print(fault))
        object.set(member.name, std::move(*value));
  return object;
}

Json print_faults(const core::Scenario& scenario) {
  if (scenario.swarm)
    return json_text(swarm_word);
  Json list = json_array();
  for (const FaultSpec& fault : scenario.faults)
    list.items.push_back(print_fault(fault));
  return list;
}

Json faults_schema() {
  std::vector<Json> kinds;
  for (std::size_t kind = 0; kind < core::fault_kinds; ++kind)
    kinds.push_back(kind_schema(static_cast<FaultKind>(kind)));
  Json list = json_object();
  list.set("type", json_text("array"));
  list.set("items", any_of(std::move(kinds)));
  Json swarm = json_object();
  swarm.set("const", json_text(swarm_word));
  return any_of({std::move(swarm), std::move(list)});
}

std::optional<PlanFault> plan_fault(const core::Scenario& scenario) {
  for (std::size_t i = 0; i < scenario.faults.size(); ++i)
    if (auto fault = entry_fault(scenario, i))
      return fault;
  return overlap(scenario);
}

std::optional<PlanFault> plan_fault_with_nodes(const core::Scenario& scenario, std::uint32_t nodes) {
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    const FaultSpec& fault = scenario.faults[i];
    if (!fault.nodes.empty() && fault.nodes.back() >= nodes)
      return PlanFault{path_of(i, "nodes"), std::to_string(fault.nodes.back()) + " is not below the number of nodes, " +
                                                std::to_string(nodes)};
    const bool other_side =
        traits_of(fault.kind).group == FaultGroup::links && fault.kind != FaultKind::partial_partition;
    if (other_side && fault.nodes.size() == nodes)
      return PlanFault{path_of(i, "nodes"), "all " + std::to_string(nodes) + " nodes leave nobody on the other side"};
  }
  return std::nullopt;
}

} // namespace creditsim::scenarios
