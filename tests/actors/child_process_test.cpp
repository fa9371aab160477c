// SPDX-License-Identifier: MIT
#include "actors/child_process.hpp"

#include "core/check.hpp"
#include "tests/catch.hpp"

#include <chrono>
#include <csignal>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>

namespace creditsim::actors {
namespace {

std::unique_ptr<ChildProcess> child(const std::string& command, int timeout_ms = 10'000,
                                    std::size_t answer_bytes_max = 1 << 20) {
  auto started =
      ChildProcess::start({.command = command, .timeout_ms = timeout_ms, .answer_bytes_max = answer_bytes_max});
  REQUIRE(started.ok());
  return std::move(started).value();
}

std::string fault(ChildProcess& process, const std::string& line = "hello\n") {
  const auto answer = process.exchange(line);
  REQUIRE_FALSE(answer.ok());
  return answer.error().context;
}

std::size_t open_descriptors() {
  constexpr int looked_at = 1024; // not by /proc, which small containers do not mount
  std::size_t count = 0;
  for (int descriptor = 0; descriptor < looked_at; ++descriptor)
    count += fcntl(descriptor, F_GETFD) != -1 ? 1 : 0;
  return count;
}

/// Neither gone nor a zombie that its new parent has not looked at yet.
bool lives(pid_t pid) {
  std::ifstream stat{"/proc/" + std::to_string(pid) + "/stat"};
  std::string number;
  std::string name;
  std::string state = "Z";
  stat >> number >> name >> state;
  return state != "Z" && state != "X";
}

TEST_CASE("Child process: exchange: a line for a line, also such as fit into no pipe", "[actors][replica]") {
  const auto cat = child("cat");
  CHECK(cat->exchange("one\n").value() == "one");
  CHECK(cat->exchange("two\n").value() == "two");
  const std::string large(900'000, 'x');
  CHECK(cat->exchange(large + "\n").value() == large);
  CHECK(cat->last_words().empty());
}

TEST_CASE("Child process: an end: with its status and its last words", "[actors][replica]") {
  const auto exits = child("echo first >&2; echo second >&2; exit 3");
  CHECK(fault(*exits) == "exited with status 3");
  CHECK(exits->last_words() == "first | second");
  CHECK(fault(*exits) == "has ended");
  const auto unknown = child("no-such-program-anywhere");
  CHECK(fault(*unknown) == "exited with status 127");
  CHECK(unknown->last_words().find("not found") != std::string::npos);
  const auto killed = child("read line; kill -9 $$");
  CHECK(fault(*killed) == "was ended by signal 9 (Killed)");
}

TEST_CASE("Child process: closed streams: told as such while it lives", "[actors][replica]") {
  CHECK(fault(*child("read line; exec >&-; sleep 60", 300)) == "closed its standard output");
  const auto deaf = child("exec <&-; sleep 60", 300);
  const std::string large(900'000, 'x'); // more than a pipe holds, so that it must be read
  CHECK(fault(*deaf, large + "\n") == "closed its standard input");
}

TEST_CASE("Child process: no answer: waited for as long as asked for", "[actors][replica]") {
  const auto silent = child("cat > /dev/null", 200);
  const auto answer = silent->exchange("hello\n");
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.error() == core::Error{core::Errc::indefinite, "gave no answer within 0.2 s"});
  CHECK(fault(*silent) == "has ended");
}

TEST_CASE("Child process: too long: ended at the bound", "[actors][replica]") {
  CHECK(fault(*child("yes | tr -d '\\n'", 10'000, 100'000)) == "answered with more than 100000 bytes in one line");
}

TEST_CASE("Child process: unasked lines: refused with the line", "[actors][replica]") {
  const auto twice = child("while read line; do echo \"$line\"; echo \"$line\"; done");
  CHECK(twice->exchange("one\n").ok());
  auto answer = twice->exchange("two\n");
  // The second line comes before the next question or as the answer to it: that is a matter of chance.
  if (!answer.ok())
    CHECK(answer.error() == core::Error{core::Errc::malformed, "one"});
  else
    CHECK(answer.value() == "one");
}

TEST_CASE("Child process: last words: the end of them, in printable characters", "[actors][replica]") {
  const auto loud = child("read line; for i in 1 2 3 4 5 6 7; do echo \"line $i\" >&2; done; "
                          "printf 'tab\\tand \\377\\n' >&2; exit 1");
  fault(*loud);
  CHECK(loud->last_words() == "line 4 | line 5 | line 6 | line 7 | tab?and ?");
  // Far more than a pipe holds, before it answers: it must not get stuck on it.
  const auto louder = child("read line; yes complaint | head -100000 >&2; echo done; read line");
  CHECK(louder->exchange("hello\n").value() == "done");
}

TEST_CASE("Child process: many at once: none keeps another one's pipes open, none is left behind",
          "[actors][replica]") {
  const std::size_t before = open_descriptors();
  const auto play = [] {
    for (int i = 0; i < 10; ++i) {
      // A child that inherited the other's input would keep it from ending.
      const auto first = ChildProcess::start({.command = "cat"});
      const auto second = ChildProcess::start({.command = "cat"});
      CREDITSIM_CHECK(first.value()->exchange("one\n").value() == "one");
      CREDITSIM_CHECK(second.value()->exchange("two\n").value() == "two");
    }
  };
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i)
    threads.emplace_back(play);
  for (auto& thread : threads)
    thread.join();
  CHECK(open_descriptors() == before);
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1); // no child at all
}

TEST_CASE("Child process: descriptors: the program has its three streams and none of another program",
          "[actors][replica]") {
  const std::string count = "read line; set -- /proc/$$/fd/*; echo $#";
  const std::string alone = child(count)->exchange("how many\n").value();
  const auto one = child("cat");
  const auto two = child("cat");
  CHECK(child(count)->exchange("how many\n").value() == alone);
}

TEST_CASE("Child process: SIGPIPE: as it was before, also when it was raised", "[actors][replica]") {
  struct sigaction before {};
  sigaction(SIGPIPE, nullptr, &before);
  const auto gone = child("exec <&-; sleep 60", 200);
  const std::string large(900'000, 'x');
  fault(*gone, large + "\n");
  struct sigaction after {};
  sigaction(SIGPIPE, nullptr, &after);
  CHECK(before.sa_handler == after.sa_handler);
  sigset_t pending;
  sigpending(&pending);
  CHECK(sigismember(&pending, SIGPIPE) == 0);
}

TEST_CASE("Child process: no answer: is one, however much it complains meanwhile", "[actors][replica]") {
  CHECK(fault(*child("yes complaint >&2", 200)) == "gave no answer within 0.2 s");
}

TEST_CASE("Child process: an interruption: ends the wait for an answer, and the program", "[actors][replica]") {
  std::atomic<int> interrupted{0};
  auto started = ChildProcess::start(
      {.command = "read line; echo $$; exec sleep 1000", .timeout_ms = 3'600'000, .interrupted = &interrupted});
  REQUIRE(started.ok());
  const pid_t pid = std::stoi(started.value()->exchange("\n").value());
  interrupted = 2;
  CHECK(started.value()->exchange("and now\n").error() ==
        core::Error{core::Errc::io, "was not waited for, since the run was interrupted"});
  CHECK_FALSE(lives(pid));
}

TEST_CASE("Child process: the end of its owner: its whole group goes", "[actors][replica]") {
  auto parent = child("read line; sleep 1000 & echo $!; wait");
  const pid_t grandchild = std::stoi(parent->exchange("\n").value());
  parent.reset();
  for (int i = 0; i < 100 && lives(grandchild); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  CHECK_FALSE(lives(grandchild));
}

} // namespace
} // namespace creditsim::actors
