// SPDX-License-Identifier: MIT
#include "scenarios/listed_tasks.hpp"

#include "scenarios/units.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace creditsim::scenarios {

namespace {

using core::ListedTask;
using core::Result;

constexpr std::uint64_t node_max = 10'000'000;
constexpr std::uint64_t copies_max = 1000;
constexpr std::array<std::string_view, 7> member_names{"at",   "submitter", "workers", "duration",
                                                       "type", "priority",  "copies"};

core::Error not_a(const Json& value, const std::string& expected, const ValuePlace& place) {
  return key_error(place, quoted_value(value) + " is not " + expected);
}

/// Reads one task of the list.
class TaskReader {
public:
  TaskReader(const Json& value, const ValuePlace& place) : value_{value}, place_{place} {}

  Result<ListedTask> read() const {
    if (value_.kind != Json::Kind::object)
      return not_a(value_, "a task such as {\"at\": \"1s\", \"submitter\": 0, \"workers\": [1]}", place_);
    if (const auto known = check_members(); !known)
      return known.error();
    ListedTask task;
    for (const auto read : {&TaskReader::times, &TaskReader::nodes, &TaskReader::names, &TaskReader::copies})
      if (const auto done = (this->*read)(task); !done)
        return done.error();
    return task;
  }

private:
  ValuePlace member(std::string_view name) const {
    return {place_.source, place_.path + "." + std::string{name}, place_.folder};
  }

  Result<void> check_members() const {
    for (const auto& [name, value] : value_.members)
      if (name != "description" && std::find(member_names.begin(), member_names.end(), name) == member_names.end())
        return key_error(member(name), "not a known key of a task");
    for (const std::string_view needed : {"at", "submitter", "workers"})
      if (value_.find(needed) == nullptr)
        return key_error(place_, "the task has no " + std::string{needed});
    return {};
  }

  Result<core::TimeUs> duration(std::string_view name, core::TimeUs min_us) const {
    const Json& value = *value_.find(name);
    const auto span_us = value.kind == Json::Kind::string ? parse_duration(value.text) : std::nullopt;
    if (!span_us || *span_us < min_us)
      return not_a(value, "a duration of at least " + format_duration(min_us), member(name));
    return *span_us;
  }

  Result<void> times(ListedTask& task) const {
    const auto at_us = duration("at", 0);
    if (!at_us)
      return at_us.error();
    task.at_us = at_us.value();
    if (value_.find("duration") == nullptr)
      return {};
    const auto duration_us = duration("duration", 0);
    if (!duration_us)
      return duration_us.error();
    task.duration_us = duration_us.value();
    return {};
  }

  static Result<std::uint32_t> count(const Json& value, std::uint64_t min, std::uint64_t max, const ValuePlace& place) {
    const bool countable = value.kind == Json::Kind::number || value.kind == Json::Kind::string;
    const auto number = countable ? parse_count(value.text) : std::nullopt;
    if (!number || *number < min || *number > max)
      return not_a(value, "a count from " + std::to_string(min) + " to " + std::to_string(max), place);
    return static_cast<std::uint32_t>(*number);
  }

  static Result<std::vector<std::uint32_t>> counts(const Json& list, std::uint64_t min, std::uint64_t max,
                                                   const ValuePlace& place) {
    if (list.kind != Json::Kind::array)
      return not_a(list, "a list of counts", place);
    std::vector<std::uint32_t> numbers;
    for (const Json& item : list.items) {
      const auto number = count(item, min, max, place);
      if (!number)
        return number.error();
      numbers.push_back(number.value());
    }
    return numbers;
  }

  Result<void> nodes(ListedTask& task) const {
    const auto submitter = count(*value_.find("submitter"), 0, node_max, member("submitter"));
    if (!submitter)
      return submitter.error();
    task.submitter = submitter.value();
    auto workers = counts(*value_.find("workers"), 0, node_max, member("workers"));
    if (!workers)
      return workers.error();
    task.workers = std::move(workers).value();
    return {};
  }

  Result<void> names(ListedTask& task) const {
    for (const auto& [name, field] : {std::pair{"type", &task.type}, std::pair{"priority", &task.priority}}) {
      const Json* value = value_.find(name);
      if (value == nullptr)
        continue;
      if (value->kind != Json::Kind::string)
        return not_a(*value, "a text", member(name));
      *field = value->text;
    }
    return {};
  }

  Result<void> copies(ListedTask& task) const {
    const Json* value = value_.find("copies");
    if (value == nullptr)
      return {};
    if (value->kind == Json::Kind::array) {
      auto numbers = counts(*value, 1, copies_max, member("copies"));
      if (!numbers)
        return numbers.error();
      if (numbers.value().size() != task.workers.size())
        return key_error(member("copies"), std::to_string(numbers.value().size()) + " counts are not one for each of " +
                                               std::to_string(task.workers.size()) + " workers");
      task.copies = std::move(numbers).value();
    } else {
      const auto number = count(*value, 1, copies_max, member("copies"));
      if (!number)
        return number.error();
      task.copies.assign(task.workers.size(), number.value());
    }
    if (std::all_of(task.copies.begin(), task.copies.end(), [](std::uint32_t number) { return number == 1; }))
      task.copies.clear();
    return {};
  }

  const Json& value_;
  const ValuePlace& place_;
};

Json counts_document(const std::vector<std::uint32_t>& counts) {
  Json list = json_array();
  for (const std::uint32_t count : counts)
    list.items.push_back(json_integer(count));
  return list;
}

bool all_equal(const std::vector<std::uint32_t>& counts) {
  return std::all_of(counts.begin(), counts.end(), [&](std::uint32_t count) { return count == counts.front(); });
}

Json task_document(const ListedTask& task) {
  static const ListedTask plain;
  Json document = json_object();
  document.set("at", json_text(format_duration(task.at_us)));
  document.set("submitter", json_integer(task.submitter));
  document.set("workers", counts_document(task.workers));
  if (task.duration_us != plain.duration_us)
    document.set("duration", json_text(format_duration(task.duration_us)));
  if (task.type != plain.type)
    document.set("type", json_text(task.type));
  if (task.priority != plain.priority)
    document.set("priority", json_text(task.priority));
  if (!task.copies.empty())
    document.set("copies", all_equal(task.copies) ? json_integer(task.copies.front()) : counts_document(task.copies));
  return document;
}

Json count_schema(std::uint64_t min, std::uint64_t max) {
  Json schema = json_object();
  schema.set("type", json_text("integer"));
  schema.set("minimum", json_integer(min));
  schema.set("maximum", json_integer(max));
  return schema;
}

Json list_schema(Json items) {
  Json schema = json_object();
  schema.set("type", json_text("array"));
  schema.set("items", std::move(items));
  return schema;
}

} // namespace

Result<std::vector<ListedTask>> read_listed_tasks(const Json& value, const ValuePlace& place) {
  if (value.kind != Json::Kind::array)
    return not_a(value, "a list of tasks", place);
  std::vector<ListedTask> tasks;
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    const ValuePlace at{place.source, place.path + "[" + std::to_string(i) + "]", place.folder};
    auto task = TaskReader{value.items[i], at}.read();
    if (!task)
      return task.error();
    tasks.push_back(std::move(task).value());
  }
  return tasks;
}

Json print_listed_tasks(const std::vector<ListedTask>& tasks) {
  Json list = json_array();
  for (const ListedTask& task : tasks)
    list.items.push_back(task_document(task));
  return list;
}

Json listed_tasks_schema(std::string_view duration_pattern) {
  Json duration = json_object();
  duration.set("type", json_text("string"));
  duration.set("pattern", json_text(duration_pattern));
  Json text = json_object();
  text.set("type", json_text("string"));
  Json task = json_object();
  task.set("type", json_text("object"));
  Json& members = task.set("properties", json_object());
  for (const std::string_view name : {"at", "duration"})
    members.set(name, duration);
  for (const std::string_view name : {"type", "priority", "description"})
    members.set(name, text);
  members.set("submitter", count_schema(0, node_max));
  members.set("workers", list_schema(count_schema(0, node_max)));
  Json copies = json_object();
  copies.set("anyOf", json_array({count_schema(1, copies_max), list_schema(count_schema(1, copies_max))}));
  members.set("copies", std::move(copies));
  task.set("required", json_array({json_text("at"), json_text("submitter"), json_text("workers")}));
  task.set("additionalProperties", json_boolean(false));
  return list_schema(std::move(task));
}

} // namespace creditsim::scenarios
