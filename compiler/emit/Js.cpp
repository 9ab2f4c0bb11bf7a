// One ES module without dependencies: the diagrams of all provisions, and a walk over them (embedded/engine.mjs).
// Unknown inputs are decided as the runtime decides them: by what every completion comes to.
#include "emit/DiagramJson.h"

#include "embedded.inc"

#include <fmt/format.h>

namespace proviso {

std::string emitJs(const EmitInput &input) {
  std::string out = fmt::format("// Decision tables, made by proviso {} from sources {}. Not to be edited.\n"
                                "// An aid in reading the law, and no legal advice.\n\nconst provisions = [\n",
                                input.version, input.fingerprint);
  for (const ProvisionTable &table : input.tables.provisions)
    out +=
        "  " + diagramJson(input, table).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + ",\n";
  return out + "];\n\nexport const sources = \"" + input.fingerprint + "\";\n\n" + engine_mjs;
}

} // namespace proviso
