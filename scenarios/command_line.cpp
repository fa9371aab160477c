// SPDX-License-Identifier: MIT
#include "scenarios/command.hpp"

#include "core/version.hpp"
#include "scenarios/key_values.hpp"
#include "scenarios/nearest.hpp"
#include "scenarios/version_text.hpp"

#include <algorithm>
#include <ostream>

namespace creditsim::scenarios {

namespace {

/// What stands before a command's name.
const CommandSyntax& program_syntax() {
  static const CommandSyntax syntax{"", "COMMAND", 1, false, "", {{"version", "", "Print the version", false}}};
  return syntax;
}

std::string program_help() {
  std::string text =
      "creditsim COMMAND [OPTION]...\n\n"
      "Simulates the credit economy of a peer-to-peer compute network, node by node, and measures whether\n"
      "its ledger replicas converge. The same scenario and seed give the same results on every machine.\n\n"
      "Commands:\n";
  std::size_t width = 0;
  for (const Command& command : commands())
    width = std::max(width, command.syntax.name.size());
  for (const Command& command : commands()) {
    std::string name{command.syntax.name};
    name.resize(width, ' ');
    text += "  " + name + "  " + std::string{command.syntax.purpose} + "\n";
  }
  return text + "\n`creditsim COMMAND --help` explains a command, `creditsim --version` prints the version.\n"
                "Start with `creditsim run quickstart`.\n";
}

Exit unknown_command(const std::string& name, Console& console) {
  std::vector<std::string_view> names;
  for (const Command& command : commands())
    names.push_back(command.syntax.name);
  const std::string_view known = nearest(name, names);
  console.err << "creditsim: " << name << " is not a command"
              << (known.empty() ? "; `creditsim --help` lists them" : "; the nearest is " + std::string{known}) << '\n';
  return Exit::usage;
}

/// The first pass: what is given without a command.
Exit run_without_command(const std::vector<std::string>& arguments, Console& console) {
  const auto options = parse_options(program_syntax(), arguments);
  if (!options)
    return report(options.error(), console);
  if (options.value().has("version"))
    console.out << version_text();
  else if (options.value().has("help"))
    console.out << program_help();
  else {
    console.err << program_help();
    return Exit::usage;
  }
  return Exit::valid;
}

} // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> all{run_command(),      check_command(),  replay_command(), shrink_command(),
                                        validate_command(), schema_command(), list_command(),   vectors_command(),
                                        adopt_command(),    zoo_command(),    load_command()};
  return all;
}

Exit run_command_line(const std::vector<std::string>& arguments, Console& console) {
  if (arguments.empty() || arguments.front().rfind('-', 0) == 0)
    return run_without_command(arguments, console);
  const auto& all = commands();
  const auto command = std::find_if(all.begin(), all.end(),
                                    [&](const Command& known) { return known.syntax.name == arguments.front(); });
  if (command == all.end())
    return unknown_command(arguments.front(), console);
  const auto options = parse_options(command->syntax, {arguments.begin() + 1, arguments.end()});
  if (!options)
    return report(options.error(), console);
  if (options.value().has("help")) {
    console.out << help_text(command->syntax);
    return Exit::valid;
  }
  return command->run(options.value(), console);
}

Exit report(const core::Error& error, Console& console) {
  console.err << one_line(error.context) << '\n';
  return error.code == core::Errc::io ? Exit::failed : Exit::usage;
}

} // namespace creditsim::scenarios
