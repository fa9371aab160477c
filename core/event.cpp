// SPDX-License-Identifier: MIT
#include "core/event.hpp"

#include "core/check.hpp"

namespace creditsim::core {

const char* payload_name(const Payload& payload) {
  static constexpr const char* names[] = {"start",      "gossip tick",  "task done",
                                          "submission", "task message", "gossip message"};
  static_assert(std::size(names) == std::variant_size_v<Payload>);
  CREDITSIM_CHECK(payload.index() < std::size(names));
  return names[payload.index()];
}

} // namespace creditsim::core
