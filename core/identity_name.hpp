// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace creditsim::core {

inline constexpr std::size_t identity_name_bytes_max = 64;

/// Whether `name` can name an identity in every file, document path and store: 1 to 64 letters, digits, `.`, `_`, `-`
/// and `:`, but not `.`, `..` or one that begins and ends with `__`, which paths and stores keep for themselves (fault
/// C8).
bool is_identity_name(std::string_view name);

/// What `is_identity_name` asks for, for messages.
inline constexpr std::string_view identity_name_expected =
    R"(1 to 64 of A-Z a-z 0-9 . _ - :, but not ".", ".." or "__x__")";

} // namespace creditsim::core
