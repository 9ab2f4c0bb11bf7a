// Every number of every citation in statutes/, changed to one that does not exist, is found at its place.
#include "cli/Pipeline.h"
#include "support/LawFiles.h"
#include "support/Sanitized.h"
#include "syntax/Parse.h"

#include <doctest/doctest.h>

#include <cstdlib>

namespace proviso::testing {

namespace {

/// The places of all labels in citations: not those that open a provision, nor those of an outline.
void citedLabels(Node node, bool inCitation, std::vector<Range> &found) {
  if (node.rule() == Rule::outline) return;
  inCitation = inCitation || node.rule() == Rule::citation;
  if (inCitation && node.rule() == Rule::label) found.push_back(node.range());
  for (Cursor c = node.cursor(); !c.done();)
    if (c.atNode())
      citedLabels(c.takeNode(), inCitation, found);
    else
      c.take();
}

} // namespace

TEST_CASE("a number changed in any citation of the statutes is found at its place") {
  const std::vector<LawFile> files = writtenStatutes();
  REQUIRE(files.size() > 5);
  size_t changed = 0, found = 0, proposed = 0, right = 0;
  // Each third is tried, with PROVISO_EVERY=1 each.
  const char *setting = std::getenv("PROVISO_EVERY");
  const size_t every = setting ? std::max(1, std::atoi(setting)) : testing::sanitized ? 47 : 3;
  size_t seen = 0;
  for (size_t f = 0; f < files.size(); ++f) {
    Sources sources;
    Diagnostics none;
    sources.add(files[f].path, files[f].text);
    std::vector<Range> labels;
    const Tree tree = parse(sources, 0, none);
    citedLabels(tree.root(), false, labels);
    for (const Range &label : labels) {
      if (seen++ % every != 0) continue;
      std::string text = files[f].text;
      const std::string original = text.substr(label.begin.offset, label.length);
      text.replace(label.begin.offset, label.length, "9" + original); // 59 becomes 959, which no instrument has
      Compilation c;
      for (size_t other = 0; other < files.size(); ++other)
        c.sources.add(files[other].path, other == f ? text : files[other].text);
      compile(c);
      ++changed;
      size_t errors = 0;
      bool here = false;
      for (const Diagnostic &d : c.diagnostics.list()) {
        if (d.severity != Severity::Error) continue;
        ++errors;
        // The number itself, or its level and number, on the right line and column.
        const LineColumn at = c.sources.lineColumn(d.range.begin),
                         wanted = c.sources.lineColumn({static_cast<uint32_t>(f), label.begin.offset});
        if (d.range.begin.file != f || at.line != wanted.line || at.column > wanted.column ||
            d.range.end() < label.begin.offset + label.length)
          continue;
        here = true;
        for (const Fix &fix : d.fixes) {
          ++proposed;
          std::string mended = text;
          const Edit &edit = fix.edits.front();
          mended.replace(edit.range.begin.offset, edit.range.length, edit.text);
          if (mended == files[f].text) ++right;
        }
      }
      INFO(files[f].path << ":" << c.sources.lineColumn({static_cast<uint32_t>(f), label.begin.offset}).line << " "
                         << original << ": " << renderText(c.diagnostics, c.sources, false));
      CHECK(here);
      CHECK(errors == 1); // one mistake gives one diagnostic
      found += here && errors == 1;
    }
  }
  MESSAGE(found << " of " << changed << " changed citations found at their place; " << proposed << " proposals, "
                << right << " of them the original");
  CHECK(changed * every > 900);
  CHECK(found == changed);
}

} // namespace proviso::testing
