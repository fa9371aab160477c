// SPDX-License-Identifier: MIT
#include "scenarios/replica_option.hpp"

#include "scenarios/run_text.hpp"
#include "scenarios/units.hpp"

namespace creditsim::scenarios {

namespace {

constexpr const char* replica_name = "replica";
constexpr const char* timeout_name = "replica-timeout";
constexpr core::TimeUs us_per_ms = 1000;

core::Result<int> timeout_ms(const std::string& text) {
  const auto span_us = parse_duration(text);
  if (!span_us || *span_us < replica_timeout_ms_min * us_per_ms || *span_us > replica_timeout_ms_max * us_per_ms)
    return core::Error{core::Errc::invalid_value,
                       std::string{"--"} + timeout_name + ": " + text + " is not a duration from 1ms to 1h"};
  return static_cast<int>(*span_us / us_per_ms);
}

} // namespace

std::vector<OptionSyntax> with_replica_options(std::vector<OptionSyntax> options) {
  options.push_back({replica_name, "CMD", "Test your own replica: a shell command, started once for each node", false});
  options.push_back({timeout_name, "SPAN", "How long an answer of --replica may take, 10s by default", false});
  return options;
}

core::Result<std::optional<actors::ChildOptions>> replica_option(const Options& options) {
  const auto command = options.value(replica_name);
  const auto timeout = options.value(timeout_name);
  if (!command) {
    if (timeout)
      return core::Error{core::Errc::invalid_value,
                         std::string{"--"} + timeout_name + ": " + *timeout + " is of no use without --replica"};
    return std::optional<actors::ChildOptions>{};
  }
  actors::ChildOptions replica{.command = *command};
  if (!is_replica_command(*command))
    return core::Error{core::Errc::invalid_value, "--replica: \"" + *command + "\" is not a command"};
  if (timeout) {
    const auto span_ms = timeout_ms(*timeout);
    if (!span_ms)
      return span_ms.error();
    replica.timeout_ms = span_ms.value();
  }
  return std::optional{replica};
}

std::string replica_text(const actors::ChildOptions& replica) {
  return "replica      " + replica.command +
         ", a process for each node\n"
         "             rules in force: the grant is an add, a submission spends its price, which is gone, a "
         "completion\n"
         "             earns a reward, which is new; each task has one worker; the replica refuses what it has seen\n";
}

std::vector<std::string> replica_arguments(const std::optional<actors::ChildOptions>& replica) {
  if (!replica)
    return {};
  std::vector<std::string> arguments{std::string{"--"} + replica_name, replica->command};
  if (replica->timeout_ms != actors::ChildOptions{}.timeout_ms) {
    arguments.push_back(std::string{"--"} + timeout_name);
    arguments.push_back(format_duration(replica->timeout_ms * us_per_ms));
  }
  return arguments;
}

std::string replay_command_text(const std::string& capsule, const std::optional<actors::ChildOptions>& replica) {
  std::vector<std::string> words{"replay", capsule};
  for (const std::string& argument : replica_arguments(replica))
    words.push_back(argument);
  return command_text(words);
}

bool is_replica_command(std::string_view text) { return text.find_first_not_of(' ') != std::string_view::npos; }

} // namespace creditsim::scenarios
