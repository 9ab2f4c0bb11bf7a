// Findings in words.
#pragma once

#include "analysis/Analysis.h"

namespace proviso::analysis {

/// `18`, `gold`, `2018-12-01`, `18 months`, `any other`.
std::string valueText(const Column &column, const Value &value);
/// As in a table: `>= 18`, `[18 .. 65)`, `gold, silver`, `not(gold)`, `-`.
std::string cellText(const Column &column, const Cell &cell);
/// As in a sentence: `age >= 18`, `age in [18 .. 65)`, `customer = gold or silver`. Of a restricted cell.
std::string conditionText(const Column &column, const Cell &cell);
/// `age >= 18 and customer = gold`; `always` if nothing is restricted.
std::string boxText(const DecisionTable &table, const CellBox &box);
/// `age 18, customer gold`: of the columns that are needed.
std::string caseText(const DecisionTable &table, const Case &example);

// Sentences without a full stop. Rows are numbered from 1.
std::string describe(const DecisionTable &table, const Overlap &overlap);
std::string describe(const DecisionTable &table, const Gap &gap);
std::string describe(const DecisionTable &table, const Masked &masked);
std::string describe(const DecisionTable &table, const IdleCell &cell);
std::string describeUnmet(const DecisionTable &table, uint32_t row);
std::string describeIdleColumn(const DecisionTable &table, uint32_t column);

} // namespace proviso::analysis
