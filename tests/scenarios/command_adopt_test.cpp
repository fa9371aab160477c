// SPDX-License-Identifier: MIT
#include "core/ledger_state_binary.hpp"
#include "core/ledger_state_json.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/program.hpp"

#include <iterator>

namespace {

using namespace creditsim;
using tests::content;
using tests::Outcome;
using tests::run_program;
using tests::ScratchFolder;

constexpr const char* reference_text = R"({"nodeId":"B","timestamp":258,
  "earned":{"nodeId":"B","counters":{"A":12.34}},"spent":{"nodeId":"B","counters":{"A":2}},
  "metadata":{"nodeId":"B","entries":{"k":{"value":[1,"x"],"timestamp":5}}},
  "transactions":[{"id":"t1","type":"credit","amount":12.34,"memo":"m","timestamp":5,"nodeId":"A"}]})";

std::shared_ptr<core::OwnerTable> new_owners() {
  return std::make_shared<core::OwnerTable>(std::make_shared<core::NodeNames>());
}

TEST_CASE("Adopt command: a saved ledger: is printed as JSON that decodes", "[scenarios][cli]") {
  const ScratchFolder folder;
  const Outcome outcome = run_program("adopt " + folder.write("saved.json", reference_text));
  CHECK(outcome.status == 0);
  CHECK(outcome.err.empty());
  CHECK(outcome.out.starts_with("{\n  \"clock\": {\n    \"count\": 0,\n    \"ms\": 258\n  },\n"));
  CHECK(outcome.out.ends_with("}\n"));
  const auto state = core::decode_ledger_state_json(outcome.out, new_owners());
  REQUIRE(state.ok());
  CHECK(state.value().entries.size() == 2);
  CHECK(state.value().metadata.size() == 1);
}

TEST_CASE("Adopt command: --out and --binary: the file is written whole, in either form", "[scenarios][cli]") {
  const ScratchFolder folder;
  const std::string saved = folder.write("saved.json", reference_text);
  const std::string json = (folder.path() / "ledger.json").string();
  const std::string binary = folder.write("ledger.bin", "an older one");
  const Outcome outcome = run_program("adopt " + saved + " --out " + json);
  CHECK(outcome.status == 0);
  CHECK(outcome.out == json + ": 2 entries and 1 metadata keys adopted, 1 transactions left out\n");
  CHECK(content(json) == run_program("adopt " + saved).out);
  CHECK(run_program("adopt " + saved + " --binary --out " + binary).status == 0);
  CHECK(content(binary) == run_program("adopt " + saved + " --binary").out);
  const auto state = core::decode_ledger_state_binary(content(binary), new_owners());
  REQUIRE(state.ok());
  CHECK(core::encode_ledger_state_json(state.value(), core::JsonLayout::file) + "\n" == content(json));
  CHECK(std::distance(std::filesystem::directory_iterator{folder.path()}, {}) == 3); // no part is left behind
}

TEST_CASE("Adopt command: input errors: one line names file, place, found and expected, exit 3", "[scenarios][cli]") {
  const ScratchFolder folder;
  struct Case {
    std::string text;
    std::string message;
  };
  const auto [text, message] = GENERATE(values<Case>({
      {"{", "byte 2: found the end, expected JSON"},
      {R"({"earned":{"counters":{"A":-1}}})", "earned.counters.A: -1 is not an amount of at least 0"},
      {R"({"nodeId":"a/b"})",
       R"(identity: found "a/b", expected 1 to 64 of A-Z a-z 0-9 . _ - :, but not ".", ".." or "__x__")"},
      {R"({"spent":{"counters":{"A":42949672.95}}})",
       R"(node "A": found 42949672.95 credits earned and spent, expected at most 42949672.94)"},
  }));
  folder.write("saved.json", text);
  const Outcome outcome = run_program("adopt saved.json --out ledger.json", folder.path());
  CHECK(outcome.status == 3);
  CHECK(outcome.out.empty());
  CHECK(outcome.err == "saved.json: " + message + "\n");
  CHECK_FALSE(std::filesystem::exists(folder.path() / "ledger.json"));
}

TEST_CASE("Adopt command: files: a missing one and a folder are usage errors, a full disk is a failure",
          "[scenarios][cli]") {
  const ScratchFolder folder;
  folder.write("saved.json", reference_text);
  const auto run = [&](const std::string& arguments) { return run_program("adopt " + arguments, folder.path()); };
  CHECK(run("").err == "creditsim adopt: FILE is missing\n");
  CHECK(run("missing.json").err == "missing.json: no such file\n");
  CHECK(run("missing.json").status == 3);
  CHECK(run("saved.json --out .").err == ".: a folder, not a file\n");
  CHECK(run("saved.json --out .").status == 3);
  CHECK(run("saved.json --out nowhere/ledger.json").status == 4);
  CHECK(run("saved.json --out /dev/full").err == "/dev/full: No space left on device\n");
  CHECK(run("saved.json --out /dev/full").status == 4);
}

} // namespace
