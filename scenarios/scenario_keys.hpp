// SPDX-License-Identifier: MIT
#pragma once

#include "core/scenario.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// The one table of all scenario keys. The reader, `--set`, the printer, the schema and the digest are made from it, so
// a key that is not here does not exist, and a key that is here has a unit, a range, a default and a description.
namespace creditsim::scenarios {

/// The place of a key's value in a scenario.
template <class T> using Field = T& (*)(core::Scenario&);

/// A whole number.
struct CountKey {
  std::variant<Field<std::uint32_t>, Field<std::uint64_t>> field;
  std::uint64_t min = 0;
  std::uint64_t max = 0;
};

/// A span of virtual time.
struct DurationKey {
  Field<core::TimeUs> field;
  core::TimeUs min_us = 0;
};

/// A share or probability from 0 to 1.
struct RatioKey {
  Field<double> field;
};

/// A finite number above zero.
struct PositiveKey {
  Field<double> field;
};

/// An amount of credits with at most two decimals.
struct MoneyKey {
  Field<core::Credits> field;
  core::Credits min;
};

struct TextKey {
  Field<std::string> field;
};

/// A file: relative to the scenario file, with `--set` to the working directory. Empty is none.
struct FileKey {
  Field<std::string> field;
};

/// One of a few words.
struct ChoiceKey {
  std::size_t (*read)(const core::Scenario&);
  void (*write)(core::Scenario&, std::size_t);
  std::vector<std::string_view> words; ///< in the order of the enumeration
};

/// A span, or a distribution of spans.
struct SpanKey {
  Field<core::SpanSpec> field;
  core::TimeUs min_us = 0; ///< no draw may be below
  std::vector<std::string_view> kinds;
};

/// A factor above zero by name. Names that are not given keep their default.
struct FactorsKey {
  Field<core::FactorTable> field;
};

/// A weight by name, at least one above zero. What is given replaces the default as a whole.
struct WeightsKey {
  Field<std::map<std::string, double>> field;
};

/// A set of the names of properties that a run checks.
struct PropertiesKey {
  Field<std::vector<std::string>> field;
};

/// The fault plan: a list of faults, or the word that lets the seed draw one (`fault_values.hpp`).
struct FaultsKey {};

/// The tasks of a workload that is spelled out.
struct TasksKey {
  Field<std::vector<core::ListedTask>> field;
};

using KeyKind = std::variant<CountKey, DurationKey, RatioKey, PositiveKey, MoneyKey, TextKey, FileKey, ChoiceKey,
                             SpanKey, FactorsKey, WeightsKey, PropertiesKey, FaultsKey, TasksKey>;

struct ScenarioKey {
  std::string_view path; ///< `network.loss`
  KeyKind kind;
  std::string_view unit; ///< for people; empty for words and texts
  std::string_view description;
};

/// Every key, in the order in which scenarios are printed: keys of one group stand together.
const std::vector<ScenarioKey>& scenario_keys();

/// The key at `path`, or null.
const ScenarioKey* find_scenario_key(std::string_view path);

/// The kinds of distributions in the order of `core::SpanSpec::Kind`.
const std::vector<std::string_view>& span_kinds();

/// The properties that a run checks and a scenario may expect to break, sorted.
const std::vector<std::string_view>& checked_properties();

/// The member name under which a scenario file records its input files.
inline constexpr std::string_view inputs_member = "inputs";

/// Descriptions of the groups: `network`, `gossip`, ...
std::string_view group_description(std::string_view group);

} // namespace creditsim::scenarios
