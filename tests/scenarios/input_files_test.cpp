// SPDX-License-Identifier: MIT
#include "scenarios/input_files.hpp"

#include "scenarios/scenario_printer.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/program.hpp"

namespace {

using namespace creditsim;
using namespace creditsim::scenarios;
using creditsim::tests::ScratchFolder;

core::Result<InputFiles> load(const ScratchFolder& folder, const std::string& text) {
  const auto loaded = read_scenario({"case.json", text, folder.path()}, {});
  if (!loaded)
    return loaded.error();
  return load_input_files(loaded.value());
}

constexpr const char* edge_list_scenario = R"({"topology": {"kind": "edge_list", "file": "graph.txt"}})";

TEST_CASE("Input files: an edge list: parsed, with what was odd about it counted", "[scenarios][inputs]") {
  const ScratchFolder folder;
  const std::string text = "# graph\n1 2\n2 3\n3 2\n3 3\n8 9\n";
  folder.write("graph.txt", text);
  const auto inputs = load(folder, edge_list_scenario);
  REQUIRE(inputs.ok());
  REQUIRE(inputs.value().edges.has_value());
  CHECK(inputs.value().edges->ids.size() == 5);
  REQUIRE(inputs.value().files.size() == 1);
  const InputFile& file = inputs.value().files.front();
  CHECK(file.content == text);
  CHECK(file.record == InputRecord{text.size(), xxh3_128(text)});
  CHECK(file.counts == std::vector<std::pair<std::string, std::uint64_t>>{
                           {"duplicate_edges", 1}, {"self_edges", 1}, {"nodes_left_out", 2}});
}

TEST_CASE("Input files: a job log: parsed, with what is skipped counted", "[scenarios][inputs]") {
  const ScratchFolder folder;
  folder.write("jobs.swf", "1 0 0 10 1 1 -1 1 1 -1 1 5 1 -1 -1 1 -1 -1\n"
                           "2 5 0 -1 1 1 -1 1 1 -1 1 5 1 -1 -1 1 -1 -1\n"
                           "3 120 0 10 1 1 -1 1 1 -1 1 5 1 -1 -1 1 -1 -1\n");
  const auto inputs = load(folder, R"({"workload": {"kind": "trace", "file": "jobs.swf"}})");
  REQUIRE(inputs.ok());
  REQUIRE(inputs.value().jobs.has_value());
  CHECK(inputs.value().files.front().counts == std::vector<std::pair<std::string, std::uint64_t>>{
                                                   {"jobs", 2}, {"skipped_no_run_time", 1}, {"jobs_after_stop", 1}});
}

TEST_CASE("Input files: files of a kind that is not used: left alone", "[scenarios][inputs]") {
  const auto inputs = load(ScratchFolder{}, R"({"topology": {"file": "missing.txt"}, "workload": {"file": "no.swf"}})");
  REQUIRE(inputs.ok());
  CHECK(inputs.value().files.empty());
}

TEST_CASE("Input files: missing and malformed: one line names scenario, key, file and place", "[scenarios][inputs]") {
  const ScratchFolder folder;
  const std::string file = (folder.path() / "graph.txt").string();
  const auto missing = load(folder, edge_list_scenario);
  CHECK(missing.error() == core::Error{core::Errc::not_found, "case.json: topology.file: " + file + ": no such file"});
  std::filesystem::create_directory(folder.path() / "graph.txt");
  CHECK(load(folder, edge_list_scenario).error().context ==
        "case.json: topology.file: " + file + ": a folder, not a file");
  std::filesystem::remove(folder.path() / "graph.txt");
  folder.write("graph.txt", "1 2\n1 x\n");
  CHECK(load(folder, edge_list_scenario).error().context.rfind("case.json: topology.file: " + file, 0) == 0);
}

TEST_CASE("Input files: another file than the recorded one: refused", "[scenarios][inputs]") {
  const ScratchFolder folder;
  const std::string file = folder.write("graph.txt", "1 2\n");
  const auto inputs = load(folder, R"({"topology": {"kind": "edge_list", "file": "graph.txt"},
    "inputs": {"topology.file": {"bytes": 4, "xxh3_128": "0123456789abcdef0123456789abcdef"}}})");
  CHECK(inputs.error().context == "case.json: inputs.topology.file: " + file + " has 4 bytes with digest " +
                                      xxh3_128("1 2\n") + ", which is not the recorded file of 4 bytes with digest " +
                                      "0123456789abcdef0123456789abcdef");
}

} // namespace
