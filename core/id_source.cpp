// SPDX-License-Identifier: MIT
#include "core/id_source.hpp"

#include "core/check.hpp"

#include <algorithm>

namespace creditsim::core {

IdSource::Id::Id(std::string_view prefix, std::uint64_t number) : size_{prefix.size() + 16} {
  CREDITSIM_CHECK(size_ <= text_.size());
  std::copy(prefix.begin(), prefix.end(), text_.begin());
  std::fill(text_.begin() + prefix.size(), text_.begin() + size_, '0');
  for (std::size_t end = size_; number != 0; number >>= 4)
    text_[--end] = "0123456789abcdef"[number & 15u];
}

} // namespace creditsim::core
