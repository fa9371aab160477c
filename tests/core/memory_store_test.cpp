// SPDX-License-Identifier: MIT
#include "core/memory_store.hpp"

#include "tests/catch.hpp"

namespace creditsim::core {
namespace {

TEST_CASE("MemoryStore: load: gives what was saved last under the name, or not_found", "[core][store]") {
  MemoryStore store;
  const Result<std::string> nothing = store.load("a");
  REQUIRE_FALSE(nothing.ok());
  CHECK(nothing.error() == Error{Errc::not_found, "a: nothing was saved under this name"});
  REQUIRE(store.save("a", "1").ok());
  REQUIRE(store.save("b", "").ok());
  REQUIRE(store.save("a", std::string{"2\0x", 3}).ok());
  CHECK(store.load("a").value() == std::string{"2\0x", 3});
  CHECK(store.load("b").value().empty());
  store.erase("a");
  store.erase("c");
  CHECK_FALSE(store.load("a").ok());
}

} // namespace
} // namespace creditsim::core
