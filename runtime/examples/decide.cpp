#include "proviso/Decision.h"

#include <iostream>

/// decide TABLES: decides one case and prints the decision in words.
int main(int argc, char **argv) {
  if (argc != 2) return 2;

  // Once: any number of threads may then decide by these tables.
  std::string error;
  const auto tables = proviso::Tables::open(argv[1], error);
  if (!tables) {
    std::cerr << argv[1] << ": " << error << '\n';
    return 2;
  }

  // What is not stated is unknown. A case that is JSON is read by proviso::readCase().
  proviso::Case c;
  c.date = c.decided = *proviso::Date::parse("2019-04-04");
  c.subject = {"network_using_unit", "unit"};
  c.facts = {{"refuses_technical_support", "", proviso::FactValue::of(true)},
             {"keeps_prohibited_information", "", proviso::FactValue::of(false)},
             {"violates_anti_terrorism_law", "", proviso::FactValue::of(false)}};
  c.disobeyed = {{"CSL/art69/par1", true}};

  // Are these facts, roles and provisions of the tables, and have the facts values of their types?
  std::vector<std::string> errors;
  const auto bound = proviso::BoundCase::bind(*tables, c, errors);
  if (!bound) {
    for (const std::string &one : errors) std::cerr << one << '\n';
    return 1;
  }

  const proviso::Decision decision = proviso::decide(*bound);
  if (decision.contradictory) return 1;
  std::cout << proviso::decisionText(*bound, decision, false);
  for (const proviso::ProvisionResult &provision : decision.provisions)
    if (provision.status == proviso::Status::Applies)
      std::cout << tables->text(proviso::Tables::Section::Provisions, provision.provision,
                                proviso::layout::provisions::Citation)
                << " applies.\n";
}
