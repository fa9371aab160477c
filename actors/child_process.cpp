// SPDX-License-Identifier: MIT
#include "actors/child_process.hpp"

#include "core/check.hpp"
#include "core/utf8.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ; // NOLINT(readability-redundant-declaration): POSIX leaves the declaration to us

namespace creditsim::actors {

namespace {

using Clock = std::chrono::steady_clock;
using core::Errc;
using core::Error;

constexpr std::size_t words_bytes_max = 4096; // of standard error that are kept
constexpr std::size_t words_lines_shown = 5;
constexpr int farewell_ms = 1000; // for a program to end by itself
constexpr int look_up_ms = 50;    // how long an interruption may go unnoticed

Error system_error(const std::string& what) { return {Errc::io, what + ": " + std::strerror(errno)}; }

void close_end(int& end) {
  if (end >= 0)
    close(end);
  end = -1;
}

/// The two ends of a pipe; closed when they have not been taken.
struct Pipe {
  int read = -1;
  int write = -1;

  Pipe() = default;
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_end(read);
    close_end(write);
  }

  // Close-on-exec from the first moment, since another thread may start a program at any time. Above the standard
  // streams, which our own process may lack, so that no end is overwritten before it is put in place.
  bool open() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
      return false;
    read = above_standard(ends[0]);
    write = above_standard(ends[1]);
    return read >= 0 && write >= 0;
  }

private:
  static int above_standard(int end) {
    if (end > STDERR_FILENO)
      return end;
    const int moved = fcntl(end, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    close(end);
    return moved;
  }
};

bool unblock(int end) { return fcntl(end, F_SETFL, O_NONBLOCK) == 0; }

/// What the new program starts with: its streams, a process group of its own, and signals as a fresh program has them.
class SpawnPlan {
public:
  SpawnPlan(const Pipe& input, const Pipe& output, const Pipe& errors) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, input.read, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, output.write, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, errors.write, STDERR_FILENO);
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes_, &none);
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes_, &pipe);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  /// The number of the error; 0 when the program was started.
  int spawn(pid_t& pid, const std::string& command) const {
    std::string shell = "sh";
    std::string option = "-c";
    std::string text = command;
    const std::array<char*, 4> arguments{shell.data(), option.data(), text.data(), nullptr};
    return posix_spawn(&pid, "/bin/sh", &actions_, &attributes_, arguments.data(), environ);
  }

private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

/// Keeps a write to a closed pipe from ending our program. For this thread and this moment only: the rest of the
/// program, which may well be meant to end when its reader is gone, sees no difference.
class NoPipeSignal {
public:
  NoPipeSignal() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    sigset_t pending;
    sigpending(&pending);
    pending_before_ = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~NoPipeSignal() {
    const timespec now{};
    if (!pending_before_)
      sigtimedwait(&pipe_, nullptr, &now);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  NoPipeSignal(const NoPipeSignal&) = delete;
  NoPipeSignal& operator=(const NoPipeSignal&) = delete;

private:
  sigset_t pipe_{};
  sigset_t before_{};
  bool pending_before_ = false;
};

int left_ms(Clock::time_point end) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
  return static_cast<int>(std::max<std::int64_t>(left, 0));
}

std::string seconds_text(int span_ms) {
  std::string text = std::to_string(span_ms / 1000);
  if (span_ms % 1000 != 0) {
    std::string thousandths = std::to_string(1000 + span_ms % 1000).substr(1);
    thousandths.erase(thousandths.find_last_not_of('0') + 1);
    text += "." + thousandths;
  }
  return text + " s";
}

std::string printable(std::string_view line) {
  const bool utf8 = core::is_utf8(line);
  std::string text;
  for (const char c : line) {
    const auto code = static_cast<unsigned char>(c);
    text += code < 0x20 || code == 0x7f || (code >= 0x80 && !utf8) ? '?' : c;
  }
  return text;
}

} // namespace

core::Result<std::unique_ptr<ChildProcess>> ChildProcess::start(ChildOptions options) {
  CREDITSIM_CHECK(options.timeout_ms > 0 && options.answer_bytes_max > 0);
  Pipe input;
  Pipe output;
  Pipe errors;
  if (!input.open() || !output.open() || !errors.open() || !unblock(input.write) || !unblock(output.read) ||
      !unblock(errors.read))
    return system_error("cannot be started, which takes three pipes");
  std::unique_ptr<ChildProcess> child{new ChildProcess{std::move(options)}};
  if (const int fault = SpawnPlan{input, output, errors}.spawn(child->pid_, child->options_.command); fault != 0) {
    child->pid_ = -1;
    errno = fault;
    return system_error("cannot be started");
  }
  child->input_ = std::exchange(input.write, -1);
  child->output_ = std::exchange(output.read, -1);
  child->errors_ = std::exchange(errors.read, -1);
  return child;
}

ChildProcess::~ChildProcess() {
  close_end(input_);
  if (pid_ > 0 && !await_end(farewell_ms))
    end();
  close_end(output_);
  close_end(errors_);
}

core::Result<std::string> ChildProcess::exchange(std::string_view line) {
  if (pid_ <= 0)
    return Error{Errc::io, "has ended"};
  const auto begun = Clock::now();
  const auto deadline = begun + std::chrono::milliseconds{options_.timeout_ms};
  const auto interrupted = [&] {
    return options_.interrupted != nullptr && options_.interrupted->load() != 0 &&
           Clock::now() - begun >= std::chrono::milliseconds{look_up_ms};
  };
  const auto no_answer = [&] {
    return fail("gave no answer within " + seconds_text(options_.timeout_ms), Errc::indefinite);
  };
  // What has come since the last answer: two answers in one go, or a word out of turn.
  read_some();
  if (!received_.empty())
    return fail(received_.substr(0, received_.find('\n')), Errc::malformed);
  for (;;) {
    if (const auto line_end = received_.find('\n'); line_end != std::string::npos) {
      if (!line.empty())
        return fail(received_.substr(0, line_end), Errc::malformed);
      std::string answer = received_.substr(0, line_end);
      received_.erase(0, line_end + 1);
      return answer;
    }
    if (received_.size() > options_.answer_bytes_max)
      return fail("answered with more than " + std::to_string(options_.answer_bytes_max) + " bytes in one line");
    std::array<pollfd, 3> streams{
        {{output_, POLLIN, 0}, {errors_, POLLIN, 0}, {line.empty() ? -1 : input_, POLLOUT, 0}}};
    const int left = left_ms(deadline);
    const int ready = poll(streams.data(), streams.size(), std::min(left, look_up_ms));
    if (interrupted())
      return fail("was not waited for, since the run was interrupted");
    if ((ready < 0 && errno == EINTR) || (ready == 0 && left > 0))
      continue;
    if (ready <= 0)
      return no_answer();
    if (streams[1].revents != 0)
      read_errors();
    // An answer counts even when it was the last thing that the program did.
    if (streams[0].revents != 0 && !read_some() && received_.find('\n') == std::string::npos)
      return fail_at_end("closed its standard output");
    if (streams[2].revents != 0 && !write_some(line))
      return fail_at_end("closed its standard input");
    if (left == 0 && received_.find('\n') == std::string::npos) // whatever it says on its standard error
      return no_answer();
  }
}

/// Writes what fits; false when nobody will read it.
bool ChildProcess::write_some(std::string_view& rest) {
  const NoPipeSignal no_signal;
  const ssize_t written = write(input_, rest.data(), rest.size());
  if (written < 0)
    return errno == EAGAIN || errno == EINTR;
  rest.remove_prefix(static_cast<std::size_t>(written));
  return true;
}

/// Reads what is there, up to one answer beyond the largest; false at the end of the stream.
bool ChildProcess::read_some() {
  std::array<char, 65'536> part{};
  while (received_.size() <= options_.answer_bytes_max) {
    const ssize_t count = read(output_, part.data(), part.size());
    if (count < 0)
      return errno == EAGAIN || errno == EINTR;
    if (count == 0)
      return false;
    received_.append(part.data(), static_cast<std::size_t>(count));
  }
  return true;
}

void ChildProcess::read_errors() {
  std::array<char, 4096> part{};
  // As much as a pipe holds, so that a program that never stops complaining cannot keep us here.
  for (int i = 0; i < 16 && errors_ >= 0; ++i) {
    const ssize_t count = read(errors_, part.data(), part.size());
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR))
      close_end(errors_);
    if (count <= 0)
      return;
    words_.append(part.data(), static_cast<std::size_t>(count));
    if (words_.size() > words_bytes_max)
      words_.erase(0, words_.size() - words_bytes_max);
  }
}

core::Result<std::string> ChildProcess::fail(std::string why, Errc code) {
  end();
  return Error{code, std::move(why)};
}

/// A stream is closed: that is how the end of a program looks from here, or it did so by itself.
core::Result<std::string> ChildProcess::fail_at_end(const std::string& closed) {
  if (!await_end(std::min(farewell_ms, options_.timeout_ms)))
    return fail(closed);
  if (WIFSIGNALED(status_))
    return Error{Errc::io, "was ended by signal " + std::to_string(WTERMSIG(status_)) + " (" +
                               strsignal(WTERMSIG(status_)) + ")"};
  return Error{Errc::io, "exited with status " + std::to_string(WEXITSTATUS(status_))};
}

/// Waits for it to end by itself. Its standard error is read on, or it might wait for us.
bool ChildProcess::await_end(int wait_ms) {
  const auto deadline = Clock::now() + std::chrono::milliseconds{wait_ms};
  int pause_ms = 0;
  for (;;) {
    siginfo_t ended{};
    if (waitid(P_PID, static_cast<id_t>(pid_), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid == pid_) {
      end();
      return true;
    }
    if (left_ms(deadline) == 0)
      return false;
    pollfd stream{errors_, POLLIN, 0};
    pause_ms = std::min(pause_ms + 1, 20);
    if (poll(&stream, 1, pause_ms) > 0)
      read_errors();
  }
}

/// Ends the whole group, and only then gives its number back.
void ChildProcess::end() {
  if (pid_ <= 0)
    return;
  kill(-pid_, SIGKILL);
  while (waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  read_errors();
}

std::string ChildProcess::last_words() const {
  std::vector<std::string> lines;
  std::string_view rest = words_;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    if (end > 0)
      lines.push_back(printable(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  std::string text;
  for (std::size_t i = lines.size() - std::min(lines.size(), words_lines_shown); i < lines.size(); ++i)
    text += (text.empty() ? "" : " | ") + lines[i];
  return text;
}

} // namespace creditsim::actors
