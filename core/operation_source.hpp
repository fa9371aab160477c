// SPDX-License-Identifier: MIT
#pragma once

#include "core/load_operation.hpp"
#include "core/price.hpp"
#include "core/result.hpp"
#include "core/scenario.hpp"
#include "core/workload.hpp"
#include "core/zipf.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace creditsim::core {

/// The combinations of task type and priority of a workload, and their prices.
class LoadTerms {
public:
  /// Refuses weights that no workload has, and a price that is none or not above zero (`Errc::invalid_value`), naming
  /// the scenario's key.
  static Result<LoadTerms> make(const Scenario& scenario);

  const std::vector<std::string>& types() const { return types_.names(); }
  const std::vector<std::string>& priorities() const { return priorities_.names(); }

  /// Number `terms` of the combinations, as prices are made of it; the texts live as long as this.
  PriceTerms words(std::uint16_t terms) const;

  /// What a submission of these terms costs.
  Credits price(std::uint16_t terms) const { return prices_[terms]; }
  Credits dearest() const;

  /// What each of `nodes` nodes can be granted so that it can pay a thousand million times, or as much of it as sums of
  /// all credits have room for.
  Credits endowment(const Scenario& scenario, std::uint32_t nodes) const;

  /// Operation `index` of `source`: its terms.
  std::uint16_t choose(std::uint64_t seed, std::uint32_t source, std::uint64_t index) const;

private:
  LoadTerms(WeightedNames types, WeightedNames priorities)
      : types_{std::move(types)}, priorities_{std::move(priorities)} {}

  WeightedNames types_;
  WeightedNames priorities_;
  std::vector<Credits> prices_;
};

/// What the operations of a load test are drawn from.
struct OperationMix {
  double earn_share = 0.5;               ///< of all operations; the others spend
  std::optional<double> zipf_exponent{}; ///< how nodes are chosen; uniformly without
  double repeated = 0.0;                 ///< probability that the same is asked for a second time
};

/// Draws the operations of one client thread, one after the other: a pure function of seed and source, but for the
/// numbers of tasks, which the caller gives.
class OperationSource {
public:
  /// `terms` outlives the source.
  OperationSource(std::uint64_t seed, std::uint32_t source, std::uint32_t nodes, const OperationMix& mix,
                  const LoadTerms& terms);

  /// The next operation. `task` is used unless the operation before is to be repeated.
  LoadOperation next(TaskId task);

private:
  NodeIndex choose_node() const;

  std::uint64_t seed_;
  const LoadTerms& terms_;
  std::shared_ptr<const Zipf> zipf_; // null: uniform
  double earn_share_;
  double repeated_;
  std::uint32_t source_;
  std::uint32_t nodes_;
  std::uint64_t drawn_ = 0;
  LoadOperation last_;
  bool again_ = false;
};

} // namespace creditsim::core
