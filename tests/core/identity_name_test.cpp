// SPDX-License-Identifier: MIT
#include "core/identity_name.hpp"

#include "tests/catch.hpp"

#include <string>

namespace creditsim::core {
namespace {

TEST_CASE("Identity name: letters, digits and four signs: name an identity, up to 64 of them", "[core][ledger]") {
  for (const char* name : {"a", "node-17", "AZaz09._-:", "_", "__x", "x__", "-", "...", "a..b"}) {
    INFO(name);
    CHECK(is_identity_name(name));
  }
  CHECK(is_identity_name(std::string(64, 'n')));
}

TEST_CASE("Identity name: what paths and stores cannot hold: is refused (fault C8)", "[core][ledger][fault]") {
  for (const char* name :
       {"", ".", "..", "__", "____", "__proto__", "__x__", "a/b", "a b", "a\n", "caf\xc3\xa9", "a\x7f"}) {
    INFO(name);
    CHECK_FALSE(is_identity_name(name));
  }
  CHECK_FALSE(is_identity_name(std::string(65, 'n')));
  CHECK_FALSE(is_identity_name(std::string_view{"a\0b", 3}));
}

} // namespace
} // namespace creditsim::core
