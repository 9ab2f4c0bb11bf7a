// What a page on one provision's tables says, for the formats that are read by people.
#pragma once

#include "emit/Emit.h"

namespace proviso {

struct TablePage {
  struct Section {
    std::string heading;
    std::vector<std::string> notes;
    std::string statement; // an adjustment, as it is written
    struct Column {
      std::string name, label; // label: as the vocabulary explains it
    };
    std::vector<Column> columns;
    std::string result; // the head of the last column, which is what the row comes to
    std::vector<std::vector<std::string>> rows;
    size_t moreThan = 0;            // the limit, where there are more rows: they are left out
    const Effect *effect = nullptr; // none: elements, adjustments
  };
  std::string citation, title, span;
  std::vector<std::string> wording;
  std::vector<Section> sections;
  std::vector<std::string> relations;
};

TablePage pageOf(const EmitInput &input, const ProvisionTable &table);

} // namespace proviso
