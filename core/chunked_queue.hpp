// SPDX-License-Identifier: MIT
#pragma once

#include "core/check.hpp"

#include <algorithm>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

namespace creditsim::core {

/// A sequence that grows at its end and loses its front, in chunks of up to a kilobyte: neither moves more than one
/// chunk and the list of chunks, where one array would now and then move all. Empty, it takes no heap memory. Not to be
/// used once it was moved from. At most 2^32 - 1 elements.
template <class T> class ChunkedQueue {
public:
  class Iterator {
  public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = const T&;

    Iterator() = default;
    reference operator*() const { return (*queue_)[at_]; }
    pointer operator->() const { return &(*queue_)[at_]; }
    reference operator[](difference_type n) const { return *(*this + n); }
    Iterator& operator+=(difference_type n) {
      at_ += static_cast<std::size_t>(n);
      return *this;
    }
    Iterator& operator-=(difference_type n) { return *this += -n; }
    Iterator& operator++() { return *this += 1; }
    Iterator& operator--() { return *this -= 1; }
    Iterator operator++(int) { return std::exchange(*this, *this + 1); }
    Iterator operator--(int) { return std::exchange(*this, *this - 1); }
    friend Iterator operator+(Iterator it, difference_type n) { return it += n; }
    friend Iterator operator+(difference_type n, Iterator it) { return it += n; }
    friend Iterator operator-(Iterator it, difference_type n) { return it -= n; }
    friend difference_type operator-(const Iterator& a, const Iterator& b) {
      return static_cast<difference_type>(a.at_ - b.at_);
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.at_ == b.at_; }
    friend auto operator<=>(const Iterator& a, const Iterator& b) { return a.at_ <=> b.at_; }

  private:
    friend ChunkedQueue;
    Iterator(const ChunkedQueue* queue, std::size_t at) : queue_{queue}, at_{at} {}

    const ChunkedQueue* queue_ = nullptr;
    std::size_t at_ = 0;
  };

  ChunkedQueue() = default;
  explicit ChunkedQueue(const std::vector<T>& elements) {
    for (const T& element : elements)
      push_back(element);
  }

  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }
  auto rbegin() const { return std::make_reverse_iterator(end()); }
  auto rend() const { return std::make_reverse_iterator(begin()); }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const T& front() const { return (*this)[0]; }
  const T& back() const { return last_.back(); }
  const T& operator[](std::size_t at) const { return element(*this, at); }

  void push_back(const T& element) {
    if (last_.size() == chunk_size)
      begin_chunk();
    last_.push_back(element);
    ++size_;
  }

  /// Linear in what comes after `place`.
  void insert(Iterator place, const T& inserted) {
    push_back(inserted);
    for (std::size_t at = size() - 1; at > place.at_; --at)
      std::swap(element(*this, at), element(*this, at - 1));
  }

  /// Removes the first of at least one.
  void pop_front() {
    CREDITSIM_CHECK(!empty());
    --size_;
    if (full_.empty())
      last_.erase(last_.begin());
    else if (++left_ == chunk_size)
      end_chunk();
  }

  std::vector<T> elements() const { return {begin(), end()}; }

private:
  static constexpr std::size_t chunk_size = std::bit_floor(std::max<std::size_t>(1, 1024 / sizeof(T)));

  // What happens once a chunk is not part of what happens always.
  [[gnu::noinline]] void begin_chunk() {
    full_.push_back(std::exchange(last_, {}));
    last_.reserve(chunk_size);
  }
  [[gnu::noinline]] void end_chunk() {
    full_.erase(full_.begin());
    left_ = 0;
  }

  template <class Queue> static auto& element(Queue& queue, std::size_t at) {
    const std::size_t place = at + queue.left_;
    const std::size_t chunk = place / chunk_size;
    return chunk < queue.full_.size() ? queue.full_[chunk][place % chunk_size]
                                      : queue.last_[place - queue.full_.size() * chunk_size];
  }

  std::vector<T> last_;              // empty only when all is
  std::vector<std::vector<T>> full_; // those before it
  std::uint32_t size_ = 0;           // 32 bits each, as every node of a large network has a few queues
  std::uint32_t left_ = 0;           // that many of the first full chunk are gone
};

} // namespace creditsim::core
