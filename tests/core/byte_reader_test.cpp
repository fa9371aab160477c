// SPDX-License-Identifier: MIT
#include "core/byte_reader.hpp"

#include "core/byte_writer.hpp"
#include "core/varint.hpp"
#include "tests/catch.hpp"

#include <vector>

namespace creditsim::core {
namespace {

using namespace std::string_literals;

TEST_CASE("ByteReader: numbers and texts: are read in turn", "[core][codec]") {
  const std::string bytes = "\x07\x01\x02\x00\x00\x00\x00\x00\x80\xac\x02\x02hi"s;
  ByteReader reader{bytes};
  CHECK(reader.byte("a") == 7);
  CHECK(reader.fixed64("b") == 0x8000000000000201);
  CHECK(reader.varint("c", 300) == 300);
  CHECK(reader.text("d") == "hi");
  CHECK(reader.ok());
  CHECK(reader.left() == 0);
}

TEST_CASE("ByteWriter: what it writes: is what the reader reads", "[core][codec]") {
  ByteWriter writer{4};
  writer.byte(7);
  writer.fixed32(0x80000201);
  writer.fixed64(0x8000000000000201);
  writer.varint(300);
  writer.varint(UINT64_MAX);
  writer.text("hi");
  writer.raw("raw");
  writer.zeros(2);
  CHECK(writer.written() == "\x07\x01\x02\x00\x80\x01\x02\x00\x00\x00\x00\x00\x80\xac\x02"
                            "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x02hiraw\x00\x00"s);
  const std::string bytes = writer.take();
  ByteReader reader{bytes};
  CHECK(reader.byte("a") == 7);
  CHECK(reader.fixed32("b") == 0x80000201);
  CHECK(reader.fixed64("c") == 0x8000000000000201);
  CHECK(reader.varint("d", 300) == 300);
  CHECK(reader.varint("e", UINT64_MAX) == UINT64_MAX);
  CHECK(reader.text("f") == "hi");
  CHECK(reader.raw(5, "g") == "raw\x00\x00"s);
  CHECK(reader.ok());
  CHECK(reader.left() == 0);
}

TEST_CASE("ByteReader: errors: the first one stays, with its offset", "[core][codec]") {
  const auto error = [](const std::string& bytes, auto read) {
    ByteReader reader{bytes};
    read(reader);
    REQUIRE_FALSE(reader.ok());
    CHECK(reader.byte("later") == 0);
    return reader.error().context;
  };
  const auto number = [](ByteReader& reader) { reader.varint("n", 1000); };
  const auto text = [](ByteReader& reader) { reader.text("t"); };
  CHECK(error("", [](ByteReader& reader) { reader.byte("b"); }) ==
        "offset 0: b: found the end after 0 bytes, expected 1");
  CHECK(error("abc", [](ByteReader& reader) { reader.fixed64("f"); }) ==
        "offset 0: f: found the end after 3 bytes, expected 8");
  CHECK(error("abc", [](ByteReader& reader) { reader.fixed32("f"); }) ==
        "offset 0: f: found the end after 3 bytes, expected 4");
  CHECK(error("abc", [](ByteReader& reader) { reader.raw(5, "r"); }) ==
        "offset 0: r: found the end after 3 bytes, expected 5");
  CHECK(error("\x80", number) == "offset 1: n: found the end after 0 bytes, expected 1");
  CHECK(error("\x80\x00"s, number) ==
        "offset 0: n: found a number in more bytes than it needs, expected the shortest form");
  CHECK(error("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", number) ==
        "offset 0: n: found a number in more bytes than it needs, expected the shortest form");
  CHECK(error("\xe9\x07", number) == "offset 0: n: found 1001, expected at most 1000");
  CHECK(error("\x05hi", text) == "offset 0: t: found 2 bytes, expected a text of 5");
  CHECK(error("\x02\xc3\x28", text) == "offset 0: t: found bytes that are not UTF-8, expected a text");
}

TEST_CASE("Varint: size: is the number of bytes that is read", "[core][codec]") {
  CHECK(varint_size(0) == 1);
  CHECK(varint_size(127) == 1);
  CHECK(varint_size(128) == 2);
  CHECK(varint_size(16383) == 2);
  CHECK(varint_size(16384) == 3);
  CHECK(varint_size(UINT64_MAX) == 10);
  std::vector<std::uint64_t> values{0, UINT64_MAX};
  for (int bit = 0; bit < 64; ++bit)
    for (const std::uint64_t value : {std::uint64_t{1} << bit, (std::uint64_t{1} << bit) - 1})
      values.push_back(value);
  for (const std::uint64_t before : values)
    for (const std::uint64_t after : values)
      REQUIRE(varint_size_grown(before, after) == varint_size(after) - varint_size(before));
  CHECK(text_size(0) == 1);
  CHECK(text_size(200) == 202);
}

} // namespace
} // namespace creditsim::core
