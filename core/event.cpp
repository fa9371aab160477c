// SPDX-License-Identifier: MIT
#include "core/event.hpp"

#include "core/check.hpp"

#include <type_traits>

namespace creditsim::core {

bool is_work(const Payload& payload) {
  if (const auto* damaged = std::get_if<DamagedMessage>(&payload))
    return damaged->work;
  return std::visit([](const auto& what) { return is_work_message<std::decay_t<decltype(what)>>; }, payload);
}

const char* payload_name(const Payload& payload) {
  static constexpr const char* names[] = {
      "start",       "gossip tick",     "task done",       "submission",     "task message",  "gossip message",
      "work report", "task payment",    "payment receipt", "report refusal", "task deadline", "work resend",
      "restart",     "payment refusal", "damaged message", "stop",           "pause",         "resume",
      "snapshot",    "payment due",     "retry",           "rumour write",   "store read"};
  static_assert(std::size(names) == std::variant_size_v<Payload>);
  CREDITSIM_CHECK(payload.index() < std::size(names));
  return names[payload.index()];
}

} // namespace creditsim::core
