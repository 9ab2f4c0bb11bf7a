#include "bench/RuleTable.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <random>

namespace proviso::bench {

namespace {

int bits(unsigned set) { return __builtin_popcount(set); }

/// The share of all cases that a rule meets.
double share(const RuleTable::Rule &rule) {
  return bits(rule.kinds) / 6.0 * std::pow(0.5, bits(rule.yes) + bits(rule.no)) * (4 - rule.grade) / 4.0 *
         bits(rule.sectors) / 5.0 * (rule.to - rule.from) / 9.0 * (rule.dayTo - rule.dayFrom) / 9.0;
}

} // namespace

RuleTable ruleTable(size_t count) {
  std::mt19937 random(20261127);
  auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
  RuleTable table;
  const double wanted = 2.0 / static_cast<double>(count);
  while (table.rules.size() < count) {
    RuleTable::Rule rule;
    while (share(rule) > wanted * 1.4) {
      RuleTable::Rule tried = rule;
      switch (below(7)) {
      case 0:
        tried.kinds = static_cast<uint8_t>(below(2) ? 1U << below(6) : (1U << below(6)) | (1U << below(6)));
        break;
      case 1: tried.grade = static_cast<uint8_t>(1 + below(3)); break;
      case 2:
        tried.sectors = static_cast<uint8_t>(below(2) ? 1U << below(5) : (1U << below(5)) | (1U << below(5)));
        break;
      case 3: (below(2) ? tried.from : tried.to) = 1 + below(8); break;
      case 4: (below(2) ? tried.dayFrom : tried.dayTo) = 1 + below(8); break;
      default: {
        const auto one = static_cast<uint8_t>(1U << below(8));
        if (!((tried.yes | tried.no) & one)) (below(2) ? tried.yes : tried.no) |= one;
      }
      }
      if (tried.from >= tried.to || tried.dayFrom >= tried.dayTo || share(tried) < wanted * 0.7) continue;
      rule = tried;
    }
    table.rules.push_back(rule);
  }
  return table;
}

RuleCases ruleCases(size_t count) {
  std::mt19937 random(4);
  RuleCases cases;
  auto below = [&](unsigned n) { return random() % n; };
  for (size_t i = 0; i < count; ++i) {
    cases.kind.push_back(static_cast<uint8_t>(below(6)));
    cases.grade.push_back(static_cast<uint8_t>(below(4)));
    cases.sector.push_back(static_cast<uint8_t>(below(5)));
    for (auto &condition : cases.conditions) condition.push_back(static_cast<uint8_t>(below(2)));
    const auto part = static_cast<int>(below(9)), dayPart = static_cast<int>(below(9));
    const int64_t low = part == 0 ? 0 : RuleTable::amountBound(part), high = RuleTable::amountBound(part + 1);
    cases.amount.push_back(low + static_cast<int64_t>(below(static_cast<unsigned>(high - low))));
    cases.day.push_back((dayPart == 0 ? 17'900 : RuleTable::dayBound(dayPart)) + static_cast<int32_t>(below(100)));
  }
  return cases;
}

std::string asLaw(const RuleTable &table) {
  std::string text = R"(vocabulary v {
  form unit  form individual
  authority bureau
  fact kind : one of k0, k1, k2, k3, k4, k5
  fact grade : one of g0 < g1 < g2 < g3
  fact sector : one of s0, s1, s2, s3, s4
  fact amount : money CNY
  fact day : date
)";
  for (int i = 1; i <= 8; ++i) text += fmt::format("  fact c{} : boolean\n", i);
  text += "}\nscale s { administrative { fine money CNY } }\nstatute R {\n  in force from 2000-01-01\n  use v, s\n";
  auto anyOf = [](std::string_view fact, char letter, unsigned set, int count) {
    std::vector<std::string> parts;
    for (int i = 0; i < count; ++i)
      if (set >> i & 1) parts.push_back(fmt::format("{} = {}{}", fact, letter, i));
    return parts.size() == 1 ? parts.front() : fmt::format("({})", fmt::join(parts, " or "));
  };
  for (size_t r = 0; r < table.rules.size(); ++r) {
    const RuleTable::Rule &rule = table.rules[r];
    std::vector<std::string> parts;
    if (rule.kinds != 0x3F) parts.push_back(anyOf("kind", 'k', rule.kinds, 6));
    for (int c = 0; c < 8; ++c) {
      if (rule.yes >> c & 1) parts.push_back(fmt::format("c{}", c + 1));
      if (rule.no >> c & 1) parts.push_back(fmt::format("not c{}", c + 1));
    }
    if (rule.grade) parts.push_back(fmt::format("grade >= g{}", rule.grade));
    if (rule.sectors != 0x1F) parts.push_back(anyOf("sector", 's', rule.sectors, 5));
    if (rule.from > 0) parts.push_back(fmt::format("amount >= {} CNY", RuleTable::amountBound(rule.from)));
    if (rule.to < 9) parts.push_back(fmt::format("amount < {} CNY", RuleTable::amountBound(rule.to)));
    if (rule.dayFrom > 0) parts.push_back(fmt::format("day >= {}", Date{RuleTable::dayBound(rule.dayFrom)}.text()));
    if (rule.dayTo < 9) parts.push_back(fmt::format("day < {}", Date{RuleTable::dayBound(rule.dayTo)}.text()));
    text += fmt::format("  article {} {{\n    when {}\n    sanction by bureau {{ fine up to {} CNY }}\n  }}\n", r + 1,
                        fmt::join(parts, " and "), 1000 * (r + 1));
  }
  return text + "}\n";
}

CaseForm formOf() {
  CaseForm form;
  form.day = *Date::of(2020, 1, 1);
  auto add = [&](std::string fact) {
    form.columns.push_back({CaseColumn::Kind::Fact, std::move(fact), "", 0, false, {}});
  };
  add("kind");
  for (int i = 1; i <= 8; ++i) add(fmt::format("c{}", i));
  for (const char *fact : {"grade", "sector", "amount", "day"}) add(fact);
  return form;
}

std::vector<ColumnCells> cellsOf(const RuleCases &cases) {
  std::vector<ColumnCells> cells{{cases.kind.data(), nullptr}};
  for (const auto &condition : cases.conditions) cells.push_back({condition.data(), nullptr});
  cells.push_back({cases.grade.data(), nullptr});
  cells.push_back({cases.sector.data(), nullptr});
  cells.push_back({cases.amount.data(), nullptr});
  cells.push_back({cases.day.data(), nullptr});
  return cells;
}

std::vector<std::string> asSql(const RuleTable &table) {
  std::vector<std::string> conditions;
  auto in = [](unsigned set, int count) {
    std::vector<int> list;
    for (int i = 0; i < count; ++i)
      if (set >> i & 1) list.push_back(i);
    return fmt::format("({})", fmt::join(list, ", "));
  };
  for (const RuleTable::Rule &rule : table.rules) {
    std::vector<std::string> parts;
    if (rule.kinds != 0x3F) parts.push_back("kind IN " + in(rule.kinds, 6));
    for (int c = 0; c < 8; ++c) {
      if (rule.yes >> c & 1) parts.push_back(fmt::format("c{}", c + 1));
      if (rule.no >> c & 1) parts.push_back(fmt::format("NOT c{}", c + 1));
    }
    if (rule.grade) parts.push_back(fmt::format("grade >= {}", rule.grade));
    if (rule.sectors != 0x1F) parts.push_back("sector IN " + in(rule.sectors, 5));
    if (rule.from > 0) parts.push_back(fmt::format("amount >= {}", RuleTable::amountBound(rule.from)));
    if (rule.to < 9) parts.push_back(fmt::format("amount < {}", RuleTable::amountBound(rule.to)));
    if (rule.dayFrom > 0) parts.push_back(fmt::format("day >= {}", RuleTable::dayBound(rule.dayFrom)));
    if (rule.dayTo < 9) parts.push_back(fmt::format("day < {}", RuleTable::dayBound(rule.dayTo)));
    conditions.push_back(fmt::format("{}", fmt::join(parts, " AND ")));
  }
  return conditions;
}

std::string asJdm(const RuleTable &table) {
  using Json = nlohmann::json;
  Json inputs = Json::array(), rules = Json::array();
  std::vector<std::string> fields{"kind"};
  for (int i = 1; i <= 8; ++i) fields.push_back(fmt::format("c{}", i));
  for (const char *field : {"grade", "sector", "amount", "day"}) fields.emplace_back(field);
  for (const std::string &field : fields) inputs.push_back({{"id", field}, {"name", field}, {"field", field}});
  auto list = [](unsigned set, int count) {
    std::vector<int> values;
    for (int i = 0; i < count; ++i)
      if (set >> i & 1) values.push_back(i);
    return fmt::format("{}", fmt::join(values, ", "));
  };
  auto between = [](auto bound, int from, int to) -> std::string {
    if (from > 0 && to < 9) return fmt::format("[{}..{})", bound(from), bound(to));
    if (from > 0) return fmt::format(">= {}", bound(from));
    return to < 9 ? fmt::format("< {}", bound(to)) : "";
  };
  for (size_t r = 0; r < table.rules.size(); ++r) {
    const RuleTable::Rule &rule = table.rules[r];
    Json row{{"_id", fmt::format("r{}", r + 1)}, {"rule", std::to_string(r + 1)}};
    row["kind"] = rule.kinds == 0x3F ? "" : list(rule.kinds, 6);
    for (int c = 0; c < 8; ++c)
      row[fmt::format("c{}", c + 1)] = rule.yes >> c & 1 ? "true" : rule.no >> c & 1 ? "false" : "";
    row["grade"] = rule.grade ? fmt::format(">= {}", rule.grade) : "";
    row["sector"] = rule.sectors == 0x1F ? "" : list(rule.sectors, 5);
    row["amount"] = between(RuleTable::amountBound, rule.from, rule.to);
    row["day"] = between(RuleTable::dayBound, rule.dayFrom, rule.dayTo);
    rules.push_back(std::move(row));
  }
  Json nodes = Json::array();
  nodes.push_back({{"id", "in"}, {"type", "inputNode"}, {"name", "in"}, {"position", {{"x", 0}, {"y", 0}}}});
  nodes.push_back({{"id", "table"},
                   {"type", "decisionTableNode"},
                   {"name", "table"},
                   {"position", {{"x", 1}, {"y", 0}}},
                   {"content",
                    {{"hitPolicy", "collect"},
                     {"inputs", inputs},
                     {"outputs", Json::array({{{"id", "rule"}, {"name", "rule"}, {"field", "rule"}}})},
                     {"rules", rules}}}});
  nodes.push_back({{"id", "out"}, {"type", "outputNode"}, {"name", "out"}, {"position", {{"x", 2}, {"y", 0}}}});
  Json edges = Json::array();
  edges.push_back({{"id", "e1"}, {"type", "edge"}, {"sourceId", "in"}, {"targetId", "table"}});
  edges.push_back({{"id", "e2"}, {"type", "edge"}, {"sourceId", "table"}, {"targetId", "out"}});
  return Json{{"nodes", nodes}, {"edges", edges}}.dump();
}

} // namespace proviso::bench
