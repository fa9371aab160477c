// SPDX-License-Identifier: MIT
#include "core/js_number.hpp"

namespace creditsim::core {

std::string js_number(Credits amount) {
  std::string text = amount.to_string();
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.'))
    text.pop_back();
  return text;
}

} // namespace creditsim::core
