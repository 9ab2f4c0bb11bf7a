// The diagrams of a provision as JSON, for the formats that carry an engine for them: js, rego.
#pragma once

#include "emit/Emit.h"

#include <nlohmann/json.hpp>

namespace proviso {

/// `id`, `citation`, `title`, `from` and `until` (the first and the last day), `inputs`, `elements`, `effects`,
/// `adjustments`, `relations`, `nodes`. Nodes and what they lead to are numbered as in NumberedDiagrams; a node is the
/// number of its input, and what each value leads to. The `cuts` of an input are its bounds as digits (`1/3` where no
/// decimal is exact) or days, each with whether the bound itself belongs to what lies below.
nlohmann::ordered_json diagramJson(const EmitInput &input, const ProvisionTable &table);

} // namespace proviso
