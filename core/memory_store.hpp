// SPDX-License-Identifier: MIT
#pragma once

#include "core/store.hpp"

#include <map>

namespace creditsim::core {

/// A store in memory, for simulations and tests.
class MemoryStore final : public Store {
public:
  Result<std::string> load(std::string_view name) override;
  Result<void> save(std::string_view name, std::string_view bytes) override;

  /// Forgets what `name` holds.
  void erase(std::string_view name);

private:
  std::map<std::string, std::string, std::less<>> files_;
};

} // namespace creditsim::core
