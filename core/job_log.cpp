// SPDX-License-Identifier: MIT
#include "core/job_log.hpp"

#include "core/table_text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>

namespace creditsim::core {

namespace {

constexpr std::size_t field_count = 18;
constexpr std::size_t submit_field = 1, run_field = 3, user_field = 11;
constexpr std::int64_t millionths = 1'000'000;
constexpr std::int64_t seconds_max = 4'000'000'000; // beyond any date in seconds since 1970, far within `TimeUs`

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whether `field` is a number as the format has it: digits, perhaps a sign before and a fraction behind them.
bool is_number(std::string_view field) {
  if (field.starts_with('-'))
    field.remove_prefix(1);
  const std::size_t point = std::min(field.find('.'), field.size());
  const std::string_view whole = field.substr(0, point);
  const std::string_view fraction = field.substr(std::min(point + 1, field.size()));
  return !whole.empty() && std::all_of(whole.begin(), whole.end(), is_digit) &&
         std::all_of(fraction.begin(), fraction.end(), is_digit) && (point == field.size() || !fraction.empty());
}

/// A number in millionths, digits beyond the sixth of its fraction cut off; nothing when it is beyond `seconds_max`.
/// Any negative number means unknown and becomes -1.
std::optional<std::int64_t> in_millionths(std::string_view number) {
  if (number.starts_with('-'))
    return -1;
  std::int64_t value = 0;
  std::size_t i = 0;
  for (; i < number.size() && number[i] != '.'; ++i) {
    value = value * 10 + (number[i] - '0');
    if (value > seconds_max)
      return std::nullopt;
  }
  std::int64_t unit = millionths;
  value *= unit;
  for (++i; i < number.size() && unit > 1; ++i) {
    unit /= 10;
    value += unit * (number[i] - '0');
  }
  return value;
}

using Fields = std::array<std::string_view, field_count>;

std::optional<Error> read_fields(TableText& table, Fields& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) // the caller has taken the first
      fields[i] = table.next_field();
    if (fields[i].empty())
      return table.error("the end of the line after " + std::to_string(i) + (i == 1 ? " field" : " fields"),
                         "the 18 fields of a job");
    if (!is_number(fields[i]))
      return table.error(quoted(fields[i]) + " in field " + std::to_string(i + 1), "a number");
  }
  return std::nullopt;
}

/// The job that `fields` describe, with -1 for unknown times.
Result<Job> to_job(const TableText& table, const Fields& fields) {
  const auto submit_us = in_millionths(fields[submit_field]);
  if (!submit_us)
    return table.error(quoted(fields[submit_field]) + " in field 2", "a submit time of at most 4e9 seconds");
  const auto run_us = in_millionths(fields[run_field]);
  if (!run_us)
    return table.error(quoted(fields[run_field]) + " in field 4", "a run time of at most 4e9 seconds");
  const auto user = in_millionths(fields[user_field]);
  if (!user || (*user >= 0 && *user % millionths != 0))
    return table.error(quoted(fields[user_field]) + " in field 12", "a user id, a whole number of at most 4e9");
  return Job{.submit_us = *submit_us, .run_us = *run_us, .user = *user < 0 ? unknown_user : *user / millionths};
}

/// Adds `job` to the log, or counts why not.
void keep(JobLog& log, const Job& job, TimeUs& last_submit_us) {
  if (job.submit_us < 0) {
    ++log.skipped_no_submit_time;
    return;
  }
  log.times_back += job.submit_us < last_submit_us ? 1 : 0;
  last_submit_us = job.submit_us;
  if (job.run_us < 0) {
    ++log.skipped_no_run_time;
    return;
  }
  log.unknown_users += job.user == unknown_user ? 1 : 0;
  log.jobs.push_back(job);
}

} // namespace

Result<JobLog> parse_job_log(std::string_view text, std::string_view name, std::uint64_t limit) {
  TableText table{text, name};
  JobLog log;
  TimeUs last_submit_us = 0;
  while ((limit == 0 || log.rows < limit) && table.next_line()) {
    Fields fields;
    fields[0] = table.next_field();
    if (fields[0].empty() || fields[0].front() == ';')
      continue;
    if (const auto error = read_fields(table, fields))
      return *error;
    const auto job = to_job(table, fields);
    if (!job.ok())
      return job.error();
    ++log.rows;
    log.extra_columns += table.next_field().empty() ? 0 : 1;
    keep(log, job.value(), last_submit_us);
  }
  if (log.jobs.empty())
    return table.error(log.rows == 0 ? "the end of the text" : "no job with a submit and a run time",
                       "at least one job");
  std::stable_sort(log.jobs.begin(), log.jobs.end(),
                   [](const Job& a, const Job& b) { return a.submit_us < b.submit_us; });
  return log;
}

} // namespace creditsim::core
