// SPDX-License-Identifier: MIT
#pragma once

// CAF hands a message from one thread to another inside its library, which distributions do not build for the thread
// sanitizer: the sanitizer then takes every hand-over for a race, and suppressing what it reports would hide our own.
// In such a build each actor of ours says what a mailbox promises: what happened before a message was put in happened
// before it is handled, and an actor handles its messages one after another. Whoever lets go of an actor last destroys
// it, and need not be who ran it last: what everybody did with it before happened before that.

#include <caf/behavior.hpp>
#include <caf/execution_unit.hpp>
#include <caf/invoke_message_result.hpp>
#include <caf/mailbox_element.hpp>

#include <utility>

extern "C" void __tsan_acquire(void* address);
extern "C" void __tsan_release(void* address);

namespace creditsim::actors {

/// `Base`, an actor class of CAF, with a mailbox that the thread sanitizer can see. Only for builds under it.
template <class Base> class VisibleMailbox : public Base {
public:
  using Base::Base;

  VisibleMailbox(const VisibleMailbox&) = delete;
  VisibleMailbox& operator=(const VisibleMailbox&) = delete;
  ~VisibleMailbox() override { __tsan_acquire(this); }

  void enqueue(caf::mailbox_element_ptr message, caf::execution_unit* unit) override {
    __tsan_release(this);
    Base::enqueue(std::move(message), unit);
  }

protected:
  // The first message may run on another thread than the one that made the behavior.
  caf::behavior make_behavior() override {
    __tsan_acquire(this);
    auto behavior = Base::make_behavior();
    __tsan_release(this);
    return behavior;
  }

  caf::invoke_message_result consume(caf::mailbox_element& message) override {
    __tsan_acquire(this);
    const auto result = Base::consume(message);
    __tsan_release(this);
    return result;
  }
};

} // namespace creditsim::actors
