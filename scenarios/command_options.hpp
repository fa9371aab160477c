// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace creditsim::scenarios {

/// One option of a command.
struct OptionSyntax {
  std::string_view name;        ///< without dashes
  std::string_view value;       ///< what stands for its value in texts: `N`; empty for an option without value
  std::string_view description; ///< one line
  bool repeatable = false;
};

/// What a command takes after its name.
struct CommandSyntax {
  std::string_view name;
  std::string_view words; ///< what stands for its words in texts: `FILE|NAME`; empty for none
  std::size_t words_max = 0;
  bool words_needed = false;
  std::string_view purpose; ///< one line
  std::vector<OptionSyntax> options;
};

/// What was given.
class Options {
public:
  Options(std::vector<std::string> words, std::map<std::string, std::vector<std::string>, std::less<>> values)
      : words_{std::move(words)}, values_{std::move(values)} {}

  bool has(std::string_view option) const { return values_.find(option) != values_.end(); }

  /// The value of an option that is given at most once.
  std::optional<std::string> value(std::string_view option) const;

  /// The values of a repeatable option, in order.
  std::vector<std::string> values(std::string_view option) const;

  const std::vector<std::string>& words() const { return words_; }

private:
  std::vector<std::string> words_;
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

/// Reads what follows the command's name. Refuses an unknown option (and names the nearest), a missing or superfluous
/// value, a value given twice, missing and superfluous words, with one line. `--help` is an option of every command;
/// with it nothing is missing.
core::Result<Options> parse_options(const CommandSyntax& syntax, const std::vector<std::string>& arguments);

/// The text for `--help`.
std::string help_text(const CommandSyntax& syntax);

} // namespace creditsim::scenarios
