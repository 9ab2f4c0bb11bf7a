// One Rego module: the diagrams of all provisions, and a walk over them (embedded/engine.rego). Unknown inputs are
// decided as the runtime decides them: Rego has no recursion, but it can say what is reached in a graph.
#include "emit/DiagramJson.h"

#include "embedded.inc"

#include <fmt/format.h>

namespace proviso {

std::string emitRego(const EmitInput &input) {
  std::string out = fmt::format("# Decision tables, made by proviso {} from sources {}. Not to be edited.\n"
                                "# An aid in reading the law, and no legal advice.\npackage proviso\n\n"
                                "import future.keywords.contains\nimport future.keywords.if\n"
                                "import future.keywords.in\n\nsources := \"{}\"\n\nprovisions := {{\n",
                                input.version, input.fingerprint, input.fingerprint);
  for (const ProvisionTable &table : input.tables.provisions) {
    const nlohmann::ordered_json one = diagramJson(input, table);
    using Json = nlohmann::ordered_json;
    out += fmt::format("\t{}: {},\n", one["id"].dump(), one.dump(-1, ' ', false, Json::error_handler_t::replace));
  }
  return out + "}\n\n" + engine_rego;
}

} // namespace proviso
