// SPDX-License-Identifier: MIT
#include "scenarios/capsule_files.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/program.hpp"

#include <algorithm>
#include <filesystem>

// A capsule in scenarios/regressions/ is of a fault that was repaired and must stay so, or of one that its scenario
// expects and that must still be found.
namespace {

using namespace creditsim;
using namespace creditsim::scenarios;

std::vector<std::string> regressions() {
  std::vector<std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator{std::filesystem::path{CREDITSIM_SOURCE_DIR} / "scenarios" / "regressions"})
    if (entry.path().extension() == ".json")
      files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

TEST_CASE("Regressions: capsules: each gives what its scenario expects", "[scenarios][regressions]") {
  const auto files = regressions();
  REQUIRE_FALSE(files.empty());
  actors::Runtime runtime{1};
  for (const std::string& file : files) {
    CAPTURE(file);
    const auto capsule = open_capsule(file);
    REQUIRE(capsule.ok());
    const auto run = case_of(capsule.value(), file, std::nullopt);
    REQUIRE(run.ok());
    const auto output = runtime.simulate(run.value().scenario, run.value().inputs);
    REQUIRE(output.ok());
    const auto& expect = run.value().scenario.expect;
    const bool expected = std::find(expect.begin(), expect.end(), capsule.value().checker) != expect.end();
    CHECK((output.value().result.violation_of(capsule.value().checker) != nullptr) == expected);
  }
}

TEST_CASE("README: a failure: the story shown is that of the capsule in regressions/", "[scenarios][readme]") {
  const std::filesystem::path sources{CREDITSIM_SOURCE_DIR};
  const std::string readme = tests::content(sources / "README.md");
  const auto capsule = open_capsule((sources / "scenarios/regressions/paying_everyone.json").string());
  REQUIRE(capsule.ok());
  for (const std::string& line : capsule.value().story)
    CHECK(readme.find("\n  " + line + "\n") != std::string::npos);
  CHECK(readme.find("(scenarios/regressions/paying_everyone.svg)") != std::string::npos);
  CHECK(std::filesystem::exists(sources / "scenarios/regressions/paying_everyone.svg"));
}

} // namespace
