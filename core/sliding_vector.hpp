// SPDX-License-Identifier: MIT
#pragma once

#include "core/check.hpp"

#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

namespace creditsim::core {

/// A contiguous sequence that grows at its end and loses its front, both in amortised constant time: what left the
/// front is erased when it is more than what stays. Empty, it takes no heap memory.
template <class T> class SlidingVector {
public:
  using Iterator = typename std::vector<T>::const_iterator;

  SlidingVector() = default;
  explicit SlidingVector(std::vector<T> elements) : kept_{std::move(elements)} {}

  Iterator begin() const { return kept_.begin() + static_cast<std::ptrdiff_t>(left_); }
  Iterator end() const { return kept_.end(); }
  auto rbegin() const { return std::make_reverse_iterator(end()); }
  auto rend() const { return std::make_reverse_iterator(begin()); }
  std::size_t size() const { return kept_.size() - left_; }
  bool empty() const { return size() == 0; }
  const T& front() const { return kept_[left_]; }
  const T& back() const { return kept_.back(); }

  void push_back(const T& element) { kept_.push_back(element); }

  /// Linear in what comes after `place`.
  void insert(Iterator place, const T& element) { kept_.insert(place, element); }

  /// Removes the first of at least one.
  void pop_front() {
    CREDITSIM_CHECK(!empty());
    ++left_;
    if (left_ > kept_.size() / 2) {
      kept_.erase(kept_.begin(), begin());
      left_ = 0;
    }
  }

  /// A copy of what stays.
  std::vector<T> elements() const { return {begin(), end()}; }

private:
  std::size_t left_ = 0; // that many at the front are gone
  std::vector<T> kept_;
};

} // namespace creditsim::core
