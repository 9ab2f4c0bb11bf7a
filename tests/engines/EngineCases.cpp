// Writes what the tests of exports need: the exports of a law, and cases with what the runtime decides of them.
//
//   engine_cases OUT PER statutes FOLDER | random SEED LAWS
//   engine_cases OUT PER rows FOLDER PROVISION SEED
//
// OUT gets a folder for each law, with its exports and `cases.json`: for each provision its inputs by name, its effects
// with their outcomes, and PER cases, of which one in four has unknown inputs. Of a case `elements` and each of the
// `adjustments` is 1, 0 or -1 (undetermined), and of each effect the numbers of the outcomes that are possible, 0 for
// nothing.
//
// `rows` writes PER cases of one provision to OUT, as rows in the order of the columns of its SQL table: `case_id` and
// the inputs, empty where unknown; then `known` (all inputs are), `elements`, its effects and its adjustments as its
// SQL view has them, where what is open is -1.
#include "cli/Files.h"
#include "cli/Pipeline.h"
#include "emit/Inputs.h"
#include "emit/TableText.h"
#include "support/RandomLaw.h"
#include "support/Worlds.h"

#include "src/Diagram.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <iostream>

using namespace proviso;
using namespace proviso::testing;
using Json = nlohmann::ordered_json;

namespace {

class Cases : Worlds {
public:
  Cases(const Compilation &c, const EmitInput &input, Random &random)
      : Worlds(c, random), input(input), decided(c.tables), reach(tables) {}

  Json run(size_t per) {
    Json out = Json::array();
    for (const ProvisionTable &table : decided.provisions) out.push_back(provision(table, per));
    return out;
  }

  void rows(const std::string &path, ir::Index provision, size_t per) {
    const auto table = std::find_if(decided.provisions.begin(), decided.provisions.end(),
                                    [&](const ProvisionTable &one) { return one.provision == provision; });
    inputs = inputsOf(program, *table);
    outcomes.assign(table->effects.size(), Json::array());
    atoms = oracle.atoms(provision);
    std::FILE *out = std::fopen(path.c_str(), "w");
    if (!out) throw std::runtime_error(path + " cannot be written");
    for (size_t n = 0, tries = 0; n < per; ++tries) {
      const auto one = drawn(*table, tries);
      if (!one) continue;
      fmt::print(out, "{}\n", rowOf(*table, *one, n++));
    }
    std::fclose(out);
  }

private:
  std::string rowOf(const ProvisionTable &table, const Json &one, size_t number) const {
    std::string row = std::to_string(number);
    bool known = true;
    for (const Input &input : inputs) {
      const Json &value = one["in"][input.name];
      const bool open = value.is_null(), established = value != "unascertainable";
      known = known && !open;
      row += ',';
      if (!open && established) row += value.is_string() ? value.get<std::string>() : value.dump();
      if (input.open) row += open ? "," : established ? ",false" : ",true";
    }
    row += fmt::format(",{},{}", known, one["elements"].get<int>());
    for (size_t e = 0; e < table.effects.size(); ++e) {
      const Json &possible = one["outcomes"][e];
      row += fmt::format(",{}", possible.size() == 1 ? possible.front().get<int>() : -1);
    }
    for (const Json &status : one["adjustments"]) row += fmt::format(",{}", status.get<int>());
    return row;
  }

  /// A case, with something unknown in one of four tries; nothing if what was drawn is none.
  std::optional<Json> drawn(const ProvisionTable &table, size_t tries) {
    World world = someone(table.provision);
    if (!fill(world)) return std::nullopt;
    if (tries % 4 != 0) aim(world, table);
    if (!oracle.consistent(world) || !program.provisions[table.provision].span.contains(world.date))
      return std::nullopt;
    std::vector<Atom> open;
    if (tries % 4 == 3)
      for (const Atom &atom : atoms)
        if (open.size() < 2 && below(3) == 0) open.push_back(atom);
    return decidedCase(table, world, open);
  }

  Json provision(const ProvisionTable &table, size_t per) {
    const ir::Provision &p = program.provisions[table.provision];
    Json out{{"id", p.id}, {"stem", fileStem(p.id)}, {"name", identifier(p.id)}, {"too_large", isTooLarge(table)}};
    inputs = inputsOf(program, table);
    out["inputs"] = Json::array();
    for (const Input &one : inputs)
      out["inputs"].push_back({{"name", one.name}, {"id", one.id}, {"type", wordOf(one.type)}, {"open", one.open}});
    outcomes.assign(table.effects.size(), Json::array());
    out["cases"] = Json::array();
    atoms = oracle.atoms(table.provision); // what other provisions read has no part in it
    for (size_t n = 0, tries = 0; n < per && tries < 20 * per; ++tries) {
      auto one = drawn(table, tries);
      if (!one) continue;
      one->erase("outcomes");
      out["cases"].push_back(std::move(*one));
      ++n;
    }
    out["adjustments"] = table.adjustments.size();
    out["effects"] = Json::array();
    for (size_t e = 0; e < table.effects.size(); ++e)
      out["effects"].push_back({{"name", table.effects[e].name}, {"outcomes", outcomes[e]}});
    return out;
  }

  /// Makes the world meet a row of the table, as far as its facts, roles, breaches and orders go.
  void aim(World &world, const ProvisionTable &table) {
    const World before = world;
    auto meet = [&](const Rows &rows) {
      if (rows.rows.empty()) return;
      const Row &row = pick(rows.rows);
      for (size_t c = 0; c < rows.columns.size(); ++c) meetCell(world, table.variables[rows.columns[c]], row.cells[c]);
    };
    if (!table.effects.empty()) meet(pick(table.effects).rows);
    meet(table.elementRows);
    oracle.closeUpwards(world);
    if (!oracle.consistent(world) || !rolesFit(world)) world = before;
  }

  void meetCell(World &world, const Variable &v, uint64_t cell) {
    if (cell == allValues(v)) return;
    std::set<ir::Index> &roles = v.owner == ir::Owner::Act ? world.roles : world.personRoles;
    switch (v.kind) {
    case VariableKind::Role:
      if (cell == 2) {
        roles.insert(v.index);
        roles.insert(program.roles[v.index].is.begin(), program.roles[v.index].is.end());
      } else {
        roles.erase(v.index);
      }
      return;
    case VariableKind::Form:
      for (ir::Index form = 0; form < program.forms.size(); ++form)
        if (cell >> form & 1) (v.owner == ir::Owner::Act ? world.form : world.personForm) = form;
      return;
    case VariableKind::Breach: world.values[{Atom::Kind::Breach, ir::none, v.provision}] = cell == 2; return;
    case VariableKind::Disobeyed: world.values[{Atom::Kind::Disobeyed, ir::none, v.provision}] = cell == 2; return;
    case VariableKind::Fact: break;
    default: return;
    }
    if (program.facts[v.fact].quantity) return;
    const Atom atom{program.facts[v.fact].owner == ir::none ? Atom::Kind::Fact : Atom::Kind::PersonFact, v.fact,
                    v.provision};
    std::vector<int64_t> fitting;
    for (const int64_t value : oracle.values(atom)) {
      world.values[atom] = value;
      if (cell >> oracle.valueOf(v, world) & 1) fitting.push_back(value);
    }
    if (!fitting.empty()) world.values[atom] = pick(fitting);
  }

  bool rolesFit(const World &world) const {
    for (const std::set<ir::Index> *roles : {&world.roles, &world.personRoles}) {
      for (const auto &list : program.exclusiveRoles)
        if (std::count_if(list.begin(), list.end(), [&](ir::Index r) { return roles->count(r) != 0; }) > 1)
          return false;
      for (ir::Index role : *roles)
        for (ir::Index entailed : program.roles[role].is)
          if (roles->count(entailed) == 0) return false;
    }
    return true;
  }

  std::optional<Json> decidedCase(const ProvisionTable &table, const World &world, const std::vector<Atom> &open) {
    using namespace layout;
    const BoundCase bound = bind(world, open);
    const BoundCase::Person *person = &bound.persons().front();
    const uint32_t row = table.provision,
                   firstVariable = tables.word(Section::Provisions, row, provisions::FirstVariable),
                   firstEffect = tables.word(Section::Provisions, row, provisions::FirstEffect);
    const Possibilities possible(bound, person);
    Json in = Json::object();
    for (const Input &one : inputs) {
      const Variable &variable = table.variables[one.variable];
      in[one.name] = value(one, variable, bound, person, possible[firstVariable + one.variable]);
    }
    const std::vector<uint32_t> ends =
        reach.from(tables.word(Section::Provisions, row, provisions::Elements), possible);
    if (ends.empty()) return std::nullopt; // it contradicts what always holds
    Json out{{"in", std::move(in)}, {"elements", statusOf(ends)}};
    out["effects"] = Json::array();
    for (size_t e = 0; e < table.effects.size(); ++e) {
      std::set<size_t> numbers, inRows;
      const std::vector<uint32_t> list = outcomesInRows(table.effects[e]);
      for (const uint32_t end :
           reach.from(tables.word(Section::Effects, firstEffect + static_cast<uint32_t>(e), effects::Root), possible)) {
        const bool nothing = end == terminalFalse;
        numbers.insert(nothing ? 0 : numberOf(e, end - layout::firstOutcome));
        inRows.insert(nothing ? 0
                              : static_cast<size_t>(std::find(list.begin(), list.end(), end - layout::firstOutcome) -
                                                    list.begin()) +
                                    1);
      }
      out["effects"].push_back(numbers);
      out["outcomes"].push_back(inRows);
    }
    out["adjustments"] = Json::array();
    for (uint32_t a = 0; a < tables.rows(Section::Adjustments); ++a)
      if (tables.word(Section::Adjustments, a, adjustments::Provision) == row)
        out["adjustments"].push_back(
            statusOf(reach.from(tables.word(Section::Adjustments, a, adjustments::Root), possible)));
    return out;
  }

  static int statusOf(const std::vector<uint32_t> &ends) {
    return ends.size() != 1 ? -1 : ends.front() == layout::terminalTrue ? 1 : 0;
  }

  /// Outcomes that no format tells apart have one number.
  size_t numberOf(size_t effect, uint32_t outcome) {
    const PlainOutcome plain = plainOutcome(input, outcome);
    Json as{{"sanction", plain.text},
            {"min", plain.low ? Json(plain.low->text()) : Json()},
            {"max", plain.high ? Json(plain.high->text()) : Json()},
            {"unit", plain.unit},
            {"mode", plain.mode},
            {"authority", plain.authority}};
    Json &list = outcomes[effect];
    for (size_t i = 0; i < list.size(); ++i)
      if (list[i] == as) return i + 1;
    list.push_back(std::move(as));
    return list.size();
  }

  Json value(const Input &one, const Variable &variable, const BoundCase &bound, const BoundCase::Person *person,
             uint64_t mask) const {
    if (variable.kind == VariableKind::Fact) {
      const FactValue fact =
          bound.fact(variable.fact, variable.provision == ir::none ? std::nullopt : std::optional(variable.provision),
                     variable.owner == ir::Owner::Person, person);
      switch (fact.kind) {
      case FactValue::Kind::Unknown: return nullptr;
      case FactValue::Kind::Boolean: return fact.boolean;
      case FactValue::Kind::Number: return fact.number.text();
      case FactValue::Kind::Date: return fact.date.text();
      case FactValue::Kind::Duration: return fact.duration.count;
      case FactValue::Kind::Choice: return fact.choice;
      case FactValue::Kind::Unascertainable: return "unascertainable";
      }
    }
    if ((mask & (mask - 1)) != 0) return nullptr;
    uint32_t index = 0;
    while (!(mask >> index & 1)) ++index;
    if (one.type == Input::Type::Text) return one.values[index];
    return index == 1;
  }

  const EmitInput &input;
  const DecisionTables &decided;
  Reach reach;
  std::vector<Input> inputs;
  std::vector<Json> outcomes; // by effect
};

void write(const Compilation &c, const std::string &out, size_t per, Random &random) {
  const EmitInput input = c.emitInput();
  auto put = [&](const std::string &folder, const std::vector<Artefact> &files) {
    for (const auto &[path, bytes] : files) writeFile(out + folder + "/" + path, bytes);
  };
  put("", {{"tables.mjs", emitJs(input)}, {"tables.rego", emitRego(input)}, {"tables.hpp", emitCpp(input)}});
  put("", emitDmn(input, DmnVersion::V1_3));
  put("", emitJdm(input));
  for (const char *dialect : {"duckdb", "postgres", "clickhouse"})
    put(std::string("/") + dialect, emitSql(input, *sqlDialectNamed(dialect)));
  writeFile(out + "/cases.json", Cases(c, input, random).run(per).dump() + "\n");
}

} // namespace

int main(int argc, char **argv) {
  if (argc < 5) {
    std::cerr << "engine_cases OUT PER statutes FOLDER | random SEED LAWS | rows FOLDER PROVISION SEED\n";
    return 2;
  }
  const std::string out = argv[1], what = argv[3];
  const auto per = static_cast<size_t>(std::atoi(argv[2]));
  Random random(static_cast<uint32_t>(what == "random"             ? std::atoi(argv[4])
                                      : what == "rows" && argc > 6 ? std::atoi(argv[6])
                                                                   : 20181201));
  if (what == "rows" && argc > 5) {
    const auto c = compile({argv[4]});
    for (ir::Index p = 0; p < c->program.provisions.size(); ++p)
      if (c->program.provisions[p].id == argv[5]) {
        Cases(*c, c->emitInput(), random).rows(out, p, per);
        return 0;
      }
    std::cerr << "there is no provision " << argv[5] << "\n";
    return 2;
  }
  if (what == "statutes") {
    write(*compile({argv[4]}), out, per, random);
    return 0;
  }
  for (int law = 0, wanted = argc > 5 ? std::atoi(argv[5]) : 20; law < wanted;) {
    Compilation c;
    c.sources.add("random.law", randomLaw(random));
    compile(c);
    if (c.diagnostics.hasErrors()) continue;
    write(c, out + "/" + std::to_string(law), per, random);
    ++law;
  }
  return 0;
}
