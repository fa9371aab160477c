// SPDX-License-Identifier: MIT
#include "scenarios/vectors_script.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>

namespace creditsim::scenarios {

namespace {

constexpr std::array<std::string_view, 5> allowed_tags{"sub-cent", "large", "nan", "invalid-input", "prototype-name"};

// A step that records anything else is not silently taken as passed.
constexpr std::array<std::string_view, 16> known_members{
    "at",     "op",     "args", "on",    "type",   "name", "method",   "returns",
    "throws", "events", "log",  "after", "saveAs", "file", "fileText", "float_artifact"};

constexpr std::string_view engine_text = "[Ledger] Load error: ";

/// A list of a step, empty when the step has none.
Json list_member(const Json& step, const char* name) {
  const Json* list = member(step, name);
  return list == nullptr ? Json::array() : *list;
}

bool ends_comparison(const Json& step) {
  const Json* artifact = member(step, "float_artifact");
  return artifact != nullptr && *artifact == true;
}

std::optional<JsonDifference> difference_in_members(const Json& step) {
  for (const auto& item : step.items())
    if (std::find(known_members.begin(), known_members.end(), item.key()) == known_members.end())
      return JsonDifference{item.key(), item.value().dump(), "a member that this release does not compare"};
  return std::nullopt;
}

std::optional<JsonDifference> difference_in_throw(const Json& step, const StepOutcome& outcome) {
  const Json* expected = member(step, "throws");
  if (expected == nullptr && !outcome.throws)
    return std::nullopt;
  if (expected != nullptr && outcome.throws) {
    // Texts of the JavaScript engine are not ours to repeat: only that the call failed.
    const bool by_engine = text_member(*expected, "name") != "Error";
    if (by_engine || (outcome.throws->name == "Error" && text_member(*expected, "message") == outcome.throws->message))
      return std::nullopt;
  }
  return JsonDifference{"throws", expected == nullptr ? "nothing" : expected->dump(),
                        outcome.throws ? outcome.throws->name + ": " + outcome.throws->message : "nothing"};
}

std::optional<JsonDifference> difference_in_returns(const Json& step, const StepOutcome& outcome) {
  const Json* expected = member(step, "returns");
  if (expected == nullptr && !outcome.returns)
    return std::nullopt;
  if (expected == nullptr || !outcome.returns)
    return JsonDifference{"returns", expected == nullptr ? "nothing" : expected->dump(),
                          outcome.returns ? outcome.returns->dump() : "nothing"};
  return first_difference(*expected, *outcome.returns, outcome.returns_tolerance, "returns");
}

/// Whether two lines of the log agree: texts of the JavaScript engine are not compared, and amounts that are sums agree
/// by their hundredths.
bool same_line(const std::string& expected, const std::string& found) {
  if (expected.starts_with(engine_text) && found.starts_with(engine_text))
    return true;
  std::istringstream left{expected}, right{found};
  std::string left_word, right_word;
  while (left >> left_word) {
    if (!(right >> right_word))
      return false;
    const Json left_number = Json::parse(left_word, nullptr, false);
    const Json right_number = Json::parse(right_word, nullptr, false);
    const bool numbers = left_number.is_number() && right_number.is_number();
    if (left_word != right_word && !(numbers && !first_difference(left_number, right_number, Tolerance::all, "")))
      return false;
  }
  return !(right >> right_word);
}

std::optional<JsonDifference> difference_in_log(const Json& expected, const Json& found) {
  Json adjusted = found;
  for (std::size_t index = 0; index < std::min(expected.size(), found.size()); ++index)
    if (same_line(text_member(expected[index], "text"), text_member(found[index], "text")))
      adjusted[index]["text"] = text_member(expected[index], "text");
  return first_difference(expected, adjusted, Tolerance::exact, "log");
}

std::optional<JsonDifference> difference_in_stored(const Json& step, const StepOutcome& outcome) {
  if (const Json* text = member(step, "fileText"))
    return outcome.stored_text ? first_difference(*text, *outcome.stored_text, Tolerance::exact, "fileText")
                               : JsonDifference{"fileText", text->dump(), "nothing"};
  if (const Json* content = member(step, "file")) {
    if (!outcome.stored_text)
      return JsonDifference{"file", content->dump(), "nothing"};
    const Json stored = Json::parse(*outcome.stored_text, nullptr, false);
    if (stored.is_discarded() || stored.dump(2) != *outcome.stored_text)
      return JsonDifference{"file", "JSON with two-space indentation", shown(&stored)};
    return first_difference(*content, stored, Tolerance::sums, "file");
  }
  return std::nullopt;
}

std::optional<JsonDifference> difference_in_step(const Json& step, const StepOutcome& outcome) {
  if (auto result = difference_in_throw(step, outcome))
    return result;
  if (auto result = difference_in_returns(step, outcome))
    return result;
  if (auto result = first_difference(list_member(step, "events"), outcome.events, Tolerance::sums, "events"))
    return result;
  if (auto result = difference_in_log(list_member(step, "log"), outcome.log))
    return result;
  if (auto result = difference_in_stored(step, outcome))
    return result;
  if (const Json* after = member(step, "after"))
    return first_difference(*after, outcome.after, outcome.after_tolerance, "after");
  return std::nullopt;
}

std::optional<JsonDifference> run_step(ScriptRunner& runner, const Json& step) {
  if (auto result = difference_in_members(step))
    return result;
  const auto outcome = runner.run(step);
  if (!outcome)
    return JsonDifference{"step", step["op"].get<std::string>() + step["args"].dump(), outcome.error().context};
  return difference_in_step(step, outcome.value());
}

std::optional<JsonDifference> run_final(ScriptRunner& runner, const Json& script) {
  const Json* recorded = member(script, "final");
  if (recorded == nullptr)
    return std::nullopt;
  const auto state = runner.final_state(*recorded);
  if (!state)
    return JsonDifference{"final", recorded->dump(), state.error().context};
  return first_difference(*recorded, state.value(), Tolerance::sums, "final");
}

/// The first difference of a script; `report` counts the steps.
std::optional<VectorDifference> run_script(const Json& script, const MakeRunner& make_runner,
                                           VectorFileReport& report) {
  const auto failure = [&](std::optional<std::size_t> step, JsonDifference difference) {
    return VectorDifference{text_member(script, "name"),
                            step,
                            step ? text_member(script["steps"][*step], "op") : "",
                            std::move(difference.place),
                            std::move(difference.expected),
                            std::move(difference.found)};
  };
  const auto runner = make_runner(script);
  if (!runner)
    return failure(std::nullopt, {"setup", shown(member(script, "setup")), runner.error().context});
  const Json& steps = script["steps"];
  for (std::size_t index = 0; index < steps.size(); ++index) {
    if (ends_comparison(steps[index])) {
      ++report.shortened;
      report.steps_left_out += steps.size() - index;
      report.notes.push_back("shortened: " + text_member(script, "name") + " from step " + std::to_string(index));
      return std::nullopt;
    }
    ++report.steps;
    if (auto difference = run_step(*runner.value(), steps[index])) {
      report.steps_left_out += steps.size() - index - 1;
      return failure(index, std::move(*difference));
    }
  }
  if (auto difference = run_final(*runner.value(), script))
    return failure(std::nullopt, std::move(*difference));
  return std::nullopt;
}

} // namespace

std::optional<std::string> tag_to_leave_out(const Json& entry) {
  for (const Json& tag : entry["tags"])
    if (std::find(allowed_tags.begin(), allowed_tags.end(), tag.get_ref<const std::string&>()) != allowed_tags.end())
      return tag.get<std::string>();
  return std::nullopt;
}

VectorFileReport run_scripts(const VectorFile& file, const MakeRunner& make_runner) {
  VectorFileReport report;
  report.file = file.name;
  report.kind = file.kind;
  for (const Json& script : file.content["scripts"]) {
    if (const auto tag = tag_to_leave_out(script)) {
      ++report.left_out[*tag];
      report.steps_left_out += script["steps"].size();
      report.notes.push_back("left out: " + text_member(script, "name") + " (" + *tag + ")");
    } else if (auto difference = run_script(script, make_runner, report)) {
      report.failed.push_back(std::move(*difference));
    } else {
      ++report.passed;
    }
  }
  return report;
}

} // namespace creditsim::scenarios
