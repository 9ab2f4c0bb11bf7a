// Decision tables as JSON: `proviso-tables/1`.
#include "emit/Inputs.h"
#include "emit/TableText.h"

#include <nlohmann/json.hpp>

namespace proviso {

namespace {

using Json = nlohmann::ordered_json;

Json variableJson(const ir::Program &program, const Variable &variable, const Input &asInput) {
  constexpr const char *kinds[] = {"fact",     "role",       "form",       "breach", "disobeyed",
                                   "in_force", "comparison", "succession", "record", "stated"};
  Json out{{"kind", kinds[static_cast<size_t>(variable.kind)]},
           {"owner", variable.owner == ir::Owner::Act ? "act" : "person"},
           {"label", variable.label}};
  if (asInput.label != variable.label) out["meaning"] = asInput.label;
  if (variable.fact != ir::none) out["fact"] = program.facts[variable.fact].name;
  if (variable.kind == VariableKind::Role) out["role"] = program.roles[variable.index].name;
  if (variable.provision != ir::none) out["provision"] = program.provisions[variable.provision].id;
  Json values = Json::array();
  for (uint32_t v = 0; v < variable.size; ++v) values.push_back(valueText(program, variable, v));
  out["values"] = std::move(values);
  return out;
}

Json rowsJson(const EmitInput &input, const Rows &rows, bool outcome) {
  Json out{{"columns", rows.columns}};
  if (rows.moreThan) {
    out["too_large"] = true;
    return out;
  }
  Json list = Json::array();
  for (const Row &row : rows.rows) {
    Json cells = Json::array();
    for (size_t c = 0; c < row.cells.size(); ++c) {
      Json cell = Json::array();
      for (uint32_t v = 0; v < 64; ++v)
        if (row.cells[c] >> v & 1) cell.push_back(v);
      cells.push_back(std::move(cell));
    }
    Json item{{"cells", std::move(cells)}};
    if (outcome) {
      item["outcome"] = row.outcome;
      item["text"] = outcomeOf(input.tables, row.outcome);
    }
    list.push_back(std::move(item));
  }
  out["rows"] = std::move(list);
  return out;
}

Json outcomeJson(const ir::Program &program, const Outcome &o) {
  constexpr const char *ops[] = {"kind",         "one_of",   "one_or_more_of", "all_of",
                                 "also_or_only", "referral", "not_written_out"};
  Json out{{"op", ops[static_cast<size_t>(o.op)]}, {"mode", o.may ? "may" : "shall"}, {"text", o.text}};
  if (o.op == OutcomeOp::Kind) out["kind"] = program.kinds[o.kind].name;
  if (o.op == OutcomeOp::Referral) out["referral"] = program.referrals[o.kind].name;
  if (!o.qualifier.empty()) out["qualifier"] = o.qualifier;
  auto amount = [&](const char *name, ir::Index expr) {
    if (expr == ir::none) return;
    std::string text = ir::describe(program, expr);
    if (program.exprs[expr].op == ir::Op::Constant) text = program.exprs[expr].number.text();
    if (!o.currency.empty())
      text += " " + o.currency;
    else if (o.months)
      text += " months";
    else if (o.days)
      text += " days";
    out[name] = text;
  };
  amount("min", o.low);
  amount("max", o.high);
  if (!o.things.empty()) out["of"] = o.things;
  if (o.times != Number(1)) out["maximum_times"] = o.times.text();
  constexpr const char *terms[] = {"within", "from", "for", "at_cost_of", "jointly_with", "chosen_by"};
  for (const ir::Term &term : o.terms) out[terms[static_cast<size_t>(term.kind)]] = term.value;
  if (!o.authority.empty()) out["by"] = o.authority;
  if (!o.branches.empty()) out["branches"] = o.branches;
  return out;
}

} // namespace

std::string emitTablesJson(const EmitInput &input) {
  const ir::Program &program = input.program;
  Json provisions = Json::array(), outcomes = Json::array();
  for (const Outcome &outcome : input.tables.outcomes) outcomes.push_back(outcomeJson(program, outcome));
  for (const ProvisionTable &table : input.tables.provisions) {
    const ir::Provision &p = program.provisions[table.provision];
    Json variables = Json::array(), effects = Json::array();
    for (const Input &one : inputsOf(program, table))
      variables.push_back(variableJson(program, table.variables[one.variable], one));
    for (const Effect &effect : table.effects) {
      Json chains = Json::array();
      for (const auto &chain : effect.chains) {
        Json links = Json::array();
        for (const Link &link : chain)
          links.push_back(link.named ? Json{{"named", program.provisions[link.provision].id}}
                                     : Json(program.provisions[link.provision].id));
        chains.push_back(std::move(links));
      }
      Json item{{"addressee", effect.addressee == ir::Owner::Act ? "subject" : "person"},
                {"name", effect.name},
                {"source", program.provisions[effect.source].id},
                {"basis", std::move(chains)}};
      if (!effect.group.empty()) {
        item["group"] = effect.group;
        for (ir::Index cited : effect.alternative) item["alternative"].push_back(program.provisions[cited].id);
      }
      item["table"] = rowsJson(input, effect.rows, true);
      effects.push_back(std::move(item));
    }
    Json item{{"id", p.id},
              {"citation", p.citation},
              {"title", p.title},
              {"in_force", spanText(p.span)},
              {"variables", std::move(variables)},
              {"elements", rowsJson(input, table.elementRows, false)},
              {"effects", std::move(effects)}};
    if (!table.adjustments.empty()) {
      Json adjustments = Json::array();
      for (const AdjustmentTable &adjustment : table.adjustments)
        adjustments.push_back(
            {{"text", p.adjustments[adjustment.index].text}, {"table", rowsJson(input, adjustment.rows, false)}});
      item["adjustments"] = std::move(adjustments);
    }
    if (!p.displaces.empty()) {
      Json displaced = Json::array();
      for (ir::Index other : p.displaces) displaced.push_back(program.provisions[other].id);
      item["displaces"] = std::move(displaced);
    }
    if (p.yieldsToOtherLaw) item["yields_to_other_law"] = true;
    if (p.concurrence) item["concurrence"] = p.concurrence->text;
    provisions.push_back(std::move(item));
  }
  const Json out{{"format", "proviso-tables/1"},
                 {"compiler", input.version},
                 {"sources", input.fingerprint},
                 {"outcomes", std::move(outcomes)},
                 {"provisions", std::move(provisions)}};
  return out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace proviso
