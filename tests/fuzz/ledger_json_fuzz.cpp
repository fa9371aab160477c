// SPDX-License-Identifier: MIT
// What the JSON decoder accepts must survive the way through both layouts, the binary encoding and a ledger.
#include "core/check.hpp"
#include "core/ledger_binary.hpp"
#include "core/ledger_json.hpp"
#include "core/reference_ledger.hpp"

#include <cstddef>
#include <cstdint>

using namespace creditsim::core;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto names = std::make_shared<NodeNames>();
  const Result<LedgerExport> state = decode_ledger_json(text, names);
  if (!state) {
    CREDITSIM_CHECK(names->size() == 0);
    CREDITSIM_CHECK(!state.error().context.empty());
    return 0;
  }
  for (const JsonLayout layout : {JsonLayout::compact, JsonLayout::file}) {
    const std::string written = encode_ledger_json(state.value(), layout);
    const Result<LedgerExport> again = decode_ledger_json(written, std::make_shared<NodeNames>());
    CREDITSIM_CHECK(again.ok());
    CREDITSIM_CHECK(again.value() == state.value());
    CREDITSIM_CHECK(encode_ledger_json(again.value(), layout) == written);
  }
  const std::string bytes = encode_ledger_binary(state.value());
  CREDITSIM_CHECK(encoded_size(state.value()) == bytes.size());
  const Result<LedgerExport> decoded = decode_ledger_binary(bytes, std::make_shared<NodeNames>());
  CREDITSIM_CHECK(decoded.ok());
  CREDITSIM_CHECK(decoded.value() == state.value());

  ReferenceLedger ledger{{.node = "fuzz"}};
  CREDITSIM_CHECK(ledger.join(state.value(), 1).ok());
  CREDITSIM_CHECK(!ledger.join(state.value(), 2).value().changed());
  return 0;
}
