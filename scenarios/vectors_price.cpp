// SPDX-License-Identifier: MIT
#include "scenarios/vectors_price.hpp"

#include "core/price.hpp"
#include "scenarios/vectors_compare.hpp"
#include "scenarios/vectors_setup.hpp"

#include <cmath>

namespace creditsim::scenarios {

namespace {

using core::CreditRules;
using core::Errc;
using core::Error;
using core::Result;

constexpr std::size_t columns = 7;

struct Row {
  const Json& cells;

  std::string text(std::size_t column) const {
    return cells[column].is_string() ? cells[column].get<std::string>() : std::string{};
  }
};

bool is_finite(const Row& row) {
  const auto expected = as_number(row.cells[4]);
  return expected && std::isfinite(*expected);
}

std::optional<JsonDifference> difference_in_row(const Row& row, const CreditRules& rules) {
  const auto base = as_number(row.cells[1]);
  if (!base)
    return JsonDifference{"base", "a number", row.cells[1].dump()};
  const std::string type = row.text(2);
  const std::string priority = row.text(3);
  const core::PriceTerms terms{.type = type, .priority = priority};
  const double product = core::price_product(rules, *base, terms, core::Rules::Multipliers::replaced);
  if (auto result =
          first_difference(row.cells[4], core::nearest_hundredths(product) / 100.0, Tolerance::exact, "expected"))
    return result;
  // Beyond 9e15 hundredths the recording has no cents and `price` refuses: both must draw the line at the same place.
  const auto amount = core::price(rules, *base, terms, core::Rules::Multipliers::replaced);
  return first_difference(row.cells[5], amount ? Json(amount.value().hundredths()) : Json(), Tolerance::exact, "cents");
}

Error malformed(const VectorFile& file, const std::string& place, const Json& found, const std::string& expected) {
  return {Errc::malformed,
          file.name + ": " + place + ": found " + shown(&found).substr(0, 60) + ", expected " + expected};
}

Result<std::vector<CreditRules>> read_configs(const VectorFile& file) {
  std::vector<CreditRules> rules;
  const Json* given = member(file.content, "configs");
  const Json configs = given != nullptr && given->is_array() ? *given : Json::array();
  for (std::size_t index = 0; index < configs.size(); ++index) {
    auto read = rules_from_config(configs[index]);
    if (!read)
      return Error{Errc::malformed, file.name + ": configs[" + std::to_string(index) + "]: " + read.error().context};
    rules.push_back(std::move(read.value()));
  }
  return rules;
}

void leave_out_heads(const VectorFile& file, VectorFileReport& report) {
  for (const auto& [list, tag] : {std::pair{"coercion", "invalid-input"}, {"prototypeNames", "prototype-name"}})
    if (const Json* head = member(file.content, list); head != nullptr && !head->empty()) {
      report.left_out[tag] += head->size();
      report.steps_left_out += head->size();
    }
}

} // namespace

Result<VectorFileReport> run_price_rows(const VectorFile& file) {
  VectorFileReport report;
  report.file = file.name;
  report.kind = file.kind;
  const auto rules = read_configs(file);
  if (!rules)
    return rules.error();
  leave_out_heads(file, report);
  const Json& rows = file.content["rows"];
  for (std::size_t index = 0; index < rows.size(); ++index) {
    const std::string place = "rows[" + std::to_string(index) + "]";
    if (!rows[index].is_array() || rows[index].size() != columns)
      return malformed(file, place, rows[index], "a list of 7 cells");
    const Row row{rows[index]};
    if (!row.cells[0].is_number_unsigned() || row.cells[0].get<std::size_t>() >= rules.value().size())
      return malformed(file, place + "[0]", row.cells[0], "an index into configs");
    if (!is_finite(row)) {
      ++report.left_out["nan"];
      ++report.steps_left_out;
      continue;
    }
    ++report.steps;
    if (auto difference = difference_in_row(row, rules.value()[row.cells[0].get<std::size_t>()]))
      report.failed.push_back({place, std::nullopt, "", difference->place, difference->expected, difference->found});
    else
      ++report.passed;
  }
  return report;
}

} // namespace creditsim::scenarios
