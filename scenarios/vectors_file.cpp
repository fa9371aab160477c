// SPDX-License-Identifier: MIT
#include "scenarios/vectors_file.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

namespace creditsim::scenarios {

namespace {

using core::Errc;
using core::Error;
using core::Result;

struct KindFrame {
  std::string_view kind;
  std::string_view list; // member that holds the entries
};

constexpr std::array<KindFrame, 6> frames{{{"calculate-amount", "rows"},
                                           {"crdt-primitives", "scripts"},
                                           {"credit-system", "scripts"},
                                           {"ledger", "scripts"},
                                           {"ledger-merge-orders", "cases"},
                                           {"task-handler", "scripts"}}};

Error wrong(const VectorFile& file, const std::string& place, const Json* found, const std::string& expected) {
  const std::string text = shown(found).substr(0, 60);
  return {Errc::malformed, file.name + ": " + place + ": found " + text + ", expected " + expected};
}

Result<void> check_step(const VectorFile& file, const std::string& place, const Json& step) {
  if (!step.is_object())
    return wrong(file, place, &step, "a step object");
  if (const Json* at = member(step, "at"); at == nullptr || !at->is_number_integer())
    return wrong(file, place + ".at", at, "whole milliseconds");
  if (const Json* op = member(step, "op"); op == nullptr || !op->is_string())
    return wrong(file, place + ".op", op, "the name of an operation");
  if (const Json* args = member(step, "args"); args == nullptr || !args->is_array())
    return wrong(file, place + ".args", args, "a list of arguments");
  return {};
}

Result<void> check_script(const VectorFile& file, const std::string& place, const Json& script) {
  const Json* steps = member(script, "steps");
  if (steps == nullptr || !steps->is_array())
    return wrong(file, place + ".steps", steps, "a list of steps");
  for (std::size_t index = 0; index < steps->size(); ++index)
    if (auto checked = check_step(file, place + ".steps[" + std::to_string(index) + "]", (*steps)[index]); !checked)
      return checked;
  for (const char* name : {"setup", "final"})
    if (const Json* part = member(script, name); part != nullptr && !part->is_object())
      return wrong(file, place + "." + name, part, "an object");
  return {};
}

Result<void> check_entry(const VectorFile& file, const std::string& place, const Json& entry, bool is_script) {
  if (!entry.is_object())
    return wrong(file, place, &entry, "an object");
  if (const Json* name = member(entry, "name"); name == nullptr || !name->is_string())
    return wrong(file, place + ".name", name, "a name");
  const Json* tags = member(entry, "tags");
  if (tags == nullptr || !tags->is_array() ||
      !std::all_of(tags->begin(), tags->end(), [](const Json& tag) { return tag.is_string(); }))
    return wrong(file, place + ".tags", tags, "a list of texts");
  return is_script ? check_script(file, place, entry) : Result<void>{};
}

Result<void> check_frame(const VectorFile& file) {
  const auto frame =
      std::find_if(frames.begin(), frames.end(), [&](const KindFrame& known) { return known.kind == file.kind; });
  if (frame == frames.end())
    return wrong(file, "kind", member(file.content, "kind"), "a known kind of vectors");
  const std::string list_name{frame->list};
  const Json* list = member(file.content, list_name);
  if (list == nullptr || !list->is_array())
    return wrong(file, list_name, list, "a list");
  if (list_name == "rows")
    return {};
  for (std::size_t index = 0; index < list->size(); ++index)
    if (auto checked =
            check_entry(file, list_name + "[" + std::to_string(index) + "]", (*list)[index], list_name == "scripts");
        !checked)
      return checked;
  return {};
}

} // namespace

bool is_later_kind(const std::string& kind) { return kind == "firestore-sync" || kind == "relay-client"; }

Result<VectorFile> read_vector_file(const std::string& path) {
  VectorFile file;
  file.name = std::filesystem::path{path}.filename().string();
  std::ifstream stream{path, std::ios::binary};
  if (!stream)
    return Error{Errc::not_found, path + ": found nothing that can be read, expected a file of vectors"};
  const std::string text{std::istreambuf_iterator<char>{stream}, std::istreambuf_iterator<char>{}};
  file.content = Json::parse(text, nullptr, false);
  if (file.content.is_discarded())
    return Error{Errc::malformed, file.name + ": found text that is not JSON, expected a file of vectors"};
  if (!file.content.is_object())
    return wrong(file, "top level", &file.content, "an object with schema, kind and a list");
  if (const Json* schema = member(file.content, "schema"); schema == nullptr || *schema != 1)
    return wrong(file, "schema", schema, "1");
  const Json* kind = member(file.content, "kind");
  if (kind == nullptr || !kind->is_string())
    return wrong(file, "kind", kind, "a known kind of vectors");
  file.kind = kind->get<std::string>();
  if (!is_later_kind(file.kind))
    if (auto checked = check_frame(file); !checked)
      return checked.error();
  return file;
}

} // namespace creditsim::scenarios
