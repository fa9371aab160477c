// SPDX-License-Identifier: MIT
#include "actors/scheduler_actor.hpp"

#include "actors/heap_use.hpp"

namespace creditsim::actors {

namespace {

using Self = StatefulActor<SchedulerActorState>*;

template <class Message> void ask_all(Self self, const SchedulerSetup& setup, const Message& message) {
  state_of(self).missing = setup.networks.size();
  for (const auto& network : setup.networks)
    send_to(self, network, message);
}

void run_window(Self self, const SchedulerSetup& setup) {
  auto& state = state_of(self);
  auto orders = setup.control->take_orders();
  state.missing = setup.networks.size();
  state.windows.resize(setup.networks.size());
  ++setup.timing->windows;
  for (std::size_t shard = 0; shard < orders.size(); ++shard)
    send_to(self, setup.networks[shard],
            RunWindow{.order = std::make_shared<core::WindowOrder>(std::move(orders[shard]))});
}

void take_step(Self self, const SchedulerSetup& setup) {
  auto& control = *setup.control;
  if (setup.interrupted != nullptr && setup.interrupted->load(std::memory_order_relaxed) != 0)
    control.interrupt();
  if (setup.timing->caf_actors == 0)
    setup.timing->caf_actors = self->system().registry().running();
  if (setup.progress)
    setup.progress(control.now_us());
  switch (control.next_step()) {
  case core::RunControl::Step::window:
    run_window(self, setup);
    break;
  case core::RunControl::Step::sample:
    state_of(self).samples.resize(setup.networks.size());
    ask_all(self, setup, TakeSample{.now_us = control.now_us(), .last = control.last_sample()});
    break;
  case core::RunControl::Step::finish:
    setup.timing->heap_bytes = heap_bytes_in_use();
    ask_all(self, setup, CloseShard{});
    break;
  }
}

// True when this was the last answer that was missing.
bool answered(Self self) { return --state_of(self).missing == 0; }

} // namespace

caf::behavior scheduler_actor(StatefulActor<SchedulerActorState>* self, SchedulerSetup setup) {
  return {
      [=](const BeginRun&) {
        state_of(self).windows.resize(setup.networks.size());
        ask_all(self, setup, OpenShard{});
      },
      [=](const WindowDone& done) {
        auto& state = state_of(self);
        state.windows[done.shard] = std::move(*done.report);
        if (!answered(self))
          return;
        setup.control->window_done(std::exchange(state.windows, {}));
        take_step(self, setup);
      },
      [=](const SampleTaken& taken) {
        auto& state = state_of(self);
        state.samples[taken.shard] = std::move(*taken.report);
        if (!answered(self))
          return;
        setup.control->sample_done(std::exchange(state.samples, {}));
        take_step(self, setup);
      },
      [=](const ShardClosed& closed) {
        setup.timing->resumed += closed.resumed;
        setup.timing->caf_messages += closed.caf_messages;
        setup.timing->entry_bytes += closed.entry_bytes;
        if (!answered(self))
          return;
        setup.end->signal();
        self->quit();
      },
  };
}

} // namespace creditsim::actors
