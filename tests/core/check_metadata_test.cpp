// SPDX-License-Identifier: MIT
#include "core/check_metadata.hpp"

#include "tests/catch.hpp"

namespace creditsim::core {
namespace {

using Writes = std::vector<MetadataWrite>;

std::optional<std::string> fault_of(const std::optional<std::string>& value, const Writes& a, const Writes& b = {}) {
  const std::vector<const Writes*> writes{&a, &b};
  return wrong_metadata("k", value, writes);
}

TEST_CASE("wrong_metadata: the last of writes that knew each other is right", "[core][checkers]") {
  const Writes first{{.key = "k", .value = "1"}};
  const Writes second{{.key = "k", .value = "2", .before = "1"}};
  CHECK(!fault_of("2", first, second));
  CHECK(fault_of("1", first, second) == "k reads 1, which was replaced by 2");
}

TEST_CASE("wrong_metadata: of writes that did not know each other both are right", "[core][checkers]") {
  const Writes first{{.key = "k", .value = "1"}};
  const Writes second{{.key = "k", .value = "2"}};
  CHECK(!fault_of("1", first, second));
  CHECK(!fault_of("2", first, second));
}

TEST_CASE("wrong_metadata: a deleted key has no value, and no null either", "[core][checkers]") {
  const Writes writes{{.key = "k", .value = "1"}, {.key = "k", .value = std::nullopt, .before = "1"}};
  CHECK(!fault_of(std::nullopt, writes));
  CHECK(fault_of("1", writes) == "k reads 1, which was replaced by no value");
  CHECK(fault_of("null", writes) == "k reads null, which nobody wrote");
}

TEST_CASE("wrong_metadata: writes of other keys say nothing", "[core][checkers]") {
  CHECK(fault_of("1", {{.key = "other", .value = "1"}}) == "k reads 1, which nobody wrote");
}

} // namespace
} // namespace creditsim::core
