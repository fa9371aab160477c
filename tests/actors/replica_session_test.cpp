// SPDX-License-Identifier: MIT
#include "actors/replica_session.hpp"

#include "tests/actors/replica_parts.hpp"
#include "tests/catch.hpp"

namespace creditsim::actors {
namespace {

using core::ReplicaCall;

const std::string init_ok = R"({"type":"init_ok","in_reply_to":1})";

/// What the session says in the end of a replica that is asked to `init` and to `read`.
std::string failure_of(const std::string& command, int timeout_ms = 10'000) {
  ReplicaSession session{part_of(command, timeout_ms, 10'000), 0};
  const auto answer = session.ask({.call = ReplicaCall::read});
  CHECK_FALSE(answer.ok());
  CHECK(session.ask({.call = ReplicaCall::read}).error() == core::Error{core::Errc::indefinite, session.failure()});
  return session.failure();
}

TEST_CASE("Replica session: a conversation: abilities, answers and refusals", "[actors][replica]") {
  ReplicaSession session{part_of(answering({R"({"type":"init_ok","in_reply_to":1,"supports":["snapshot"]})",
                                            R"({"type":"read_ok","in_reply_to":2,"value":5})",
                                            R"({"type":"error","in_reply_to":3,"code":21})"})),
                         0};
  CHECK(session.failure().empty());
  CHECK(session.abilities() == core::ReplicaAbilities{.snapshot = true});
  CHECK(session.ask({.call = ReplicaCall::read}).value().value == core::Credits::hundredths(5));
  CHECK(session.ask({.call = ReplicaCall::earn}).value().refusal->code == 21);
  CHECK(session.failure().empty());
}

TEST_CASE("Replica session: before the first answer: what is said of a replica that is none", "[actors][replica]") {
  const std::string begin = "asked to init (msg_id 1), the replica ";
  CHECK(failure_of("exit 3") == begin + "exited with status 3");
  CHECK(failure_of("echo no luck >&2; exit 3") == begin + "exited with status 3; standard error: no luck");
  CHECK(failure_of("echo junk; cat") == begin + "did not answer: byte 1: found 'j', expected JSON");
  CHECK(failure_of("read -r line; echo junk; cat") == begin + "did not answer: byte 1: found 'j', expected JSON");
  CHECK(failure_of("cat") == begin + R"(did not answer: src: found "creditsim", expected "n0")");
  CHECK(failure_of("sleep 100", 100) == begin + "gave no answer within 0.1 s");
  CHECK(failure_of("printf '\\377\\n'; cat") == begin + "did not answer: byte 1: found byte 0xff, expected JSON");
  CHECK(failure_of("yes | tr -d '\\n'") == begin + "answered with more than 10000 bytes in one line");
  CHECK(failure_of("exec >&-; sleep 100", 200) == begin + "closed its standard output");
  CHECK(failure_of(answering({R"({"type":"error","in_reply_to":1,"code":10,"text":"what?"})"})) ==
        begin + "refused: not-supported (10): what?");
  CHECK(failure_of(answering({R"({"type":"init_ok","in_reply_to":1,"supports":["own_account"]})"})) ==
        begin + "supports own_account without canonical_export: nothing tells whether such replicas are equal");
  const std::string unknown = failure_of("no-such-program-anywhere");
  CHECK(unknown.rfind(begin + "exited with status 127; standard error: ", 0) == 0);
}

TEST_CASE("Replica session: after it: the request at which it went wrong", "[actors][replica]") {
  const std::string begin = "asked to read (msg_id 2), the replica ";
  CHECK(failure_of(answering({init_ok, R"({"type":"read_ok","in_reply_to":5,"value":1})"})) ==
        begin + "did not answer: body.in_reply_to: found 5, expected 2");
  CHECK(failure_of(answering({init_ok, R"({"type":"read_ok","in_reply_to":2,"value":1e300})"})) ==
        begin + "did not answer: body.value: found 1e+300, expected a whole number of hundredths within 2^53 - 1 of 0");
  CHECK(failure_of(R"(read -r line; echo '{"src":"n0","dest":"creditsim","body":)" + init_ok + "}'; exit 0") ==
        begin + "exited with status 0");
}

TEST_CASE("Replica session: two answers: the same words whenever the second is seen", "[actors][replica]") {
  const std::string message = R"('{"src":"n0","dest":"creditsim","body":)" + init_ok + "}'";
  const std::string expected = "asked to read (msg_id 2), the replica did not answer: body.in_reply_to: found 1, which "
                               "was answered before, expected 2";
  CHECK(failure_of("read -r line; echo " + message + "; echo " + message + "; cat > /dev/null") == expected);
  CHECK(failure_of("read -r line; echo " + message + "; read -r line; echo " + message + "; cat > /dev/null") ==
        expected);
}

TEST_CASE("Replica session: hangs: only the first of a run is waited for", "[actors][replica]") {
  const FirstHang never;
  CHECK_FALSE(never.before(5, 5));
  FirstHang hang;
  hang.note(5, 3);
  hang.note(5, 7);
  CHECK(hang.before(5, 4));
  CHECK(hang.before(6, 0));
  CHECK_FALSE(hang.before(5, 3)); // it could be the first
  CHECK_FALSE(hang.before(4, 9));

  ReplicaPart first = part_of("sleep 100", 100);
  const ReplicaSession hanging{first, 0};
  CHECK_FALSE(hanging.failure().empty());
  first.node = 1;
  first.child.timeout_ms = 60'000; // would be noticed
  CHECK(ReplicaSession{first, 0}.failure() == "the replica was not started, since another one hangs");
}

} // namespace
} // namespace creditsim::actors
