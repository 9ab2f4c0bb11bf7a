#include "fuzz/Targets.h"

#include "check/IntermediateForm.h"
#include "cli/CaseColumns.h"
#include "cli/CheckManifest.h"
#include "cli/Pipeline.h"
#include "cli/TableFindings.h"
#include "emit/Emit.h"
#include "import/Import.h"
#include "properties/Agreement.h"
#include "review/Lock.h"
#include "support/RandomLaw.h"
#include "syntax/Lexer.h"
#include "syntax/Parse.h"
#include "wording/Amounts.h"
#include "wording/Days.h"
#include "wording/Mentions.h"

#include "proviso/Plan.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>

namespace proviso::fuzz {

namespace {

void must(bool holds, const char *what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

std::string validPart(std::string_view bytes, size_t most) {
  std::string text(bytes.substr(0, most));
  text.resize(invalidUtf8(text).value_or(text.size()));
  return text;
}

void places(const Diagnostics &diagnostics, const Sources &sources) {
  auto inText = [&](Range range) {
    must(range.begin.file < sources.size(), "a message is about a file");
    must(range.begin.offset <= range.end() && range.end() <= sources.text(range.begin.file).size(),
         "a message stands in the text");
  };
  for (const Diagnostic &d : diagnostics.list()) {
    must(!d.message.empty(), "a message has words");
    inText(d.range);
    for (const Note &note : d.notes)
      if (note.range) inText(*note.range);
    for (const Fix &fix : d.fixes)
      for (const Edit &edit : fix.edits) inText(edit.range);
  }
}

void ordered(const std::vector<Token> &tokens, size_t size) {
  uint32_t end = 0;
  for (const Token &token : tokens) {
    must(token.begin >= end && token.end >= token.begin, "tokens stand in order");
    end = token.end;
  }
  must(end <= size, "tokens stand in the text");
}

/// Walks as later stages do. Every token is met once, in order.
void walk(Node node, uint32_t &offset) {
  for (Cursor c = node.cursor(); !c.done();) {
    if (c.atNode()) {
      walk(c.takeNode(), offset);
    } else {
      const Range token = c.take();
      must(token.begin.offset >= offset, "a walk meets the tokens in order");
      offset = token.end();
    }
  }
}

void wellFormed(const Tree &tree) {
  must(!tree.entries.empty() && tree.entries[0].subtreeEnd == tree.entries.size(), "the root covers the tree");
  std::vector<uint32_t> open;
  for (uint32_t i = 0; i < tree.entries.size(); ++i) {
    const Tree::Entry &entry = tree.entries[i];
    must(entry.subtreeEnd > i && entry.subtreeEnd <= tree.entries.size(), "a subtree ends after it begins");
    must(entry.firstToken <= entry.tokenEnd && entry.tokenEnd <= tree.tokens.size(), "a node covers tokens");
    while (!open.empty() && tree.entries[open.back()].subtreeEnd <= i) open.pop_back();
    if (!open.empty()) {
      const Tree::Entry &around = tree.entries[open.back()];
      must(entry.subtreeEnd <= around.subtreeEnd, "a subtree lies in the one around it");
      must(entry.firstToken >= around.firstToken && entry.tokenEnd <= around.tokenEnd,
           "a node covers tokens of the one around it");
    }
    open.push_back(i);
  }
  uint32_t offset = 0;
  walk(tree.root(), offset);
}

// What the input can name.
constexpr const char *fixedLaw = R"(vocabulary v {
  form unit  form individual
  role operator  role provider is operator  role person_in_charge
  authority office
  fact a : boolean  fact b : boolean
  fact grave : one of low < middle < high for each provision
  fact leaked : count  fact rate : number
  fact gains : money CNY or unascertainable
  fact income : money CNY of person_in_charge
  fact delay : duration  fact happened : date
  fact either := a or leaked >= 100
  always b implies a
}
scale s {
  measures { order }
  administrative { warning  fine money CNY  confiscation of money CNY  detention from 1 day to 15 days on individual }
  criminal { imprisonment from 6 months to 15 years on individual  penalty money CNY additional }
  referral crime
}
statute FX "Fixed" {
  in force from 2000-01-01  use v, s
  article 1 { subject operator  must "keep records"  must not "sell them" }
  article 2 {
    paragraph 1 {
      when any item
      item 1 { when violates article 1 }
      item 2 { when a and grave >= middle }
      sanction by office { order "to correct"  fine up to 100 CNY }
      also when disobeyed { fine 100 to 1_000 CNY }
    }
    paragraph 2 { when commits preceding paragraph  punish per preceding paragraph }
  }
}
)";

/// The fixed law as tables, and as bytes of a table file.
struct Fixed {
  Compilation c;
  std::string bytes;
  std::optional<Tables> tables;
  Fixed() {
    c.sources.add("fixed.law", fixedLaw);
    compile(c);
    must(!c.diagnostics.hasErrors(), "the fixed law is right");
    bytes = emitCompiledForm(c.emitInput());
    std::string error;
    tables = Tables::load(bytes, error);
    must(tables.has_value(), error.c_str());
  }
};
const Fixed &fixed() {
  static const Fixed one;
  return one;
}

void use(const Tables &tables);

void syntax(std::string_view bytes) {
  Sources sources;
  Diagnostics diagnostics, again;
  const uint32_t file = sources.add("input.law", validPart(bytes, maxSyntaxBytes));
  const size_t size = sources.text(file).size();
  const std::vector<Token> tokens = lex(sources, file, again);
  must(!tokens.empty() && tokens.back().kind == TokenKind::END, "the end of the file is the last token");
  ordered(tokens, size);
  const Tree tree = parse(sources, file, diagnostics);
  ordered(tree.tokens, size);
  wellFormed(tree);
  places(diagnostics, sources);
}

void compiler(std::string_view bytes) {
  Compilation c;
  c.sources.add("fixed.law", fixedLaw);
  c.sources.add("input.law", validPart(bytes, maxCompilerBytes));
  compile(c);
  places(c.diagnostics, c.sources);
  renderText(c.diagnostics, c.sources, true);
  must(nlohmann::json::accept(renderJson(c.diagnostics, c.sources, c.summary)), "diagnostics are valid JSON");
  if (c.diagnostics.hasErrors()) return;
  const std::vector<std::string> faults = ir::verify(c.program);
  must(faults.empty(), faults.empty() ? "" : faults.front().c_str());
  use(loadTables(c));
}

void wordingOf(std::string_view bytes) {
  const std::string text = validPart(bytes, maxSyntaxBytes);
  wording::Mentions mentions;
  wording::recognise(text, mentions);
  for (const wording::Mention &one : mentions.list)
    must(one.begin < one.end && one.end <= text.size(), "a citation lies in its text");
  for (const wording::Amount &one : wording::amountsIn(text))
    must(one.begin < one.end && one.end <= text.size(), "an amount lies in its text");
  if (const auto day = wording::dayAt(text)) must(day->second <= text.size(), "a day lies in its text");
  wording::firstDay(text);
}

void importing(std::string_view bytes) {
  Sources sources;
  Diagnostics diagnostics;
  sources.add("input.md", validPart(bytes, maxSyntaxBytes));
  auto parses = [](const std::string &text) {
    Sources laws;
    Diagnostics mistakes;
    const uint32_t file = laws.add("imported.law", text);
    parse(laws, file, mistakes);
    must(!mistakes.hasErrors(), "what is imported can be parsed");
  };
  Drafts drafts;
  for (const Imported &act : importActs(
           sources, "", diagnostics, [] {}, &drafts))
    parses(act.text);
  parses(drafts.vocabulary);
  places(diagnostics, sources);
}

/// Decides cases by tables as whoever opens them does. What stands in them is not to be trusted, only that it was
/// checked.
void use(const Tables &tables) {
  std::vector<std::string> errors;
  Case one;
  one.date = *Date::of(2010, 1, 1);
  one.decided = *Date::of(2011, 1, 1);
  for (const bool truth : {true, false}) {
    one.facts.clear();
    for (uint32_t f = 0; f < std::min(tables.rows(layout::Section::Facts), 12U); ++f)
      if (static_cast<layout::FactType>(tables.word(layout::Section::Facts, f, layout::facts::Type)) ==
          layout::FactType::Boolean)
        one.facts.push_back(
            {std::string(tables.text(layout::Section::Facts, f, layout::facts::Name)), "", FactValue::of(truth)});
    errors.clear();
    const auto bound = BoundCase::bind(tables, one, errors);
    if (!bound) continue;
    DecideOptions options;
    options.reasons = truth;
    options.missingBudget = options.effort = 64;
    const Decision decision = decide(*bound, options);
    decisionText(*bound, decision, true);
    must(nlohmann::json::accept(decisionJson(*bound, decision, true)), "a decision is valid JSON");
  }
}

void tables(std::string_view bytes) {
  // Six bytes are a change: where, of sixteen bits, and what is written there.
  std::string file = fixed().bytes;
  auto wide = [&](size_t at) {
    uint64_t value = 0;
    for (size_t i = 0; i < 8; ++i) value |= uint64_t(static_cast<unsigned char>(file[at + i])) << 8 * i;
    return value;
  };
  if (bytes.size() % 2 == 1) { // the file itself
    std::string error;
    if (const auto loaded = Tables::load(std::string(bytes), error)) use(*loaded);
    return;
  }
  for (; bytes.size() >= 6; bytes.remove_prefix(6)) {
    const size_t section = static_cast<unsigned char>(bytes[0]) % static_cast<size_t>(layout::Section::Count);
    const size_t entry = 16 + section * 32, width = layout::sections()[section].columns.size() * 4;
    const uint64_t rows = wide(entry + 8), offset = wide(entry + 16);
    const uint64_t size = section == 0 ? rows : rows * width;
    if (size < 4) continue;
    const size_t at =
        (static_cast<unsigned char>(bytes[1]) | size_t(static_cast<unsigned char>(bytes[2])) << 8) % (size / 4);
    const auto value = static_cast<int32_t>(static_cast<int8_t>(bytes[3])) + (bytes[4] & 1 ? INT32_MIN : 0);
    for (size_t i = 0; i < 4; ++i)
      file[offset + at * 4 + i] = static_cast<char>(static_cast<uint32_t>(value) >> 8 * i & 0xFF);
    const uint64_t sum = layout::checksum(file.data() + offset, size);
    for (size_t i = 0; i < 8; ++i) file[entry + 24 + i] = static_cast<char>(sum >> 8 * i & 0xFF);
  }
  std::string error;
  if (const auto loaded = Tables::load(std::move(file), error))
    use(*loaded);
  else
    must(!error.empty(), "who refuses says why");
}

void cases(std::string_view bytes) {
  const Tables &tables = *fixed().tables;
  std::vector<std::string> errors;
  const std::string text(bytes.substr(0, maxSyntaxBytes));
  if (const auto one = readCase(text, errors)) {
    must(errors.empty(), "a case that is read has no mistake");
    if (const auto bound = BoundCase::bind(tables, *one, errors)) {
      const Decision decision = decide(*bound);
      decisionText(*bound, decision, true);
      must(nlohmann::json::accept(decisionJson(*bound, decision, true)), "a decision is valid JSON");
    } else {
      must(!errors.empty(), "who refuses says why");
    }
  } else {
    must(!errors.empty(), "who refuses says why");
  }
  errors.clear();
  if (const auto form = readForm(tables, text, errors)) {
    if (const auto plan = Plan::make(tables, form->form, form->day, errors))
      must(nlohmann::json::accept(plan->json()), "a plan is valid JSON");
    else
      must(!errors.empty(), "who refuses says why");
  } else {
    must(!errors.empty(), "who refuses says why");
  }
}

void columns(std::string_view bytes) {
  const Tables &tables = *fixed().tables;
  const llvm::StringRef text(bytes.data(), std::min(bytes.size(), maxSyntaxBytes));
  CsvReader reader(text, ',');
  std::vector<CsvField> record;
  std::vector<std::string> errors;
  if (!reader.next(record)) return;
  auto head = CaseHead::read(record, tables, "case", false, errors);
  if (!head) return;
  std::vector<std::vector<std::string>> kept;
  while (reader.next(record) && kept.size() < 40) {
    kept.emplace_back();
    for (const CsvField &field : record) {
      const char *const begin = field.text.data();
      must(field.text.empty() || (begin >= text.begin() && begin + field.text.size() <= text.end()) ||
               field.text.size() < text.size(),
           "a field is of its text");
      kept.back().push_back(field.text.str());
    }
  }
  // Subjects become known in a first round.
  CaseCells cells(*head);
  std::vector<bool> right;
  for (int round = 0; round < 2; ++round) {
    std::vector<std::string> subjects;
    cells.clear();
    right.clear();
    for (const std::vector<std::string> &one : kept) {
      record.clear();
      for (const std::string &field : one) record.push_back({field});
      right.push_back(cells.add(*head, record, subjects).empty());
    }
    for (const std::string &subject : subjects)
      if (!head->subjects.count(subject)) head->addSubject(subject, tables);
  }
  CaseForm form = head->form;
  form.day = head->act ? *Date::of(1, 1, 1) : *Date::of(2010, 1, 1);
  const auto plan = Plan::make(tables, form, *Date::of(2010, 1, 1), errors);
  if (!plan) return;
  CaseWorker worker(*plan);
  Decisions decisions;
  const std::vector<ColumnCells> given = cells.cells();
  worker.decide(given.data(), cells.size(), decisions);
  for (size_t row = 0; row < decisions.size(); ++row) {
    if (!right[row] || (decisions[row].size() == 1 && *decisions[row].begin() >= Plan::invalid)) continue;
    std::map<uint32_t, Verdict> said, expected;
    for (const Verdict &verdict : plan->always()) said.insert_or_assign(verdict.provision, verdict);
    for (uint32_t id : decisions[row]) said.insert_or_assign(plan->verdict(id).provision, plan->verdict(id));
    const BoundCase &bound = worker.caseOf(given.data(), row);
    DecideOptions options;
    options.missingBudget = 0;
    for (const Verdict &verdict : verdictsOf(bound, decide(bound, options)))
      expected.insert_or_assign(verdict.provision, verdict);
    must(said == expected, "a case of columns is decided as one alone");
  }
}

void foreign(std::string_view bytes) {
  const std::string text = validPart(bytes, maxCompilerBytes);
  for (const char *name : {"input.csv", "input.dmn"}) {
    Sources sources;
    Diagnostics diagnostics;
    sources.add(name, text);
    for (CheckedTable &table : checkTables(sources, 0, diagnostics))
      for (TableFinding &one : table.findings) diagnostics.add(std::move(one.diagnostic));
    places(diagnostics, sources);
  }
}

void lock(std::string_view bytes) {
  Sources sources;
  Diagnostics diagnostics;
  sources.add("citations.lock", validPart(bytes, maxSyntaxBytes));
  const Lock read = parseLock(sources, 0, diagnostics);
  places(diagnostics, sources);
  Diagnostics none;
  Sources again;
  again.add("citations.lock", lockText(read));
  must(parseLock(again, 0, none) == read && none.list().empty(), "a lock is read as it was written");

  // The same bytes as a cache, with the mark at its head and the right checksum.
  static const std::string mark = [] {
    const std::string empty = manifestBytes({});
    return empty.substr(0, empty.find('\n') + 1);
  }();
  std::string cache = mark + std::string(bytes);
  const uint64_t sum = manifestHash(cache);
  cache.append(reinterpret_cast<const char *>(&sum), sizeof sum);
  if (const auto manifest = readManifest(cache)) {
    const std::string once = manifestBytes(*manifest);
    const auto twice = readManifest(once);
    must(twice && manifestBytes(*twice) == once, "a cache is read as it was written");
  }
}

void decisions(std::string_view bytes) {
  static const bool ready = [] {
    static doctest::Context context;
    context.setAsDefaultForAssertsOutOfTestCases();
    context.setAssertHandler([](const doctest::AssertData &data) {
      if (!data.m_failed) return;
      std::fprintf(stderr, "%s:%d: %s\n  %s\n", data.m_file, data.m_line, data.m_expr, data.m_decomp.c_str());
      std::abort();
    });
    return true;
  }();
  must(ready, "");
  testing::Random random(bytes);
  Compilation c;
  c.sources.add("random.law", testing::randomLaw(random));
  compile(c);
  // A kind that the subject cannot bear, and a branch restated, are errors in the law.
  bool bearable = true;
  for (const Diagnostic &d : c.diagnostics.list()) {
    if (d.code == Code::N004 || d.code == Code::N008)
      bearable = false;
    else
      must(d.severity != Severity::Error, d.message.c_str());
  }
  if (!bearable) return;
  must(ir::verify(c.program).empty(), "the intermediate form is sound");
  testing::Agreement agreement(c, random);
  for (const ProvisionTable &table : c.tables.provisions) agreement.provision(table.provision, 1);
}

} // namespace

const std::vector<Target> &targets() {
  static const std::vector<Target> list = {{"syntax", syntax, {".law"}, 1},
                                           {"compiler", compiler, {".law"}, 4},
                                           {"wording", wordingOf, {".md", ".txt", ".law"}, 1},
                                           {"importing", importing, {".md", ".txt", ".xml", ".akn"}, 2},
                                           {"tables", tables, {".proviso"}, 8},
                                           {"cases", cases, {".json"}, 4},
                                           {"columns", columns, {".cases.csv"}, 8},
                                           {"foreign", foreign, {".csv", ".dmn"}, 4},
                                           {"lock", lock, {".lock"}, 1},
                                           {"decisions", decisions, {".choices"}, 200}};
  return list;
}

} // namespace proviso::fuzz
