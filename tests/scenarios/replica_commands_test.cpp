// SPDX-License-Identifier: MIT
#include "tests/actors/replica_parts.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/program.hpp"

#include <filesystem>

// `check`, `replay` and `shrink` of a replica under test.
namespace {

using namespace creditsim;
using creditsim::tests::content;
using creditsim::tests::Outcome;
using creditsim::tests::run_program;
using creditsim::tests::ScratchFolder;

namespace fs = std::filesystem;

// Two tasks, of which one comes to its worker twice.
const std::string small = R"({"name": "small", "nodes": 2, "gossip": {"interval": "200ms"},
  "workload": {"kind": "list", "tasks": [
    {"at": "100ms", "submitter": 0, "workers": [1]},
    {"at": "300ms", "submitter": 1, "workers": [0], "copies": 2}]},
  "stop": {"duration": "500ms", "drain": "2s"}})";

// So many writes that states of others are often older than one's own.
const std::string busy = R"({"name": "busy", "nodes": 3, "gossip": {"interval": "100ms"},
  "workload": {"rate_per_s": 20, "task_duration": "10ms"},
  "stop": {"duration": "1s", "drain": "2s"}})";

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string option(const std::string& command) { return " --replica '" + command + "'"; }

TEST_CASE("Replica commands: a broken example: found, kept, replayed and shrunk", "[scenarios][replica][slow]") {
  for (const std::string& example : actors::one_counter_replica()) {
    CAPTURE(example);
    const ScratchFolder folder;
    folder.write("small.json", small);
    const std::string replica = option(example + " --broken double-payment");
    const Outcome found = run_program("check small.json --seeds 2 --no-shrink --junit j.xml" + replica, folder.path());
    CHECK(found.status == 1);
    CHECK(found.err.empty());
    const std::string file = "creditsim-failures/small.double_payment.seed-1.json";
    const std::string repeat = "creditsim replay " + file + replica;
    CHECK(has(found.out, "\nreplica      " + example + " --broken double-payment, a process for each node\n"));
    CHECK(has(found.out, "INVALID  small: double_payment in 2 of 2 seeds (1..2)\n"));
    CHECK(has(found.out, "         repeat: " + repeat + "\n"));
    CHECK(has(content(folder.path() / "j.xml"), "creditsim replay " + file + " --replica "));

    for (const char* const threads : {" --threads 1", " --threads 4"}) {
      const Outcome replayed = run_program("replay " + file + replica + threads, folder.path());
      CHECK(replayed.status == 1);
      CHECK(replayed.err.empty());
      CHECK(has(replayed.out, file + ": double_payment: task 1 was paid again at "));
      CHECK_FALSE(has(replayed.out, "the trace is not the one that was recorded"));
    }
    const Outcome repaired = run_program("replay " + file + option(example), folder.path());
    CHECK(repaired.status == 0);
    CHECK(has(repaired.out, file + ": double_payment holds\n  the trace is not the one that was recorded: the replica "
                                   "answered otherwise than then\n"));

    const Outcome shrunk = run_program("shrink " + file + replica + " --out tiny.json", folder.path());
    CHECK(shrunk.status == 0);
    CHECK(has(shrunk.out, "shrunk   from 2 nodes, 2 tasks, 0 faults to 2 nodes, 1 tasks, 0 faults, "));
    CHECK(has(shrunk.out, "repeat: creditsim replay tiny.json" + replica + "\n"));
    CHECK(run_program("replay tiny.json" + replica, folder.path()).status == 1);
  }
}

TEST_CASE("Replica commands: a lost update: found in check", "[scenarios][replica]") {
  for (const std::string& example : actors::one_counter_replica()) {
    CAPTURE(example);
    const ScratchFolder folder;
    folder.write("busy.json", busy);
    const Outcome found =
        run_program("check busy.json --seeds 1 --no-shrink" + option(example + " --broken lost-update"), folder.path());
    CHECK(found.status == 1);
    CHECK(has(found.out, "INVALID  busy: acknowledged in 1 of 1 seeds (1)\n"));
    CHECK(has(found.out, "INVALID  busy: join_laws in 1 of 1 seeds (1)\n"));
  }
}

TEST_CASE("Replica commands: jobs: capsules and the document are the same for any", "[scenarios][replica]") {
  const auto examples = actors::one_counter_replica();
  if (examples.empty())
    return; // said by then
  const ScratchFolder folder;
  folder.write("small.json", small);
  const std::string check = "check small.json --seeds 3 --json --no-shrink --keep-all --capsules kept" +
                            option(examples.front() + " --broken double-payment");
  const Outcome one = run_program(check + " --jobs 1", folder.path());
  fs::rename(folder.path() / "kept", folder.path() / "first");
  const Outcome four = run_program(check + " --jobs 4", folder.path());
  CHECK(one.status == 1);
  CHECK(one.out == four.out);
  unsigned capsules = 0;
  for (const auto& entry : fs::directory_iterator{folder.path() / "first"}) {
    CHECK(content(entry.path()) == content(folder.path() / "kept" / entry.path().filename()));
    ++capsules;
  }
  CHECK(capsules == 3);
}

TEST_CASE("Replica commands: a child that hangs, dies or talks nonsense: invalid, kept, and replays",
          "[scenarios][replica]") {
  struct Child {
    std::string command;
    std::string message; ///< after where and when
  };
  // The second request is a look at what has just been started.
  const std::string answers = actors::answering({R"({"type":"init_ok","in_reply_to":1,"supports":[]})"});
  const std::string init = answers.substr(0, answers.rfind("cat"));
  const auto child = GENERATE_COPY(
      values<Child>({{"exec sleep 1000", "asked to init (msg_id 1), the replica gave no answer within 0.3 s"},
                     {init + "echo out of luck >&2; exit 7",
                      "asked to read (msg_id 2), the replica exited with status 7; standard error: out of luck"},
                     {init + "read -r line; echo well; exec sleep 1000",
                      "asked to read (msg_id 2), the replica did not answer: byte 1: found 'w', expected JSON"}}));
  CAPTURE(child.command);
  const ScratchFolder folder;
  folder.write("small.json", small);
  folder.write("replica.sh", child.command);
  const std::string replica = " --replica 'exec sh replica.sh' --replica-timeout 300ms";
  const Outcome found = run_program("check small.json --seeds 2 --no-shrink --jobs 1" + replica, folder.path());
  CHECK(found.status == 1);
  INFO(found.out);
  CHECK(has(found.out, "INVALID  small: replica_process in 2 of 2 seeds (1..2)\n         node n0 at 0.000000 s: " +
                           child.message));
  const std::string file = "creditsim-failures/small.replica_process.seed-1.json";
  CHECK(has(found.out, "repeat: creditsim replay " + file + replica + "\n"));
  const Outcome replayed = run_program("replay " + file + replica, folder.path());
  CHECK(replayed.status == 1);
  CHECK(has(replayed.out, file + ": replica_process: node n0 at 0.000000 s: " + child.message));
}

TEST_CASE("Replica commands: a child that dies in the middle: what it broke before counts", "[scenarios][replica]") {
  for (const std::string& example : actors::counter_replicas()) {
    CAPTURE(example);
    const ScratchFolder folder;
    folder.write("small.json", small);
    // Shells hand on a line as soon as it is there, `head` does not.
    folder.write("replica.sh", "lines=0; while [ $lines -lt 25 ] && IFS= read -r line; do lines=$((lines + 1)); "
                               "printf '%s\\n' \"$line\"; done | " +
                                   example + "; echo out of luck >&2; exit 3");
    const Outcome found =
        run_program("check small.json --seeds 2 --no-shrink --replica 'exec sh replica.sh'", folder.path());
    CHECK(found.status == 1);
    CHECK(has(found.out, "INVALID  small: replica_process in 2 of 2 seeds (1..2)\n         node n"));
    CHECK(has(found.out, "(msg_id 26), the replica exited with status 3; standard error: out of luck\n"));
    CHECK(has(found.out, "verdict  invalid\n"));
  }
}

TEST_CASE("Replica commands: a command in a capsule: is not run unless it is named", "[scenarios][replica]") {
  const ScratchFolder folder;
  folder.write("small.json", small);
  const std::string replica = " --replica 'touch was-run; exit 7'";
  REQUIRE(run_program("check small.json --seeds 1 --no-shrink" + replica, folder.path()).status == 1);
  const std::string file = "creditsim-failures/small.replica_process.seed-1.json";
  REQUIRE(fs::remove(folder.path() / "was-run"));
  const std::string refused = file +
                              ": replica: the case was found with a command, and what a file says is not run by "
                              "itself; this runs it:" +
                              replica + "\n";
  for (const std::string command : {"replay ", "shrink "}) {
    const Outcome outcome = run_program(command + file, folder.path());
    CHECK(outcome.status == 3);
    CHECK(outcome.err == refused);
  }
  const Outcome checked = run_program("check creditsim-failures", folder.path());
  CHECK(checked.status == 3);
  CHECK(has(checked.out, "ERROR    " + refused));
  CHECK_FALSE(fs::exists(folder.path() / "was-run"));
  CHECK(run_program("check creditsim-failures" + replica, folder.path()).status == 1);
  CHECK(fs::exists(folder.path() / "was-run"));

  const fs::path own = fs::path{CREDITSIM_SOURCE_DIR} / "scenarios/regressions/paying_everyone.json";
  for (const std::string command : {"replay ", "shrink "}) {
    const Outcome outcome = run_program(command + own.string() + " --replica x", folder.path());
    CHECK(outcome.status == 3);
    CHECK(outcome.err ==
          own.string() + ": replica: the case is of creditsim's own ledger, there is no use for --replica\n");
  }
}

TEST_CASE("Replica commands: scenarios that need more: one line for those named, left out of all others",
          "[scenarios][replica]") {
  const ScratchFolder folder;
  folder.write("small.json", small);
  const std::string replica = " --seeds 1 --no-shrink --replica 'exit 7'";
  const Outcome named = run_program("check two_devices small.json" + replica, folder.path());
  CHECK(named.status == 3);
  CHECK(has(named.out, "INVALID  small: replica_process in 1 of 1 seeds (1)\n"));
  CHECK(has(named.out, "ERROR    two_devices: faults[0]: "));
  const Outcome all = run_program("check" + replica, folder.path());
  CHECK(all.status == 1);
  CHECK(has(all.out, "left out     hostile: faults[0]: "));
  CHECK(has(all.out, "left out     two_devices: faults[0]: "));
  for (const std::string name : {"churn", "own_replica", "partition_heal", "stale_restart", "swarm"})
    CHECK(has(all.out, "INVALID  " + name + ": replica_process in 1 of 1 seeds (1)\n"));
  CHECK_FALSE(has(all.out, "rumour"));
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

/// The example in Python with a checksum in what it exports.
std::string checksummed_replica() {
  std::string text = content(fs::path{CREDITSIM_SOURCE_DIR} / "scenarios/replicas/counter_replica.py");
  text = replaced(text, "import sys\n", R"(import sys
import zlib


def checksum(accounts):
    return zlib.crc32(json.dumps(accounts, sort_keys=True).encode())


def join_whole(state):
    if not isinstance(state, dict) or set(state) != {"accounts", "sum"} or state["sum"] != checksum(state["accounts"]):
        return error(12, "not what was exported")  # malformed-request
    return join(state["accounts"])

)");
  text = replaced(text, R"({"state": accounts})", R"({"state": {"accounts": accounts, "sum": checksum(accounts)}})");
  return replaced(text, R"(join(body["state"]))", R"(join_whole(body["state"]))");
}

TEST_CASE("Replica commands: damaged and hostile states: reach the replica where they are asked for by name",
          "[scenarios][replica]") {
  if (std::system("command -v python3 > /dev/null") != 0) {
    WARN("skipped: python3 is not installed");
    return;
  }
  const ScratchFolder folder;
  folder.write("rough.json", R"({"name": "rough", "nodes": 4, "gossip": {"interval": "100ms"},
    "workload": {"rate_per_s": 10, "task_duration": "10ms"},
    "faults": [{"kind": "corruption", "probability": 0.3, "required": true},
               {"kind": "junk", "nodes": [2], "probability": 0.5, "required": true},
               {"kind": "replay_old", "nodes": [3], "at": "500ms", "required": true}],
    "stop": {"duration": "2s", "drain": "3s"}})");
  folder.write("checksummed.py", checksummed_replica());
  const Outcome good =
      run_program("run rough.json --verify-determinism --replica 'python3 checksummed.py'", folder.path());
  INFO(good.out);
  CHECK(good.status == 0);
  CHECK_FALSE(has(good.out, " 0 rejected\n"));
  const fs::path example = fs::path{CREDITSIM_SOURCE_DIR} / "scenarios/replicas/counter_replica.py";
  CHECK(run_program("run rough.json --replica 'python3 " + example.string() + "'", folder.path()).status == 1);
  folder.write("forge.json", R"({"nodes": 4, "faults": [{"kind": "forge", "nodes": [1]}]})");
  CHECK(run_program("run forge.json --replica x", folder.path()).err ==
        "forge.json: faults[0]: forge needs creditsim's own ledger: no other has its entries, stamps, identities and "
        "reports\n");
}

// The children write down who they are, and never answer.
TEST_CASE("Replica commands: interrupted, out of time, enough failures: no child stays", "[scenarios][replica]") {
  const auto none_left = [](const ScratchFolder& folder) {
    const Outcome left = run_program("--version; for pid in $(cat pids); do kill -0 $pid && exit 9; done 2> /dev/null; "
                                     "exit 0",
                                     folder.path());
    return fs::file_size(folder.path() / "pids") > 0 && left.status == 0;
  };
  const std::string check = "check small.json --jobs 2 --replica 'echo $$ >> pids; exec sleep 1000'";
  for (const auto& [signal, status] : {std::pair{"INT", 130}, std::pair{"TERM", 143}}) {
    const ScratchFolder folder;
    folder.write("small.json", small);
    const Outcome outcome =
        run_program(check + " --replica-timeout 1h & pid=$!; until [ -s pids ]; do sleep 0.05; done; kill -" +
                        std::string{signal} + " $pid; wait $pid",
                    folder.path());
    CHECK(outcome.status == status);
    CHECK(has(outcome.out, "small     not run"));
    CHECK(none_left(folder));
  }
  const ScratchFolder folder;
  folder.write("small.json", small);
  const Outcome late = run_program(check + " --replica-timeout 1h --seeds 4 --time-budget 1s", folder.path());
  CHECK(late.status == 2);
  CHECK(has(late.out, "not run  small: seeds 1..4\n"));
  CHECK(none_left(folder));
  const Outcome enough = run_program(check + " --replica-timeout 200ms --max-failures 1 --no-shrink", folder.path());
  CHECK(enough.status == 1);
  CHECK(has(enough.out, "INVALID  small: replica_process in 1 of 1 seeds (1)\n"));
  CHECK(none_left(folder));
}

} // namespace
