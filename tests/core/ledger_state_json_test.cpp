// SPDX-License-Identifier: MIT
#include "core/ledger_state_json.hpp"

#include "core/ledger_state_binary.hpp"
#include "tests/catch.hpp"
#include "tests/core/state_samples.hpp"

namespace creditsim::core {
namespace {

using Json = nlohmann::ordered_json;

LedgerState decoded(std::string_view text) {
  const Result<LedgerState> state = decode_ledger_state_json(text, new_owners());
  INFO(text);
  INFO((state ? "" : state.error().context));
  REQUIRE(state.ok());
  return state.value();
}

// Refused whole, and no owner is left behind: what kind of refusal it is, and the message.
std::string told(const std::string& text) {
  const auto owners = new_owners();
  const Result<LedgerState> state = decode_ledger_state_json(text, owners);
  INFO(text);
  REQUIRE_FALSE(state.ok());
  CHECK(owners->size() == 0);
  CHECK(owners->names()->size() == 0);
  const Error& error = state.error();
  const char* const kind = error.code == Errc::malformed        ? "malformed"
                           : error.code == Errc::invalid_value  ? "invalid value"
                           : error.code == Errc::invalid_amount ? "invalid amount"
                                                                : "other";
  return kind + (": " + error.context);
}

// The sample's JSON with another value at a place, or nothing there.
std::string with(const char* pointer, const char* value) {
  Json json = Json::parse(encode_ledger_state_json(sample_state()));
  json[Json::json_pointer{pointer}] = Json::parse(value);
  return json.dump();
}

std::string without(const std::string& parent, const char* key) {
  Json json = Json::parse(encode_ledger_state_json(sample_state()));
  json[Json::json_pointer{parent}].erase(key);
  return json.dump();
}

constexpr const char* sample_text = R"({
  "clock": {
    "count": 3,
    "ms": 258
  },
  "entries": [
    {
      "authenticator": "ffffffffffffffff",
      "earned": "35000000000000.00",
      "granted": "0.00",
      "horizon": "ffffffffffffffff",
      "identity": "a:1",
      "incarnation": 300,
      "refunded": "0.00",
      "spent": "0.00",
      "version": 4294967295
    },
    {
      "authenticator": "0102030405060708",
      "earned": "0.00",
      "granted": "10.00",
      "horizon": "000000000000004d",
      "identity": "b",
      "incarnation": 1,
      "refunded": "1.50",
      "spent": "1.50",
      "version": 4
    }
  ],
  "format": "creditsim-ledger/1",
  "metadata": [
    {
      "deleted": true,
      "identity": "a:1",
      "incarnation": 300,
      "key": "",
      "stamp": {
        "count": 0,
        "ms": 3
      },
      "value": null,
      "version": 6
    },
    {
      "deleted": false,
      "identity": "b",
      "incarnation": 1,
      "key": "k",
      "stamp": {
        "count": 0,
        "ms": 4
      },
      "value": [
        1,
        "x"
      ],
      "version": 4
    }
  ],
  "rows": [
    {
      "amount": "1.50",
      "identity": "b",
      "incarnation": 1,
      "kind": "hold",
      "peer": "0000000000000009",
      "stamp": {
        "count": 0,
        "ms": 1
      },
      "task": "000000000000004d",
      "version": 2
    },
    {
      "amount": "1.50",
      "identity": "a:1",
      "incarnation": 300,
      "kind": "earn",
      "peer": "0000000000000009",
      "stamp": {
        "count": 0,
        "ms": 2
      },
      "task": "000000000000004d",
      "version": 5
    },
    {
      "amount": "1.50",
      "identity": "b",
      "incarnation": 1,
      "kind": "release",
      "peer": "0000000000000009",
      "stamp": {
        "count": 1,
        "ms": 2
      },
      "task": "000000000000004d",
      "version": 3
    }
  ]
})";

TEST_CASE("Ledger state JSON: golden text: does not change within format 1", "[core][ledger][codec][golden]") {
  CHECK(encode_ledger_state_json(sample_state(), JsonLayout::file) == sample_text);
  CHECK(same_state(decoded(sample_text), sample_state()));
  CHECK(decoded(sample_text).clock == sample_state().clock);
  const LedgerState empty{.owners = new_owners(), .entries = {}, .rows = {}, .metadata = {}, .clock = {}};
  CHECK(encode_ledger_state_json(empty) ==
        R"({"clock":{"count":0,"ms":0},"entries":[],"format":"creditsim-ledger/1","metadata":[],"rows":[]})");
}

TEST_CASE("Ledger state JSON: round trip: decode(encode(x)) is x, in both layouts and by way of bytes (many seeds)",
          "[core][ledger][codec][law]") {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    INFO("seed " << seed);
    const LedgerState state = StateSamples{seed}.next_state();
    const std::string bytes = encode_ledger_state_binary(state);
    for (const JsonLayout layout : {JsonLayout::compact, JsonLayout::file}) {
      const std::string text = encode_ledger_state_json(state, layout);
      const LedgerState again = decoded(text);
      REQUIRE(same_state(again, state));
      REQUIRE(again.clock == state.clock);
      REQUIRE(encode_ledger_state_json(again, layout) == text);
      REQUIRE(encode_ledger_state_binary(again) == bytes);
    }
  }
}

TEST_CASE("Ledger state JSON: members: may stand in any order, values in any form", "[core][ledger][codec]") {
  const LedgerState state = decoded(R"({"rows":[],"metadata":[{"value":{"b":1.0,"a":[]},"key":"k","version":1,
    "stamp":{"ms":1,"count":0},"incarnation":0,"identity":"n","deleted":false}],"format":"creditsim-ledger/1",
    "entries":[{"version":1,"spent":"0.01","refunded":"0.00","incarnation":0,"identity":"n","granted":"0.00",
    "earned":"0.00","horizon":"0000000000000000","authenticator":"0000000000000000"}],"clock":{"ms":1,"count":0}})");
  CHECK(state.metadata[0].value == R"({"a":[],"b":1})");
  CHECK(state.entries[0].spent == Credits::hundredths(1));
}

TEST_CASE("Ledger state JSON: malformed: the message names place, found and expected", "[core][ledger][codec]") {
  CHECK(told("") == "malformed: byte 1: found the end, expected JSON");
  CHECK(told("[]") == "malformed: found [], expected an object");
  CHECK(told("{}") == "malformed: format: missing, expected \"creditsim-ledger/1\"");
  CHECK(told(with("/format", "\"creditsim-ledger/2\"")) ==
        "malformed: format: found \"creditsim-ledger/2\", expected \"creditsim-ledger/1\"");
  CHECK(told(with("/format", "1")) == "malformed: format: found 1, expected \"creditsim-ledger/1\"");
  CHECK(told(with("/balance", "1")) ==
        "malformed: balance: unknown member, expected clock, entries, format, metadata, rows");
  CHECK(told(without("", "rows")) == "malformed: rows: missing, expected an array");
  CHECK(told(with("/clock", "258")) == "malformed: clock: found 258, expected an object");
  CHECK(told(with("/clock/ms", "140737488355328")) ==
        "invalid value: clock.ms: found 140737488355328, expected at most 140737488355327");
  CHECK(told(with("/clock/count", "65536")) == "invalid value: clock.count: found 65536, expected at most 65535");
  CHECK(told(with("/clock/ms", "-1")) == "malformed: clock.ms: found -1, expected a whole number of at least 0");
  CHECK(told(with("/entries", "{}")) == "malformed: entries: found {}, expected an array");
  CHECK(told(with("/entries/0", "null")) == "malformed: entries[0]: found null, expected an object");
  CHECK(told(with("/entries/0/moved", "1")) ==
        "malformed: entries[0].moved: unknown member, expected authenticator, earned, granted, horizon, identity, "
        "incarnation, refunded, spent, version");
  CHECK(told(without("/entries/1", "spent")) ==
        "malformed: entries[1].spent: missing, expected credits with two decimals, as in \"12.30\"");
  CHECK(told(with("/entries/0/version", "0")) == "invalid value: entries[0].version: found 0, expected at least 1");
  CHECK(told(with("/entries/0/version", "4294967296")) ==
        "invalid value: entries[0].version: found 4294967296, expected at most 4294967295");
  CHECK(told(with("/entries/0/version", "1.0")) ==
        "malformed: entries[0].version: found 1.0, expected a whole number of at least 0");
  CHECK(told(with("/entries/0/version", "\"1\"")) ==
        "malformed: entries[0].version: found \"1\", expected a whole number of at least 0");
  CHECK(told(with("/entries/0/incarnation", "-1")) ==
        "malformed: entries[0].incarnation: found -1, expected a whole number of at least 0");
  CHECK(told(with("/entries/1/identity", "\"__proto__\"")) ==
        "invalid value: entries[1].identity: found \"__proto__\", expected 1 to 64 of A-Z a-z 0-9 . _ - :, but not "
        "\".\", \"..\" or \"__x__\"");
  CHECK(told(with("/entries/1/identity", "7")) == "malformed: entries[1].identity: found 7, expected a name");
  CHECK(told(with("/entries/1/identity", "\"A\"")) == "malformed: entries[1].identity: found \"A\", incarnation 1 "
                                                      "after \"a:1\", incarnation 300, expected ascending order");
  for (const char* amount : {"1.5", "null", "\"1.5\"", "\"01.50\"", "\"-1.50\"", "\"1.500\"", "\"+1.50\"", "\" 1.50\"",
                             "\"\"", "\".50\"", "\"1e2\"", "\"NaN\"", "\"9223372036854775807.00\""}) {
    const std::string found = amount;
    CHECK(told(with("/entries/0/spent", amount)) ==
          "malformed: entries[0].spent: found " + found + ", expected credits with two decimals, as in \"12.30\"");
  }
  CHECK(told(with("/entries/0/earned", "\"35000000000000.01\"")) ==
        "invalid amount: entries[0].earned: found 35000000000000.01, expected at most 35000000000000.00");
  CHECK(told(with("/entries/0/horizon", "77")) ==
        "malformed: entries[0].horizon: found 77, expected 16 hexadecimal digits in lower case");
  CHECK(told(with("/entries/0/horizon", "\"4d\"")) ==
        "malformed: entries[0].horizon: found \"4d\", expected 16 hexadecimal digits in lower case");
  CHECK(
      told(with("/entries/0/authenticator", "\"FFFFFFFFFFFFFFFF\"")) ==
      "malformed: entries[0].authenticator: found \"FFFFFFFFFFFFFFFF\", expected 16 hexadecimal digits in lower case");
}

TEST_CASE("Ledger state JSON: malformed rows: the message names place, found and expected", "[core][ledger][codec]") {
  CHECK(told(with("/rows", "null")) == "malformed: rows: found null, expected an array");
  CHECK(told(with("/rows/0/kind", "\"metadata\"")) ==
        "malformed: rows[0].kind: found \"metadata\", expected \"grant\", \"earn\", \"spend\", \"hold\", \"settle\" or "
        "\"release\"");
  CHECK(
      told(with("/rows/0/kind", "0")) ==
      "malformed: rows[0].kind: found 0, expected \"grant\", \"earn\", \"spend\", \"hold\", \"settle\" or \"release\"");
  CHECK(told(with("/rows/0/identity", "\"nobody\"")) ==
        "invalid value: rows[0].identity: found \"nobody\", incarnation 1, expected one that has an entry");
  CHECK(told(with("/rows/0/incarnation", "2")) ==
        "invalid value: rows[0].identity: found \"b\", incarnation 2, expected one that has an entry");
  CHECK(told(with("/rows/0/version", "5")) ==
        "invalid value: rows[0].version: found 5, expected 1 to 4, the version of its owner's entry");
  CHECK(told(with("/rows/0/version", "3")) ==
        "malformed: rows[2].version: found a second row of \"b\", incarnation 1, version 3, expected one");
  CHECK(told(with("/rows/0/stamp/ms", "259")) ==
        "invalid value: rows[0].stamp: found 259 ms, count 0, expected no later than the clock, 258 ms, count 3");
  CHECK(told(with("/rows/0/stamp/ms", "3")) == "malformed: rows[1].stamp: found 2 ms, count 0 after 3 ms, count 0, "
                                               "expected ascending order of stamp, owner and version");
  CHECK(told(with("/rows/0/stamp", "\"1\"")) == "malformed: rows[0].stamp: found \"1\", expected an object");
  CHECK(told(without("/rows/0/stamp", "count")) == "malformed: rows[0].stamp.count: missing, expected a whole number");
  CHECK(told(with("/rows/0/task", "18446744073709551615")) ==
        "malformed: rows[0].task: found 18446744073709551615, expected 16 hexadecimal digits in lower case");
  CHECK(told(with("/rows/0/peer", "\"0x00000000000000\"")) ==
        "malformed: rows[0].peer: found \"0x00000000000000\", expected 16 hexadecimal digits in lower case");
}

TEST_CASE("Ledger state JSON: malformed metadata: the message names place, found and expected",
          "[core][ledger][codec]") {
  CHECK(told(with("/metadata/1/key", "\"\"")) ==
        "malformed: metadata[1].key: found \"\" after \"\", expected ascending order");
  CHECK(told(with("/metadata/1/key", "null")) == "malformed: metadata[1].key: found null, expected a text");
  CHECK(told(with("/metadata/1/deleted", "true")) ==
        "invalid value: metadata[1].value: found a value, expected null in a deleted entry");
  CHECK(told(with("/metadata/1/deleted", "1")) == "malformed: metadata[1].deleted: found 1, expected true or false");
  CHECK(told(with("/metadata/1/identity", "\"z\"")) ==
        "invalid value: metadata[1].identity: found \"z\", incarnation 1, expected one that has an entry");
  CHECK(told(with("/metadata/1/version", "5")) ==
        "invalid value: metadata[1].version: found 5, expected 1 to 4, the version of its owner's entry");
  CHECK(told(with("/metadata/1/stamp/ms", "259")) ==
        "invalid value: metadata[1].stamp: found 259 ms, count 0, expected no later than the clock, 258 ms, count 3");
  CHECK(told(without("/metadata/1", "value")) == "malformed: metadata[1].value: missing, expected a value");
  const std::string once = encode_ledger_state_json(sample_state());
  CHECK(told(std::string{once}.replace(once.find("\"deleted\""), 9, "\"version\"")) ==
        "malformed: metadata[0]: key \"version\" stands twice, expected once");
}

TEST_CASE("Ledger state JSON: every truncation: is refused and leaves no trace", "[core][ledger][codec]") {
  const std::string text = encode_ledger_state_json(sample_state());
  for (std::size_t length = 0; length < text.size(); ++length)
    told(text.substr(0, length));
}

} // namespace
} // namespace creditsim::core
