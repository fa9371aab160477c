// SPDX-License-Identifier: MIT
#include "core/replica_protocol.hpp"

#include "core/check.hpp"
#include "core/json_members.hpp"
#include "core/strict_json.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace creditsim::core {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<const char*, replica_calls> call_names{"init",   "add",  "spend",    "earn",   "read",
                                                            "export", "join", "snapshot", "restore"};

/// A code of https://github.com/jepsen-io/maelstrom/blob/main/doc/protocol.md#errors.
struct ErrorCode {
  int code;
  const char* name;
  bool definite;
};
constexpr std::array<ErrorCode, 11> error_codes{{{0, "timeout", false},
                                                 {1, "node-not-found", true},
                                                 {10, "not-supported", true},
                                                 {11, "temporarily-unavailable", true},
                                                 {12, "malformed-request", true},
                                                 {13, "crash", false},
                                                 {14, "abort", true},
                                                 {20, "key-does-not-exist", true},
                                                 {21, "key-already-exists", true},
                                                 {22, "precondition-failed", true},
                                                 {30, "txn-conflict", true}}};

const ErrorCode* error_code(int code) {
  const auto found = std::find_if(error_codes.begin(), error_codes.end(),
                                  [code](const ErrorCode& known) { return known.code == code; });
  return found == error_codes.end() ? nullptr : &*found;
}

struct AbilityName {
  const char* name;
  bool ReplicaAbilities::*ability;
};
constexpr std::array<AbilityName, 5> ability_names{{{"canonical_export", &ReplicaAbilities::canonical_export},
                                                    {"once_per_task", &ReplicaAbilities::once_per_task},
                                                    {"own_account", &ReplicaAbilities::own_account},
                                                    {"own_limit", &ReplicaAbilities::own_limit},
                                                    {"snapshot", &ReplicaAbilities::snapshot}}};
constexpr const char* abilities_expected =
    "a list of canonical_export, once_per_task, own_account, own_limit, snapshot, each at most once";

std::string json_text(std::string_view text) {
  return Json(std::string{text}).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string node_list(std::span<const std::string> nodes) {
  std::string text = "[";
  for (const std::string& node : nodes)
    text += (text.size() > 1 ? "," : "") + json_text(node);
  return text + "]";
}

/// What a request says beside its type, id and clock.
std::string members_of(const ReplicaRequest& request) {
  switch (request.call) {
  case ReplicaCall::init:
    return ",\"node_id\":" + json_text(request.node) + ",\"node_ids\":" + node_list(request.nodes) +
           ",\"incarnation\":" + std::to_string(request.incarnation);
  case ReplicaCall::add:
    return ",\"delta\":" + std::to_string(request.amount.hundredths());
  case ReplicaCall::spend:
  case ReplicaCall::earn:
    // A text: as the key of an object, which a state holds sooner or later, a number would become one.
    return ",\"amount\":" + std::to_string(request.amount.hundredths()) + ",\"task_id\":\"task-" +
           std::to_string(request.task) + "\"";
  case ReplicaCall::join:
  case ReplicaCall::restore:
    return std::string{",\"state\":"}.append(request.state);
  case ReplicaCall::read:
  case ReplicaCall::export_state:
  case ReplicaCall::snapshot:
    return {};
  }
  CREDITSIM_CHECK(false);
}

Result<std::int64_t> whole_number(const Json& value, const std::string& place, const char* expected) {
  if (!value.is_number_integer() ||
      (value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t{replica_number_max}) ||
      value.get<std::int64_t>() > replica_number_max || value.get<std::int64_t>() < -replica_number_max)
    return unexpected_json(place, value, expected);
  return value.get<std::int64_t>();
}

Result<void> expect_text(const JsonMembers& members, const char* key, std::string_view wanted) {
  const std::string expected = json_text(wanted);
  const auto found = members.text(key, expected.c_str());
  if (!found)
    return found.error();
  if (found.value() != wanted)
    return unexpected_json(members.place(key), *members.find(key), expected.c_str());
  return {};
}

Result<void> check_reply_to(const JsonMembers& body, const ReplicaRequest& request) {
  const std::string expected = std::to_string(request.msg_id);
  const Json* const value = body.find("in_reply_to");
  if (value == nullptr)
    return body.missing("in_reply_to", expected.c_str());
  const auto found = whole_number(*value, body.place("in_reply_to"), expected.c_str());
  if (!found)
    return found.error();
  if (found.value() > 0 && static_cast<std::uint64_t>(found.value()) < request.msg_id)
    return Error{Errc::malformed, body.place("in_reply_to") + ": found " + shown_json(*value) +
                                      ", which was answered before, expected " + expected};
  if (found.value() != static_cast<std::int64_t>(request.msg_id))
    return unexpected_json(body.place("in_reply_to"), *value, expected.c_str());
  return {};
}

Result<ReplicaAnswer> read_error(const JsonMembers& body) {
  constexpr const char* expected = "a code of Maelstrom's: 0, 1, 10 to 14, 20 to 22, 30";
  const Json* const value = body.find("code");
  if (value == nullptr)
    return body.missing("code", expected);
  const auto code = whole_number(*value, body.place("code"), expected);
  if (!code)
    return code.error();
  if (code.value() < 0 || code.value() > 100 || error_code(static_cast<int>(code.value())) == nullptr)
    return unexpected_json(body.place("code"), *value, expected);
  ReplicaRefusal refusal{.code = static_cast<int>(code.value())};
  if (body.find("text") != nullptr) {
    const auto text = body.text("text", "a text");
    if (!text)
      return text.error();
    refusal.text = std::string{text.value()};
  }
  return ReplicaAnswer{.refusal = std::move(refusal)};
}

Result<ReplicaAnswer> read_abilities(const JsonMembers& body) {
  ReplicaAnswer answer;
  const Json* const supports = body.find("supports");
  if (supports == nullptr)
    return answer;
  const std::string place = body.place("supports");
  if (!supports->is_array())
    return unexpected_json(place, *supports, abilities_expected);
  for (const Json& name : *supports) {
    const auto known = std::find_if(ability_names.begin(), ability_names.end(),
                                    [&](const AbilityName& ability) { return name == ability.name; });
    if (known == ability_names.end() || answer.abilities.*(known->ability))
      return unexpected_json(place, name, abilities_expected);
    answer.abilities.*(known->ability) = true;
  }
  return answer;
}

Result<ReplicaAnswer> read_value(const JsonMembers& body) {
  constexpr const char* expected = "a whole number of hundredths within 2^53 - 1 of 0";
  const Json* const value = body.find("value");
  if (value == nullptr)
    return body.missing("value", expected);
  const auto number = whole_number(*value, body.place("value"), expected);
  if (!number)
    return number.error();
  return ReplicaAnswer{.value = Credits::hundredths(number.value())};
}

Result<ReplicaAnswer> read_state(const JsonMembers& body) {
  const Json* const state = body.find("state");
  if (state == nullptr)
    return body.missing("state", "any JSON");
  return ReplicaAnswer{.state = canonical_json(*state)};
}

/// The member that carries what the call asked for; null for calls that are answered by their success alone.
const char* content_of(ReplicaCall call) {
  switch (call) {
  case ReplicaCall::init:
    return "supports";
  case ReplicaCall::read:
    return "value";
  case ReplicaCall::export_state:
  case ReplicaCall::snapshot:
    return "state";
  default:
    return nullptr;
  }
}

Result<ReplicaAnswer> read_content(const JsonMembers& body, ReplicaCall call) {
  switch (call) {
  case ReplicaCall::init:
    return read_abilities(body);
  case ReplicaCall::read:
    return read_value(body);
  case ReplicaCall::export_state:
  case ReplicaCall::snapshot:
    return read_state(body);
  default:
    return ReplicaAnswer{};
  }
}

Result<ReplicaAnswer> read_body(const Json& value, const ReplicaRequest& request) {
  if (!value.is_object())
    return unexpected_json("body", value, "an object");
  const std::string wanted = std::string{replica_call_name(request.call)} + "_ok";
  const auto type = value.find("type");
  const bool refused = type != value.end() && *type == "error";
  const char* const content = content_of(request.call);
  // `msg_id` has no meaning in an answer, but libraries for Maelstrom's protocol put one there.
  JsonMembers body = refused ? JsonMembers{value, "body", {"type", "in_reply_to", "msg_id", "code", "text"}}
                     : content != nullptr ? JsonMembers{value, "body", {"type", "in_reply_to", "msg_id", content}}
                                          : JsonMembers{value, "body", {"type", "in_reply_to", "msg_id"}};
  // The order matters for whoever reads the message: whether it answers at all, then what it says.
  if (const auto replied = check_reply_to(body, request); !replied)
    return replied.error();
  if (!refused)
    if (const auto named = expect_text(body, "type", wanted); !named)
      return Error{named.error().code, named.error().context + " or \"error\""};
  if (const auto checked = body.check(); !checked)
    return checked.error();
  return refused ? read_error(body) : read_content(body, request.call);
}

Result<ReplicaAnswer> read_message(std::string_view line, const ReplicaRequest& request) {
  const auto message = parse_strict_json(line);
  if (!message)
    return message.error();
  // `id` is what Maelstrom's own network numbers messages with.
  const JsonMembers members{message.value(), "", {"src", "dest", "body", "id"}};
  if (const auto checked = members.check(); !checked)
    return checked.error();
  if (const auto from = expect_text(members, "src", request.node); !from)
    return from.error();
  if (const auto to = expect_text(members, "dest", replica_tester); !to)
    return to.error();
  const Json* const body = members.find("body");
  if (body == nullptr)
    return members.missing("body", "an object");
  return read_body(*body, request);
}

} // namespace

const char* replica_call_name(ReplicaCall call) { return call_names[static_cast<std::size_t>(call)]; }

const char* replica_error_name(int code) {
  const ErrorCode* const known = error_code(code);
  return known == nullptr ? nullptr : known->name;
}

bool definite_replica_error(int code) {
  const ErrorCode* const known = error_code(code);
  return known != nullptr && known->definite;
}

std::string refusal_text(const ReplicaRefusal& refusal) {
  const char* const name = replica_error_name(refusal.code);
  return std::string{name == nullptr ? "error" : name} + " (" + std::to_string(refusal.code) + ")" +
         (refusal.text.empty() ? "" : ": ") + refusal.text;
}

std::string replica_request_line(const ReplicaRequest& request) {
  return "{\"src\":" + json_text(replica_tester) + ",\"dest\":" + json_text(request.node) + ",\"body\":{\"type\":\"" +
         replica_call_name(request.call) + "\",\"msg_id\":" + std::to_string(request.msg_id) +
         ",\"now_us\":" + std::to_string(request.now_us) + members_of(request) + "}}\n";
}

std::string replica_state_of(std::string_view bytes) {
  const auto json = parse_strict_json(bytes);
  return json ? canonical_json(json.value()) : json_text(bytes);
}

Result<ReplicaAnswer> read_replica_answer(std::string_view line, const ReplicaRequest& request) {
  auto answer = read_message(line, request);
  if (answer)
    return answer;
  // Names of members come from the replica, and stand in the message as they are.
  std::string text = answer.error().context;
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
  return Error{answer.error().code, std::move(text)};
}

} // namespace creditsim::core
