// SPDX-License-Identifier: MIT
#include "core/histories.hpp"
#include "tests/catch.hpp"

#include <memory>
#include <optional>

namespace {

using namespace creditsim::core;

struct Written {
  explicit Written(std::uint32_t kept_min, std::uint32_t versions)
      : names{std::make_shared<NodeNames>()}, owners{std::make_shared<OwnerTable>(names)} {
    for (const char* name : {"a", "b"})
      owners->intern(names->intern(name), 1);
    histories.emplace(owners, 8, kept_min);
    for (std::uint32_t version = 1; version <= versions; ++version) {
      OwnChange change;
      change.after.version = version;
      change.row.slot = 1;
      change.row.version = version;
      histories->append(change);
    }
  }

  std::shared_ptr<NodeNames> names;
  std::shared_ptr<OwnerTable> owners;
  std::optional<Histories> histories;
};

TEST_CASE("Histories: all versions are kept, or so many of the newest at least", "[core][ledger]") {
  const std::uint32_t kept_min = GENERATE(0u, 1u, 4u, 5u, 64u, 1002u);
  for (const std::uint32_t versions : {1u, 3u, 4u, 5u, 20u, 21u, 84u, 85u, 5000u}) {
    const Written written{kept_min, versions};
    CAPTURE(kept_min, versions);
    CHECK(written.histories->latest(1) == versions);
    CHECK(written.histories->latest(0) == 0);
    const std::uint32_t first = kept_min == 0 || versions < kept_min ? 1 : versions - kept_min + 1;
    for (std::uint32_t version = first; version <= versions; ++version)
      REQUIRE(written.histories->at(1, version).entry.version == version);
  }
}

} // namespace
