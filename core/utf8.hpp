// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace creditsim::core {

/// Whether `bytes` are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, nothing beyond U+10FFFF).
bool is_utf8(std::string_view bytes);

} // namespace creditsim::core
