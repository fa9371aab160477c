// SPDX-License-Identifier: MIT
// What the JSON decoder accepts must survive the way through both layouts and the binary encoding.
#include "core/check.hpp"
#include "core/ledger_state_binary.hpp"
#include "core/ledger_state_json.hpp"

#include <cstddef>
#include <cstdint>

using namespace creditsim::core;

namespace {

std::shared_ptr<OwnerTable> new_owners() { return std::make_shared<OwnerTable>(std::make_shared<NodeNames>()); }

bool same(const LedgerState& a, const LedgerState& b) { return same_state(a, b) && a.clock == b.clock; }

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto owners = new_owners();
  const Result<LedgerState> state = decode_ledger_state_json(text, owners);
  if (!state) {
    CREDITSIM_CHECK(owners->size() == 0 && owners->names()->size() == 0);
    CREDITSIM_CHECK(!state.error().context.empty());
    return 0;
  }
  for (const JsonLayout layout : {JsonLayout::compact, JsonLayout::file}) {
    const std::string written = encode_ledger_state_json(state.value(), layout);
    const Result<LedgerState> again = decode_ledger_state_json(written, new_owners());
    CREDITSIM_CHECK(again.ok());
    CREDITSIM_CHECK(same(again.value(), state.value()));
    CREDITSIM_CHECK(encode_ledger_state_json(again.value(), layout) == written);
  }
  const Result<LedgerState> decoded =
      decode_ledger_state_binary(encode_ledger_state_binary(state.value()), new_owners());
  CREDITSIM_CHECK(decoded.ok());
  CREDITSIM_CHECK(same(decoded.value(), state.value()));
  return 0;
}
