// SPDX-License-Identifier: MIT
#include "core/factor_table.hpp"

#include <algorithm>

namespace creditsim::core {

FactorTable::FactorTable(std::initializer_list<Row> rows) {
  for (const auto& [name, factor] : rows)
    (*this)[name] = factor;
}

double& FactorTable::operator[](std::string_view name) {
  const auto place = std::lower_bound(rows_.begin(), rows_.end(), name,
                                      [](const Row& row, std::string_view n) { return row.first < n; });
  if (place != rows_.end() && place->first == name)
    return place->second;
  keys_.insert(keys_.begin() + (place - rows_.begin()), key_of(name));
  return rows_.emplace(place, name, 0.0)->second;
}

void FactorTable::clear() {
  keys_.clear();
  rows_.clear();
}

} // namespace creditsim::core
