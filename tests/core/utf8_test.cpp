// SPDX-License-Identifier: MIT
#include "core/utf8.hpp"

#include "tests/catch.hpp"

#include <string>

namespace creditsim::core {
namespace {

using namespace std::string_literals;

TEST_CASE("UTF-8: well-formed sequences of every length: are accepted", "[core]") {
  for (const std::string& text :
       {""s, "plain"s, "\0"s, "\x7f"s, "\xc2\x80"s, "\xdf\xbf"s, "\xe0\xa0\x80"s, "\xed\x9f\xbf"s, "\xee\x80\x80"s,
        "\xef\xbf\xbf"s, "\xf0\x90\x80\x80"s, "\xf4\x8f\xbf\xbf"s, "caf\xc3\xa9 \xf0\x9f\x92\xb0!"s})
    CHECK(is_utf8(text));
}

TEST_CASE("UTF-8: what is not well-formed: is refused", "[core]") {
  for (const std::string& text :
       {"\x80"s, "\xbf"s, "\xc0\x80"s, "\xc1\xbf"s, "\xc2"s, "\xc2\x41"s, "\xe0\x9f\xbf"s, "\xe2\x82"s, "\xe2\x82\x41"s,
        "\xed\xa0\x80"s, "\xed\xbf\xbf"s, "\xf0\x8f\xbf\xbf"s, "\xf0\x9f\x92"s, "\xf0\x9f\x92\x41"s,
        "\xf4\x90\x80\x80"s, "\xf5\x80\x80\x80"s, "\xff"s, "ok\xfe"s})
    CHECK_FALSE(is_utf8(text));
}

} // namespace
} // namespace creditsim::core
