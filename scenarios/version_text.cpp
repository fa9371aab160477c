// SPDX-License-Identifier: MIT
#include "scenarios/version_text.hpp"

#include "actors/caf_compat.hpp"
#include "actors/shard_queue.hpp"
#include "core/version.hpp"

namespace creditsim::scenarios {

std::string version_text() {
  return "creditsim " + std::string{core::version} + "\ncompiler: " + compiler_text() +
         "\nCAF: " + actors::caf_version() + "\nnode actors: " + actors::run_queue_kind + "\n";
}

std::string compiler_text() {
#if defined(__clang__)
  const std::string name = "clang ";
#else
  const std::string name = "g++ ";
#endif
  std::string version = __VERSION__;
  if (const auto digit = version.find_first_of("0123456789"); digit != std::string::npos)
    version.erase(0, digit);
  return name + version.substr(0, version.find(' '));
}

} // namespace creditsim::scenarios
