// SPDX-License-Identifier: MIT
#pragma once

#include "actors/load_measurement.hpp"
#include "actors/messages.hpp"
#include "core/arrival_schedule.hpp"
#include "core/client_books.hpp"
#include "core/operation_source.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace creditsim::actors {

/// The steady clock in nanoseconds since `load_clock_begins` was first asked, so that the milliseconds of stamps start
/// near 0.
std::int64_t load_clock_ns();

/// Waits until a number of generators have ended their round. Not a message, since the waiting thread is no actor.
class RoundEnd {
public:
  void expect(unsigned generators);
  void signal();

  /// Waits until all have signalled, or until `until_ns`; says whether all have.
  bool wait_until(std::int64_t until_ns);

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  unsigned missing_ = 0;
};

/// One stretch of load: first `begin_ns` to `from_ns` unmeasured, then up to `until_ns` measured.
struct LoadRound {
  std::int64_t begin_ns = 0;
  std::int64_t from_ns = 0;
  std::int64_t until_ns = 0;
  std::int64_t interval_ns = 0;            ///< of the time series
  const std::vector<caf::actor>* nodes{};  ///< targets; an operation of node i goes to the one at i modulo their number
  const std::atomic<bool>* stop = nullptr; ///< true: start nothing any more
  RoundEnd* end = nullptr;                 ///< signalled when the last answer has come
};

/// What one generator keeps, for whoever runs the load test to read between rounds.
struct GeneratorRecord {
  GeneratorRecord(core::OperationSource operations, core::ClientBooks empty_books)
      : source{std::move(operations)}, books{std::move(empty_books)} {}

  core::OperationSource source; ///< drawn from by the generator, or by its pacer where there is one
  core::ClientBooks books;
  bool keeps_books = true; ///< false before a null target
  LoadMeasurement measured;
  std::uint32_t index = 0;
  std::uint32_t generators = 1;
  std::uint32_t clients = 0; ///< closed loop: operations in flight; 0 where a pacer starts them

  /// The task of an operation that starts at `now_ns`: numbers of all generators differ and grow with time.
  core::TaskId next_task(std::int64_t now_ns);

  /// Answers so far in the round: written by the generator, read by its pacer.
  alignas(64) std::atomic<std::uint64_t> answered{0};

private:
  std::int64_t last_task_ns_ = 0;
};

struct GeneratorState {
  GeneratorRecord* record = nullptr;
  std::shared_ptr<const LoadRound> round{};
  std::uint64_t missing = 0;           ///< closed loop: clients that wait for an answer
  std::optional<std::uint64_t> sent{}; ///< open loop: operations of the round, once its pacer has ended
};

/// The behavior of a generator, an actor on a thread of its own: counts the answers to its clients' operations. In a
/// closed loop each answer starts the client's next operation; in an open one a pacer starts them. `record` outlives
/// the generator.
caf::behavior load_generator(StatefulActor<GeneratorState>* self, GeneratorRecord* record);

/// What a pacer is to do.
struct Pace {
  core::ArrivalSpec arrivals;
  std::uint64_t backlog_max = 0; ///< of this pacer: beyond it operations are dropped
};

/// Starts the operations of one round on their schedule, in the name of `generator`, and returns when the round is
/// over. Blocks its thread. What is late is started at once; operations that cannot be started because too many wait
/// for answers or for their start are dropped. Returns what it counted: `dropped`, `backlog_max` and drops by interval.
LoadMeasurement pace(const Pace& pace, const LoadRound& round, const caf::actor& generator, GeneratorRecord& record);

} // namespace creditsim::actors
