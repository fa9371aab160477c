// SPDX-License-Identifier: MIT
#include "core/economy.hpp"

#include "core/amount_sum.hpp"

#include <algorithm>

namespace creditsim::core {

std::optional<double> gini(std::vector<Credits>& accounts) {
  std::sort(accounts.begin(), accounts.end());
  if (accounts.empty() || accounts.front() < Credits{})
    return std::nullopt;
  // G = (2 sum i x_i) / (n sum x_i) - (n + 1) / n over accounts in ascending order, i from 1; whole numbers up to the
  // last step, in 128 bits because 1e7 accounts of 9e15 hundredths weighted by rank need 102.
  AmountSum weighted = 0;
  AmountSum total = 0;
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    weighted += static_cast<AmountSum>(i + 1) * accounts[i].hundredths();
    total += accounts[i].hundredths();
  }
  if (total == 0)
    return std::nullopt;
  const auto n = static_cast<AmountSum>(accounts.size());
  return static_cast<double>(2 * weighted - (n + 1) * total) / static_cast<double>(n * total);
}

std::vector<NodeFigures> figures_by_identity(std::span<const NodeFigures> nodes, const NodeFaults& faults,
                                             Rules::Grant grant) {
  std::vector<NodeFigures> all(nodes.begin(), nodes.end());
  for (NodeIndex node = 0; node < all.size(); ++node) {
    const NodeIndex identity = faults.identity_of(node);
    if (identity == node)
      continue;
    const NodeFigures& device = all[node];
    NodeFigures& first = all[identity];
    const Credits granted = grant == Rules::Grant::once_per_identity ? std::max(first.granted, device.granted)
                                                                     : first.granted + device.granted;
    first.earned += device.earned - device.granted + granted - first.granted;
    first.granted = granted;
    first.spent += device.spent;
    first.refunded += device.refunded;
    first.believed_balance += device.believed_balance;
  }
  std::vector<NodeFigures> identities;
  for (NodeIndex node = 0; node < all.size(); ++node)
    if (faults.identity_of(node) == node)
      identities.push_back(all[node]);
  return identities;
}

EconomySummary economy_of(std::span<const NodeFigures> nodes, const TaskSummary& tasks, const MoneyUnderWay& under_way,
                          Rules::Payment payment, TimeUs elapsed_us) {
  EconomySummary economy;
  std::vector<Credits> accounts;
  accounts.reserve(nodes.size());
  for (const auto& node : nodes) {
    economy.granted += node.granted;
    economy.earned += node.earned;
    economy.spent += node.spent;
    economy.refunded += node.refunded;
    economy.believed_total += node.believed_balance;
    const Credits account = node.account();
    accounts.push_back(account);
    if (account < Credits{})
      economy.reversal_debt -= account;
  }
  economy.held = under_way.held;
  economy.unbooked = under_way.unbooked;
  economy.supply = economy.earned + economy.refunded - economy.spent + economy.held + economy.unbooked;
  // A transfer moves what there is: whatever else there is was minted, which conservation forbids.
  const bool burns = payment == Rules::Payment::mint_and_burn;
  economy.burned = burns ? economy.spent : Credits{};
  economy.minted = economy.supply + economy.burned - economy.granted;
  economy.gini = gini(accounts);
  if (!accounts.empty())
    economy.zero_share = static_cast<double>(std::count(accounts.begin(), accounts.end(), Credits{})) /
                         static_cast<double>(accounts.size());
  if (!accounts.empty())
    for (std::size_t quarter = 0; quarter < economy.balance_quantiles.size(); ++quarter)
      economy.balance_quantiles[quarter] = accounts[(accounts.size() - 1) * quarter / 4];
  if (tasks.submitted > 0)
    economy.refused_share = static_cast<double>(tasks.refused) / static_cast<double>(tasks.submitted);
  const Credits moved = burns ? economy.spent : economy.earned - economy.granted;
  if (economy.supply > Credits{} && elapsed_us > 0)
    economy.velocity = moved.to_double() / economy.supply.to_double() / (static_cast<double>(elapsed_us) / 1e6);
  return economy;
}

} // namespace creditsim::core
