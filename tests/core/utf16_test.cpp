// SPDX-License-Identifier: MIT
#include "core/utf16.hpp"

#include "tests/catch.hpp"

namespace creditsim::core {
namespace {

TEST_CASE("UTF-16: prefix: counts units as JavaScript does", "[core][utf16]") {
  CHECK(utf16_prefix("", 8).empty());
  CHECK(utf16_prefix("1234567", 8) == "1234567");
  CHECK(utf16_prefix("123456789", 8) == "12345678");
  CHECK(utf16_prefix("\u00e9\u00e9\u00e9", 2) == "\u00e9\u00e9");
  CHECK(utf16_prefix("\U0001F600\U0001F600x", 4) == "\U0001F600\U0001F600");
  CHECK(utf16_prefix("a\U0001F600", 2) == "a\uFFFD");
}

TEST_CASE("UTF-16: broken UTF-8: each byte becomes a replacement", "[core][utf16]") {
  CHECK(utf16_prefix("\xff\xc3", 8) == "\uFFFD\uFFFD");
  CHECK(utf16_prefix("\xe2\x80", 1) == "\uFFFD");
}

TEST_CASE("UTF-16: units: surrogates stand for themselves as replacements", "[core][utf16]") {
  CHECK(utf16_units("a\u20ac", 9) == std::vector<std::string>{"a", "\u20ac"});
  CHECK(utf16_units("\U0001F600", 9) == std::vector<std::string>{"\uFFFD", "\uFFFD"});
}

} // namespace
} // namespace creditsim::core
