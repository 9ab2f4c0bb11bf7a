#include "PlanParts.h"

#include <algorithm>
#include <unordered_map>

namespace proviso {

using namespace layout;

/// What a worker keeps. Only what grows is allocated after the first block.
struct CaseWorker::Work {
  explicit Work(const Plan::Parts &plan)
      : plan(plan), codes(plan.inputs.size() * caseBlock), rows(plan.groups.size() * caseBlock),
        groupRows(plan.groups.size()), left(plan.words), bound(*plan.empty) {
    for (size_t g = 0; g < plan.groups.size(); ++g) groupRows[g] = plan.groups[g].rows.data();
  }

  const Plan::Parts &plan;
  std::vector<uint32_t> codes; // by input and case of the block
  std::vector<uint32_t> rows;  // by group
  std::vector<const uint64_t *> groupRows;
  std::vector<uint64_t> left;
  uint32_t spare[caseBlock] = {};
  uint64_t open[caseBlock / 64] = {};     // cases in which some input is not known
  uint64_t invalid[caseBlock / 64] = {};  // cases with a cell that cannot be
  uint64_t tooLarge[caseBlock / 64] = {}; // cases with a comparison that cannot be computed
  std::vector<Cells> columns;
  std::vector<uint32_t> rules, hits, verdicts, touched;
  std::vector<uint32_t> ends;
  BoundCase bound;
  /// What was weighed, by all that it hangs on: cases are often alike.
  std::unordered_map<std::string, std::vector<uint32_t>> weighedBefore;
  static constexpr size_t mostWeighed = 1 << 14;
  std::string key;

  static bool bit(const uint64_t *bits, size_t i) { return bits[i / 64] >> i % 64 & 1; }
  static void setBit(uint64_t *bits, size_t i) { bits[i / 64] |= uint64_t(1) << i % 64; }

  bool known(const ColumnCells &cells, size_t row) const {
    return !cells.known || (cells.known[row / 64] >> row % 64 & 1);
  }

  // ---- codes of a block

  /// All cells of these cases are known.
  bool whole(const ColumnCells *cells, size_t first, uint32_t count) const {
    for (size_t c = 0; c < plan.form.columns.size(); ++c)
      if (cells[c].known)
        for (size_t word = first / 64; word * 64 < first + count; ++word) {
          uint64_t wanted = ~uint64_t(0);
          if (word == first / 64) wanted &= ~uint64_t(0) << first % 64;
          if (const size_t end = first + count; end < (word + 1) * 64) wanted &= ~uint64_t(0) >> (64 - end % 64);
          if ((cells[c].known[word] & wanted) != wanted) return false;
        }
    return true;
  }

  Cells cellsOf(const PlanInput &input, const ColumnCells &cells, size_t first, uint32_t stride) const {
    Cells column;
    column.kind = input.cells;
    column.stride = stride;
    column.limit = input.silence && input.cells == Cells::Kind::Shorts ? *input.silence : input.unknown;
    switch (input.cells) {
    case Cells::Kind::Bytes: column.values = static_cast<const uint8_t *>(cells.values) + first; break;
    case Cells::Kind::Shorts: column.values = static_cast<const uint16_t *>(cells.values) + first; break;
    case Cells::Kind::Ints:
      column.values = static_cast<const int32_t *>(cells.values) + first;
      column.bounds = input.bounds4.data();
      column.boundCount = static_cast<uint32_t>(input.bounds4.size());
      column.least = std::max<int64_t>(input.least, INT32_MIN + 1);
      break;
    default:
      column.values = static_cast<const int64_t *>(cells.values) + first;
      column.bounds = input.bounds.data();
      column.boundCount = static_cast<uint32_t>(input.bounds.size());
      column.least = input.least;
    }
    return column;
  }

  /// Rows without codes, where nothing else is asked of the cells. False: it has to be asked.
  bool placeAtOnce(const ColumnCells *cells, size_t first, uint32_t count) {
    if (!plan.plain || plan.derived || plan.act || plan.decided || !whole(cells, first, count)) return false;
    bool fine = true;
    auto place = [&](uint32_t *to) {
      fine = plan.kernels->place(columns.data(), static_cast<uint32_t>(columns.size()), count, to) && fine;
      columns.clear();
    };
    for (size_t g = 0; g < plan.groups.size(); ++g) {
      for (const auto &[input, stride] : plan.groups[g].inputs)
        columns.push_back(cellsOf(plan.inputs[input], cells[*plan.inputs[input].column], first, stride));
      place(&rows[g * caseBlock]);
    }
    for (uint32_t input : plan.unused) // what no rule looks at must be right all the same
      columns.push_back(cellsOf(plan.inputs[input], cells[*plan.inputs[input].column], first, 1));
    if (!columns.empty()) place(spare);
    return fine;
  }

  void encode(const ColumnCells *cells, size_t first, uint32_t count) {
    std::fill(std::begin(open), std::end(open), 0);
    std::fill(std::begin(invalid), std::end(invalid), 0);
    std::fill(std::begin(tooLarge), std::end(tooLarge), 0);
    days(cells, first, count);
    for (size_t i = 0; i < plan.inputs.size(); ++i) {
      const PlanInput &input = plan.inputs[i];
      if (input.column) direct(input, cells[*input.column], first, count, &codes[i * caseBlock]);
    }
    for (uint32_t row = 0; row < count && plan.derived; ++row) {
      if (bit(invalid, row)) continue;
      state(cells, first + row);
      for (size_t i = 0; i < plan.inputs.size(); ++i) {
        const PlanInput &input = plan.inputs[i];
        if (input.column) continue;
        const uint64_t mask = bound.possible(input.variable, nullptr);
        const bool settled = mask != 0 && (mask & (mask - 1)) == 0;
        codes[i * caseBlock + row] = settled ? static_cast<uint32_t>(__builtin_ctzll(mask)) : input.unknown;
        if (!settled) setBit(open, row);
        if (!settled && bound.cannotBeComputed(input.variable, nullptr)) setBit(tooLarge, row);
      }
    }
    for (size_t g = 0; g < plan.groups.size(); ++g) {
      for (const auto &[input, stride] : plan.groups[g].inputs) {
        Cells column;
        column.kind = Cells::Kind::Codes;
        column.values = &codes[input * caseBlock];
        column.stride = stride;
        column.limit = UINT32_MAX;
        columns.push_back(column);
      }
      plan.kernels->place(columns.data(), static_cast<uint32_t>(columns.size()), count, &rows[g * caseBlock]);
      columns.clear();
    }
  }

  /// Days that the plan is not made for.
  void days(const ColumnCells *cells, size_t first, uint32_t count) {
    for (uint32_t row = 0; row < count; ++row) {
      Date act = plan.form.day, decided = plan.form.day;
      if (plan.act) {
        if (!known(cells[*plan.act], first + row)) {
          setBit(invalid, row);
          continue;
        }
        act.days = static_cast<const int32_t *>(cells[*plan.act].values)[first + row];
        decided = std::max(act, plan.form.day);
      }
      if (plan.decided && known(cells[*plan.decided], first + row))
        decided.days = static_cast<const int32_t *>(cells[*plan.decided].values)[first + row];
      if (!plan.span.contains(act) || decided < act) setBit(invalid, row);
      if (!plan.act && !plan.decided) return;
    }
  }

  void direct(const PlanInput &input, const ColumnCells &cells, size_t first, uint32_t count, uint32_t *to) {
    const Cells column = cellsOf(input, cells, first, 1);
    if (!plan.kernels->place(&column, 1, count, to))
      for (uint32_t row = 0; row < count; ++row)
        if (known(cells, first + row)) odd(input, cells, first + row, row, to);
    if (!cells.known) return;
    for (uint32_t row = 0; row < count; ++row)
      if (!known(cells, first + row)) {
        to[row] = input.silence ? *input.silence : input.unknown;
        if (!input.silence) setBit(open, row);
      }
  }

  /// A cell that may not be one, or is unascertainable.
  void odd(const PlanInput &input, const ColumnCells &cells, size_t at, uint32_t row, uint32_t *to) {
    bool unascertainable = false, wrong = false;
    switch (input.cells) {
    case Cells::Kind::Bytes: wrong = to[row] >= input.unknown; break;
    case Cells::Kind::Shorts: wrong = to[row] >= *input.silence; break;
    case Cells::Kind::Ints: {
      const int32_t cell = static_cast<const int32_t *>(cells.values)[at];
      unascertainable = cell == INT32_MIN;
      wrong = cell < input.least;
      break;
    }
    case Cells::Kind::Longs: {
      const int64_t cell = static_cast<const int64_t *>(cells.values)[at];
      unascertainable = cell == INT64_MIN;
      wrong = cell < input.least;
      break;
    }
    case Cells::Kind::Codes: break; // is no column
    }
    if (unascertainable && input.unascertainable)
      to[row] = input.unknown - 1U;
    else if (unascertainable || wrong) {
      setBit(invalid, row);
      to[row] = 0; // rows must be there
    }
  }

  // ---- one case as others read it

  int64_t cell(uint32_t column, uint32_t fact, const ColumnCells &cells, size_t row) const {
    const auto type = static_cast<FactType>(plan.tables.word(Section::Facts, fact, layout::facts::Type));
    switch (cellTypeOf(plan.form.columns[column].kind, type)) {
    case CellType::Bytes: return static_cast<const uint8_t *>(cells.values)[row];
    case CellType::Shorts: return static_cast<const uint16_t *>(cells.values)[row];
    case CellType::Ints: return static_cast<const int32_t *>(cells.values)[row];
    case CellType::Longs: break;
    }
    return static_cast<const int64_t *>(cells.values)[row];
  }

  void state(const ColumnCells *cells, size_t row) {
    bound.subject.facts.clear();
    bound.breaches.clear();
    bound.orders.clear();
    bound.act = bound.decision = plan.form.day;
    if (plan.act) {
      bound.act.days = static_cast<const int32_t *>(cells[*plan.act].values)[row];
      bound.decision = std::max(bound.act, plan.form.day);
    }
    if (plan.decided && known(cells[*plan.decided], row))
      bound.decision.days = static_cast<const int32_t *>(cells[*plan.decided].values)[row];
    for (uint32_t c = 0; c < plan.form.columns.size(); ++c) {
      const CaseColumn &column = plan.form.columns[c];
      const bool stated = known(cells[c], row);
      switch (column.kind) {
      case CaseColumn::Kind::Act:
      case CaseColumn::Kind::Decided: break;
      case CaseColumn::Kind::Subject: {
        const Plan::Parts::Subject &subject =
            stated ? plan.subjects[static_cast<const uint16_t *>(cells[c].values)[row]] : plan.subjects.back();
        bound.subject.roles = subject.roles;
        bound.form = subject.form;
        break;
      }
      case CaseColumn::Kind::Fact:
        if (!stated) break;
        for (uint32_t fact : plan.facts[c])
          bound.subject.facts.push_back(
              {fact, plan.provisions[c], plan.valueOf(c, fact, cell(c, fact, cells[c], row))});
        break;
      case CaseColumn::Kind::Violates:
      case CaseColumn::Kind::Disobeyed:
        if (stated)
          (column.kind == CaseColumn::Kind::Violates ? bound.breaches : bound.orders)
              .emplace_back(*plan.provisions[c], static_cast<const uint8_t *>(cells[c].values)[row] != 0);
        break;
      }
    }
  }

  // ---- verdicts

  uint32_t walk(uint32_t target, uint32_t row) const {
    while (!(target & Plan::Parts::verdictBit)) {
      const PlanNode &node = plan.nodes[target];
      target = plan.children[node.firstChild + plan.classOf[node.classes + codes[node.input * caseBlock + row]]];
    }
    return target & ~Plan::Parts::verdictBit;
  }

  /// The rules that a case leaves in which not all is known.
  void rulesOfOpen(uint32_t row) {
    std::fill(left.begin(), left.end(), ~uint64_t(0));
    auto meet = [&](const uint64_t *with) {
      for (uint32_t w = 0; w < plan.words; ++w) left[w] &= with[w];
    };
    for (const Plan::Parts::Group &group : plan.groups) {
      size_t at = 0;
      bool whole = true;
      for (const auto &[input, stride] : group.inputs) {
        const uint32_t code = codes[input * caseBlock + row];
        whole = whole && code != plan.inputs[input].unknown;
        at += size_t(code) * stride;
      }
      if (whole) {
        meet(group.rows.data() + at * plan.words);
        continue;
      }
      for (const auto &[input, stride] : group.inputs)
        if (const uint32_t code = codes[input * caseBlock + row]; code != plan.inputs[input].unknown)
          meet(plan.ofInput[input].data() + size_t(code) * plan.words);
    }
    hits.clear();
    for (uint32_t w = 0; w < plan.words; ++w)
      for (uint64_t bits = left[w]; bits; bits &= bits - 1) {
        const uint32_t rule = w * 64 + static_cast<uint32_t>(__builtin_ctzll(bits));
        if (rule < plan.bits) hits.push_back(rule);
      }
  }

  bool nothingKnown(const PlannedProvision &of, uint32_t row) const {
    return std::all_of(of.conditions.begin(), of.conditions.end(),
                       [&](uint32_t input) { return codes[input * caseBlock + row] == plan.inputs[input].unknown; });
  }

  /// From rules to verdicts. `open`: a rule says only that its provision may come to something.
  void addVerdicts(const uint32_t *rulesLeft, size_t count, bool isOpen, const ColumnCells *cells, size_t first,
                   uint32_t row, Numbers<uint32_t> &ids) {
    verdicts.clear();
    touched.clear();
    uint32_t last = UINT32_MAX;
    bool meet = false;
    for (size_t i = 0; i < count; ++i) {
      const uint32_t rule = rulesLeft[i], d = plan.bitOf[rule];
      uint32_t verdict = plan.bitVerdict[rule], id = rule;
      if (isOpen || verdict == Plan::Parts::walk) {
        if (d == last) continue;
        verdict = walk(plan.deciding[d].root, row);
        id = plan.bits + verdict;
      }
      last = d;
      if (verdict == Plan::Parts::nothing) continue;
      if (verdict == Plan::Parts::contradiction) {
        ids.push(Plan::contradictory);
        return;
      }
      if (isOpen && plan.twins[verdict] != 0 && nothingKnown(plan.deciding[d], row)) {
        verdict = plan.twins[verdict];
        id = plan.bits + verdict;
      }
      const uint32_t component = plan.deciding[d].component;
      if (component != 0) {
        meet = meet || plan.componentAlways[component] || (plan.flags[verdict] & Plan::Parts::meetsItself) ||
               std::find(touched.begin(), touched.end(), component) != touched.end();
        touched.push_back(component);
      }
      verdicts.push_back(id);
    }
    if (plan.milderLaws && plan.decided) meet = meet || !touched.empty();
    if (meet) {
      weighed(cells, first, row, ids);
      return;
    }
    for (uint32_t id : verdicts)
      if (!(plan.flags[id < plan.bits ? plan.bitVerdict[id] : id - plan.bits] & Plan::Parts::hidden)) ids.push(id);
  }

  void findKey(const ColumnCells *cells, size_t first, uint32_t row) {
    key.clear();
    auto add = [&](const auto &value) { key.append(reinterpret_cast<const char *>(&value), sizeof value); };
    for (size_t i = 0; i < plan.inputs.size(); ++i) add(static_cast<uint16_t>(codes[i * caseBlock + row]));
    for (size_t c = 0; c < plan.form.columns.size(); ++c) key += known(cells[c], first + row) ? '\1' : '\0';
    for (uint32_t c : plan.rawColumns)
      if (known(cells[c], first + row))
        add(cell(c, plan.facts[c].empty() ? 0 : plan.facts[c].front(), cells[c], first + row));
  }

  /// Where sanctions meet, the whole road, once for what is alike.
  void weighed(const ColumnCells *cells, size_t first, uint32_t row, Numbers<uint32_t> &ids) {
    findKey(cells, first, row);
    auto found = weighedBefore.find(key);
    if (found == weighedBefore.end()) {
      if (weighedBefore.size() == mostWeighed) weighedBefore.clear();
      Numbers<uint32_t> list;
      weigh(cells, first + row, list);
      found = weighedBefore.emplace(key, std::vector<uint32_t>(list.begin(), list.end())).first;
    }
    for (uint32_t id : found->second) ids.push(id);
  }

  /// What stands alone keeps its verdict.
  void weigh(const ColumnCells *cells, size_t row, Numbers<uint32_t> &ids) {
    state(cells, row);
    std::vector<bool> only(plan.tables.rows(Section::Provisions), false);
    for (uint32_t component : touched)
      for (size_t p = 0; p < only.size(); ++p) only[p] = only[p] || plan.members[component][p];
    DecideOptions options;
    options.only = &only;
    options.missingBudget = 0;
    const Decision decision = proviso::decide(bound, options);
    if (decision.contradictory) {
      ids.push(Plan::contradictory);
      return;
    }
    std::vector<std::pair<uint32_t, uint32_t>> all; // provision, id
    for (uint32_t id : verdicts) {
      const uint32_t verdict = id < plan.bits ? plan.bitVerdict[id] : id - plan.bits;
      if (!only[plan.verdicts[verdict].provision] && !(plan.flags[verdict] & Plan::Parts::hidden))
        all.emplace_back(plan.verdicts[verdict].provision, id);
    }
    for (const Verdict &verdict : proviso::verdictsOf(bound, decision))
      all.emplace_back(verdict.provision, plan.bits + static_cast<uint32_t>(plan.verdicts.size()) + plan.add(verdict));
    std::sort(all.begin(), all.end());
    for (const auto &[provision, id] : all) ids.push(id);
  }

  void block(const ColumnCells *cells, size_t first, uint32_t count, Decisions::Piece &decisions) {
    if (placeAtOnce(cells, first, count)) {
      plain(0, count, decisions);
      return;
    }
    encode(cells, first, count);
    for (uint32_t row = 0; row < count;) {
      if (bit(invalid, row) || bit(open, row)) {
        if (bit(invalid, row)) {
          decisions.ids.push(Plan::invalid);
        } else if (bit(tooLarge, row)) {
          decisions.ids.push(Plan::notComputed);
        } else {
          rulesOfOpen(row);
          addVerdicts(hits.data(), hits.size(), true, cells, first, row, decisions.ids);
        }
        decisions.ends.push(static_cast<uint32_t>(decisions.ids.size()));
        ++row;
        continue;
      }
      uint32_t end = row + 1;
      while (end < count && !bit(invalid, end) && !bit(open, end)) ++end;
      if (plan.plain)
        plain(row, end, decisions);
      else
        clean(cells, first, row, end, decisions);
      row = end;
    }
  }

  Scan scanOf(uint32_t from, uint32_t to) const {
    Scan scan;
    scan.tables = groupRows.data();
    scan.rows = rows.data();
    scan.groups = static_cast<uint32_t>(groupRows.size());
    scan.words = plan.words;
    scan.from = from;
    scan.to = to;
    return scan;
  }

  /// Cases of which the rules say all.
  void plain(uint32_t from, uint32_t to, Decisions::Piece &decisions) {
    uint32_t *ends = decisions.ends.room(to - from);
    for (uint32_t row = from; row < to;) {
      decisions.ids.room(size_t(plan.words) * 64 + scanSlack + 4 * (to - row));
      const size_t before = decisions.ids.size();
      Scan scan = scanOf(row, to);
      scan.ids = decisions.ids.room(0) - before;
      scan.at = before;
      scan.capacity = before + decisions.ids.left();
      scan.ends = ends - from;
      row = plan.kernels->scan(scan);
      decisions.ids.wrote(scan.at - before);
    }
    decisions.ends.wrote(to - from);
  }

  void clean(const ColumnCells *cells, size_t first, uint32_t from, uint32_t to, Decisions::Piece &decisions) {
    ends.resize(caseBlock);
    for (uint32_t row = from; row < to;) {
      const size_t needed = size_t(plan.words) * 64 + scanSlack + 8 * (to - row);
      if (rules.size() < needed) rules.resize(needed);
      Scan scan = scanOf(row, to);
      scan.ids = rules.data();
      scan.capacity = rules.size();
      scan.ends = ends.data();
      const uint32_t stopped = plan.kernels->scan(scan);
      size_t begin = 0;
      for (uint32_t i = row; i < stopped; ++i) {
        addVerdicts(rules.data() + begin, ends[i] - begin, false, cells, first, i, decisions.ids);
        decisions.ends.push(static_cast<uint32_t>(decisions.ids.size()));
        begin = ends[i];
      }
      row = stopped;
    }
  }
};

CaseWorker::CaseWorker(const Plan &plan) : work(std::make_unique<Work>(*plan.parts)) {}
CaseWorker::~CaseWorker() = default;

void CaseWorker::decide(const ColumnCells *cells, size_t count, Decisions &decisions) {
  decisions.reset(count);
  for (size_t first = 0; first < count; first += Decisions::pieceCases)
    decide(cells, first, std::min(Decisions::pieceCases, count - first),
           decisions.piece(first / Decisions::pieceCases));
}

const BoundCase &CaseWorker::caseOf(const ColumnCells *cells, size_t row) {
  work->state(cells, row);
  return work->bound;
}

void CaseWorker::decide(const ColumnCells *cells, size_t first, size_t count, Decisions::Piece &decisions) {
  for (size_t done = 0; done < count; done += caseBlock)
    work->block(cells, first + done, static_cast<uint32_t>(std::min<size_t>(caseBlock, count - done)), decisions);
}

} // namespace proviso
