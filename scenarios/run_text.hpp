// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/result_documents.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace creditsim::scenarios {

/// The first line of every run: release, scenario and seed.
std::string heading_text(const core::Scenario& scenario);

/// What a finished run was asked and what came out, for people; every line ends with a newline.
std::string results_text(const FinishedRun& run);

/// Where more than the usual checkers were asked for: how many held, and why which do not apply; else nothing.
std::string checks_text(const std::vector<core::CheckOutcome>& checks);

/// A line for each broken property.
std::string violations_text(const std::vector<core::Violation>& violations);

/// A paragraph in lines of at most 100 characters, broken at spaces; nothing for an empty text.
std::string paragraph(std::string_view text);

/// One line: the verdict, and what it rests on.
std::string verdict_line(const core::RunResult& result);

/// The arguments with a space between them, each quoted where a shell needs it.
std::string quoted_arguments(const std::vector<std::string>& arguments);

/// A command of creditsim's, likewise.
std::string command_text(const std::vector<std::string>& arguments);

} // namespace creditsim::scenarios
