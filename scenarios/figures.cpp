// SPDX-License-Identifier: MIT
#include "scenarios/figures.hpp"

#include <concepts>
#include <cstdio>
#include <optional>

namespace creditsim::scenarios {

namespace {

template <std::integral Whole> Json figure(Whole value) {
  Json number = json_integer(0);
  number.text = std::to_string(value);
  return number;
}

Json figure(double value) { return json_number(value); }
Json figure(core::Credits value) { return json_money(value); }

template <class T> Json figure(const std::optional<T>& value) { return value ? figure(*value) : Json{}; }

void append(Figures& figures, Figures more) {
  for (auto& entry : more)
    figures.push_back(std::move(entry));
}

} // namespace

Figures message_figures(const core::MessageSummary& messages) {
  return {{"sent", figure(messages.sent)},
          {"delivered", figure(messages.delivered)},
          {"lost", figure(messages.lost)},
          {"duplicated", figure(messages.duplicated)},
          {"rejected", figure(messages.rejected)}};
}

Figures task_figures(const core::TaskSummary& tasks) {
  return {{"submitted", figure(tasks.submitted)},
          {"refused", figure(tasks.refused)},
          {"refused_insufficient", figure(tasks.refused_insufficient)},
          {"accepted", figure(tasks.accepted)},
          {"completed", figure(tasks.completed)},
          {"lost", figure(tasks.lost)},
          {"in_flight", figure(tasks.in_flight)},
          {"released", figure(tasks.released)},
          {"redispatched", figure(tasks.redispatched)},
          {"unpaid", figure(tasks.unpaid)},
          {"reports_late", figure(tasks.reports_late)},
          {"reports_settled", figure(tasks.reports_settled)},
          {"duplicates_delivered", figure(tasks.duplicates_delivered)},
          {"duplicates_paid", figure(tasks.duplicates_paid)}};
}

Figures economy_figures(const core::EconomySummary& economy) {
  return {{"granted", figure(economy.granted)},
          {"minted", figure(economy.minted)},
          {"burned", figure(economy.burned)},
          {"held", figure(economy.held)},
          {"unbooked", figure(economy.unbooked)},
          {"earned", figure(economy.earned)},
          {"spent", figure(economy.spent)},
          {"refunded", figure(economy.refunded)},
          {"supply", figure(economy.supply)},
          {"reversal_debt", figure(economy.reversal_debt)},
          {"believed_total", figure(economy.believed_total)},
          {"gini", figure(economy.gini)},
          {"zero_share", figure(economy.zero_share)},
          {"refused_share", figure(economy.refused_share)},
          {"velocity", figure(economy.velocity)}};
}

Figures quantile_figures(const core::EconomySummary& economy) {
  const auto& quantiles = economy.balance_quantiles;
  return {{"balance_min", figure(quantiles[0])},
          {"balance_p25", figure(quantiles[1])},
          {"balance_p50", figure(quantiles[2])},
          {"balance_p75", figure(quantiles[3])},
          {"balance_max", figure(quantiles[4])}};
}

Figures sample_figures(const core::Sample& sample) {
  Figures figures{{"time_us", figure(sample.time_us)},
                  {"entries_known_share", figure(sample.entries_known_share)},
                  {"replicas_equal_share", figure(sample.replicas_equal_share)},
                  {"counters_equal_share", figure(sample.counters_equal_share)},
                  {"staleness_p50_us", figure(sample.staleness_p50_us)},
                  {"staleness_p99_us", figure(sample.staleness_p99_us)}};
  append(figures, task_figures(sample.tasks));
  append(figures, economy_figures(sample.economy));
  append(figures, quantile_figures(sample.economy));
  append(figures, {{"messages", figure(sample.messages)}, {"bytes", figure(sample.bytes)}});
  return figures;
}

Figures node_figures(const core::NodeRow& node) {
  return {{"node", figure(node.node)},
          {"name", json_text(node.name)},
          {"degree", figure(node.degree)},
          {"granted", figure(node.granted)},
          {"earned", figure(node.earned)},
          {"spent", figure(node.spent)},
          {"refunded", figure(node.refunded)},
          {"account", figure(node.account)},
          {"believed_balance", figure(node.believed_balance)},
          {"tasks_submitted", figure(node.tasks_submitted)},
          {"tasks_refused", figure(node.tasks_refused)},
          {"tasks_executed", figure(node.tasks_executed)},
          {"messages_sent", figure(node.messages_sent)},
          {"messages_received", figure(node.messages_received)},
          {"entries_known", figure(node.entries_known)}};
}

Figures timing_figures(const core::RunTiming& timing) {
  return {{"threads", figure(timing.threads)},       {"shards", figure(timing.shards)},
          {"replicas", json_text(timing.replicas)},  {"wall_s", figure(timing.wall_s)},
          {"windows", figure(timing.windows)},       {"activations", figure(timing.activations)},
          {"caf_actors", figure(timing.caf_actors)}, {"caf_messages", figure(timing.caf_messages)},
          {"resumed", figure(timing.resumed)}};
}

Figures memory_figures(const core::RunTiming& timing, const core::RunResult& result) {
  const auto each = [](std::uint64_t bytes, std::uint64_t count) {
    return bytes == 0 || count == 0 ? Json{} : json_number(static_cast<double>(bytes) / static_cast<double>(count));
  };
  return {{"heap_bytes", timing.heap_bytes == 0 ? Json{} : figure(timing.heap_bytes)},
          {"heap_bytes_per_node", each(timing.heap_bytes, result.nodes)},
          {"entries_known", figure(result.entries_known())},
          {"entry_bytes", figure(timing.entry_bytes)},
          {"bytes_per_entry", each(timing.entry_bytes, result.entries_known())}};
}

Json json_figures(const Figures& figures) {
  Json object = json_object();
  for (const auto& [name, value] : figures)
    object.set(name, value);
  return object;
}

std::string_view verdict_text(core::Verdict verdict) {
  switch (verdict) {
  case core::Verdict::valid:
    return "valid";
  case core::Verdict::invalid:
    return "invalid";
  case core::Verdict::unknown:
    break;
  }
  return "unknown";
}

std::string hexadecimal(std::uint64_t digest) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(digest));
  return text;
}

} // namespace creditsim::scenarios
