// SPDX-License-Identifier: MIT
#include "scenarios/replica_option.hpp"

#include "core/replica_rules.hpp"
#include "scenarios/units.hpp"

namespace creditsim::scenarios {

namespace {

constexpr const char* replica_name = "replica";
constexpr const char* timeout_name = "replica-timeout";
constexpr core::TimeUs timeout_us_max = 3'600'000'000;

core::Result<int> timeout_ms(const std::string& text) {
  const auto span_us = parse_duration(text);
  if (!span_us || *span_us < 1000 || *span_us > timeout_us_max)
    return core::Error{core::Errc::invalid_value,
                       std::string{"--"} + timeout_name + ": " + text + " is not a duration from 1ms to 1h"};
  return static_cast<int>(*span_us / 1000);
}

} // namespace

std::vector<OptionSyntax> replica_options() {
  return {{replica_name, "CMD", "Test your own replica: a shell command, started once for each node", false},
          {timeout_name, "SPAN", "How long an answer of --replica may take, 10s by default", false}};
}

core::Result<std::optional<actors::ChildOptions>> replica_option(const Options& options, core::Scenario& scenario) {
  const auto command = options.value(replica_name);
  const auto timeout = options.value(timeout_name);
  if (!command) {
    if (timeout)
      return core::Error{core::Errc::invalid_value,
                         std::string{"--"} + timeout_name + ": " + *timeout + " is of no use without --replica"};
    return std::optional<actors::ChildOptions>{};
  }
  actors::ChildOptions replica{.command = *command};
  if (command->find_first_not_of(' ') == std::string::npos)
    return core::Error{core::Errc::invalid_value, "--replica: \"" + *command + "\" is not a command"};
  if (timeout) {
    const auto span_ms = timeout_ms(*timeout);
    if (!span_ms)
      return span_ms.error();
    replica.timeout_ms = span_ms.value();
  }
  core::take_replica_rules(scenario);
  if (const auto checked = core::check_replica_rules(scenario); !checked)
    return core::Error{checked.error().code, "--replica: " + checked.error().context};
  return std::optional{replica};
}

std::string replica_text(const actors::ChildOptions& replica) {
  return "replica      " + replica.command +
         ", a process for each node\n"
         "             rules in force: the grant is an add, a submission spends its price, which is gone, a "
         "completion\n"
         "             earns a reward, which is new; each task has one worker; the replica refuses what it has seen\n";
}

std::vector<std::string> replica_arguments(const Options& options) {
  std::vector<std::string> arguments;
  for (const char* const name : {replica_name, timeout_name})
    if (const auto value = options.value(name)) {
      arguments.push_back(std::string{"--"} + name);
      arguments.push_back(*value);
    }
  return arguments;
}

} // namespace creditsim::scenarios
