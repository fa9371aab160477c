// SPDX-License-Identifier: MIT
#include "core/identity_name.hpp"

#include <algorithm>

namespace creditsim::core {

namespace {

bool is_safe(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
         c == '-' || c == ':';
}

} // namespace

bool is_identity_name(std::string_view name) {
  const bool reserved = name == "." || name == ".." || (name.starts_with("__") && name.ends_with("__"));
  return !name.empty() && name.size() <= identity_name_bytes_max && !reserved &&
         std::all_of(name.begin(), name.end(), is_safe);
}

} // namespace creditsim::core
