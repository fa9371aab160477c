// SPDX-License-Identifier: MIT
#include "core/operation_source.hpp"

#include "core/g_counter.hpp"
#include "core/random.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace creditsim::core {

Result<LoadTerms> LoadTerms::make(const Scenario& scenario) {
  auto types = WeightedNames::make(scenario.workload.types, "workload.types");
  if (!types)
    return types.error();
  auto priorities = WeightedNames::make(scenario.workload.priorities, "workload.priorities");
  if (!priorities)
    return priorities.error();
  LoadTerms terms{std::move(types).value(), std::move(priorities).value()};
  const CreditRules& credits = scenario.credits;
  for (const std::string& type : terms.types())
    for (const std::string& priority : terms.priorities()) {
      const auto price = core::price(credits, credits.submission_cost.to_double(), {.type = type, .priority = priority},
                                     scenario.rules.multipliers);
      if (!price || price.value() <= Credits{})
        return Error{Errc::invalid_value, "credits.submission_cost: " + credits.submission_cost.to_string() +
                                              " for a task of type " + type + " and priority " + priority +
                                              " is no price"};
      terms.prices_.push_back(price.value());
    }
  return terms;
}

PriceTerms LoadTerms::words(std::uint16_t terms) const {
  const std::size_t width = priorities().size();
  return {.type = types()[terms / width], .priority = priorities()[terms % width]};
}

Credits LoadTerms::dearest() const { return *std::max_element(prices_.begin(), prices_.end()); }

Credits LoadTerms::endowment(const Scenario& scenario, std::uint32_t nodes) const {
  constexpr double payments = 1e9;
  // Half of what is allowed to grants (`check_money_range`). Who believes that all accounts are its own sums them
  // again.
  const double believers = scenario.rules.balance == Rules::Balance::all_accounts ? nodes : 1.0;
  const double room = static_cast<double>(std::numeric_limits<std::int64_t>::max()) / 4.0 / nodes / believers;
  const double wanted = static_cast<double>(dearest().hundredths()) * payments;
  const double most = static_cast<double>(amount_hundredths_max) / 4.0;
  return Credits::hundredths(static_cast<std::int64_t>(std::min({wanted, room, most})));
}

std::uint16_t LoadTerms::choose(std::uint64_t seed, std::uint32_t source, std::uint64_t index) const {
  std::size_t place = 0;
  if (!types_.certain())
    place = types_.choose(Draw{seed, Purpose::task_type, source, index}) * priorities().size();
  if (!priorities_.certain())
    place += priorities_.choose(Draw{seed, Purpose::task_priority, source, index});
  return static_cast<std::uint16_t>(place);
}

OperationSource::OperationSource(std::uint64_t seed, std::uint32_t source, std::uint32_t nodes, const OperationMix& mix,
                                 const LoadTerms& terms)
    : seed_{seed}, terms_{terms}, zipf_{mix.zipf_exponent ? std::make_shared<const Zipf>(nodes, *mix.zipf_exponent)
                                                          : nullptr},
      earn_share_{mix.earn_share}, repeated_{mix.repeated}, source_{source}, nodes_{nodes} {}

NodeIndex OperationSource::choose_node() const {
  const Draw draw{seed_, Purpose::submitter, source_, drawn_};
  return zipf_ ? zipf_->choose(draw) : static_cast<NodeIndex>(draw.below(nodes_));
}

LoadOperation OperationSource::next(TaskId task) {
  if (std::exchange(again_, false))
    return last_;
  // Whether the node is the one that worked, or the one that submits.
  const bool earns = Draw{seed_, Purpose::worker, source_, drawn_}.chance(earn_share_);
  const std::uint16_t terms = terms_.choose(seed_, source_, drawn_);
  again_ = repeated_ > 0.0 && Draw{seed_, Purpose::task_duplicate, source_, drawn_}.chance(repeated_);
  last_ = {.task = task,
           .amount = terms_.price(terms),
           .node = choose_node(),
           .terms = terms,
           .kind = earns ? LoadOperation::Kind::earn : LoadOperation::Kind::spend,
           .twice = again_};
  ++drawn_;
  return last_;
}

} // namespace creditsim::core
