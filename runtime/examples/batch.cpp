#include "proviso/Plan.h"

#include <iostream>

/// batch TABLES: decides two cases at once and prints which provisions apply.
int main(int argc, char **argv) {
  if (argc != 2) return 2;
  std::string error;
  const auto tables = proviso::Tables::open(argv[1], error);
  if (!tables) {
    std::cerr << argv[1] << ": " << error << '\n';
    return 2;
  }

  // Once for the columns that cases have, and the law of a day.
  std::vector<std::string> errors;
  proviso::CaseForm form;
  form.day = *proviso::Date::parse("2019-04-04");
  for (const char *name : {"subject", "obstructs_inspection", "circumstances"})
    if (auto column = proviso::columnNamed(*tables, name, errors)) form.columns.push_back(std::move(*column));
  if (errors.empty()) form.columns[0].subjects = {{"network_operator", "unit"}};
  const auto plan = errors.empty() ? proviso::Plan::make(*tables, form, form.day, errors) : nullptr;
  if (!plan) {
    for (const std::string &one : errors) std::cerr << one << '\n';
    return 1;
  }

  // Choices are numbers in the order in which the law declares them: serious is the third of the circumstances.
  const uint16_t subject[] = {0, 0};
  const uint8_t obstructs[] = {1, 1}, circumstances[] = {2, 0};
  const uint64_t known = 0b01; // the second case does not say
  const proviso::ColumnCells cells[] = {{subject}, {obstructs}, {circumstances, &known}};
  proviso::Decisions decisions;
  plan->decide(cells, 2, decisions);
  for (size_t i = 0; i < decisions.size(); ++i)
    for (uint32_t id : decisions[i]) {
      const proviso::Verdict &verdict = plan->verdict(id);
      if (verdict.status != proviso::Status::Applies) continue;
      size_t open = 0;
      for (const proviso::Verdict::Effect &effect : verdict.effects)
        open += effect.maybeNothing || effect.outcomes.size() > 1;
      std::cout << "case " << i << ": "
                << tables->text(proviso::Tables::Section::Provisions, verdict.provision,
                                proviso::layout::provisions::Citation)
                << (open ? " applies; of its effects some are open\n" : " applies\n");
    }
}
