// SPDX-License-Identifier: MIT
#include "scenarios/vectors_crdt.hpp"

#include "core/ledger_json.hpp"
#include "core/lww_register.hpp"
#include "core/pn_counter.hpp"
#include "core/strict_json.hpp"

#include <algorithm>
#include <map>
#include <variant>

namespace creditsim::scenarios {

namespace {

using core::Credits;
using core::Errc;
using core::Error;
using core::GCounter;
using core::LwwMap;
using core::NodeNames;
using core::PnCounter;
using core::Result;
using Register = core::LwwRegister<std::string>; // canonical JSON
using Object = std::variant<GCounter, PnCounter, Register, LwwMap>;

Json parsed(const std::string& canonical) { return Json::parse(canonical, nullptr, false); }

Json parsed_list(const std::vector<std::string>& values) {
  Json list = Json::array();
  for (const std::string& value : values)
    list.push_back(parsed(value));
  return list;
}

Json with_owner(core::OwnerId owner, const NodeNames& names, const Json& members) {
  Json result = Json::object();
  if (owner != core::no_owner)
    result["nodeId"] = names.name(owner);
  result.update(members);
  return result;
}

/// The reference's `toJSON` of each type.
struct ToJson {
  const NodeNames& names;

  Json operator()(const GCounter& counter) const { return core::counter_to_json(counter); }
  Json operator()(const PnCounter& counter) const {
    return with_owner(counter.owner(), names,
                      {{"positive", core::counter_to_json(counter.positive())},
                       {"negative", core::counter_to_json(counter.negative())}});
  }
  Json operator()(const Register& cell) const {
    return with_owner(cell.owner(), names, {{"value", parsed(cell.value())}, {"timestamp", cell.timestamp_ms()}});
  }
  Json operator()(const LwwMap& map) const { return core::map_to_json(map, names); }
};

Json with_sum(Json json, Credits value) {
  return {{"json", std::move(json)}, {"value", value.to_double()}, {"cents", value.hundredths()}};
}

/// What the vectors record after a step.
struct After {
  const NodeNames& names;

  Json operator()(const GCounter& counter) const { return with_sum(ToJson{names}(counter), counter.value()); }
  Json operator()(const PnCounter& counter) const { return with_sum(ToJson{names}(counter), counter.value()); }
  Json operator()(const Register& cell) const { return {{"json", ToJson{names}(cell)}}; }
  Json operator()(const LwwMap& map) const {
    return {{"json", ToJson{names}(map)}, {"keys", map.keys()}, {"values", parsed_list(map.values())}};
  }
};

class CrdtRunner final : public ScriptRunner {
public:
  Result<StepOutcome> run(const Json& step) override {
    StepOutcome outcome;
    const auto object = carry_out(step, outcome);
    if (!object)
      return object.error();
    outcome.after = std::visit(After{names_}, *object.value());
    const bool counts =
        std::holds_alternative<GCounter>(*object.value()) || std::holds_alternative<PnCounter>(*object.value());
    outcome.after_tolerance = counts ? Tolerance::all : Tolerance::exact; // `value` of a counter is a sum
    return outcome;
  }

  Result<Json> final_state(const Json& recorded) override {
    Json result = Json::object();
    if (member(recorded, "converged") != nullptr)
      result["converged"] = converged();
    return result;
  }

private:
  /// The object that the step acted on.
  Result<const Object*> carry_out(const Json& step, StepOutcome& outcome) {
    const auto op = step["op"].get<std::string>();
    if (op == "new" || op == "fromJSON" || op == "copy")
      return create(op, step);
    Object* object = find(text_member(step, "on"));
    if (object == nullptr)
      return Error{Errc::not_found, "on: no such object"};
    if (op == "merge") {
      const Object* other = find(text_member(argument(step, 0), "$obj"));
      if (other == nullptr || other->index() != object->index())
        return Error{Errc::not_found, "$obj: no such object of this type"};
      if (auto merged = merge(*object, *other); !merged)
        return merged.error();
    } else if (auto called = call(*object, text_member(step, "method"), step, outcome); !called) {
      return called.error();
    }
    return object;
  }

  Result<const Object*> create(const std::string& op, const Json& step) {
    const std::string type = text_member(step, "type");
    Json content = argument(step, 0);
    if (op == "copy") {
      const Object* source = find(text_member(content, "$obj"));
      if (source == nullptr)
        return Error{Errc::not_found, "$obj: no such object"};
      content = std::visit(ToJson{names_}, *source);
    }
    auto object = op == "new" ? fresh(type, step) : decode(type, content);
    if (!object)
      return object.error();
    return &objects_.insert_or_assign(text_member(step, "name"), std::move(object).value()).first->second;
  }

  Result<Object> fresh(const std::string& type, const Json& step) {
    const core::OwnerId owner = names_.intern(as_text(argument(step, 0)).value_or(""));
    if (type == "GCounter")
      return Object{GCounter{names_, owner}};
    if (type == "PNCounter")
      return Object{PnCounter{names_, owner}};
    if (type == "LWWMap")
      return Object{LwwMap{owner}};
    if (type != "LWWRegister")
      return Error{Errc::not_found, "type " + type + " is not known"};
    const Json& value = argument(step, 1);
    const Json initial = is_special(value, "undefined") ? Json(nullptr) : value;
    return Object{Register{owner, core::canonical_json(initial), step["at"].get<std::int64_t>()}};
  }

  Result<Object> decode(const std::string& type, const Json& content) {
    if (type == "GCounter") {
      auto counter = core::counter_from_json(content, "GCounter", names_);
      return counter ? Result<Object>{Object{std::move(counter).value()}} : counter.error();
    }
    if (type == "LWWMap") {
      auto map = core::map_from_json(content, "LWWMap", names_);
      return map ? Result<Object>{Object{std::move(map).value()}} : map.error();
    }
    if (type == "PNCounter")
      return decode_pn_counter(content);
    if (type == "LWWRegister")
      return decode_register(content);
    return Error{Errc::not_found, "type " + type + " is not known"};
  }

  Result<Object> decode_pn_counter(const Json& content) {
    const Json* positive = member(content, "positive");
    const Json* negative = member(content, "negative");
    if (positive == nullptr || negative == nullptr)
      return Error{Errc::malformed, "PNCounter: expected positive and negative"};
    auto up = core::counter_from_json(*positive, "PNCounter.positive", names_);
    if (!up)
      return up.error();
    auto down = core::counter_from_json(*negative, "PNCounter.negative", names_);
    if (!down)
      return down.error();
    return Object{PnCounter{std::move(up).value(), std::move(down).value()}};
  }

  Result<Object> decode_register(const Json& content) {
    const Json* value = member(content, "value");
    const Json* timestamp = member(content, "timestamp");
    if (value == nullptr || timestamp == nullptr || !timestamp->is_number_integer())
      return Error{Errc::malformed, "LWWRegister: expected value and timestamp"};
    const Json* node = member(content, "nodeId");
    const core::OwnerId owner =
        node == nullptr || !node->is_string() ? core::no_owner : names_.intern(node->get<std::string>());
    return Object{Register{owner, core::canonical_json(*value), timestamp->get<std::int64_t>()}};
  }

  static Result<void> merge(Object& object, const Object& other) {
    if (auto* counter = std::get_if<GCounter>(&object)) {
      const auto joined = counter->join(*std::get_if<GCounter>(&other));
      return joined ? Result<void>{} : joined.error();
    }
    if (auto* counter = std::get_if<PnCounter>(&object)) {
      const auto joined = counter->join(*std::get_if<PnCounter>(&other));
      return joined ? Result<void>{} : joined.error();
    }
    if (auto* cell = std::get_if<Register>(&object))
      cell->join(*std::get_if<Register>(&other));
    else if (auto* map = std::get_if<LwwMap>(&object))
      map->join(*std::get_if<LwwMap>(&other));
    return {};
  }

  static Result<void> call(Object& object, const std::string& method, const Json& step, StepOutcome& outcome) {
    if (auto* counter = std::get_if<GCounter>(&object))
      return call_counter(*counter, method, step, outcome);
    if (auto* counter = std::get_if<PnCounter>(&object))
      return call_counter(*counter, method, step, outcome);
    if (auto* cell = std::get_if<Register>(&object))
      return call_register(*cell, method, step, outcome);
    return call_map(*std::get_if<LwwMap>(&object), method, step, outcome);
  }

  template <class Counter>
  static Result<void> call_counter(Counter& counter, const std::string& method, const Json& step,
                                   StepOutcome& outcome) {
    if (method == "value") {
      outcome.returns = counter.value().to_double();
      outcome.returns_tolerance = Tolerance::all;
      return {};
    }
    const Json& given = argument(step, 0);
    const auto amount =
        is_special(given, "undefined") ? Result<Credits>{Credits::hundredths(100)} : as_exact_amount(given);
    if (!amount)
      return amount.error();
    if (method == "increment")
      return counter.increment(amount.value());
    if constexpr (std::is_same_v<Counter, PnCounter>)
      if (method == "decrement")
        return counter.decrement(amount.value());
    return Error{Errc::not_found, "method " + method + " is not known"};
  }

  static Result<void> call_register(Register& cell, const std::string& method, const Json& step, StepOutcome& outcome) {
    if (method == "get") {
      outcome.returns = parsed(cell.value());
      outcome.returns_tolerance = Tolerance::exact;
      return {};
    }
    if (method != "set")
      return Error{Errc::not_found, "method " + method + " is not known"};
    cell.set(core::canonical_json(argument(step, 0)), step["at"].get<std::int64_t>());
    return {};
  }

  static Result<void> call_map(LwwMap& map, const std::string& method, const Json& step, StepOutcome& outcome) {
    const std::string key = as_text(argument(step, 0)).value_or("");
    const auto now_ms = step["at"].get<std::int64_t>();
    outcome.returns_tolerance = Tolerance::exact;
    if (method == "set") {
      map.set(key, core::canonical_json(argument(step, 1)), now_ms);
    } else if (method == "delete") {
      map.erase(key, now_ms);
    } else if (method == "get") {
      if (const auto value = map.get(key))
        outcome.returns = parsed(*value);
    } else if (method == "has") {
      if (const auto known = map.has(key))
        outcome.returns = *known;
    } else {
      return Error{Errc::not_found, "method " + method + " is not known"};
    }
    return {};
  }

  /// Whether all objects hold the same, whoever owns them.
  bool converged() const {
    std::optional<Json> first;
    for (const auto& [name, object] : objects_) {
      const Json state = without_owners(std::visit(ToJson{names_}, object));
      if (first && first_difference(*first, state, Tolerance::exact, ""))
        return false;
      first = state;
    }
    return true;
  }

  static Json without_owners(Json state) {
    state.erase("nodeId");
    for (const char* half : {"positive", "negative"})
      if (state.contains(half))
        state[half].erase("nodeId");
    return state;
  }

  Object* find(const std::string& name) {
    const auto found = objects_.find(name);
    return found == objects_.end() ? nullptr : &found->second;
  }

  NodeNames names_;
  std::map<std::string, Object> objects_;
};

} // namespace

Result<std::unique_ptr<ScriptRunner>> make_crdt_runner(const Json&) {
  return std::unique_ptr<ScriptRunner>{std::make_unique<CrdtRunner>()};
}

} // namespace creditsim::scenarios
