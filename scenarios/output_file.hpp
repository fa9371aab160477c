// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"

#include <filesystem>
#include <string>

namespace creditsim::scenarios {

/// `Errc::io` with `PATH: reason`.
core::Error io_error(const std::filesystem::path& path, const std::string& reason);

/// The name under which a file is written before it gets its own.
std::filesystem::path temporary_name(const std::filesystem::path& file);

/// Writes a file in place.
core::Result<void> write_file(const std::filesystem::path& file, const std::string& content);

/// Writes a file under another name first, so that it is either whole or as it was. Devices and pipes are written to.
core::Result<void> replace_file(const std::filesystem::path& file, const std::string& content);

} // namespace creditsim::scenarios
