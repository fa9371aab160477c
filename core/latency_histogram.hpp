// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace creditsim::core {

/// How often which span of time was measured: whole nanoseconds in classes of equal width within each power of two, so
/// that three digits of every value are kept (log-linear, as HdrHistogram by Gil Tene with 2048 sub-buckets).
///
/// Histograms of several workers are merged; merging in any order gives the same as recording everything in one.
class LatencyHistogram {
public:
  /// Counts one span; below zero counts as zero. Constant time; memory grows with the largest span, 8 KiB for each
  /// doubling beyond 2 µs.
  void record(std::int64_t span_ns);

  void merge(const LatencyHistogram& other);

  std::uint64_t count() const { return count_; }

  /// Exact; 0 as long as nothing was recorded.
  std::int64_t min_ns() const { return count_ == 0 ? 0 : min_ns_; }
  std::int64_t max_ns() const { return max_ns_; }
  double mean_ns() const;

  /// The least value that at least `millionths` / 1,000,000 of all recorded values do not exceed, one of them at least;
  /// 999,000 is p99.9. At most 0.1 % too high, never too low; 0 as long as nothing was recorded.
  std::int64_t percentile_ns(std::uint32_t millionths) const;

  /// The percentiles in the text format of HdrHistogram (`outputPercentileDistribution`), with 5 lines for each halving
  /// of the distance to 100 %. Values are in milliseconds.
  std::string percentile_text() const;

  friend bool operator==(const LatencyHistogram&, const LatencyHistogram&) = default;

private:
  double deviation_ns() const;

  __extension__ using Wide = unsigned __int128;

  std::vector<std::uint64_t> counts_; // by class, up to the last that was needed
  std::uint64_t count_ = 0;
  Wide sum_ns_ = 0;
  std::int64_t min_ns_ = INT64_MAX;
  std::int64_t max_ns_ = 0;
};

} // namespace creditsim::core
