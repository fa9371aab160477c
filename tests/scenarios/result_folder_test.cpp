// SPDX-License-Identifier: MIT
#include "scenarios/result_folder.hpp"

#include "tests/catch.hpp"
#include "tests/scenarios/finished_run.hpp"
#include "tests/scenarios/program.hpp"

namespace {

using namespace creditsim;
using namespace creditsim::scenarios;
using creditsim::tests::content;
using creditsim::tests::finished_run;
using creditsim::tests::ScratchFolder;

TEST_CASE("Result folder: a new one is made with those above it", "[scenarios][results]") {
  const ScratchFolder scratch;
  const auto folder = scratch.path() / "a" / "b";
  REQUIRE(prepare_result_folder(folder, false).ok());
  CHECK(std::filesystem::is_empty(folder));
}

TEST_CASE("Result folder: one with content: needs force", "[scenarios][results]") {
  const ScratchFolder scratch;
  scratch.write("note.txt", "mine");
  const auto refused = prepare_result_folder(scratch.path(), false);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error() ==
        core::Error{core::Errc::invalid_value, "--out: " + scratch.path().string() +
                                                   " is not an empty folder; --force writes into it all the same"});
  REQUIRE(prepare_result_folder(scratch.path(), true).ok());
  REQUIRE(write_results(scratch.path(), finished_run()).ok());
  CHECK(content(scratch.path() / "note.txt") == "mine");
}

TEST_CASE("Result folder: a file in its place, or no way to make it: refused before the run", "[scenarios][results]") {
  const ScratchFolder scratch;
  const std::string file = scratch.write("file", "");
  CHECK(prepare_result_folder(file, true).error() ==
        core::Error{core::Errc::invalid_value, "--out: " + file + " is not a folder"});
  CHECK(prepare_result_folder("/dev/null/nowhere", false).error().code == core::Errc::io);
}

TEST_CASE("Result folder: results: five whole documents and the inputs, nothing else", "[scenarios][results]") {
  const ScratchFolder scratch;
  FinishedRun run = finished_run();
  run.inputs.files.push_back({"workload.file", "/data/jobs.swf", "jobs\n", {}, {}});
  const auto names = write_results(scratch.path(), run);
  REQUIRE(names.ok());
  CHECK(names.value() ==
        std::vector<std::string>{"summary.json", "timing.json", "scenario.json", "timeseries.csv", "nodes.csv"});
  std::size_t entries = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{scratch.path()})
    entries += entry.is_regular_file() ? 1 : 0;
  CHECK(entries == 6);
  CHECK(content(scratch.path() / "summary.json") == print_json(summary_document(run)));
  CHECK(content(scratch.path() / "inputs" / "jobs.swf") == "jobs\n");
}

} // namespace
