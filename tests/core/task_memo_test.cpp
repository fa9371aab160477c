// SPDX-License-Identifier: MIT
#include "core/task_memo.hpp"

#include "tests/catch.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace creditsim::core {
namespace {

using Kind = TaskMemo::Kind;

std::string memo(Kind kind, LooseText task, LooseText type = {}, LooseText peer = {}) {
  return std::string{TaskMemo{kind, task, type, peer}.text()};
}

TEST_CASE("Task memo: members: in the reference's order, absent ones left out", "[core][memo]") {
  CHECK(memo(Kind::completion, "t1") == R"({"taskId":"t1","type":"task_completion"})");
  CHECK(memo(Kind::completion, "t1", "embed", "peer-1") ==
        R"({"taskId":"t1","type":"task_completion","taskType":"embed","submitter":"peer-1"})");
  CHECK(memo(Kind::submission, "t2", "embed", "peer-1") ==
        R"({"taskId":"t2","type":"task_submission","taskType":"embed","targetPeer":"peer-1"})");
}

TEST_CASE("Task memo: loose values: null and numbers stay what they are", "[core][memo]") {
  CHECK(memo(Kind::completion, {}) == R"({"type":"task_completion"})");
  CHECK(memo(Kind::completion, LooseText::literal("7"), "", LooseText::null()) ==
        R"({"taskId":7,"type":"task_completion","taskType":"","submitter":null})");
}

TEST_CASE("Task memo: escapes: as JSON.stringify writes them", "[core][memo]") {
  CHECK(memo(Kind::completion, "\"q\\4\"\n") == R"({"taskId":"\"q\\4\"\n","type":"task_completion"})");
  CHECK(memo(Kind::completion, "\b\t\v\f\r\x01\x1f\x7f") ==
        "{\"taskId\":\"\\b\\t\\u000b\\f\\r\\u0001\\u001f\x7f\",\"type\":\"task_completion\"}");
  CHECK(memo(Kind::completion, "\u00e9\u2028\U0001F600") ==
        "{\"taskId\":\"\u00e9\u2028\U0001F600\",\"type\":\"task_completion\"}");
}

TEST_CASE("Task memo: escapes: every byte below 128 survives a JSON parser", "[core][memo]") {
  std::string every;
  for (char c = 0; c < 127; ++c)
    every += c;
  const auto parsed = nlohmann::json::parse(memo(Kind::submission, every, every, every), nullptr, false);
  REQUIRE(parsed.is_object());
  CHECK(parsed["taskId"] == every);
  CHECK(parsed["taskType"] == every);
  CHECK(parsed["targetPeer"] == every);
}

} // namespace
} // namespace creditsim::core
