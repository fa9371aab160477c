// SPDX-License-Identifier: MIT
#include "actors/load_generator.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace creditsim::actors {

namespace {

using Clock = std::chrono::steady_clock;

Clock::time_point clock_begin() {
  static const Clock::time_point begin = Clock::now();
  return begin;
}

std::size_t interval_at(const LoadRound& round, std::int64_t time_ns) {
  return static_cast<std::size_t>((time_ns - round.from_ns) / round.interval_ns);
}

bool within(const LoadRound& round, std::int64_t time_ns) {
  return time_ns >= round.from_ns && time_ns < round.until_ns;
}

LoadMeasurement::Interval& interval(LoadMeasurement& measured, const LoadRound& round, std::int64_t time_ns) {
  const std::size_t place = interval_at(round, time_ns);
  if (place >= measured.intervals.size())
    measured.intervals.resize(place + 1);
  return measured.intervals[place];
}

void start(StatefulActor<GeneratorState>* self, std::int64_t now_ns) {
  GeneratorState& state = state_of(self);
  const Operate asked{.operation = state.record->source.next(state.record->next_task(now_ns)),
                      .intended_ns = now_ns,
                      .sent_ns = now_ns};
  const auto& nodes = *state.round->nodes;
  send_to(self, nodes[asked.operation.node % nodes.size()], asked);
}

void count(LoadMeasurement& measured, const LoadRound& round, const Operated& done, std::int64_t now_ns) {
  using Outcome = core::LoadAnswer::Outcome;
  const std::int64_t response_ns = now_ns - done.asked.intended_ns;
  const bool ok = done.answer.outcome == Outcome::ok;
  if (within(round, done.asked.intended_ns)) {
    measured.response.record(response_ns);
    measured.service.record(now_ns - done.asked.sent_ns);
    measured.ok += ok ? 1 : 0;
    measured.insufficient += done.answer.outcome == Outcome::insufficient ? 1 : 0;
    measured.duplicate += done.answer.outcome == Outcome::duplicate ? 1 : 0;
  }
  if (within(round, now_ns)) {
    auto& part = interval(measured, round, now_ns);
    part.ok += ok ? 1 : 0;
    part.response.record(response_ns);
    measured.ok_in_time += ok ? 1 : 0;
  }
}

bool goes_on(const LoadRound& round, std::int64_t now_ns) {
  return now_ns < round.until_ns && !round.stop->load(std::memory_order_relaxed);
}

void begin(StatefulActor<GeneratorState>* self, std::shared_ptr<const LoadRound> round) {
  GeneratorState& state = state_of(self);
  state.round = std::move(round);
  state.sent.reset();
  state.record->measured = {};
  state.missing = state.record->clients;
  state.record->measured.backlog_max = state.missing;
  for (std::uint32_t client = 0; client < state.record->clients; ++client)
    start(self, load_clock_ns());
}

void end_round(GeneratorState& state) { std::exchange(state.round, nullptr)->end->signal(); }

void on_answer(StatefulActor<GeneratorState>* self, const Operated& done) {
  GeneratorState& state = state_of(self);
  const std::int64_t now_ns = load_clock_ns();
  GeneratorRecord& record = *state.record;
  count(record.measured, *state.round, done, now_ns);
  if (record.keeps_books)
    record.books.note(done.asked.operation, done.answer);
  if (record.clients == 0) {
    const std::uint64_t answered = record.answered.load(std::memory_order_relaxed) + 1;
    record.answered.store(answered, std::memory_order_relaxed);
    if (state.sent == answered)
      end_round(state);
  } else if (goes_on(*state.round, now_ns)) {
    start(self, now_ns);
  } else if (--state.missing == 0) {
    end_round(state);
  }
}

// Sleeping ends tens of microseconds late unless the thread asks for better.
void sleep_exactly() {
#ifdef __linux__
  prctl(PR_SET_TIMERSLACK, 1UL);
#endif
}

} // namespace

std::int64_t load_clock_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - clock_begin()).count();
}

void RoundEnd::expect(unsigned generators) {
  const std::lock_guard lock{mutex_};
  missing_ = generators;
}

void RoundEnd::signal() {
  const std::lock_guard lock{mutex_};
  --missing_;
  changed_.notify_one();
}

bool RoundEnd::wait_until(std::int64_t until_ns) {
  std::unique_lock lock{mutex_};
  return changed_.wait_until(lock, clock_begin() + std::chrono::nanoseconds{until_ns},
                             [this] { return missing_ == 0; });
}

core::TaskId GeneratorRecord::next_task(std::int64_t now_ns) {
  last_task_ns_ = std::max(last_task_ns_ + 1, now_ns);
  return static_cast<core::TaskId>(last_task_ns_) * generators + index;
}

caf::behavior load_generator(StatefulActor<GeneratorState>* self, GeneratorRecord* record) {
  state_of(self).record = record;
  return {
      [self](const BeginLoad& load) { begin(self, load.round); },
      [self](const Operated& done) { on_answer(self, done); },
      [self](const PaceEnded& ended) {
        GeneratorState& state = state_of(self);
        state.sent = ended.sent;
        if (state.record->answered.load(std::memory_order_relaxed) == ended.sent)
          end_round(state);
      },
  };
}

LoadMeasurement pace(const Pace& pace, const LoadRound& round, const caf::actor& generator, GeneratorRecord& record) {
  sleep_exactly();
  const double own_rate_per_ns = pace.arrivals.rate_per_s / pace.arrivals.sources / 1e9;
  LoadMeasurement counted;
  core::ArrivalSchedule schedule{pace.arrivals};
  std::uint64_t sent = 0;
  while (true) {
    const std::int64_t intended_ns = round.begin_ns + schedule.next_ns();
    std::int64_t now_ns = load_clock_ns();
    if (intended_ns > now_ns && intended_ns < round.until_ns) {
      std::this_thread::sleep_until(clock_begin() + std::chrono::nanoseconds{intended_ns});
      now_ns = load_clock_ns();
    }
    if (intended_ns >= round.until_ns || round.stop->load(std::memory_order_relaxed))
      break;
    // What waits for an answer, and what should have started meanwhile.
    const std::uint64_t unanswered = sent - record.answered.load(std::memory_order_relaxed);
    const auto overdue = static_cast<std::uint64_t>(static_cast<double>(now_ns - intended_ns) * own_rate_per_ns);
    const std::uint64_t backlog = unanswered + overdue + 1;
    const bool measured = within(round, intended_ns);
    if (backlog > pace.backlog_max) {
      if (measured) {
        ++counted.dropped;
        ++interval(counted, round, intended_ns).dropped;
        counted.backlog_max = std::max(counted.backlog_max, pace.backlog_max);
      }
      continue;
    }
    if (measured)
      counted.backlog_max = std::max(counted.backlog_max, backlog);
    const Operate asked{
        .operation = record.source.next(record.next_task(now_ns)), .intended_ns = intended_ns, .sent_ns = now_ns};
    send_from_outside(generator, (*round.nodes)[asked.operation.node % round.nodes->size()], asked);
    ++sent;
  }
  send_from_outside(generator, PaceEnded{sent});
  return counted;
}

} // namespace creditsim::actors
