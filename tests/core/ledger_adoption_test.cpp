// SPDX-License-Identifier: MIT
#include "core/ledger_adoption.hpp"

#include "core/ledger_json.hpp"
#include "core/ledger_state_binary.hpp"
#include "core/ledger_state_json.hpp"
#include "tests/catch.hpp"
#include "tests/core/state_samples.hpp"

namespace creditsim::core {
namespace {

const Authority authority{7};

LedgerExport from_json(std::string_view text) {
  return decode_ledger_json(text, std::make_shared<NodeNames>()).value();
}

LedgerState adopted(const LedgerExport& reference) {
  const Result<LedgerState> state = adopt(reference, new_owners(), authority);
  INFO((state ? "" : state.error().context));
  REQUIRE(state.ok());
  return state.value();
}

LedgerState adopted(std::string_view text) { return adopted(from_json(text)); }

// Refused whole, and no owner is left behind.
Error refusal(std::string_view text) {
  const auto owners = new_owners();
  const Result<LedgerState> state = adopt(from_json(text), owners, authority);
  REQUIRE_FALSE(state.ok());
  CHECK(owners->size() == 0);
  CHECK(owners->names()->size() == 0);
  return state.error();
}

constexpr const char* sample_text = R"({"nodeId":"B","timestamp":258,
  "earned":{"nodeId":"B","counters":{"B":0,"A":12.34}},"spent":{"nodeId":"B","counters":{"A":2}},
  "metadata":{"nodeId":"B","entries":{"u":{"timestamp":5},"k":{"value":[1,"x"],"timestamp":300},
    "d":{"value":null,"timestamp":0,"deleted":true}}},
  "transactions":[{"id":"t1","type":"credit","amount":12.34,"memo":"m","timestamp":5,"nodeId":"A"}]})";

TEST_CASE("Ledger adoption: a ledger: becomes entries and metadata, pinned", "[core][ledger][golden]") {
  CHECK(encode_ledger_state_json(adopted(sample_text)) ==
        R"({"clock":{"count":0,"ms":300},"entries":[)"
        R"({"authenticator":"2025fb78d2dcfd32","earned":"12.34","granted":"0.00","horizon":"0000000000000000",)"
        R"("identity":"A","incarnation":0,"refunded":"0.00","spent":"2.00","version":1435},)"
        R"({"authenticator":"3e0b81711a36c5ff","earned":"0.00","granted":"0.00","horizon":"0000000000000000",)"
        R"("identity":"B","incarnation":0,"refunded":"0.00","spent":"0.00","version":1}],)"
        R"("format":"creditsim-ledger/1","metadata":[)"
        R"({"deleted":true,"identity":"B","incarnation":0,"key":"d","stamp":{"count":0,"ms":0},)"
        R"("value":null,"version":1},)"
        R"({"deleted":false,"identity":"B","incarnation":0,"key":"k","stamp":{"count":0,"ms":300},)"
        R"("value":[1,"x"],"version":1},)"
        R"({"deleted":false,"identity":"B","incarnation":0,"key":"u","stamp":{"count":0,"ms":5},)"
        R"("value":null,"version":1}],"rows":[]})");
}

TEST_CASE("Ledger adoption: accounts: are the balances of the reference", "[core][ledger]") {
  LiteralReplica replica = new_replica(8, authority);
  REQUIRE(replica.join(adopted(sample_text)).ok());
  const auto account = [&](const char* name) {
    return replica.account(replica.options().owners->names()->find(name).value());
  };
  CHECK(account("A") == Credits::hundredths(1034));
  CHECK(account("B") == Credits{});
  CHECK(replica.metadata().find("u")->value == "null");
  CHECK_FALSE(replica.metadata().find("u")->deleted);
  CHECK(replica.metadata().find("d")->deleted);
  CHECK(replica.newest_rows().empty());
}

TEST_CASE("Ledger adoption: entries: are signed by the authority and refused by others", "[core][ledger]") {
  LiteralReplica other = new_replica(8, Authority{8});
  CHECK(other.join(adopted(sample_text)).error().code == Errc::not_authentic);
}

TEST_CASE("Ledger adoption: a later export of the same ledger: has the higher versions and wins the join",
          "[core][ledger]") {
  const LedgerState early = adopted(R"({"nodeId":"A","timestamp":6,"earned":{"counters":{"A":10}},
    "metadata":{"entries":{"k":{"value":1,"timestamp":5}}}})");
  // The key was written once more in the same millisecond.
  const LedgerState late = adopted(R"({"nodeId":"A","timestamp":8,"earned":{"counters":{"A":10}},
    "spent":{"counters":{"A":0.01}},"metadata":{"entries":{"k":{"value":0,"timestamp":5}}}})");
  CHECK(early.entries[0].version == 1001);
  CHECK(late.entries[0].version == 1002);

  for (const bool early_first : {true, false}) {
    LiteralReplica replica = new_replica(8, authority);
    REQUIRE(replica.join(early_first ? early : late).ok());
    REQUIRE(replica.join(early_first ? late : early).ok());
    CHECK(same_state(replica.state(late.clock), late));
    CHECK(replica.equivocations() == 0);
  }
}

TEST_CASE("Ledger adoption: the same ledger: gives the same bytes, whatever it was built over", "[core][ledger]") {
  const auto names = std::make_shared<NodeNames>();
  for (const char* name : {"z", "B", "y"})
    names->intern(name);
  const auto owners = std::make_shared<OwnerTable>(names);
  const LedgerExport reference = decode_ledger_json(sample_text, names).value();
  const Result<LedgerState> state = adopt(reference, owners, authority);
  REQUIRE(state.ok());
  CHECK(encode_ledger_state_binary(state.value()) == encode_ledger_state_binary(adopted(sample_text)));
}

TEST_CASE("Ledger adoption: what is adopted: can be encoded, decoded and joined", "[core][ledger]") {
  const LedgerState state = adopted(sample_text);
  const auto bytes = decode_ledger_state_binary(encode_ledger_state_binary(state), new_owners());
  const auto json = decode_ledger_state_json(encode_ledger_state_json(state), new_owners());
  REQUIRE(bytes.ok());
  REQUIRE(json.ok());
  CHECK(same_state(bytes.value(), state));
  CHECK(same_state(json.value(), state));
}

TEST_CASE("Ledger adoption: parts: any may be missing", "[core][ledger]") {
  CHECK(adopted("{}").entries.empty());
  CHECK(adopted(R"({"metadata":{"entries":{}}})").metadata.empty());
  const LedgerState node = adopted(R"({"nodeId":"A"})");
  REQUIRE(node.entries.size() == 1);
  CHECK(node.entries[0].version == 1);
  CHECK(adopted(R"({"timestamp":7})").clock == HybridTime::at(7));
  CHECK(adopted(R"({"nodeId":"A","metadata":{"entries":{"k":{"value":1,"timestamp":9}}}})").clock == HybridTime::at(9));
  CHECK(adopted(R"({"earned":{"counters":{"A":42949672.94}}})").entries[0].version == UINT32_MAX);
}

std::string message(std::string_view text) {
  const Error error = refusal(text);
  CHECK(error.code == Errc::invalid_value);
  return error.context;
}

TEST_CASE("Ledger adoption: refused amounts: the message names place, found and expected", "[core][ledger]") {
  CHECK(message(R"({"earned":{"counters":{"A":42949672.94}},"spent":{"counters":{"A":0.01}}})") ==
        "node \"A\": found 42949672.95 credits earned and spent, expected at most 42949672.94");
  CHECK(message(R"({"earned":{"counters":{"A":42949672.95}}})") ==
        "node \"A\": found 42949672.95 credits earned and spent, expected at most 42949672.94");
  CHECK(message(R"({"spent":{"counters":{"A":1,"B":50000000}}})") ==
        "node \"B\": found 50000000.00 credits earned and spent, expected at most 42949672.94");
  CHECK(message(R"({"earned":{"counters":{"A":35000000000000}},"spent":{"counters":{"A":35000000000000}}})") ==
        "node \"A\": found 70000000000000.00 credits earned and spent, expected at most 42949672.94");
}

TEST_CASE("Ledger adoption: refused names: the message names place, found and expected", "[core][ledger][fault]") {
  const auto no_name = [](const std::string& found) {
    return "identity: found \"" + found +
           "\", expected 1 to 64 of A-Z a-z 0-9 . _ - :, but not \".\", \"..\" or \"__x__\"";
  };
  CHECK(message(R"({"earned":{"counters":{"a b":1}}})") == no_name("a b"));
  CHECK(message(R"({"spent":{"counters":{"../x":1}}})") == no_name("../x"));
  CHECK(message(R"({"earned":{"counters":{"A\n":1}}})") == no_name("A\\n"));
  CHECK(message(R"({"earned":{"counters":{"caf\u00e9":1}}})") == no_name("caf\xc3\xa9"));
  CHECK(message(R"({"earned":{"counters":{"A":1}},"spent":{"counters":{"..":1}}})") == no_name(".."));
  CHECK(message(R"({"nodeId":"__proto__"})") == no_name("__proto__")); // fault C8
  CHECK(message(R"({"nodeId":"A","earned":{"counters":{".":0}}})") == no_name("."));
  CHECK(message(R"({"nodeId":")" + std::string(65, 'n') + "\"}") ==
        "identity: found \"" + std::string(39, 'n') +
            "..., expected 1 to 64 of A-Z a-z 0-9 . _ - :, but not \".\", \"..\" or \"__x__\"");
}

TEST_CASE("Ledger adoption: refused times: the message names place, found and expected", "[core][ledger]") {
  CHECK(message(R"({"nodeId":"A","timestamp":9007199254740991})") ==
        "timestamp: found 9007199254740991 ms, expected 0 to 140737488355327");
  CHECK(message(R"({"timestamp":-1})") == "timestamp: found -1 ms, expected 0 to 140737488355327");
  CHECK(message(R"({"nodeId":"A","metadata":{"entries":{"k":{"value":1,"timestamp":-1}}}})") ==
        "metadata \"k\": found -1 ms, expected 0 to 140737488355327");
  CHECK(message(R"({"nodeId":"A","metadata":{"entries":{"a":{"value":1,"timestamp":1},
                 "b":{"value":null,"timestamp":140737488355328,"deleted":true}}}})") ==
        "metadata \"b\": found 140737488355328 ms, expected 0 to 140737488355327");
  CHECK(message(R"({"timestamp":140737488355328,"earned":{"counters":{"a b":1}}})") ==
        "timestamp: found 140737488355328 ms, expected 0 to 140737488355327");
}

TEST_CASE("Ledger adoption: refused metadata: the message names place, found and expected", "[core][ledger]") {
  const char* const no_node = "nodeId: found none, expected the node that the metadata is from";
  CHECK(message(R"({"metadata":{"entries":{"k":{"value":1,"timestamp":1}}}})") == no_node);
  CHECK(message(R"({"earned":{"counters":{"A":1}},
                 "metadata":{"nodeId":"A","entries":{"k":{"value":null,"timestamp":1,"deleted":true}}}})") == no_node);

  // What no text of the reference holds, but a program may make.
  const auto refused = [](std::string value) {
    LedgerExport made = from_json(R"({"nodeId":"A"})");
    made.metadata.emplace(*made.node).set("k", std::move(value), 1);
    const auto owners = new_owners();
    const Result<LedgerState> state = adopt(made, owners, authority);
    REQUIRE_FALSE(state.ok());
    CHECK(state.error().code == Errc::malformed);
    CHECK(owners->size() == 0);
    return state.error().context;
  };
  CHECK(refused("{") == "metadata \"k\": value: byte 2: found the end, expected JSON");
  CHECK(refused("01") == "metadata \"k\": value: byte 2: found '1', expected JSON");
  CHECK(refused(R"({"b":1, "a":2})") == "metadata \"k\": value: found JSON in another form, expected canonical JSON");
  std::string place;
  for (int depth = 1; depth < metadata_depth_max; ++depth)
    place += "[0]";
  CHECK(refused(std::string(metadata_depth_max + 1, '[') + std::string(metadata_depth_max + 1, ']')) ==
        "metadata \"k\": value: " + place + ": nested deeper than 60 levels");
}

} // namespace
} // namespace creditsim::core
