// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace creditsim::actors {

/// What is run, and what is borne with.
struct ChildOptions {
  std::string command;                                  ///< for `/bin/sh -c`
  int timeout_ms = 10'000;                              ///< an answer that takes longer is none; above zero
  std::size_t answer_bytes_max = std::size_t{16} << 20; ///< of one line; at least 1
  const std::atomic<int>* interrupted = nullptr;        ///< not zero: no answer is waited for any more; may be null
};

/// A program that is spoken to in lines through its standard input and output, one answer a line; what it writes to
/// its standard error is kept, the end of it.
///
/// It is a process group of its own and inherits no other descriptor, so that any number of them can be started from
/// any threads: each sees the end of its input when its owner is gone. What it started ends with it.
class ChildProcess {
public:
  /// Starts the program. Refuses (`Errc::io`) when the system does; a shell that does not find the program is a
  /// program that ends.
  static core::Result<std::unique_ptr<ChildProcess>> start(ChildOptions options);

  /// Closes the program's standard input, lets it end for a moment, and then ends it.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// Sends `line`, which holds its end, and returns the line that answers it without its end. Refuses, in words that
  /// follow the program's name: no answer in time (`Errc::indefinite`), an interruption, an end (with its status), a
  /// closed stream, an answer that is too long (`Errc::io`), a line that nobody asked for (`Errc::malformed`; the
  /// context is that line). After a refusal the program is ended, and every further exchange refused.
  core::Result<std::string> exchange(std::string_view line);

  /// Ends it, if it has not ended.
  void end();

  /// The last lines of its standard error so far, as one line of printable text; empty when there are none.
  std::string last_words() const;

private:
  explicit ChildProcess(ChildOptions options) : options_{std::move(options)} {}

  core::Result<std::string> fail(std::string why, core::Errc code = core::Errc::io);
  core::Result<std::string> fail_at_end(const std::string& closed);
  bool write_some(std::string_view& rest);
  bool read_some();
  void read_errors();
  bool await_end(int wait_ms);

  ChildOptions options_;
  pid_t pid_ = -1; ///< -1 when it has been waited for
  int status_ = 0;
  int input_ = -1; ///< our ends of its streams
  int output_ = -1;
  int errors_ = -1;
  std::string received_; ///< of its standard output, not yet taken
  std::string words_;    ///< the end of its standard error
};

} // namespace creditsim::actors
