// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"

#include <string>
#include <string_view>

namespace creditsim::core {

/// Where a node keeps what must outlive it: bytes under names, like the files of one directory.
class Store {
public:
  virtual ~Store() = default;

  /// The bytes last saved under `name`. `Errc::not_found` when there are none, `Errc::io` when they cannot be read.
  virtual Result<std::string> load(std::string_view name) = 0;

  /// Replaces what `name` holds. `Errc::io` when that fails; the old bytes then stay.
  virtual Result<void> save(std::string_view name, std::string_view bytes) = 0;
};

} // namespace creditsim::core
