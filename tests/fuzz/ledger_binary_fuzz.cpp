// SPDX-License-Identifier: MIT
// What the binary decoder accepts must encode to the same bytes. The checksum would stop nearly every input at once, so
// each is tried as it is and once more with the frame around it put right.
#include "core/check.hpp"
#include "core/hash.hpp"
#include "core/ledger_binary.hpp"
#include "core/ledger_json.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

using namespace creditsim::core;

namespace {

void try_bytes(std::string_view bytes) {
  const auto names = std::make_shared<NodeNames>();
  const Result<LedgerExport> state = decode_ledger_binary(bytes, names);
  if (!state) {
    CREDITSIM_CHECK(names->size() == 0);
    CREDITSIM_CHECK(!state.error().context.empty());
    return;
  }
  CREDITSIM_CHECK(encode_ledger_binary(state.value()) == bytes);
  CREDITSIM_CHECK(encoded_size(state.value()) == bytes.size());
  const Result<LedgerExport> json =
      decode_ledger_json(encode_ledger_json(state.value()), std::make_shared<NodeNames>());
  CREDITSIM_CHECK(json.ok());
  CREDITSIM_CHECK(json.value() == state.value());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input{reinterpret_cast<const char*>(data), size};
  try_bytes(input);
  std::string framed = "CSLX\x01" + input;
  const std::uint64_t checksum = hash64(framed);
  for (int shift = 0; shift < 64; shift += 8)
    framed += static_cast<char>(checksum >> shift & 0xff);
  try_bytes(framed);
  return 0;
}
