// SPDX-License-Identifier: MIT
#include "scenarios/junit_xml.hpp"

#include "core/version.hpp"
#include "scenarios/xml_text.hpp"

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace creditsim::scenarios {

namespace {

using Status = CheckerSummary::Status;

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string{name} + "=\"" + xml_escaped(value) + "\"";
}

std::string seconds(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", value);
  return text;
}

struct Counts {
  std::uint64_t tests = 0;
  std::uint64_t failures = 0;
  std::uint64_t errors = 0;
  std::uint64_t skipped = 0;

  void add(const Counts& other) {
    tests += other.tests;
    failures += other.failures;
    errors += other.errors;
    skipped += other.skipped;
  }
  std::string text() const {
    return attribute("tests", std::to_string(tests)) + attribute("failures", std::to_string(failures)) +
           attribute("errors", std::to_string(errors));
  }
};

/// The suite of one scenario.
class Suite {
public:
  Suite(const CheckSummary& summary, std::size_t item)
      : summary_{summary}, item_{item}, scenario_{summary.scenarios[item]} {
    const double share = scenario_.wall_s / static_cast<double>(std::max<std::size_t>(1, scenario_.checkers.size()));
    for (std::size_t place = 0; place < scenario_.checkers.size(); ++place)
      add(scenario_.checkers[place].checker, inner_of(place), share);
    if (scenario_.error)
      add("scenario", error("it cannot be run", scenario_.error->context), 0.0);
    else if (scenario_.seeds.empty())
      add("scenario", error("it was not run", "there was no time"), 0.0);
  }

  const Counts& counts() const { return counts_; }

  std::string text() const {
    std::string text = "  <testsuite" + attribute("name", scenario_.name) + counts_.text() +
                       attribute("skipped", std::to_string(counts_.skipped)) +
                       attribute("time", seconds(scenario_.wall_s)) + ">\n    <properties>\n";
    text += property("version", core::version) + property("scenario_digest", scenario_.digest) +
            property("seeds", seeds_text(scenario_.seeds));
    if (!scenario_.not_run.empty())
      text += property("seeds_not_run", seeds_text(scenario_.not_run));
    return text + "    </properties>\n" + cases_ + "  </testsuite>\n";
  }

private:
  static std::string property(std::string_view name, std::string_view value) {
    return "      <property" + attribute("name", name) + attribute("value", value) + "/>\n";
  }

  void add(std::string_view name, const std::string& inner, double time_s) {
    ++counts_.tests;
    cases_ += "    <testcase" + attribute("classname", "creditsim." + scenario_.name) + attribute("name", name) +
              attribute("time", seconds(time_s));
    cases_ += inner.empty() ? "/>\n" : ">\n" + inner + "    </testcase>\n";
  }

  std::string error(std::string_view message, std::string_view text) {
    ++counts_.errors;
    return "      <error" + attribute("message", message) + attribute("type", "unknown") + ">" + xml_escaped(text) +
           "</error>\n";
  }

  std::string inner_of(std::size_t place) {
    const CheckerSummary& checker = scenario_.checkers[place];
    switch (checker.status) {
    case Status::held:
      return {};
    case Status::unknown:
      return error(checker.reason, checker.reason);
    case Status::not_applicable:
      ++counts_.skipped;
      return "      <skipped" + attribute("message", checker.reason) + "/>\n";
    case Status::violated:
      break;
    }
    ++counts_.failures;
    return "      <failure" + attribute("message", checker.first.detail) + attribute("type", checker.first.property) +
           ">" + xml_escaped(failure_text(place)) + "</failure>\n";
  }

  std::string failure_text(std::size_t place) const {
    const CheckerSummary& checker = scenario_.checkers[place];
    std::string text = checker.first.property + ": " + checker.first.detail + "\nseeds " + seeds_text(checker.failing) +
                       " of " + seeds_text(scenario_.seeds);
    for (const Failure& failure : summary_.failures)
      if (failure.item == item_ && failure.checker == place)
        text += "\n" + failure.command;
    return text;
  }

  const CheckSummary& summary_;
  std::size_t item_;
  const ScenarioSummary& scenario_;
  Counts counts_;
  std::string cases_;
};

} // namespace

std::string junit_xml(const CheckSummary& summary) {
  Counts all;
  std::string suites;
  for (std::size_t item = 0; item < summary.scenarios.size(); ++item) {
    const Suite suite{summary, item};
    all.add(suite.counts());
    suites += suite.text();
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + attribute("name", "creditsim check") + all.text() +
         ">\n" + suites + "</testsuites>\n";
}

} // namespace creditsim::scenarios
