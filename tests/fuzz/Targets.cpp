#include "fuzz/Targets.h"

#include "import/Import.h"
#include "wording/Amounts.h"
#include "wording/Mentions.h"

#include "check/IntermediateForm.h"
#include "cli/Pipeline.h"
#include "syntax/Lexer.h"
#include "syntax/Parse.h"

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

} // namespace

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
  loadTables(c);
}

void importing(std::string_view bytes) {
  const std::string text = validPart(bytes, maxSyntaxBytes);
  Sources sources;
  Diagnostics diagnostics;
  sources.add("input.md", text);
  for (const Imported &act : importActs(sources, "", diagnostics)) {
    Sources laws;
    Diagnostics mistakes;
    const uint32_t file = laws.add("imported.law", act.text);
    parse(laws, file, mistakes);
    must(!mistakes.hasErrors(), "what is imported can be parsed");
  }
  places(diagnostics, sources);
  wording::Mentions mentions;
  wording::recognise(text, mentions);
  for (const wording::Mention &one : mentions.list)
    must(one.begin < one.end && one.end <= text.size(), "a citation lies in its text");
  for (const wording::Amount &one : wording::amountsIn(text))
    must(one.begin < one.end && one.end <= text.size(), "an amount lies in its text");
}

} // namespace proviso::fuzz
