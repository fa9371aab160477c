// SPDX-License-Identifier: MIT
#include "core/check_acknowledged.hpp"

#include "core/check.hpp"

#include <algorithm>

namespace creditsim::core {

namespace {

constexpr std::size_t granted_place = 0;
constexpr std::size_t earned_place = 1;
constexpr std::size_t spent_place = 2;
constexpr std::size_t refunded_place = 3;
constexpr std::array<const char*, Acknowledgements::counters> names{"granted", "earned", "spent", "refunded"};

Acknowledgements::Amounts amounts_of(const Posting& posting) {
  const AmountSum amount = posting.amount.hundredths();
  switch (posting.kind) {
  case Posting::Kind::grant:
    return {amount, 0, 0, 0};
  case Posting::Kind::earn:
    return {0, amount, 0, 0};
  case Posting::Kind::spend:
  case Posting::Kind::hold:
    return {0, 0, amount, 0};
  case Posting::Kind::release:
    return {0, 0, 0, amount};
  case Posting::Kind::settle:
    return {};
  }
  CREDITSIM_CHECK(false);
}

void add(Acknowledgements::Amounts& sum, const Acknowledgements::Amounts& amounts) {
  for (std::size_t i = 0; i < sum.size(); ++i)
    sum[i] += amounts[i];
}

} // namespace

void PossibleSums::add_perhaps(AmountSum amount) {
  if (amount == 0)
    return;
  (amount < 0 ? least_ : most_) += amount;
  std::set<AmountSum> with;
  for (const AmountSum sum : perhaps_)
    with.insert(sum + amount);
  if (!perhaps_.empty())
    perhaps_.merge(with);
  if (perhaps_.size() > told_apart_max)
    perhaps_.clear();
}

bool PossibleSums::contains(AmountSum value) const {
  if (perhaps_.empty())
    return value >= sure_ + least_ && value <= sure_ + most_;
  return perhaps_.contains(value - sure_);
}

std::string PossibleSums::to_string() const {
  constexpr std::size_t told_max = 4;
  if (perhaps_.empty() || perhaps_.size() > told_max)
    return credits_text(sure_ + least_) + " to " + credits_text(sure_ + most_);
  std::string text;
  for (const AmountSum sum : perhaps_)
    text += (text.empty() ? "" : " or ") + credits_text(sure_ + sum);
  return text;
}

void Acknowledgements::note(OwnerId id, const Posting& posting, std::int64_t progress, bool answered) {
  Owner& owner = owners_[id];
  const Amounts amounts = amounts_of(posting);
  if (!answered) {
    owner.doubts.push_back({.amounts = amounts, .progress = progress});
    return;
  }
  add(owner.sure, amounts);
  owner.done.push_back({.amounts = amounts, .progress = progress});
}

void Acknowledgements::lost(OwnerId id, std::int64_t progress) {
  Owner& owner = owners_[id];
  const auto first =
      std::find_if(owner.done.begin(), owner.done.end(), [&](const Done& done) { return done.progress > progress; });
  for (auto done = first; done != owner.done.end(); ++done) {
    for (std::size_t i = 0; i < counters; ++i)
      owner.sure[i] -= done->amounts[i];
    owner.doubts.push_back({.amounts = done->amounts, .progress = done->progress, .hearable = true});
  }
  owner.done.erase(first, owner.done.end());
  owner.lost = true;
}

void Acknowledgements::heard(OwnerId id, std::int64_t progress) {
  Owner& owner = owners_[id];
  std::erase_if(owner.doubts, [&](const Doubt& doubt) {
    const bool known = doubt.hearable && doubt.progress <= progress;
    if (known)
      add(owner.sure, doubt.amounts);
    return known;
  });
}

void Acknowledgements::heard_by(NodeIndex node, OwnerId owner, std::int64_t progress) {
  for (Doubt& doubt : owners_[owner].doubts)
    if (doubt.hearable && doubt.progress <= progress)
      doubt.hearers.push_back(node);
}

void Acknowledgements::close_losses(OwnerId owner) {
  for (Doubt& doubt : owners_[owner].doubts)
    doubt.hearable = false;
}

void Acknowledgements::forgets(NodeIndex node) {
  for (Owner& owner : owners_)
    for (Doubt& doubt : owner.doubts)
      std::erase(doubt.hearers, node);
}

void Acknowledgements::settle() {
  for (Owner& owner : owners_)
    std::erase_if(owner.doubts, [&](const Doubt& doubt) {
      if (!doubt.hearers.empty())
        add(owner.sure, doubt.amounts);
      return !doubt.hearers.empty();
    });
}

PossibleSums Acknowledgements::possible(OwnerId id, std::size_t counter, bool grants_apart) const {
  const auto counted = [&](const Amounts& amounts) -> AmountSum {
    if (grants_apart || counter == spent_place)
      return amounts[counter];
    return counter == earned_place ? amounts[granted_place] + amounts[earned_place] + amounts[refunded_place] : 0;
  };
  PossibleSums sums;
  sums.add(counted(owners_[id].sure));
  for (const Doubt& doubt : owners_[id].doubts)
    sums.add_perhaps(counted(doubt.amounts));
  return sums;
}

void Acknowledgements::add_account(OwnerId id, PossibleSums& sums) const {
  const auto account = [](const Amounts& amounts) {
    return amounts[granted_place] + amounts[earned_place] + amounts[refunded_place] - amounts[spent_place];
  };
  sums.add(account(owners_[id].sure));
  for (const Doubt& doubt : owners_[id].doubts)
    sums.add_perhaps(account(doubt.amounts));
}

Acknowledgements::Amounts amounts_of(const EntryReading& entry) {
  return {entry.granted.hundredths(), entry.earned.hundredths(), entry.spent.hundredths(), entry.refunded.hundredths()};
}

const char* counter_name(std::size_t counter) { return names[counter]; }

} // namespace creditsim::core
