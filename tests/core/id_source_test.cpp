// SPDX-License-Identifier: MIT
#include "core/id_source.hpp"

#include "tests/catch.hpp"

namespace creditsim::core {
namespace {

TEST_CASE("IdSource: ids: count up in 16 hexadecimal digits, transactions and nodes together", "[core]") {
  IdSource ids;
  CHECK(ids.transaction_id() == "tx-0000000000000001");
  CHECK(ids.node_id() == "node-0000000000000002");
  for (int i = 3; i < 26; ++i)
    ids.transaction_id();
  CHECK(ids.transaction_id() == "tx-000000000000001a");
  IdSource far{0xfedcba9876543210};
  CHECK(far.transaction_id() == "tx-fedcba9876543210");
}

} // namespace
} // namespace creditsim::core
