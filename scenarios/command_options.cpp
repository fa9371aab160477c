// SPDX-License-Identifier: MIT
#include "scenarios/command_options.hpp"

#include "scenarios/nearest.hpp"

#include <boost/program_options.hpp>

#include <algorithm>

namespace creditsim::scenarios {

namespace {

namespace po = boost::program_options;

constexpr OptionSyntax help_option{"help", "", "Print this text", false};
constexpr const char* words_option = "words"; // Boost wants a name for what has none

std::vector<OptionSyntax> all_options(const CommandSyntax& syntax) {
  std::vector<OptionSyntax> options = syntax.options;
  options.push_back(help_option);
  return options;
}

po::options_description described(const CommandSyntax& syntax) {
  po::options_description description;
  for (const OptionSyntax& option : all_options(syntax)) {
    const std::string name{option.name};
    if (option.value.empty())
      description.add_options()(name.c_str(), "");
    else
      description.add_options()(name.c_str(), po::value<std::vector<std::string>>()->composing(), "");
  }
  description.add_options()(words_option, po::value<std::vector<std::string>>(), "");
  return description;
}

core::Error usage_error(const CommandSyntax& syntax, const std::string& text) {
  const std::string command = syntax.name.empty() ? "" : " " + std::string{syntax.name};
  return {core::Errc::invalid_value, "creditsim" + command + ": " + text};
}

std::string unknown_option_text(const CommandSyntax& syntax, const std::string& option) {
  std::vector<std::string> names;
  for (const OptionSyntax& known : all_options(syntax))
    names.push_back("--" + std::string{known.name});
  const std::string_view known = nearest(option, {names.begin(), names.end()});
  return option + " is not an option" + (known.empty() ? "" : "; the nearest is " + std::string{known});
}

core::Result<Options> collected(const CommandSyntax& syntax, const po::parsed_options& parsed) {
  std::vector<std::string> words;
  std::map<std::string, std::vector<std::string>, std::less<>> values;
  for (const auto& option : parsed.options) {
    if (option.string_key == words_option) {
      // By its own name the option would be one that no text mentions.
      if (option.position_key < 0)
        return usage_error(syntax, unknown_option_text(syntax, "--" + option.string_key));
      words.insert(words.end(), option.value.begin(), option.value.end());
      continue;
    }
    auto& given = values[option.string_key];
    const auto known = std::find_if(syntax.options.begin(), syntax.options.end(),
                                    [&](const OptionSyntax& o) { return o.name == option.string_key; });
    if (known != syntax.options.end() && !known->repeatable && !given.empty())
      return usage_error(syntax, "--" + option.string_key + " is there twice");
    given.insert(given.end(), option.value.begin(), option.value.end());
  }
  return Options{std::move(words), std::move(values)};
}

core::Result<Options> checked(const CommandSyntax& syntax, Options options) {
  if (options.has(help_option.name))
    return options;
  if (options.words().size() > syntax.words_max)
    return usage_error(syntax, options.words()[syntax.words_max] + " is one word too many");
  if (syntax.words_needed && options.words().empty())
    return usage_error(syntax, std::string{syntax.words} + " is missing");
  return options;
}

} // namespace

std::optional<std::string> Options::value(std::string_view option) const {
  const auto found = values_.find(option);
  if (found == values_.end() || found->second.empty())
    return std::nullopt;
  return found->second.back();
}

std::vector<std::string> Options::values(std::string_view option) const {
  const auto found = values_.find(option);
  return found == values_.end() ? std::vector<std::string>{} : found->second;
}

core::Result<Options> parse_options(const CommandSyntax& syntax, const std::vector<std::string>& arguments) {
  try {
    namespace style = po::command_line_style;
    const po::options_description description = described(syntax);
    po::positional_options_description positions;
    positions.add(words_option, -1);
    const auto parsed = po::command_line_parser(arguments)
                            .options(description)
                            .positional(positions)
                            .style(style::default_style & ~style::allow_guessing)
                            .run();
    auto options = collected(syntax, parsed);
    if (!options)
      return options.error();
    return checked(syntax, std::move(options).value());
  } catch (const po::unknown_option& fault) {
    return usage_error(syntax, unknown_option_text(syntax, fault.get_option_name()));
  } catch (const po::error& fault) {
    return usage_error(syntax, fault.what());
  }
}

std::string help_text(const CommandSyntax& syntax) {
  std::string text =
      "creditsim " + std::string{syntax.name} + (syntax.words.empty() ? "" : " ") + std::string{syntax.words};
  text += " [OPTION]...\n\n" + std::string{syntax.purpose} + "\n\nOptions:\n";
  std::vector<std::string> heads;
  std::size_t width = 0;
  for (const OptionSyntax& option : all_options(syntax)) {
    heads.push_back("--" + std::string{option.name} + (option.value.empty() ? "" : " ") + std::string{option.value});
    width = std::max(width, heads.back().size());
  }
  for (std::size_t i = 0; i < heads.size(); ++i) {
    heads[i].resize(width, ' ');
    text += "  " + heads[i] + "  " + std::string{all_options(syntax)[i].description} + "\n";
  }
  return text;
}

} // namespace creditsim::scenarios
