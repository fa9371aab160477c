// SPDX-License-Identifier: MIT
#pragma once

#include "actors/replica_session.hpp"
#include "tests/catch.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace creditsim::actors {

/// Node `n0` of two, played by `command`.
inline ReplicaPart part_of(const std::string& command, int timeout_ms = 10'000,
                           std::size_t answer_bytes_max = 1 << 20) {
  return {.child = {.command = command, .timeout_ms = timeout_ms, .answer_bytes_max = answer_bytes_max},
          .node = 0,
          .nodes = std::make_shared<const std::vector<std::string>>(std::vector<std::string>{"n0", "n1"}),
          .hang = std::make_shared<FirstHang>(),
          .funds = std::make_shared<Funds>()};
}

/// A shell command that answers the first requests with these bodies, one each, and then reads on.
inline std::string answering(const std::vector<std::string>& bodies) {
  std::string command;
  for (const std::string& body : bodies)
    command += R"(read -r line; echo '{"src":"n0","dest":"creditsim","body":)" + body + "}'; ";
  return command + "cat > /dev/null";
}

/// The replicas that come with creditsim, as commands; those that can be run here.
inline std::vector<std::string> counter_replicas() {
  const std::string file = std::string{CREDITSIM_SOURCE_DIR} + "/scenarios/replicas/counter_replica.";
  std::vector<std::string> commands;
  for (const auto& [program, ending] : {std::pair{"python3", "py"}, std::pair{"node", "js"}}) {
    if (std::system((std::string{"command -v "} + program + " > /dev/null").c_str()) == 0)
      commands.push_back(program + (" " + file) + ending);
    else
      WARN("skipped: " << program << " is not installed");
  }
  return commands;
}

/// The first of them, if there is one. That all give the same run is a test of its own; others do not start them all.
inline std::vector<std::string> one_counter_replica() {
  auto commands = counter_replicas();
  commands.resize(std::min<std::size_t>(commands.size(), 1));
  return commands;
}

} // namespace creditsim::actors
