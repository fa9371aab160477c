// SPDX-License-Identifier: MIT
#include "core/job_log.hpp"

#include "tests/catch.hpp"
#include "tests/source_file.hpp"

#include <set>
#include <string>
#include <vector>

using namespace creditsim::core;

namespace {

JobLog parsed(std::string_view text, std::uint64_t limit = 0) {
  const auto log = parse_job_log(text, "jobs.swf", limit);
  INFO((log.ok() ? std::string{} : log.error().context));
  REQUIRE(log.ok());
  return log.value();
}

/// A line of the format with everything unknown that no test looks at.
std::string row(const std::string& submit, const std::string& run, const std::string& user) {
  return "1 " + submit + " -1 " + run + " -1 -1 -1 -1 -1 -1 -1 " + user + " -1 -1 -1 -1 -1 -1\n";
}

constexpr TimeUs second_us = 1'000'000;

} // namespace

TEST_CASE("JobLog: plain rows: submit time, run time and user", "[core][job_log]") {
  const JobLog log = parsed(row("10", "5", "3") + row("12", "0", "4"));
  CHECK(log.jobs == std::vector<Job>{{10 * second_us, 5 * second_us, 3}, {12 * second_us, 0, 4}});
  CHECK(log.rows == 2);
  CHECK(log.skipped_no_submit_time + log.skipped_no_run_time + log.unknown_users + log.times_back + log.extra_columns ==
        0);
}

TEST_CASE("JobLog: comments, blank lines, tabs, CRLF, no last line feed: the same jobs", "[core][job_log]") {
  const auto jobs = parsed(row("10", "5", "3")).jobs;
  CHECK(parsed("; Version: 2.2\n;\n\n" + row("10", "5", "3") + "  ; a note in the middle\n").jobs == jobs);
  CHECK(parsed("1\t10\t-1\t5\t-1\t-1\t-1\t-1\t-1\t-1\t-1\t3\t-1\t-1\t-1\t-1\t-1\t-1\r\n").jobs == jobs);
  CHECK(parsed("  1 10 -1 5 -1 -1 -1 -1 -1 -1 -1 3 -1 -1 -1 -1 -1 -1").jobs == jobs);
}

TEST_CASE("JobLog: fractions: kept to the microsecond, in any column", "[core][job_log]") {
  CHECK(parsed(row("10.5", "0.25", "3.0")).jobs == std::vector<Job>{{10'500'000, 250'000, 3}});
  CHECK(parsed(row("0.000001", "1.0000019", "3")).jobs == std::vector<Job>{{1, 1'000'001, 3}});
  CHECK(parsed("1 10 0.5 5 8.25 552.21 -1.0 40 1.5 -1 1 3 1 -1 -1 1 -1 -1\n").jobs.size() == 1);
}

TEST_CASE("JobLog: missing run and submit times: skipped and counted", "[core][job_log]") {
  const JobLog log = parsed(row("10", "-1", "3") + row("-1", "5", "3") + row("-1", "-1", "3") + row("11", "5", "3"));
  CHECK(log.jobs == std::vector<Job>{{11 * second_us, 5 * second_us, 3}});
  CHECK(log.rows == 4);
  CHECK(log.skipped_no_submit_time == 2);
  CHECK(log.skipped_no_run_time == 1);
}

TEST_CASE("JobLog: times that go back: sorted and counted, equal times keep their order", "[core][job_log]") {
  const JobLog log = parsed(row("10", "1", "1") + row("30", "2", "2") + row("20", "3", "3") + row("20", "4", "4") +
                            row("5", "5", "5"));
  std::vector<std::int64_t> users;
  for (const Job& job : log.jobs)
    users.push_back(job.user);
  CHECK(users == std::vector<std::int64_t>{5, 1, 3, 4, 2});
  CHECK(log.times_back == 2);
}

TEST_CASE("JobLog: a job without a user: kept as a job of the unknown user, and counted", "[core][job_log]") {
  const JobLog log = parsed(row("10", "5", "-1"));
  CHECK(log.jobs == std::vector<Job>{{10 * second_us, 5 * second_us, unknown_user}});
  CHECK(log.unknown_users == 1);
}

TEST_CASE("JobLog: columns after the 18th: counted and not looked at", "[core][job_log]") {
  std::string text = row("10", "5", "3");
  text.insert(text.size() - 1, " 7 gpu=2");
  const JobLog log = parsed(text + row("11", "5", "3"));
  CHECK(log.jobs.size() == 2);
  CHECK(log.extra_columns == 1);
}

TEST_CASE("JobLog: limit: that many job lines are read and nothing after them", "[core][job_log]") {
  const std::string text =
      "; header\n" + row("10", "-1", "3") + row("11", "5", "3") + row("12", "5", "3") + "garbage\n";
  const JobLog log = parsed(text, 3);
  CHECK(log.rows == 3);
  CHECK(log.jobs.size() == 2);
  CHECK_FALSE(parse_job_log(text, "jobs.swf", 4).ok());
}

TEST_CASE("JobLog: the HPC2N excerpt: as many jobs and users as its source says", "[core][job_log]") {
  const JobLog log = parsed(creditsim::tests::source_file("scenarios/data/hpc2n-2002-excerpt.swf"));
  CHECK(log.rows == 3'170);
  CHECK(log.skipped_no_run_time == 25);
  CHECK(log.jobs.size() == 3'145);
  CHECK(log.skipped_no_submit_time + log.unknown_users + log.times_back + log.extra_columns == 0);
  std::set<std::int64_t> users;
  for (const Job& job : log.jobs)
    users.insert(job.user);
  CHECK(users.size() == 17);
  CHECK(log.jobs.front().submit_us == 0);
  CHECK(log.jobs.back().submit_us / second_us / 86'400 == 57);
}

TEST_CASE("JobLog: malformed text: one line says where, what was found and what was expected", "[core][job_log]") {
  const std::string good = row("10", "5", "3");
  const auto [text, message] = GENERATE_COPY(table<std::string, std::string>({
      {"", "jobs.swf:0: found the end of the text, expected at least one job"},
      {"; only a header\n;\n", "jobs.swf:2: found the end of the text, expected at least one job"},
      {row("10", "-1", "3"), "jobs.swf:1: found no job with a submit and a run time, expected at least one job"},
      {good + "1\n", "jobs.swf:2: found the end of the line after 1 field, expected the 18 fields of a job"},
      {"1 10 -1 5\n" + good, "jobs.swf:1: found the end of the line after 4 fields, expected the 18 fields of a job"},
      {good.substr(0, good.size() - 4),
       "jobs.swf:1: found the end of the line after 17 fields, expected the 18 fields of a job"},
      {"<html><body>404 Not Found</body></html>\n",
       "jobs.swf:1: found \"<html><body>404\" in field 1, expected a number"},
      {"# a comment of another format\n", "jobs.swf:1: found \"#\" in field 1, expected a number"},
      {"job_id,submit,wait\n1,10,0\n", "jobs.swf:1: found \"job_id,submit,wait\" in field 1, expected a number"},
      {row("ten", "5", "3"), "jobs.swf:1: found \"ten\" in field 2, expected a number"},
      {row("1e3", "5", "3"), "jobs.swf:1: found \"1e3\" in field 2, expected a number"},
      {row("10", "nan", "3"), "jobs.swf:1: found \"nan\" in field 4, expected a number"},
      {row("10", "5.", "3"), "jobs.swf:1: found \"5.\" in field 4, expected a number"},
      {row("10", ".5", "3"), "jobs.swf:1: found \".5\" in field 4, expected a number"},
      {row("10", "1.2.3", "3"), "jobs.swf:1: found \"1.2.3\" in field 4, expected a number"},
      {row("10", "--5", "3"), "jobs.swf:1: found \"--5\" in field 4, expected a number"},
      {row("10", "-", "3"), "jobs.swf:1: found \"-\" in field 4, expected a number"},
      {row("10", "+5", "3"), "jobs.swf:1: found \"+5\" in field 4, expected a number"},
      {row("00:10:00", "5", "3"), "jobs.swf:1: found \"00:10:00\" in field 2, expected a number"},
      {row("10", "5", "anna"), "jobs.swf:1: found \"anna\" in field 12, expected a number"},
      {row("10", "5", "3.5"),
       "jobs.swf:1: found \"3.5\" in field 12, expected a user id, a whole number of at most 4e9"},
      {row("10", "5", "4000000001"),
       "jobs.swf:1: found \"4000000001\" in field 12, expected a user id, a whole number of at most 4e9"},
      {good + row("4000000001", "5", "3"),
       "jobs.swf:2: found \"4000000001\" in field 2, expected a submit time of at most 4e9 seconds"},
      {row("10", "99999999999999999999999999", "3"),
       "jobs.swf:1: found \"99999999999999999999999999\" in field 4, expected a run time of at most 4e9 seconds"},
      {row("10", std::string{"5\0", 2}, "3"), "jobs.swf:1: found \"5\\x00\" in field 4, expected a number"},
      {"\xff\xfe"
       "1\n",
       "jobs.swf:1: found \"\\xff\\xfe1\" in field 1, expected a number"},
  }));
  CAPTURE(text);
  const auto log = parse_job_log(text, "jobs.swf");
  REQUIRE_FALSE(log.ok());
  CHECK(log.error() == Error{Errc::malformed, message});
}
