// A program that links the runtime and nothing else: no compiler, no ANTLR, no LLVM.
// usage: runtime_alone TABLES; decides one case, exits 0 when Article 286-1 paragraph 2 applies.
#include "proviso/Decision.h"

#include <cstdio>

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  std::string error;
  const auto tables = proviso::Tables::open(argv[1], error);
  if (!tables) {
    std::fprintf(stderr, "%s\n", error.c_str());
    return 2;
  }
  proviso::Case c;
  c.date = c.decided = *proviso::Date::parse("2018-12-01");
  c.subject = {"internet_service_provider", "unit"};
  for (const char *fact : {"fails_security_management_duties", "ordered_to_correct", "refuses_to_correct",
                           "illegal_information_spreads_widely"})
    c.facts.push_back({fact, "", proviso::FactValue::of(true)});
  std::vector<std::string> errors;
  const auto bound = proviso::BoundCase::bind(*tables, c, errors);
  if (!bound) return 2;
  const proviso::Decision decision = proviso::decide(*bound);
  std::fputs(proviso::decisionText(*bound, decision, false).c_str(), stdout);
  for (const proviso::ProvisionResult &p : decision.provisions)
    if (tables->text(proviso::Tables::Section::Provisions, p.provision, proviso::layout::provisions::Id) ==
        "CL/art286-1/par2")
      return p.status == proviso::Status::Applies ? 0 : 1;
  return 1;
}
