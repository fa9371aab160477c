// SPDX-License-Identifier: MIT
#include "scenarios/machine_facts.hpp"

#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <thread>

namespace creditsim::scenarios {

namespace {

std::string processor_name() {
  std::ifstream facts{"/proc/cpuinfo"};
  for (std::string line; std::getline(facts, line);)
    if (line.starts_with("model name"))
      if (const auto colon = line.find(": "); colon != std::string::npos)
        return line.substr(colon + 2);
  return {};
}

std::string system_name() {
  utsname name{};
  uname(&name);
  return std::string{name.sysname} + " " + name.release;
}

} // namespace

MachineFacts machine_facts() {
  return {.processor = processor_name(),
          .cores = std::max(1U, std::thread::hardware_concurrency()),
          .memory_bytes =
              static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)),
          .system = system_name()};
}

std::string build_type() {
#if defined(CREDITSIM_THREAD_SANITIZER)
  return "thread sanitizer";
#elif defined(__SANITIZE_ADDRESS__)
  return "address sanitizer";
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
  return "address sanitizer";
#elif !defined(__OPTIMIZE__)
  return "debug";
#else
  return "optimised";
#endif
#elif !defined(__OPTIMIZE__)
  return "debug";
#else
  return "optimised";
#endif
}

bool optimised_build() { return build_type() == "optimised"; }

std::uint64_t peak_memory_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

} // namespace creditsim::scenarios
