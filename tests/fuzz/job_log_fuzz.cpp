// SPDX-License-Identifier: MIT
#include "core/check.hpp"
#include "core/job_log.hpp"
#include "core/workload.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace creditsim::core;

namespace {

void check_tasks(const JobLog& log) {
  Scenario scenario;
  scenario.workload.kind = WorkloadSpec::Kind::trace;
  scenario.workload.submitters = WorkloadSpec::Submitters::by_user;
  scenario.workload.nodes_per_user = 2;
  auto made = TaskSource::make(scenario, 10, log);
  CREDITSIM_CHECK(made.ok());
  TaskSource source = std::move(made).value();
  std::uint64_t tasks = 0;
  TimeUs last_us = 0;
  while (const auto task = source.next()) {
    CREDITSIM_CHECK(task->id == tasks && task->submitter < 10 && task->duration_us >= 1);
    CREDITSIM_CHECK(task->submit_us >= last_us && task->submit_us <= scenario.stop.duration_us);
    last_us = task->submit_us;
    ++tasks;
  }
  CREDITSIM_CHECK(tasks + source.jobs_after_stop() == log.jobs.size());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto parsed = parse_job_log(text, "input");
  if (!parsed.ok()) {
    CREDITSIM_CHECK(parsed.error().context.starts_with("input:"));
    CREDITSIM_CHECK(parsed.error().context.find('\n') == std::string::npos);
    return 0;
  }
  const JobLog& log = parsed.value();
  CREDITSIM_CHECK(log.rows == log.jobs.size() + log.skipped_no_submit_time + log.skipped_no_run_time);
  TimeUs last_us = 0;
  for (const Job& job : log.jobs) {
    CREDITSIM_CHECK(job.submit_us >= last_us && job.run_us >= 0 && job.user >= unknown_user);
    last_us = job.submit_us;
  }
  const auto first_row = parse_job_log(text, "input", 1);
  CREDITSIM_CHECK(!first_row.ok() || first_row.value().rows == 1);
  check_tasks(log);
  return 0;
}
