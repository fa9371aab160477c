// SPDX-License-Identifier: MIT
#include "core/check.hpp"
#include "scenarios/capsule_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

/// What is accepted prints and reads back equal; what is refused says so in one line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace creditsim::scenarios;
  const std::string text{data, data + size};
  const auto read = read_capsule({"fuzz", text, "/"});
  if (!read) {
    CREDITSIM_CHECK(!read.error().context.empty());
    CREDITSIM_CHECK(read.error().context.find('\n') == std::string::npos);
    return 0;
  }
  const std::string printed = print_json(print_capsule(read.value()));
  const auto again = read_capsule({"printed", printed, "/"});
  CREDITSIM_CHECK(again.ok());
  CREDITSIM_CHECK(print_json(print_capsule(again.value())) == printed);
  return 0;
}
