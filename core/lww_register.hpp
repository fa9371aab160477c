// SPDX-License-Identifier: MIT
#pragma once

#include "core/node_names.hpp"

#include <cstdint>
#include <utility>

namespace creditsim::core {

/// A register that keeps the value with the later timestamp, by the reference's rules: a join takes the other's value
/// only when its timestamp is strictly greater, so replicas with equal timestamps keep their own values for ever, and a
/// fresh register beats everything older than its creation.
template <class T> class LwwRegister {
public:
  /// A register that holds `value` since `now_ms` (milliseconds).
  LwwRegister(OwnerId owner, T value, std::int64_t now_ms)
      : value_{std::move(value)}, timestamp_ms_{now_ms}, owner_{owner} {}

  /// Writes `value`, whatever the clock says: a clock that was set back moves the timestamp back.
  void set(T value, std::int64_t now_ms) {
    value_ = std::move(value);
    timestamp_ms_ = now_ms;
  }

  /// Takes the other's value when it is strictly newer; returns whether it did.
  bool join(const LwwRegister& other) {
    if (other.timestamp_ms_ <= timestamp_ms_)
      return false;
    value_ = other.value_;
    timestamp_ms_ = other.timestamp_ms_;
    return true;
  }

  const T& value() const { return value_; }
  std::int64_t timestamp_ms() const { return timestamp_ms_; }
  OwnerId owner() const { return owner_; }

private:
  T value_;
  std::int64_t timestamp_ms_;
  OwnerId owner_;
};

} // namespace creditsim::core
