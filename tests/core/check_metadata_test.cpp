// SPDX-License-Identifier: MIT
#include "core/check_metadata.hpp"

#include "tests/core/checked_net.hpp"

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

TEST_CASE("Check metadata: a replica that keeps the older value: is named", "[core][checks]") {
  CheckedNet net;
  net.start();
  net.write_metadata(0, 1'000'000, "k", "1");
  net.send_all(2'000'000);
  net.write_metadata(1, 3'000'000, "k", "2");
  net.send_all(4'000'000);
  net.damage[2]->metadata = [](std::optional<std::string>& value) { value = "1"; };
  const Violation found = violation_of(net.finish(5'000'000), "metadata");
  CHECK(found.node == 2);
  CHECK(found.time_us == 5'000'000);
  CHECK(found.detail == "k reads 1, which was replaced by 2");
}

} // namespace
} // namespace creditsim::core
