// SPDX-License-Identifier: MIT
#include "scenarios/case_story.hpp"

#include "core/fault_traits.hpp"
#include "scenarios/units.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace creditsim::scenarios {

namespace {

using core::LoggedEvent;
using Kind = StoryEvent::Kind;

/// Puts the log in order: which event sent which message, and which of them something came of.
class Teller {
public:
  Teller(const std::vector<LoggedEvent>& log, const std::vector<std::string>& names) : log_{log}, names_{names} {
    std::optional<std::size_t> last; // what is no sending: the sendings after it are its own
    for (std::size_t i = 0; i < log.size(); ++i)
      if (log[i].kind != LoggedEvent::Kind::sent)
        last = i;
      else if (last)
        causes_[{log[i].node, log[i].sequence}] = *last;
    find_telling();
  }

  /// Events up to `until_us`. What was sent later than `arrived_us` may be on its way.
  std::vector<StoryEvent> tell(core::TimeUs until_us, core::TimeUs arrived_us) const {
    std::vector<StoryEvent> story;
    std::map<std::size_t, std::size_t> places; // in the story, of events of the log
    for (std::size_t i = 0; i < log_.size() && log_[i].time_us <= until_us; ++i) {
      const bool sent = log_[i].kind == LoggedEvent::Kind::sent;
      if (!telling_[i] || (sent && log_[i].time_us > arrived_us))
        continue;
      places[i] = story.size();
      story.push_back(sent ? missing(log_[i]) : handled(i, places));
    }
    return story;
  }

private:
  std::optional<std::size_t> cause_of(const LoggedEvent& event) const {
    const auto cause = causes_.find({event.peer, event.sequence});
    return cause == causes_.end() ? std::nullopt : std::optional{cause->second};
  }

  static bool is_message(const LoggedEvent& event) {
    return event.kind == LoggedEvent::Kind::received || event.kind == LoggedEvent::Kind::missed;
  }

  static Kind kind_of(const LoggedEvent& event) {
    if (event.kind == LoggedEvent::Kind::fault)
      return Kind::fault;
    return is_message(event) ? Kind::message : Kind::local;
  }

  // An event is told when something came of it, or of a message that was sent in it.
  void find_telling() {
    telling_.assign(log_.size(), false);
    std::map<std::pair<core::NodeIndex, std::uint64_t>, bool> arrived;
    for (std::size_t i = log_.size(); i-- > 0;) {
      const LoggedEvent& event = log_[i];
      if (event.kind == LoggedEvent::Kind::sent) {
        telling_[i] = !event.idle && !arrived.contains({event.node, event.sequence});
        continue;
      }
      if (is_message(event))
        arrived[{event.peer, event.sequence}] = true;
      telling_[i] = telling_[i] || !event.idle;
      if (telling_[i] && is_message(event))
        if (const auto cause = cause_of(event))
          telling_[*cause] = true;
    }
  }

  StoryEvent missing(const LoggedEvent& sent) const {
    return {.kind = Kind::missing,
            .time_us = sent.time_us,
            .node = sent.node,
            .peer = sent.peer,
            .text =
                names_[sent.node] + " sends " + sent.text + " to " + names_[sent.peer] + ", where it is not handled"};
  }

  StoryEvent handled(std::size_t place, const std::map<std::size_t, std::size_t>& places) const {
    const LoggedEvent& event = log_[place];
    StoryEvent told{.kind = kind_of(event),
                    .time_us = event.time_us,
                    .node = event.node,
                    .peer = event.peer,
                    .text = names_[event.node] + " " + event.text};
    if (const auto cause = is_message(event) ? cause_of(event) : std::nullopt)
      if (const auto known = places.find(*cause); known != places.end())
        told.cause = known->second;
    if (event.copy > 0)
      told.text += ", for the second time";
    return told;
  }

  const std::vector<LoggedEvent>& log_;
  const std::vector<std::string>& names_;
  std::map<std::pair<core::NodeIndex, std::uint64_t>, std::size_t> causes_;
  std::vector<bool> telling_;
};

/// What hardly any message takes longer than.
core::TimeUs slowest_us(const core::SpanSpec& latency) {
  using Span = core::SpanSpec::Kind;
  if (latency.kind == Span::constant)
    return latency.value_us;
  return latency.kind == Span::uniform ? latency.max_us
                                       : 5 * std::max({latency.median_us, latency.mean_us, latency.min_us});
}

std::string nodes_text(const std::vector<core::NodeIndex>& nodes, const std::vector<std::string>& names) {
  constexpr std::size_t named_max = 4;
  std::string text = nodes.empty() ? "all nodes" : "";
  for (std::size_t i = 0; i < std::min(nodes.size(), named_max); ++i)
    text += (i == 0 ? "" : ", ") + names[nodes[i]];
  return text + (nodes.size() > named_max ? " and " + std::to_string(nodes.size() - named_max) + " more" : "");
}

/// The plan of a scenario that is spelled out, as far as it had begun; what befalls nodes is in their own words.
std::vector<StoryEvent> fault_events(const core::Scenario& scenario, core::TimeUs until_us,
                                     const std::vector<std::string>& names) {
  std::vector<StoryEvent> events;
  for (const core::FaultSpec& fault : scenario.faults) {
    if (fault.at_us > until_us || core::traits_of(fault.kind).group == core::FaultGroup::nodes)
      continue;
    std::string text =
        "fault " + std::string{core::traits_of(fault.kind).name} + " of " + nodes_text(fault.nodes, names);
    if (fault.for_us > 0)
      text += " for " + format_duration(fault.for_us);
    events.push_back({.kind = Kind::fault,
                      .time_us = fault.at_us,
                      .node = fault.nodes.size() == 1 ? fault.nodes.front() : core::no_node,
                      .text = std::move(text)});
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const StoryEvent& a, const StoryEvent& b) { return a.time_us < b.time_us; });
  return events;
}

/// Puts faults before what happened at the same time.
std::vector<StoryEvent> with_faults(std::vector<StoryEvent> story, std::vector<StoryEvent> faults) {
  std::vector<StoryEvent> all;
  std::vector<std::size_t> places; // of the story's events in `all`
  auto fault = faults.begin();
  for (StoryEvent& event : story) {
    for (; fault != faults.end() && fault->time_us <= event.time_us; ++fault)
      all.push_back(std::move(*fault));
    if (event.cause)
      event.cause = places[*event.cause];
    places.push_back(all.size());
    all.push_back(std::move(event));
  }
  std::move(fault, faults.end(), std::back_inserter(all));
  return all;
}

} // namespace

std::vector<StoryEvent> tell_story(const std::vector<LoggedEvent>& log, const core::Scenario& scenario,
                                   const core::Violation& violation, const std::vector<std::string>& names) {
  std::vector<StoryEvent> story =
      with_faults(Teller{log, names}.tell(violation.time_us, violation.time_us - slowest_us(scenario.network.latency)),
                  fault_events(scenario, violation.time_us, names));
  story.push_back({.kind = Kind::violation,
                   .time_us = violation.time_us,
                   .node = violation.node,
                   .text = violation.property + ": " + violation.detail});
  return story;
}

std::vector<StoryEvent> last_of_story(const std::vector<StoryEvent>& story, std::size_t length) {
  const core::NodeIndex node = story.empty() ? core::no_node : story.back().node;
  std::vector<StoryEvent> last;
  for (auto event = story.rbegin(); event != story.rend() && last.size() < length; ++event)
    if (node == core::no_node || event->node == core::no_node || event->node == node || event->peer == node)
      last.push_back(*event);
  std::reverse(last.begin(), last.end());
  for (StoryEvent& event : last)
    event.cause.reset(); // places of the whole story
  return last;
}

std::string clock_text(core::TimeUs time_us) {
  const std::string micros = std::to_string(time_us % 1'000'000);
  return std::to_string(time_us / 1'000'000) + "." + std::string(6 - micros.size(), '0') + micros + " s";
}

std::string story_line(const StoryEvent& event) {
  return clock_text(event.time_us) + "  " + (event.kind == Kind::violation ? "violation " : "") + event.text;
}

} // namespace creditsim::scenarios
