// SPDX-License-Identifier: MIT
#include "core/lww_register.hpp"

#include "tests/catch.hpp"

#include <string>

namespace creditsim::core {
namespace {

using Register = LwwRegister<std::string>;

Register joined(Register a, const Register& b) {
  a.join(b);
  return a;
}

TEST_CASE("LwwRegister: join: the strictly later value wins", "[core][crdt]") {
  Register a{0, "old", 100};
  const Register b{1, "new", 101};
  CHECK(a.join(b));
  CHECK(a.value() == "new");
  CHECK(a.timestamp_ms() == 101);
  CHECK_FALSE(a.join(Register{1, "older", 99}));
  CHECK(a.value() == "new");
}

TEST_CASE("LwwRegister: join: commutative and associative while no timestamps tie", "[core][crdt][law]") {
  const Register values[] = {{0, "x", 1}, {1, "y", 2}, {2, "z", 3}};
  for (const Register& a : values)
    for (const Register& b : values)
      for (const Register& c : values) {
        CHECK(joined(a, b).value() == joined(b, a).value());
        CHECK(joined(joined(a, b), c).value() == joined(a, joined(b, c)).value());
        CHECK(joined(joined(a, b), b).value() == joined(a, b).value());
      }
}

TEST_CASE("LwwRegister: equal timestamps: each replica keeps its own value for ever (fault D1)",
          "[core][crdt][fault]") {
  Register a{0, "fromA", 100};
  Register b{1, "fromB", 100};
  for (int exchange = 0; exchange < 3; ++exchange) {
    CHECK_FALSE(a.join(b));
    CHECK_FALSE(b.join(a));
  }
  CHECK(a.value() == "fromA");
  CHECK(b.value() == "fromB");
}

TEST_CASE("LwwRegister: a clock that was set back: a local write moves the timestamp back (fault D3)",
          "[core][crdt][fault]") {
  Register a{0, "fast", 3'600'000};
  Register b{1, "", 0};
  b.join(a);
  b.set("later", 2000);
  CHECK(b.value() == "later");
  b.join(a);
  CHECK(b.value() == "fast"); // the write is lost
}

TEST_CASE("LwwRegister: a fresh register: beats what was written before its creation (fault D4)",
          "[core][crdt][fault]") {
  Register a{0, "null", 0};
  a.set("v", 1000);
  const Register fresh{1, "null", 6000};
  CHECK(a.join(fresh));
  CHECK(a.value() == "null");
}

} // namespace
} // namespace creditsim::core
