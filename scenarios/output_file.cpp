// SPDX-License-Identifier: MIT
#include "scenarios/output_file.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

namespace creditsim::scenarios {

namespace fs = std::filesystem;

core::Error io_error(const fs::path& path, const std::string& reason) {
  return {core::Errc::io, path.string() + ": " + reason};
}

fs::path temporary_name(const fs::path& file) { return file.string() + ".part"; }

core::Result<void> write_file(const fs::path& file, const std::string& content) {
  errno = 0;
  std::ofstream stream{file, std::ios::binary};
  stream << content;
  stream.close();
  if (stream)
    return {};
  return io_error(file, errno != 0 ? std::generic_category().message(errno) : "cannot be written");
}

core::Result<void> replace_file(const fs::path& file, const std::string& content) {
  std::error_code fault;
  const fs::file_status status = fs::status(file, fault);
  if (fs::is_directory(status))
    return core::Error{core::Errc::invalid_value, file.string() + ": a folder, not a file"};
  if (fs::exists(status) && !fs::is_regular_file(status)) // a device must not be replaced by a file
    return write_file(file, content);
  if (const auto written = write_file(temporary_name(file), content); !written) {
    fs::remove(temporary_name(file), fault);
    return written;
  }
  fs::rename(temporary_name(file), file, fault);
  if (fault)
    return io_error(file, fault.message());
  return {};
}

} // namespace creditsim::scenarios
