// SPDX-License-Identifier: MIT
#include "scenarios/space_time_diagram.hpp"

#include "tests/scenarios/failing_cases.hpp"
#include "tests/scenarios/program.hpp"

#include <cstdlib>
#include <map>
#include <set>

namespace {

using namespace creditsim;
using namespace creditsim::scenarios;

FailingCase small_case() {
  core::Scenario scenario = tests::paying_everyone();
  scenario.nodes = 4;
  scenario.network.loss = 0.2;
  scenario.stop.duration_us = 500'000;
  scenario.workload.rate_per_s = 5.0;
  return tests::captured(scenario, "double_payment");
}

/// Where the texts of a drawing begin: x and y.
std::vector<std::pair<double, double>> places_of_texts(const std::string& svg) {
  std::vector<std::pair<double, double>> places;
  for (auto at = svg.find("<text x=\""); at != std::string::npos; at = svg.find("<text x=\"", at + 1)) {
    const double x = std::atof(svg.c_str() + at + 9);
    places.emplace_back(x, std::atof(svg.c_str() + svg.find("y=\"", at) + 3));
  }
  return places;
}

TEST_CASE("Space-time diagram: a case: lines, arrows, marks and words", "[scenarios][diagram]") {
  const FailingCase failing = small_case();
  const std::string svg = space_time_diagram(failing.story, failing.names, "a <title>");
  CHECK(svg.find("<svg xmlns=\"http://www.w3.org/2000/svg\"") == 0);
  CHECK(svg.find("a &lt;title&gt;") != std::string::npos);
  CHECK(svg.find("double_payment: ") != std::string::npos);
  CHECK(svg.find("marker-end=\"url(#arrow)\"") != std::string::npos);
  const tests::ScratchFolder folder;
  if (std::system("command -v xmllint > /dev/null 2>&1") == 0)
    CHECK(std::system(("xmllint --noout " + folder.write("x.svg", svg)).c_str()) == 0);
}

TEST_CASE("Space-time diagram: words: no two lie on each other, and all are inside", "[scenarios][diagram]") {
  FailingCase failing = small_case();
  failing.story.back().text += std::string(300, 'w') + " and " + std::string(100, 'x');
  const std::string svg = space_time_diagram(failing.story, failing.names, "title");
  std::map<double, std::set<double>> columns;
  for (const auto& [x, y] : places_of_texts(svg))
    CHECK(columns[x].insert(y).second);
  const double height = std::atof(svg.c_str() + svg.find("height=\"") + 8);
  for (const auto& [x, ys] : columns) {
    double before = -100.0;
    for (const double y : ys) {
      CHECK(y - before >= 14.0);
      CHECK(y < height);
      before = y;
    }
  }
}

TEST_CASE("Space-time diagram: arrows: go from the row of sending to that of handling", "[scenarios][diagram]") {
  using Kind = StoryEvent::Kind;
  const std::vector<StoryEvent> story{
      {.kind = Kind::local, .time_us = 1, .node = 0, .text = "n0 submits"},
      {.kind = Kind::message, .time_us = 2, .node = 1, .peer = 0, .cause = 0, .text = "n1 gets"},
      {.kind = Kind::missing, .time_us = 3, .node = 1, .peer = 0, .text = "n1 sends"},
      {.kind = Kind::fault, .time_us = 3, .node = 1, .text = "fault crash of n1"},
      {.kind = Kind::violation, .time_us = 4, .node = 1, .text = "overdraft: n1"}};
  const std::string svg = space_time_diagram(story, {"n0", "n1"}, "t");
  CHECK(svg.find("<line x1=\"158\" y1=\"80\" x2=\"242\" y2=\"108\" stroke=\"#06c\"") != std::string::npos);
  CHECK(svg.find("<rect x=\"236\"") != std::string::npos);
  CHECK(svg.find("r=\"9\" fill=\"none\" stroke=\"#c00\"") != std::string::npos);
}

} // namespace
