// Real answers, held member by member against the description of the API.
#pragma once

#include <simdjson.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace labtrail::tests {

/// The part of JSON Schema that the description uses; a member that is not described is an error too.
class Schema {
 public:
  explicit Schema(simdjson::dom::element document) : document_(document) {}

  std::vector<std::string> errors(std::string_view reference, simdjson::dom::element value) {
    errors_.clear();
    check(document_.at_pointer(std::string(reference)), value, "");
    return errors_;
  }

 private:
  simdjson::dom::element resolve(simdjson::dom::element schema) const {
    std::string_view reference;
    while (schema["$ref"].get(reference) == simdjson::SUCCESS) {
      schema = document_.at_pointer(std::string(reference.substr(1)));
    }
    return schema;
  }
  static bool has_type(std::string_view type, simdjson::dom::element value) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_int64() || value.is_uint64();
    if (type == "number") return value.is_number();
    if (type == "boolean") return value.is_bool();
    return type == "null" && value.is_null();
  }
  void describe(simdjson::dom::element schema,
                std::vector<std::pair<std::string, simdjson::dom::element>>& members) const {
    schema = resolve(schema);
    simdjson::dom::array parts;
    if (schema["allOf"].get(parts) == simdjson::SUCCESS) {
      for (const simdjson::dom::element part : parts) describe(part, members);
    }
    simdjson::dom::object properties;
    if (schema["properties"].get(properties) == simdjson::SUCCESS) {
      for (const auto& [name, member] : properties) members.emplace_back(name, member);
    }
  }
  void require_members(simdjson::dom::element schema, simdjson::dom::element value, const std::string& path) {
    schema = resolve(schema);
    simdjson::dom::array parts;
    if (schema["allOf"].get(parts) == simdjson::SUCCESS) {
      for (const simdjson::dom::element part : parts) require_members(part, value, path);
    }
    simdjson::dom::array required;
    if (schema["required"].get(required) != simdjson::SUCCESS) return;
    for (const std::string_view name : required) {
      if (value[name].error() != simdjson::SUCCESS) errors_.push_back(path + " lacks " + std::string(name));
    }
  }
  void check(simdjson::dom::element schema, simdjson::dom::element value, const std::string& path) {
    schema = resolve(schema);
    simdjson::dom::element type;
    if (schema["type"].get(type) == simdjson::SUCCESS) {
      bool fits = type.is_string() && has_type(std::string_view(type), value);
      if (type.is_array()) {
        for (const std::string_view one : simdjson::dom::array(type)) fits = fits || has_type(one, value);
      }
      if (!fits) errors_.push_back(path + " is of another type");
    }
    if (value.is_object()) {
      require_members(schema, value, path);
      std::vector<std::pair<std::string, simdjson::dom::element>> members;
      describe(schema, members);
      simdjson::dom::element others;
      const bool open = schema["additionalProperties"].get(others) == simdjson::SUCCESS;
      for (const auto& [name, member] : simdjson::dom::object(value)) {
        const std::string place = path + "/" + std::string(name);
        const auto found = std::find_if(members.begin(), members.end(),
                                        [&](const auto& known) { return known.first == name; });
        if (found != members.end())
          check(found->second, member, place);
        else if (open)
          check(others, member, place);
        else if (!members.empty())
          errors_.push_back(place + " is not described");
      }
    }
    simdjson::dom::element items;
    if (value.is_array() && schema["items"].get(items) == simdjson::SUCCESS) {
      for (const simdjson::dom::element item : simdjson::dom::array(value)) check(items, item, path + "/-");
    }
  }

  simdjson::dom::element document_;
  std::vector<std::string> errors_;
};

}  // namespace labtrail::tests
