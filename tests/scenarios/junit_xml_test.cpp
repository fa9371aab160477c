// SPDX-License-Identifier: MIT
#include "scenarios/junit_xml.hpp"

#include "scenarios/json.hpp"
#include "scenarios/xml_text.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/check_samples.hpp"
#include "tests/scenarios/program.hpp"

#include <rapidcheck.h>

#include <cstdlib>
#include <vector>

namespace {

using namespace creditsim;
using namespace creditsim::scenarios;

/// Whether the text is well-formed XML of the kind that is written here: a declaration, elements with attributes in
/// double quotes, texts; everything that must be escaped is.
bool well_formed(std::string_view text) {
  std::vector<std::string> open;
  bool root = false;
  while (!text.empty()) {
    if (text.front() != '<') {
      const auto end = std::min(text.find('<'), text.size());
      const std::string_view inner = text.substr(0, end);
      if (inner.find("]]>") != std::string_view::npos || (open.empty() && inner.find_first_not_of("\n ") != inner.npos))
        return false;
      text.remove_prefix(end);
      continue;
    }
    std::size_t end = 1;
    for (bool quoted = false; end < text.size() && (quoted || text[end] != '>'); ++end) {
      quoted = quoted != (text[end] == '"');
      if (quoted && text[end] == '<')
        return false;
    }
    if (end >= text.size())
      return false;
    const std::string_view tag = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    if (tag.front() == '?')
      continue;
    if (tag.front() == '/') {
      if (open.empty() || open.back() != tag.substr(1))
        return false;
      open.pop_back();
    } else if (tag.back() != '/') {
      if (open.empty() && root)
        return false;
      root = true;
      open.emplace_back(tag.substr(0, tag.find(' ')));
    }
  }
  return root && open.empty();
}

bool only_allowed_characters(const std::string& text) {
  for (const char c : text)
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7f)
      return false;
  return is_utf8(text) && text.find("\xef\xbf\xbf") == std::string::npos;
}

TEST_CASE("JUnit: every outcome: failure, error, skipped, by scenario and checker", "[scenarios][junit]") {
  const std::string xml = junit_xml(tests::check_summary());
  CHECK(well_formed(xml));
  CHECK(only_allowed_characters(xml));
  const auto has = [&](const std::string& part) { return xml.find(part) != std::string::npos; };
  CHECK(has("<testsuites name=\"creditsim check\" tests=\"7\" failures=\"1\" errors=\"3\">"));
  CHECK(has("<testsuite name=\"a &lt;bad&gt; &amp; &quot;odd&quot; name, with: all\" tests=\"4\" failures=\"1\" "
            "errors=\"1\" skipped=\"1\" time=\"1.500\">"));
  CHECK(has("name=\"double_payment\" time=\"0.375\">\n      <failure message=\"task 3: 100 % &lt;paid&gt; twice??"));
  CHECK(has("seeds 1..2 of 1..3"));
  CHECK(has("creditsim replay f/x.json</failure>"));
  CHECK(has("<error message=\"faults[0] (loss) never took effect in seed 3\" type=\"unknown\">"));
  CHECK(has("<skipped message=\"nobody gossips\"/>"));
  CHECK(has("<error message=\"it cannot be run\" type=\"unknown\">broken.json: nodes: 1 is not"));
  CHECK(has("<property name=\"seeds_not_run\" value=\"1..3\"/>"));
}

TEST_CASE("JUnit: names: do not depend on seeds", "[scenarios][junit]") {
  auto summary = tests::check_summary();
  const auto names = [](const std::string& xml) {
    std::string found;
    for (auto at = xml.find("<testcase"); at != std::string::npos; at = xml.find("<testcase", at + 1))
      found += xml.substr(at, xml.find(" time=", at) - at) + "\n";
    return found;
  };
  const std::string before = names(junit_xml(summary));
  summary.scenarios[0].seeds = {7, 8, 9};
  summary.scenarios[0].checkers[2].failing = {8};
  CHECK(names(junit_xml(summary)) == before);
}

TEST_CASE("JUnit: any text: stays well formed", "[scenarios][junit][law]") {
  CHECK(rc::check([](const std::string& name, const std::string& detail) {
    auto summary = tests::check_summary();
    summary.scenarios[0].name = name;
    summary.scenarios[0].checkers[2].first.detail = detail;
    summary.scenarios[1].error->context = detail + name;
    const std::string xml = junit_xml(summary);
    RC_ASSERT(well_formed(xml));
    RC_ASSERT(only_allowed_characters(xml));
  }));
}

TEST_CASE("JUnit: xmllint: accepts it, where it is installed", "[scenarios][junit]") {
  if (std::system("command -v xmllint > /dev/null 2>&1") != 0)
    return;
  const tests::ScratchFolder folder;
  const std::string file = folder.write("junit.xml", junit_xml(tests::check_summary()));
  CHECK(std::system(("xmllint --noout " + file).c_str()) == 0);
}

TEST_CASE("XML text: escapes: what means something, and what cannot stand there", "[scenarios][junit]") {
  CHECK(xml_escaped("a<b>&\"c\"") == "a&lt;b&gt;&amp;&quot;c&quot;");
  CHECK(xml_escaped("a\n\tb") == "a&#10;&#9;b");
  CHECK(xml_escaped("\x01\x1b\x7f") == "???");
  CHECK(xml_escaped("\xff\xc3") == "??");
  CHECK(xml_escaped("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80") == "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
  CHECK(xml_escaped("\xef\xbf\xbe") == "?");
}

} // namespace
