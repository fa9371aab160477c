// SPDX-License-Identifier: MIT
#include "core/hash.hpp"

#include "tests/catch.hpp"

namespace creditsim::core {
namespace {

TEST_CASE("Hash: XXH3: gives the published values", "[core][golden]") {
  CHECK(hash64("") == 0x2d06800538d394c2);
  CHECK(hash64("a") == 0xe6c632b61e964e1f);
  CHECK(hash64("abc") == 0x78af5f94892f3950);
}

TEST_CASE("Hash: SplitMix64: gives the published sequence of seed 0", "[core][golden]") {
  CHECK(mix64(0x9e3779b97f4a7c15) == 0xe220a8397b1dcdaf);
  CHECK(mix64(2 * 0x9e3779b97f4a7c15) == 0x6e789e6aa1b965f4);
}

TEST_CASE("Hash: chain: depends on the order", "[core]") {
  CHECK(chain64(chain64(0, 1), 2) != chain64(chain64(0, 2), 1));
  CHECK(chain64(0, 0) != 0);
}

} // namespace
} // namespace creditsim::core
