// SPDX-License-Identifier: MIT
// Results of the benchmark program as a Markdown table, and what moved between two of them.
// usage: creditsim_bench_report RESULTS.json [OLD.json]; exit 3 for what are no results
#include "core/result.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

using creditsim::core::Errc;
using creditsim::core::Error;
using creditsim::core::Result;

namespace {

/// Nanoseconds an item of one benchmark, a figure for each repetition.
class Figures {
public:
  void add(double ns) { sorted_.insert(std::upper_bound(sorted_.begin(), sorted_.end(), ns), ns); }

  double least() const { return sorted_.front(); }
  double most() const { return sorted_.back(); }
  double median() const {
    const std::size_t middle = sorted_.size() / 2;
    return sorted_.size() % 2 == 1 ? sorted_[middle] : (sorted_[middle - 1] + sorted_[middle]) / 2;
  }
  std::size_t count() const { return sorted_.size(); }

private:
  std::vector<double> sorted_;
};

/// Instructions of single calls, step by step.
struct Steps {
  double median = 0;
  double worst = 0;
};

struct Results {
  nlohmann::json context;
  std::vector<std::string> names; ///< in the order in which they ran
  std::map<std::string, Figures> figures;
  std::map<std::string, Steps> steps; ///< of the benchmarks that count them
};

/// Nanoseconds an item, or a whole iteration where no items are counted.
Result<double> ns_of(const nlohmann::json& run) {
  if (const auto items = run.find("items_per_second"); items != run.end() && items->is_number() && *items > 0.0)
    return 1e9 / items->get<double>();
  static const std::map<std::string, double> units{{"ns", 1.0}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}};
  const auto time = run.find("real_time");
  const auto unit = run.find("time_unit");
  if (time == run.end() || !time->is_number() || unit == run.end() || !unit->is_string() ||
      !units.contains(unit->get<std::string>()))
    return Error{Errc::malformed, "no time with a unit"};
  return time->get<double>() * units.at(unit->get<std::string>());
}

Result<Results> read_results(const std::string& path) {
  std::ifstream stream{path, std::ios::binary};
  if (!stream)
    return Error{Errc::not_found, path + ": cannot be read"};
  const std::string text{std::istreambuf_iterator<char>{stream}, {}};
  const auto document = nlohmann::json::parse(text, nullptr, false);
  const auto expected = path + ": expected results of creditsim_bench as JSON";
  if (!document.is_object() || !document.contains("context") || !document.contains("benchmarks") ||
      !document["context"].is_object() || !document["benchmarks"].is_array())
    return Error{Errc::malformed, expected + ", found other content"};
  Results results{.context = document["context"], .names = {}, .figures = {}, .steps = {}};
  for (const auto& run : document["benchmarks"]) {
    if (!run.is_object() || !run.contains("run_name") || !run["run_name"].is_string())
      return Error{Errc::malformed, expected + ", found a benchmark without a name"};
    if (run.value("run_type", "iteration") != "iteration")
      continue; // a mean or deviation of the others
    const auto name = run["run_name"].get<std::string>();
    const auto ns = ns_of(run);
    if (!ns)
      return Error{Errc::malformed, expected + ", found " + name + ": " + ns.error().context};
    const auto [figures, is_new] = results.figures.try_emplace(name);
    if (is_new)
      results.names.push_back(name);
    figures->second.add(ns.value());
    const auto number = [&](const char* key) { return run.contains(key) && run[key].is_number() && run[key] > 0.0; };
    if (number("median") && number("worst"))
      results.steps[name] = {.median = run["median"].get<double>(), .worst = run["worst"].get<double>()};
  }
  return results;
}

std::string fact(const Results& results, const char* name) {
  const auto found = results.context.find(name);
  if (found == results.context.end())
    return "?";
  return found->is_string() ? found->get<std::string>() : found->dump();
}

std::string shown(double ns) {
  char text[32];
  if (ns < 1e3)
    std::snprintf(text, sizeof text, "%.3g ns", ns);
  else
    std::snprintf(text, sizeof text, "%.3g %s", ns / (ns < 1e6 ? 1e3 : 1e6), ns < 1e6 ? "us" : "ms");
  return text;
}

void print_table(const Results& results) {
  std::printf("%s, creditsim %s, %s, flags %s, %s processors of %s MHz\n\n", fact(results, "date").c_str(),
              fact(results, "creditsim").c_str(), fact(results, "compiler").c_str(), fact(results, "flags").c_str(),
              fact(results, "num_cpus").c_str(), fact(results, "mhz_per_cpu").c_str());
  std::printf(
      "| benchmark | time an item: median | range | items a second | runs |\n| --- | --- | --- | --- | --- |\n");
  for (const auto& name : results.names) {
    const Figures& figures = results.figures.at(name);
    std::printf("| %s | %s | %s to %s | %.4g | %zu |\n", name.c_str(), shown(figures.median()).c_str(),
                shown(figures.least()).c_str(), shown(figures.most()).c_str(), 1e9 / figures.median(), figures.count());
  }
}

/// The same work four ways; an entry is left out where its benchmark did not run.
void print_ways(const Results& results) {
  struct Way {
    const char* benchmark;
    const char* what;
    const char* difference;
  };
  constexpr Way ways[] = {
      {"earn_and_spend_literal/10000", "library call",
       "one credit system, called in a loop, all of it in cache; 1 thread"},
      {"earn_and_spend_random_order/100000/iterations:1000000/real_time/threads:2", "random order",
       "the same call on 100,000 credit systems in no order: what is not in cache; 2 threads"},
      {"activation_with_payment/100000/iterations:15/real_time/threads:2", "activation",
       "a payment reaches a node actor as a message, is booked, and an envelope leaves; 100,000 actors in turn; 2 "
       "threads"},
      {"load_operation/1000/2/iterations:1/manual_time", "`load` operation",
       "a client asks a node actor in CAF's pool, and has its answer and both times measured; 1,000 actors; 2 threads "
       "of the pool"},
  };
  bool headed = false;
  for (const Way& way : ways) {
    const auto figures = results.figures.find(way.benchmark);
    if (figures == results.figures.end())
      continue;
    if (!headed)
      std::printf(
          "\n| one earn or spend | time each: median | a second | how it differs |\n| --- | --- | --- | --- |\n");
    headed = true;
    std::printf("| %s | %s | %.4g | %s |\n", way.what, shown(figures->second.median()).c_str(),
                1e9 / figures->second.median(), way.difference);
  }
}

/// The worst single call beside the median one; nothing where none was stepped through.
void print_steps(const Results& results) {
  if (results.steps.empty())
    return;
  std::printf("\n| single calls, instructions | median | worst | worst / median |\n| --- | --- | --- | --- |\n");
  for (const auto& [name, steps] : results.steps)
    std::printf("| %s | %.0f | %.0f | %.3g |\n", name.c_str(), steps.median, steps.worst, steps.worst / steps.median);
}

/// What lies wholly above or below what it was: ranges that overlap may be noise.
void print_moves(const Results& now, const Results& before) {
  std::size_t compared = 0;
  std::size_t moved = 0;
  std::printf("\n| moved beyond the noise | before | now | time now / before |\n| --- | --- | --- | --- |\n");
  for (const auto& name : now.names) {
    const auto old = before.figures.find(name);
    if (old == before.figures.end())
      continue;
    ++compared;
    const Figures& figures = now.figures.at(name);
    if (figures.least() <= old->second.most() && figures.most() >= old->second.least())
      continue;
    ++moved;
    std::printf("| %s | %s | %s | %.3g |\n", name.c_str(), shown(old->second.median()).c_str(),
                shown(figures.median()).c_str(), figures.median() / old->second.median());
  }
  std::printf("\n%zu of %zu benchmarks moved\n", moved, compared);
}

int refuse(const Error& error) {
  std::fprintf(stderr, "%s\n", error.context.c_str());
  return 3;
}

} // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> files{argv + 1, argv + argc};
  if (files.empty() || files.size() > 2) {
    std::fprintf(stderr, "usage: creditsim_bench_report RESULTS.json [OLD.json]\n");
    return 3;
  }
  const auto now = read_results(files[0]);
  if (!now)
    return refuse(now.error());
  const auto before = files.size() == 2 ? read_results(files[1]) : Results{};
  if (!before)
    return refuse(before.error());
  print_table(now.value());
  print_ways(now.value());
  print_steps(now.value());
  if (files.size() == 2)
    print_moves(now.value(), before.value());
}
