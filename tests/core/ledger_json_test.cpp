// SPDX-License-Identifier: MIT
#include "core/ledger_json.hpp"

#include "core/reference_ledger.hpp"
#include "tests/catch.hpp"
#include "tests/core/ledger_samples.hpp"

namespace creditsim::core {
namespace {

Credits cents(std::int64_t count) { return Credits::hundredths(count); }

LedgerExport decoded(std::string_view text) {
  const Result<LedgerExport> state = decode_ledger_json(text, std::make_shared<NodeNames>());
  INFO(text);
  INFO((state ? "" : state.error().context));
  REQUIRE(state.ok());
  return state.value();
}

// Refused whole: the message, and no name is left behind.
Error refusal(const std::string& text) {
  const auto names = std::make_shared<NodeNames>();
  const Result<LedgerExport> state = decode_ledger_json(text, names);
  INFO(text);
  REQUIRE_FALSE(state.ok());
  CHECK(names->size() == 0);
  return state.error();
}

std::string transaction_with(const std::string& member, const std::string& value) {
  nlohmann::ordered_json record = {{"id", "t"},  {"type", "credit"}, {"amount", 1},
                                   {"memo", ""}, {"timestamp", 1},   {"nodeId", "A"}};
  if (value.empty())
    record.erase(member);
  else
    record[member] = nlohmann::ordered_json::parse(value);
  return R"({"transactions":[)" + record.dump() + "]}";
}

constexpr const char* file_text = R"({
  "nodeId": "e-5",
  "timestamp": 1700021041394,
  "earned": {
    "nodeId": "e-5",
    "counters": {
      "e-5": 32.86
    }
  },
  "spent": {
    "nodeId": "e-5",
    "counters": {}
  },
  "metadata": {
    "nodeId": "e-5",
    "entries": {
      "7": {
        "value": [
          1,
          {}
        ],
        "timestamp": 3
      },
      "z": {
        "value": null,
        "timestamp": 2,
        "deleted": true
      },
      "b": {
        "timestamp": 1
      }
    }
  },
  "transactions": [
    {
      "id": "tx-0000000000000001",
      "type": "credit",
      "amount": 13,
      "memo": "ü \"q\" \\ \n",
      "timestamp": 1700020999632,
      "nodeId": "e-5"
    }
  ]
})";

TEST_CASE("Ledger JSON: the reference's file: is read and written byte for byte", "[core][ledger][codec][golden]") {
  const LedgerExport state = decoded(file_text);
  CHECK(encode_ledger_json(state, JsonLayout::file) == file_text);
  CHECK(state.earned->own() == cents(3286));
  CHECK(state.spent->known() == 0);
  CHECK(state.metadata->keys() == std::vector<std::string>{"7", "b"});
  CHECK(state.metadata->get("b") == ""); // undefined
  REQUIRE(state.transactions->rows.size() == 1);
  CHECK(state.transactions->rows[0].record->memo == "\u00fc \"q\" \\ \n");
}

TEST_CASE("Ledger JSON: round trip: decode(encode(x)) is x, in both layouts (many seeds)",
          "[core][ledger][codec][law]") {
  for (std::uint64_t seed = 0; seed < 1500; ++seed) {
    INFO("seed " << seed);
    const LedgerExport state = LedgerSamples{seed}.next();
    for (const JsonLayout layout : {JsonLayout::compact, JsonLayout::file}) {
      const std::string text = encode_ledger_json(state, layout);
      const LedgerExport again = decoded(text);
      REQUIRE(again == state);
      REQUIRE(encode_ledger_json(again, layout) == text);
    }
  }
}

TEST_CASE("Ledger JSON: parts: any may be missing", "[core][ledger][codec]") {
  CHECK(encode_ledger_json(decoded("{}")) == "{}");
  const LedgerExport spent = decoded(R"({"spent":{"counters":{"B2":2000000000}}})");
  CHECK_FALSE(spent.earned.has_value());
  CHECK(spent.spent->owner() == no_owner);
  CHECK(spent.spent->value() == Credits::whole(2'000'000'000));
  CHECK(encode_ledger_json(spent) == R"({"spent":{"counters":{"B2":2000000000}}})");
  CHECK(decoded(R"({"transactions":[]})").transactions->rows.empty());
}

TEST_CASE("Ledger JSON: amounts: sums of doubles near a hundredth are that hundredth", "[core][ledger][codec]") {
  const auto amount = [](const std::string& number) {
    return decoded(R"({"earned":{"counters":{"A":)" + number + "}}}").earned->value();
  };
  CHECK(amount("25.520000000000003") == cents(2552));
  CHECK(amount("46.989999999999995") == cents(4699));
  CHECK(amount("5.6e-17") == cents(0));
  CHECK(amount("-0.0") == cents(0));
  CHECK(amount("1e9") == Credits::whole(1'000'000'000));
  CHECK(amount("35000000000000") == cents(amount_hundredths_max));
  CHECK(amount("34999999999999.99") == cents(amount_hundredths_max - 1));
  CHECK(amount("17592186044416.03") == cents(1759218604441603));
}

TEST_CASE("Ledger JSON: keys that are array indices: go first, as in JavaScript", "[core][ledger][codec]") {
  const LedgerExport state = decoded(R"({"metadata":{"entries":{
    "b":{"value":1,"timestamp":1},"10":{"value":2,"timestamp":1},"01":{"value":3,"timestamp":1},
    "2":{"value":4,"timestamp":1},"4294967295":{"value":5,"timestamp":1},"a":{"value":6,"timestamp":1}}}})");
  CHECK(state.metadata->keys() == std::vector<std::string>{"2", "10", "b", "01", "4294967295", "a"});
}

TEST_CASE("Ledger JSON: node ids that look like numbers: do not change a sum (fault C4)",
          "[core][ledger][codec][fault]") {
  const LedgerExport state = decoded(R"({"earned":{"nodeId":"b","counters":{"b":0.1,"10":0.2,"2":0.3}}})");
  CHECK(state.earned->value() == cents(60));
  CHECK(decoded(encode_ledger_json(state)).earned->value() == cents(60));
}

TEST_CASE("Ledger JSON: parts by themselves: counters, maps, transactions", "[core][ledger][codec]") {
  NodeNames names;
  const auto json = nlohmann::ordered_json::parse(R"({"nodeId":"x","counters":{"x":3,"y":0}})");
  const Result<GCounter> counter = counter_from_json(json, "a", names);
  REQUIRE(counter.ok());
  CHECK(counter_to_json(counter.value()) == json);
  CHECK(counter_from_json(nlohmann::ordered_json::parse(R"({"counters":[]})"), "a", names).error() ==
        Error{Errc::malformed, "a.counters: found [], expected an object"});
  const auto map_json = nlohmann::ordered_json::parse(R"({"nodeId":"x","entries":{"k":{"value":[1],"timestamp":5}}})");
  const Result<LwwMap> map = map_from_json(map_json, "m", names);
  REQUIRE(map.ok());
  CHECK(map_to_json(map.value(), names) == map_json);
  const LedgerExport state = decoded(transaction_with("memo", "\"m\""));
  CHECK(transaction_to_json(*state.transactions->rows[0].record, *state.names).dump() ==
        R"({"id":"t","type":"credit","amount":1,"memo":"m","timestamp":1,"nodeId":"A"})");
}

TEST_CASE("Ledger JSON: malformed: the message names place, found and expected", "[core][ledger][codec]") {
  const auto message = [](const std::string& text) {
    const Error error = refusal(text);
    CHECK(error.code == Errc::malformed);
    return error.context;
  };
  CHECK(message("") == "byte 1: found the end, expected JSON");
  CHECK(message(R"({"nodeId":"node-a","earned":{"nodeId":"node-a","cou)") == "byte 52: found the end, expected JSON");
  CHECK(message("null") == "found null, expected an object");
  CHECK(message("[]") == "found [], expected an object");
  CHECK(message(R"({"balance":5})") ==
        "balance: unknown member, expected nodeId, timestamp, earned, spent, metadata, transactions");
  CHECK(message(R"({"earned":{"counters":{}},"earned":{"counters":{}}})") ==
        "key \"earned\" stands twice, expected once");
  CHECK(message(R"({"earned":{"counters":{"A":1,"A":2}}})") ==
        "earned.counters: key \"A\" stands twice, expected once");
  CHECK(message(R"({"nodeId":7})") == "nodeId: found 7, expected a name");
  CHECK(message(R"({"nodeId":""})") == "nodeId: found \"\", expected a name");
  CHECK(message(R"({"timestamp":"now"})") == "timestamp: found \"now\", expected whole milliseconds");
  CHECK(message(R"({"timestamp":1.5})") == "timestamp: found 1.5, expected whole milliseconds");
  CHECK(message(R"({"earned":null})") == "earned: found null, expected an object");
  CHECK(message(R"({"earned":{}})") == "earned.counters: missing, expected an object");
  CHECK(message(R"({"spent":{"counters":[1,2]}})") == "spent.counters: found [1,2], expected an object");
  CHECK(message(R"({"spent":{"counters":{},"value":3}})") == "spent.value: unknown member, expected nodeId, counters");
  CHECK(message(R"({"earned":{"counters":{"A":"5"}}})") == "earned.counters.A: found \"5\", expected an amount");
  CHECK(message(R"({"earned":{"counters":{"A":null}}})") == "earned.counters.A: found null, expected an amount");
  CHECK(message(R"({"earned":{"counters":{"A":true}}})") == "earned.counters.A: found true, expected an amount");
  CHECK(message(R"({"earned":{"counters":{"":1}}})") ==
        "earned.counters: found an empty name, expected the id of a node");
  CHECK(message(R"({"earned":{"counters":{"A":1e999}}})") ==
        "byte 32: found a number beyond all doubles, expected JSON");
  CHECK(message(R"({"metadata":{}})") == "metadata.entries: missing, expected an object");
  CHECK(message(R"({"metadata":{"entries":[]}})") == "metadata.entries: found [], expected an object");
  CHECK(message(R"({"metadata":{"entries":{"k":null}}})") == "metadata.entries.k: found null, expected an object");
  CHECK(message(R"({"metadata":{"entries":{"k":{"value":"evil"}}}})") ==
        "metadata.entries.k.timestamp: missing, expected milliseconds");
  CHECK(message(R"({"metadata":{"entries":{"k":{"value":1,"timestamp":1,"deleted":false}}}})") ==
        "metadata.entries.k.deleted: found false, expected true");
  CHECK(message(R"({"metadata":{"entries":{"k":{"value":1,"timestamp":1,"x":2}}}})") ==
        "metadata.entries.k.x: unknown member, expected value, timestamp, deleted");
  CHECK(message(R"({"transactions":5})") == "transactions: found 5, expected an array");
  CHECK(message(R"({"transactions":[null]})") == "transactions[0]: found null, expected an object");
  CHECK(message(transaction_with("id", "")) == "transactions[0].id: missing, expected a name");
  CHECK(message(transaction_with("type", "\"gift\"")) ==
        "transactions[0].type: found \"gift\", expected \"credit\" or \"debit\"");
  CHECK(message(transaction_with("amount", "")) == "transactions[0].amount: missing, expected an amount");
  CHECK(message(transaction_with("memo", "{\"taskId\":\"a long object instead of its text\"}")) ==
        "transactions[0].memo: found {\"taskId\":\"a long object instead of its ..., expected a text");
  CHECK(message(transaction_with("timestamp", "")) == "transactions[0].timestamp: missing, expected milliseconds");
  CHECK(message(transaction_with("nodeId", "null")) == "transactions[0].nodeId: found null, expected a name");
}

TEST_CASE("Ledger JSON: out of range: the message names place, found and expected (faults C5, C7, D5)",
          "[core][ledger][codec][fault]") {
  const auto with_amount = [](const std::string& number) {
    return refusal(R"({"earned":{"counters":{"A":)" + number + "}}}");
  };
  CHECK(with_amount("-5") == Error{Errc::invalid_amount, "earned.counters.A: -5 is not an amount of at least 0"});
  CHECK(with_amount("0.001") ==
        Error{Errc::invalid_amount, "earned.counters.A: 0.001 is not a whole number of hundredths"});
  CHECK(with_amount("1e307") ==
        Error{Errc::invalid_amount, "earned.counters.A: 1e+307 is not an amount of at most 3.5e13"});
  CHECK(with_amount("35000000000000.01") ==
        Error{Errc::invalid_amount, "earned.counters.A: 35000000000000.01 is not an amount of at most 3.5e13"});
  CHECK(refusal(transaction_with("amount", "0")) ==
        Error{Errc::invalid_amount, "transactions[0].amount: 0 is not an amount above 0"});
  CHECK(refusal(transaction_with("timestamp", "9007199254740992")) ==
        Error{Errc::invalid_value, "transactions[0].timestamp: 9007199254740992 is beyond 2^53 ms"});
  CHECK(refusal(R"({"metadata":{"entries":{"k":{"value":1,"timestamp":1e300}}}})") ==
        Error{Errc::invalid_value, "metadata.entries.k.timestamp: 1e+300 is beyond 2^53 ms"});
  CHECK(refusal(R"({"metadata":{"entries":{"k":{"value":1,"timestamp":1,"deleted":true}}}})") ==
        Error{Errc::invalid_value, "metadata.entries.k.value: found 1, expected null in a deleted entry"});
  std::string rich = R"({"spent":{"counters":{)";
  for (int i = 0; i < 3000; ++i)
    rich += (i == 0 ? "" : ",") + ("\"n" + std::to_string(i) + "\":35000000000000");
  CHECK(refusal(rich + "}}}") == Error{Errc::overflow, "spent: the sum of all entries leaves the range of credits"});
}

TEST_CASE("Ledger JSON: every truncation of a file: is refused and leaves no trace", "[core][ledger][codec]") {
  const std::string text = file_text;
  for (std::size_t length = 0; length < text.size(); ++length)
    refusal(text.substr(0, length));
}

} // namespace
} // namespace creditsim::core
