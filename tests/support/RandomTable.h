// Small random decision tables with every kind of column and cell, and all their cases, one by one.
#pragma once

#include "analysis/DecisionTable.h"

#include <random>

namespace proviso::testing {

using Random = std::mt19937_64;

/// 0 .. n-1.
uint32_t below(Random &random, uint32_t n);
/// At most four columns, seven rows and two forbidden boxes.
analysis::DecisionTable randomTable(Random &random);

/// Evaluates a cell as it is written.
bool holds(const analysis::Column &column, const analysis::Cell &cell, const analysis::Value &value);
bool holds(const analysis::DecisionTable &table, const analysis::CellBox &box, const std::vector<analysis::Value> &at);

/// Possible values of each column: every number that a cell names, one between each two and one beyond them, or for
/// whole numbers those next to it.
std::vector<std::vector<analysis::Value>> probeValues(const analysis::DecisionTable &table);

/// All cases that are made of these values, and whether each exists.
struct Cases {
  explicit Cases(const analysis::DecisionTable &table);
  std::vector<std::vector<analysis::Value>> values;
  std::vector<std::vector<uint32_t>> at; // indexes of values
  std::vector<bool> exists;
  std::vector<analysis::Value> valuesOf(size_t i) const;
  std::vector<bool> in(const analysis::DecisionTable &table, const analysis::CellBox &box) const;
};

} // namespace proviso::testing
