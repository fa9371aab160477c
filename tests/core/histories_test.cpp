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
  for (const std::uint32_t versions : {1u, 2u, 8u, 9u, 10u, 73u, 74u, 130u, 5000u}) {
    const Written written{kept_min, versions};
    CAPTURE(kept_min, versions);
    CHECK(written.histories->latest(1) == versions);
    CHECK(written.histories->latest(0) == 0);
    const std::uint32_t first = kept_min == 0 || versions < kept_min ? 1 : versions - kept_min + 1;
    for (std::uint32_t version = first; version <= versions; ++version)
      REQUIRE(written.histories->at(1, version).entry.version == version);
    const Histories::Version& newest = written.histories->newest(1);
    CHECK(newest.entry.version == versions);
    CHECK(newest.entry_bytes == entry_bytes("b", 1, newest.entry, 8));
  }
}

TEST_CASE("Histories: memory counts the chunks that are there and the metadata that was written", "[core][ledger]") {
  const std::uint64_t none = Written{0, 0}.histories->memory_bytes();
  const std::uint64_t each = sizeof(Histories::Version);
  CHECK(Written{0, 1}.histories->memory_bytes() == none + each);
  CHECK(Written{0, 2}.histories->memory_bytes() == none + (1 + 8) * each);
  CHECK(Written{0, 9}.histories->memory_bytes() == none + (1 + 8) * each);
  CHECK(Written{0, 10}.histories->memory_bytes() == none + (1 + 8 + 64) * each);
  CHECK(Written{1, 5000}.histories->memory_bytes() == none + each); // the same place again
  CHECK(Written{4, 5000}.histories->memory_bytes() == none + (1 + 8) * each);
  Written written{0, 1};
  const MetadataEntry write{.key = "k", .value = std::string(100, '1')};
  OwnChange change;
  change.after.version = change.row.version = 1;
  change.row.kind = RecordKind::metadata;
  change.write = &write;
  change.row.slot = 0;
  const std::uint64_t before = written.histories->memory_bytes();
  written.histories->append(change);
  CHECK(written.histories->memory_bytes() == before + each + sizeof(MetadataEntry) + 101);
}

} // namespace
