// What decisions are measured with: the tables of statutes/, and cases for them.
#pragma once

#include "proviso/Tables.h"

#include <string>

namespace proviso::bench {

/// The compiled form of all that is in statutes/.
const std::string &statutesCompiled();
/// The same, loaded.
const Tables &statutes();

/// Cases as JSON: four degrees of what is known of one act.
struct DecisionCases {
  std::string known;   // every fact, breach and order, and the persons
  std::string some;    // the same without three facts that decide
  std::string demo;    // tests/demo/case.json: five facts, all others not stated
  std::string nothing; // the roles and the form
};
const DecisionCases &decisionCases();

/// What the heap was asked for by operator new, on the one thread that runs, since `countHeap(true)`.
struct HeapCount {
  long long allocations = 0, bytes = 0, live = 0; // bytes: asked for; live: bytes not given back
};
void countHeap(bool on);
HeapCount heapCount();

} // namespace proviso::bench
