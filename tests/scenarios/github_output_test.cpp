// SPDX-License-Identifier: MIT
#include "scenarios/github_output.hpp"

#include "tests/catch.hpp"
#include "tests/scenarios/check_samples.hpp"
#include "tests/scenarios/program.hpp"

namespace {

using namespace creditsim;
using namespace creditsim::scenarios;

TEST_CASE("GitHub: annotations: one for each failure, escaped", "[scenarios][github]") {
  const auto lines = tests::lines_of(github_annotations(tests::check_summary()));
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].find(
            "::error title=a <bad> & \"odd\" name%2C with%3A all%3A double_payment::task 3: 100 %25 <paid>") == 0);
  CHECK(lines[0].find("%0Aseeds 1..2%0Acreditsim replay f/x.json") != std::string::npos);
  CHECK(lines[1].find("faults[0] (loss) never took effect") != std::string::npos);
  CHECK(lines[2] == "::error title=broken%3A cannot be run::broken.json: nodes: 1 is not a count of at least 2");
}

TEST_CASE("GitHub: annotations: at most ten, the last counts the rest", "[scenarios][github]") {
  auto summary = tests::check_summary();
  summary.scenarios.resize(1);
  summary.scenarios[0].unknown_reasons.clear();
  summary.failures.assign(10, summary.failures.front());
  CHECK(tests::lines_of(github_annotations(summary)).size() == 10);
  CHECK(github_annotations(summary).find("more failures") == std::string::npos);
  summary.failures.assign(25, summary.failures.front());
  const auto lines = tests::lines_of(github_annotations(summary));
  REQUIRE(lines.size() == 10);
  CHECK(lines.back() == "::error title=creditsim check::16 more failures");
  summary.failures.clear();
  CHECK(github_annotations(summary).empty());
}

TEST_CASE("GitHub: step summary: tables, under 1,000 KiB whatever was found", "[scenarios][github]") {
  auto summary = tests::check_summary();
  const std::string text = github_step_summary(summary);
  CHECK(text.find("| good | valid | 1..2 | 2 | 0 | 0 |") != std::string::npos);
  CHECK(text.find("a &lt;bad&gt; & \"odd\" name") != std::string::npos);
  summary.failures.assign(20'000, summary.failures.front());
  summary.scenarios.resize(30'000, summary.scenarios.back());
  const std::string cut = github_step_summary(summary);
  CHECK(cut.size() < 1'000 * 1'024);
  CHECK(cut.find(" more\n") != std::string::npos);
}

} // namespace
