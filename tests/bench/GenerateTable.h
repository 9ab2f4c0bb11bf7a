// Decision tables to measure with: always the same for the same shape.
#pragma once

#include "analysis/DecisionTable.h"

namespace proviso::bench {

/// Divided: the space is halved again and again until it has as many parts as rows, as decision trees are turned into
/// tables; then some rows are widened (overlaps) and some left out (gaps). Scattered: rows of their own, three of
/// four cells restricted: little is covered, and that in a complicated way. Wide: three cells of each row are
/// restricted, to nearly half of the values: every row overlaps many, and little is left open. Product: every
/// combination of parts of the columns.
enum class TableForm : uint8_t { Divided, Scattered, Wide, Product };

struct TableShape {
  TableForm form = TableForm::Divided;
  size_t rows = 1'500, columns = 5;
  size_t overlaps = 50, gaps = 20; // planted: rows widened, rows left out
  analysis::HitPolicy policy = analysis::HitPolicy::Unique;
};

/// Every other column is of numbers, with some hundred cuts; the others are choices among six.
analysis::DecisionTable generateTable(const TableShape &shape);

} // namespace proviso::bench
