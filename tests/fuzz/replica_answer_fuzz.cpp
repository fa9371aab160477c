// SPDX-License-Identifier: MIT
// Whatever a replica under test writes: an answer that keeps the protocol's promises, or one line that says why not.
#include "core/check.hpp"
#include "core/replica_protocol.hpp"
#include "core/strict_json.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace creditsim::core;

namespace {

void check(const ReplicaAnswer& answer, ReplicaCall call) {
  const std::int64_t value = answer.value.hundredths();
  CREDITSIM_CHECK(std::llabs(value) <= replica_number_max);
  if (answer.refusal) {
    CREDITSIM_CHECK(replica_error_name(answer.refusal->code) != nullptr);
    CREDITSIM_CHECK(answer == ReplicaAnswer{.refusal = answer.refusal});
  }
  const bool has_state = !answer.refusal && (call == ReplicaCall::export_state || call == ReplicaCall::snapshot);
  CREDITSIM_CHECK(answer.state.empty() != has_state);
  if (!has_state)
    return;
  // A state goes on into other requests: it must be one line, and stay what it is.
  CREDITSIM_CHECK(answer.state.find('\n') == std::string::npos);
  const auto again = parse_strict_json(answer.state);
  CREDITSIM_CHECK(again.ok());
  CREDITSIM_CHECK(canonical_json(again.value()) == answer.state);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view line{reinterpret_cast<const char*>(data), size};
  for (std::size_t i = 0; i < replica_calls; ++i) {
    const auto call = static_cast<ReplicaCall>(i);
    const auto answer = read_replica_answer(line, {.call = call, .node = "n0", .msg_id = 7});
    if (answer)
      check(answer.value(), call);
    else
      CREDITSIM_CHECK(answer.error().code == Errc::malformed && !answer.error().context.empty() &&
                      answer.error().context.find('\n') == std::string::npos);
  }
  return 0;
}
