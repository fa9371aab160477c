// SPDX-License-Identifier: MIT
#include "core/replica_protocol.hpp"

#include "tests/catch.hpp"

namespace creditsim::core {
namespace {

ReplicaRequest request(ReplicaCall call) { return {.call = call, .node = "n0", .msg_id = 7, .now_us = 1'500'000}; }

std::string answer_text(const std::string& body) { return R"({"src":"n0","dest":"creditsim","body":)" + body + "}"; }

Result<ReplicaAnswer> answer(ReplicaCall call, const std::string& body) {
  return read_replica_answer(answer_text(body), request(call));
}

std::string fault(ReplicaCall call, const std::string& body) {
  const auto found = answer(call, body);
  REQUIRE_FALSE(found.ok());
  CHECK(found.error().code == Errc::malformed);
  return found.error().context;
}

TEST_CASE("Replica protocol: requests: one line each, with what the call needs", "[core][replica][golden]") {
  const std::string begin = R"({"src":"creditsim","dest":"n0","body":{"type":")";
  const auto line = [&](const std::string& type, const std::string& rest) {
    return begin + type + R"(","msg_id":7,"now_us":1500000)" + rest + "}}\n";
  };
  const std::vector<std::string> nodes{"n0", "a \"b\""};
  ReplicaRequest init = request(ReplicaCall::init);
  init.nodes = nodes;
  init.incarnation = 2;
  CHECK(replica_request_line(init) == line("init", R"(,"node_id":"n0","node_ids":["n0","a \"b\""],"incarnation":2)"));
  ReplicaRequest money = request(ReplicaCall::add);
  money.amount = Credits::hundredths(1050);
  money.task = 3;
  CHECK(replica_request_line(money) == line("add", R"(,"delta":1050)"));
  money.call = ReplicaCall::spend;
  CHECK(replica_request_line(money) == line("spend", R"(,"amount":1050,"task_id":"task-3")"));
  money.call = ReplicaCall::earn;
  CHECK(replica_request_line(money) == line("earn", R"(,"amount":1050,"task_id":"task-3")"));
  CHECK(replica_request_line(request(ReplicaCall::read)) == line("read", ""));
  CHECK(replica_request_line(request(ReplicaCall::export_state)) == line("export", ""));
  CHECK(replica_request_line(request(ReplicaCall::snapshot)) == line("snapshot", ""));
  ReplicaRequest state = request(ReplicaCall::join);
  state.state = R"({"n1":[3,1]})";
  CHECK(replica_request_line(state) == line("join", R"(,"state":{"n1":[3,1]})"));
  state.call = ReplicaCall::restore;
  CHECK(replica_request_line(state) == line("restore", R"(,"state":{"n1":[3,1]})"));
}

TEST_CASE("Replica protocol: answers: what each call is answered with", "[core][replica]") {
  const auto abilities =
      answer(ReplicaCall::init,
             R"({"type":"init_ok","in_reply_to":7,"supports":["snapshot","canonical_export","own_limit"]})");
  REQUIRE(abilities.ok());
  CHECK(abilities.value().abilities == ReplicaAbilities{.canonical_export = true, .own_limit = true, .snapshot = true});
  CHECK(answer(ReplicaCall::init, R"({"type":"init_ok","in_reply_to":7})").value() == ReplicaAnswer{});
  CHECK(answer(ReplicaCall::read, R"({"type":"read_ok","in_reply_to":7,"value":-250})").value().value ==
        Credits::hundredths(-250));
  CHECK(answer(ReplicaCall::export_state, R"({"type":"export_ok","in_reply_to":7,"state":{"b": 1.0, "a": [true]}})")
            .value()
            .state == R"({"a":[true],"b":1})");
  CHECK(answer(ReplicaCall::join, R"({"type":"join_ok","in_reply_to":7,"msg_id":3})").value() == ReplicaAnswer{});
}

TEST_CASE("Replica protocol: errors: Maelstrom's codes, definite or not", "[core][replica]") {
  const auto refused = answer(ReplicaCall::spend, R"({"type":"error","in_reply_to":7,"code":22,"text":"1 < 2"})");
  REQUIRE(refused.ok());
  CHECK(refused.value().refusal == ReplicaRefusal{.code = 22, .text = "1 < 2"});
  CHECK(refusal_text(*refused.value().refusal) == "precondition-failed (22): 1 < 2");
  CHECK(refusal_text({.code = 13}) == "crash (13)");
  for (const int code : {1, 10, 11, 12, 14, 20, 21, 22, 30})
    CHECK(definite_replica_error(code));
  for (const int code : {0, 13, 2, -1, 1000})
    CHECK_FALSE(definite_replica_error(code));
}

TEST_CASE("Replica protocol: bad answers: one line that says what was found and expected", "[core][replica]") {
  const auto text_fault = [](const std::string& text) {
    return read_replica_answer(text, request(ReplicaCall::read)).error().context;
  };
  CHECK(text_fault("hello") == "byte 1: found 'h', expected JSON");
  CHECK(text_fault("") == "byte 1: found the end, expected JSON");
  CHECK(text_fault("{\"src\":\"\xff\"}") == "byte 9: found byte 0xff, expected JSON");
  CHECK(text_fault("[]") == "found [], expected an object");
  CHECK(text_fault(R"({"src":"n0","dest":"creditsim","bod":{}})") ==
        "bod: unknown member, expected src, dest, body, id");
  CHECK(text_fault(R"({"src":"n0","dest":"creditsim"})") == "body: missing, expected an object");
  CHECK(text_fault(R"({"src":"n1","dest":"creditsim","body":{}})") == R"(src: found "n1", expected "n0")");
  CHECK(text_fault(R"({"src":"n0","body":{}})") == R"(dest: missing, expected "creditsim")");
  CHECK(text_fault(answer_text("7")) == "body: found 7, expected an object");

  const auto read_fault = [](const std::string& body) { return fault(ReplicaCall::read, body); };
  CHECK(read_fault(R"({"type":"read_ok","value":1})") == "body.in_reply_to: missing, expected 7");
  CHECK(read_fault(R"({"type":"read_ok","in_reply_to":8,"value":1})") == "body.in_reply_to: found 8, expected 7");
  CHECK(read_fault(R"({"type":"read_ok","in_reply_to":-7,"value":1})") == "body.in_reply_to: found -7, expected 7");
  CHECK(read_fault(R"({"type":"read_ok","in_reply_to":"7","value":1})") ==
        R"(body.in_reply_to: found "7", expected 7)");
  CHECK(read_fault(R"({"type":"read_ok","in_reply_to":6,"value":1})") ==
        "body.in_reply_to: found 6, which was answered before, expected 7");
  CHECK(read_fault(R"({"in_reply_to":7,"value":1})") == R"(body.type: missing, expected "read_ok" or "error")");
  CHECK(read_fault(R"({"type":"reed_ok","in_reply_to":7})") ==
        R"(body.type: found "reed_ok", expected "read_ok" or "error")");
  CHECK(read_fault(R"({"type":"read_ok","in_reply_to":7,"valeu":1})") ==
        "body.valeu: unknown member, expected type, in_reply_to, msg_id, value");

  const std::string number = "a whole number of hundredths within 2^53 - 1 of 0";
  CHECK(read_fault(R"({"type":"read_ok","in_reply_to":7})") == "body.value: missing, expected " + number);
  for (const char* const value :
       {"9007199254740992", "-9007199254740992", "18446744073709551615", "1e300", "1.5", "null"})
    CHECK(read_fault(std::string{R"({"type":"read_ok","in_reply_to":7,"value":)"} + value + "}") ==
          "body.value: found " + std::string{value == std::string{"1e300"} ? "1e+300" : value} + ", expected " +
              number);
  CHECK(fault(ReplicaCall::export_state, R"({"type":"export_ok","in_reply_to":7})") ==
        "body.state: missing, expected any JSON");
  const std::string code = "a code of Maelstrom's: 0, 1, 10 to 14, 20 to 22, 30";
  CHECK(read_fault(R"({"type":"error","in_reply_to":7})") == "body.code: missing, expected " + code);
  CHECK(read_fault(R"({"type":"error","in_reply_to":7,"code":-1})") == "body.code: found -1, expected " + code);
  CHECK(read_fault(R"({"type":"error","in_reply_to":7,"code":4294967317})") ==
        "body.code: found 4294967317, expected " + code);
  CHECK(read_fault(R"({"type":"error","in_reply_to":7,"code":21,"text":4})") == "body.text: found 4, expected a text");

  const std::string list =
      "a list of canonical_export, once_per_task, own_account, own_limit, snapshot, each at most once";
  const auto init_fault = [](const std::string& supports) {
    return fault(ReplicaCall::init, R"({"type":"init_ok","in_reply_to":7,"supports":)" + supports + "}");
  };
  CHECK(init_fault("true") == "body.supports: found true, expected " + list);
  CHECK(init_fault(R"(["snapshots"])") == R"(body.supports: found "snapshots", expected )" + list);
  CHECK(init_fault(R"(["snapshot","snapshot"])") == R"(body.supports: found "snapshot", expected )" + list);
}

TEST_CASE("Replica protocol: bytes on their way: the JSON that they still are, or a text of them", "[core][replica]") {
  CHECK(replica_state_of(R"({"n0/1":[1050,300]})") == R"({"n0/1":[1050,300]})");
  CHECK(replica_state_of(R"({"n0/1":[9050,300]})") == R"({"n0/1":[9050,300]})"); // as good as any
  CHECK(replica_state_of(R"({"n0/1":[10)") == R"("{\"n0/1\":[10")");
  CHECK(replica_state_of("") == R"("")");
  CHECK(replica_state_of("\xff\n\x01") == "\"\xef\xbf\xbd\\n\\u0001\"");
}

} // namespace
} // namespace creditsim::core
