// SPDX-License-Identifier: MIT
#include "scenarios/scenario_printer.hpp"

#include "scenarios/key_values.hpp"
#include "scenarios/scenario_keys.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace creditsim::scenarios {

namespace {

/// Puts `value` at `path` below `root`; groups come into being as they are needed.
void set_at(Json& root, std::string_view path, Json value) {
  Json* object = &root;
  for (auto dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
    const std::string_view group = path.substr(0, dot);
    Json* known = object->find(group);
    object = known != nullptr ? known : &object->set(group, json_object());
    path.remove_prefix(dot + 1);
  }
  object->set(path, std::move(value));
}

} // namespace

Json print_scenario(const core::Scenario& scenario) {
  Json root = json_object();
  for (const ScenarioKey& key : scenario_keys())
    set_at(root, key.path, print_value(key, scenario));
  return root;
}

std::string scenario_digest(const core::Scenario& scenario, const std::map<std::string, InputRecord>& inputs) {
  constexpr std::array<std::string_view, 3> names{"name", "purpose", "seed"};
  // Keys that came after the first digests: at their defaults they leave a digest as it was.
  constexpr std::array<std::string_view, 3> later{"stop.converge_within", "faults", "workload.tasks"};
  const auto is_in = [](const auto& list, const ScenarioKey& key) {
    return std::find(list.begin(), list.end(), key.path) != list.end();
  };
  Json root = json_object();
  for (const ScenarioKey& key : scenario_keys()) {
    if (is_in(names, key))
      continue;
    if (is_in(later, key) &&
        print_compact_json(print_value(key, scenario)) == print_compact_json(print_value(key, core::Scenario{})))
      continue;
    const auto input = inputs.find(std::string{key.path});
    const bool file = std::holds_alternative<FileKey>(key.kind);
    set_at(root, key.path,
           file ? json_text(input == inputs.end() ? std::string{} : input->second.xxh3_128)
                : print_value(key, scenario));
  }
  return xxh3_128(print_compact_json(root));
}

std::string xxh3_128(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  char text[33];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(hash.high64),
                static_cast<unsigned long long>(hash.low64));
  return text;
}

} // namespace creditsim::scenarios
