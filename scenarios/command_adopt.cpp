// SPDX-License-Identifier: MIT
#include "core/ledger_adoption.hpp"
#include "core/ledger_json.hpp"
#include "core/ledger_state_binary.hpp"
#include "core/ledger_state_json.hpp"
#include "scenarios/command.hpp"
#include "scenarios/output_file.hpp"
#include "scenarios/scenario_files.hpp"

#include <ostream>

namespace creditsim::scenarios {

namespace {

using core::Error;
using core::Result;

Error in_file(const std::string& file, const Error& error) { return {error.code, file + ": " + error.context}; }

Result<core::LedgerExport> read_reference(const std::string& file) {
  const auto text = read_file(file);
  if (!text)
    return text.error();
  auto reference = core::decode_ledger_json(text.value(), std::make_shared<core::NodeNames>());
  if (!reference)
    return in_file(file, reference.error());
  return reference;
}

std::string encoded(const core::LedgerState& state, bool binary) {
  return binary ? core::encode_ledger_state_binary(state)
                : core::encode_ledger_state_json(state, core::JsonLayout::file) + "\n";
}

std::string summary(const core::LedgerExport& reference, const core::LedgerState& state) {
  const std::size_t left_out = reference.transactions ? reference.transactions->rows.size() : 0;
  return std::to_string(state.entries.size()) + " entries and " + std::to_string(state.metadata.size()) +
         " metadata keys adopted, " + std::to_string(left_out) + " transactions left out";
}

Exit adopt(const Options& options, Console& console) {
  const std::string& file = options.words().front();
  const auto reference = read_reference(file);
  if (!reference)
    return report(reference.error(), console);
  const auto owners = std::make_shared<core::OwnerTable>(std::make_shared<core::NodeNames>());
  const auto state = core::adopt(reference.value(), owners, core::Authority{});
  if (!state)
    return report(in_file(file, state.error()), console);
  const std::string content = encoded(state.value(), options.has("binary"));
  const auto out = options.value("out");
  if (!out) {
    console.out << content;
    return Exit::valid;
  }
  if (const auto written = replace_file(*out, content); !written)
    return report(written.error(), console);
  console.out << *out << ": " << summary(reference.value(), state.value()) << '\n';
  return Exit::valid;
}

} // namespace

Command adopt_command() {
  return {{"adopt",
           "FILE",
           1,
           true,
           "Turn a ledger that the reference system saved into one of the corrected rules",
           {{"out", "FILE", "Write into this file and say what was adopted; without it on standard output", false},
            {"binary", "", "Write the canonical binary encoding in place of JSON", false}}},
          adopt};
}

} // namespace creditsim::scenarios
