// SPDX-License-Identifier: MIT
#include "core/memory_store.hpp"

namespace creditsim::core {

Result<std::string> MemoryStore::load(std::string_view name) {
  const auto file = files_.find(name);
  if (file == files_.end())
    return Error{Errc::not_found, std::string{name} + ": nothing was saved under this name"};
  return file->second;
}

Result<void> MemoryStore::save(std::string_view name, std::string_view bytes) {
  files_.insert_or_assign(std::string{name}, std::string{bytes});
  return {};
}

void MemoryStore::erase(std::string_view name) {
  if (const auto file = files_.find(name); file != files_.end())
    files_.erase(file);
}

} // namespace creditsim::core
