// SPDX-License-Identifier: MIT
#include "core/number_column.hpp"

#include "tests/catch.hpp"

#include <array>
#include <rapidcheck.h>
#include <string>
#include <vector>

namespace creditsim::core {
namespace {

using namespace std::string_literals;
using Numbers = std::vector<std::uint64_t>;

std::string written(const Numbers& numbers) {
  ByteWriter writer{0};
  write_column(writer, numbers);
  return writer.take();
}

// What is read of `bytes` as a column of `count` numbers, or the message.
std::pair<Numbers, std::string> read(const std::string& bytes, std::size_t count, NumberRange range = {}) {
  ByteReader reader{bytes};
  Numbers numbers(count);
  read_column(reader, "column", range, numbers);
  if (!reader.ok())
    return {{}, reader.error().context};
  return {numbers, std::to_string(reader.left()) + " bytes left"};
}

std::string told(const std::string& bytes, std::size_t count, NumberRange range = {}) {
  return read(bytes, count, range).second;
}

TEST_CASE("Number column: bytes: minimum, width, then each number above the minimum", "[core][codec][golden]") {
  CHECK(written({0}) == "\x00\x00"s);
  CHECK(written({300, 300, 300}) == "\xac\x02\x00"s);
  CHECK(written({5, 6, 5, 6, 6, 5, 5, 5, 6}) == "\x05\x01\x1a\x01"s);
  CHECK(written({1, 4, 8}) == "\x01\x03\xd8\x01"s); // 0, 3, 7: 011 1 0|11 000 and what is left
  CHECK(written({0, UINT64_MAX}) == "\x00\x40"s + std::string(8, '\0') + std::string(8, '\xff'));
  CHECK(written(Numbers(column_numbers_max, UINT64_MAX)) == std::string(9, '\xff') + "\x01\x00"s);
}

TEST_CASE("Number column: round trip: any numbers of any width come back from bytes of one form",
          "[core][codec][law]") {
  CHECK(rc::check([] {
    const auto count = *rc::gen::inRange<std::size_t>(1, column_numbers_max + 1);
    const auto width = *rc::gen::inRange(0, 65);
    const auto least = *rc::gen::arbitrary<std::uint64_t>();
    auto numbers = *rc::gen::container<Numbers>(count, rc::gen::resize(1000, rc::gen::arbitrary<std::uint64_t>()));
    for (std::uint64_t& number : numbers) {
      const std::uint64_t above = width == 0 ? 0 : number >> (64 - width);
      number = least > UINT64_MAX - above ? above : least + above;
    }
    const std::string bytes = written(numbers);
    const auto [again, left] = read(bytes, count);
    RC_ASSERT(again == numbers);
    RC_ASSERT(left == "0 bytes left");
    for (std::size_t length = 0; length < bytes.size(); ++length)
      RC_ASSERT(read(bytes.substr(0, length), count).first.empty());
  }));
}

TEST_CASE("Number column: any bytes: are refused or the one form of what is read", "[core][codec][law]") {
  CHECK(rc::check([] {
    const auto count = *rc::gen::inRange<std::size_t>(1, 6);
    const auto width = *rc::gen::inRange(0, 70);
    const auto packed = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    const std::string bytes = "\x07"s + static_cast<char>(width) + packed;
    ByteReader reader{bytes};
    Numbers numbers(count);
    read_column(reader, "column", {.max = 1000}, numbers);
    if (reader.ok())
      RC_ASSERT(written(numbers) == bytes.substr(0, reader.offset()));
  }));
}

TEST_CASE("Number column: malformed: the message names offset, found and expected", "[core][codec]") {
  CHECK(told("", 3) == "offset 0: column: found the end after 0 bytes, expected 1");
  CHECK(told("\x80\x00\x00"s, 3) ==
        "offset 0: column: found a number in more bytes than it needs, expected the shortest form");
  CHECK(told("\x01"s, 3) == "offset 1: column: found the end after 0 bytes, expected 1");
  CHECK(told("\x01\x41"s, 3) == "offset 1: column: found a width of 65 bits, expected 0 to 64");
  CHECK(told("\x01\x03\xd8"s, 3) == "offset 2: column: found the end after 1 bytes, expected 2");
  CHECK(told("\x01\x03\xd9\x01"s, 3) == "offset 2: column: found no number at the minimum, expected one");
  CHECK(told("\x01\x03\x08\x00"s, 3) == "offset 2: column: found a width of 3 bits, expected 1");
  CHECK(told("\x01\x03\x00\x00"s, 3) == "offset 2: column: found a width of 3 bits, expected 0");
  CHECK(told("\x01\x03\xd8\x03"s, 3) == "offset 2: column: found other bits after the last number, expected zeros");
  CHECK(told("\x01\x03\xd8\x81"s, 3) == "offset 2: column: found other bits after the last number, expected zeros");
}

TEST_CASE("Number column: out of range: the message names offset, found and expected", "[core][codec]") {
  CHECK(told("\x01\x03\xd8\x01"s, 3, {.min = 1, .max = 8}) == "0 bytes left");
  CHECK(told("\x01\x03\xd8\x01"s, 3, {.min = 2, .max = 8}) == "offset 0: column: found 1, expected at least 2");
  CHECK(told("\x01\x03\xd8\x01"s, 3, {.min = 1, .max = 7}) == "offset 2: column: found 1 + 7, expected at most 7");
  CHECK(told("\x09\x00"s, 3, {.max = 8}) == "offset 0: column: found 9, expected at most 8");
  const std::string wide = "\x01\x40"s + std::string(8, '\0') + std::string(8, '\xff');
  CHECK(told(wide, 2) == "offset 2: column: found 1 + 18446744073709551615, expected at most 18446744073709551615");
}

} // namespace
} // namespace creditsim::core
