// Akoma Ntoso 3.0 (OASIS LegalDocML): the structure and the wording of instruments, one file for each text as it is in
// force from some day on. Citations in wording are <ref>s that lead where they were found to lead; those of statements
// stand in the analysis. Names follow the Akoma Ntoso Naming Convention 1.0.
#include "emit/Akn.h"

#include "emit/Xml.h"
#include "source/Characters.h"
#include "wording/Numerals.h"

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringSwitch.h>

#include <algorithm>
#include <map>
#include <set>

namespace proviso {

namespace {

/// How a level is called here, and in ids.
struct Element {
  std::string name, id;
  bool other = false; // <hcontainer name="...">
};

Element elementOf(llvm::StringRef level) {
  if (level == "item") return {"point", "point"};
  if (level == "subitem") return {"indent", "indent"};
  const llvm::StringRef id = llvm::StringSwitch<llvm::StringRef>(level)
                                 .Cases("part", "book", "tome", "title", "subtitle", level)
                                 .Case("subpart", "subpart")
                                 .Case("chapter", "chp")
                                 .Case("subchapter", "subchp")
                                 .Case("section", "sec")
                                 .Case("subsection", "subsec")
                                 .Case("article", "art")
                                 .Case("paragraph", "para")
                                 .Case("subparagraph", "subpara")
                                 .Cases("clause", "subclause", "rule", "subrule", "division", "subdivision", level)
                                 .Cases("point", "indent", "alinea", "sublist", level)
                                 .Default("");
  return id.empty() ? Element{level.str(), level.str(), true} : Element{level.str(), id.str()};
}

/// By its wording, else by its title.
bool isInChinese(const law::Instrument &text) {
  size_t chinese = 0, all = 0;
  auto count = [&](llvm::StringRef words) {
    chinese += chineseIn(words);
    all += words.size();
  };
  for (const law::Provision &p : text.provisions)
    for (const law::Quote &quote : p.texts) count(quote.text);
  if (all == 0) count(text.title.text);
  return isChinese(chinese, all);
}

/// All that the documents of one run share: where citations stand, and the names of documents.
class Library {
public:
  explicit Library(const AknInput &input) : input(input), history(input.history) {
    for (const WordingCitation &one : input.wording.citations)
      if (!one.targets.empty() || !one.named.empty()) inWording[one.range.begin] = &one;
    for (const Reference &one : input.references)
      if (one.use != law::CitationUse::Former && one.use != law::CitationUse::Amended)
        ofStatements[one.from].push_back(&one);
    for (uint32_t i = 0; i < history.instrumentCount(); ++i) chinese.push_back(isInChinese(history.instrument(i)));
  }

  std::string work(uint32_t instrument) const {
    const law::Instrument &text = history.instrument(instrument);
    // The work is the same for all its texts.
    const law::Instrument &first = history.instrument(history.textsOf(text.code.text).front());
    std::string out = fmt::format("/akn/{}/act", input.country);
    if (const std::string_view subtype = subtypeOf(text); !subtype.empty()) out += fmt::format("/{}", subtype);
    return out + fmt::format("/{}/{}", dayOf(first), std::string_view(text.code.text));
  }
  static std::string_view subtypeOf(const law::Instrument &text) {
    return text.kind == law::InstrumentKind::Regulation  ? "regulation"
           : text.kind == law::InstrumentKind::Amendment ? "amendment"
                                                         : "";
  }
  /// The day that names the work: of its adoption, else of its force.
  static std::string dayOf(const law::Instrument &text) {
    if (text.adopted) return text.adopted->text();
    return text.inForce.from == Date::earliest() ? "0001-01-01" : text.inForce.from.text();
  }
  std::string_view language(uint32_t instrument) const { return chinese[instrument] ? "zho" : "eng"; }
  std::string expression(uint32_t instrument, Date from) const {
    return work(instrument) + fmt::format("/{}@{}", language(instrument), from == Date::earliest() ? "" : from.text());
  }

  /// Without what is around the level whose numbers run through the whole.
  std::string eId(ProvisionRef ref) const {
    std::string out;
    for (; !history.isRoot(ref); ref = history.parent(ref)) {
      const law::Provision &p = history[ref];
      if (p.implied) continue;
      std::string label;
      for (char c : p.label.text) label += c == ' ' ? '_' : c;
      const llvm::StringRef level = history.instrument(ref.instrument).levels[p.level];
      out = elementOf(level).id + "_" + label + (out.empty() ? "" : "__") + out;
      if (p.level == history.runningLevel(ref.instrument)) break;
    }
    return out;
  }

  const AknInput &input;
  const History &history;
  std::map<Location, const WordingCitation *> inWording;
  std::map<ProvisionRef, std::vector<const Reference *>> ofStatements;
  std::vector<bool> chinese; // by instrument
};

class Document {
public:
  Document(const Library &library, uint32_t instrument, Span days)
      : library(library), input(library.input), history(input.history), text(history.instrument(instrument)),
        instrument(instrument), days(days) {}

  std::string run() {
    const ProvisionRef root{instrument, 0};
    const std::string preamble = wordsAround(root, {}).front();
    std::string body;
    for (ProvisionRef child : children(root)) body += provision(child, 3);
    if (body.empty())
      body = "      <hcontainer name=\"wording\" eId=\"wording\" status=\"incomplete\">\n"
             "        <content><p/></content>\n      </hcontainer>\n";
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\">\n";
    out += fmt::format("  <act name=\"{}\" contains=\"singleVersion\">\n", kind());
    out += meta();
    out += fmt::format("    <preface>\n      <p><docTitle>{}</docTitle></p>\n    </preface>\n", xml(text.title.text));
    if (!preamble.empty()) out += fmt::format("    <preamble>\n{}    </preamble>\n", indented(preamble, 3));
    return out + fmt::format("    <body>\n{}    </body>\n  </act>\n</akomaNtoso>\n", body);
  }

private:
  std::string_view kind() const {
    const std::string_view subtype = Library::subtypeOf(text);
    return subtype.empty() ? "statute" : subtype;
  }

  bool isThere(ProvisionRef ref) const { return !(history.span(ref) & days).empty(); }

  /// What stands directly in it on these days; what an implied paragraph holds is taken for that of its article.
  std::vector<ProvisionRef> children(ProvisionRef ref) const {
    std::vector<ProvisionRef> list;
    for (law::ProvisionId id : history[ref].children) {
      const ProvisionRef child{ref.instrument, id.value};
      if (history[child].implied)
        llvm::append_range(list, children(child));
      else if (isThere(child))
        list.push_back(child);
    }
    return list;
  }
  std::vector<const law::Quote *> texts(ProvisionRef ref) const {
    std::vector<const law::Quote *> list;
    for (const law::Quote &quote : history[ref].texts) list.push_back(&quote);
    for (law::ProvisionId id : history[ref].children) {
      const ProvisionRef child{ref.instrument, id.value};
      if (history[child].implied && isThere(child)) llvm::append_range(list, texts(child));
    }
    return list;
  }

  // ---- meta

  std::string meta() {
    const std::string work = library.work(instrument), expression = library.expression(instrument, days.from);
    const std::string adopted = text.adopted
                                    ? fmt::format("<FRBRdate date=\"{}\" name=\"adoption\"/>", text.adopted->text())
                                    : fmt::format("<FRBRdate date=\"{}\" name=\"unknown\"/>", Library::dayOf(text));
    const std::string from = days.from == Date::earliest()
                                 ? fmt::format("<FRBRdate date=\"{}\" name=\"unknown\"/>", Library::dayOf(text))
                                 : fmt::format("<FRBRdate date=\"{}\" name=\"force\"/>", days.from.text());
    auto uris = [](const std::string &uri, std::string_view ending = "") {
      return fmt::format("          <FRBRthis value=\"{0}/!main{1}\"/>\n          <FRBRuri value=\"{0}{1}\"/>\n",
                         xml(uri), ending);
    };
    std::string out = "    <meta>\n      <identification source=\"#proviso\">\n        <FRBRWork>\n" + uris(work);
    out += fmt::format("          <FRBRalias name=\"title\" value=\"{}\"/>\n", xml(text.title.text));
    out += fmt::format("          {}\n          <FRBRauthor href=\"#legislator\"/>\n", adopted);
    out += fmt::format("          <FRBRcountry value=\"{}\"/>\n", input.country);
    if (const std::string_view subtype = Library::subtypeOf(text); !subtype.empty())
      out += fmt::format("          <FRBRsubtype value=\"{}\"/>\n", subtype);
    out += fmt::format("          <FRBRname value=\"{}\"/>\n        </FRBRWork>\n", std::string_view(text.code.text));
    out += "        <FRBRExpression>\n" + uris(expression);
    out += fmt::format("          {}\n          <FRBRauthor href=\"#legislator\"/>\n", from);
    out += fmt::format("          <FRBRlanguage language=\"{}\"/>\n        </FRBRExpression>\n",
                       library.language(instrument));
    out += "        <FRBRManifestation>\n" + uris(expression, ".xml");
    out += fmt::format("          {}\n          <FRBRauthor href=\"#proviso\"/>\n          <FRBRformat "
                       "value=\"application/akn+xml\"/>\n        </FRBRManifestation>\n      </identification>\n",
                       from);
    out += lifecycle() + analysis();
    out += "      <references source=\"#proviso\">\n"
           "        <TLCOrganization eId=\"proviso\" href=\"/akn/ontology/organization/proviso\" showAs=\"Proviso\"/>\n"
           "        <TLCOrganization eId=\"legislator\" href=\"/akn/ontology/organization/legislator\" "
           "showAs=\"the legislator\"/>\n"
           "        <TLCConcept eId=\"inForce\" href=\"/akn/ontology/concept/inForce\" showAs=\"in force\"/>\n"
           "      </references>\n";
    out += fmt::format("      <proprietary source=\"#proviso\">\n        <made xmlns=\"urn:proviso\" compiler=\"{}\" "
                       "sources=\"{}\">An aid in reading the law, and no legal advice.</made>\n"
                       "      </proprietary>\n    </meta>\n",
                       xml(input.version), input.fingerprint);
    return out;
  }

  /// When this text begins to be in force, and when another takes its place or nothing does.
  std::string lifecycle() const {
    std::string events;
    if (days.from != Date::earliest()) {
      events += fmt::format("        <eventRef eId=\"force\" date=\"{}\" source=\"#proviso\" type=\"generation\" "
                            "refersTo=\"#inForce\"/>\n",
                            days.from.text());
    }
    if (days.until != Date::latest()) {
      events +=
          fmt::format("        <eventRef eId=\"end\" date=\"{}\" source=\"#proviso\" type=\"{}\"/>\n",
                      days.until.text(), history.span({instrument, 0}).until == days.until ? "repeal" : "amendment");
    }
    if (events.empty()) return "";
    return fmt::format("      <lifecycle source=\"#proviso\">\n{}      </lifecycle>\n", events);
  }

  std::string analysis() const {
    std::string out;
    for (uint32_t p = 0; p < text.provisions.size(); ++p) {
      const ProvisionRef ref{instrument, p};
      const auto found = library.ofStatements.find(ref);
      if (found == library.ofStatements.end() || !isThere(ref)) continue;
      for (const Reference *one : found->second)
        for (const Reference::Stretch &stretch : one->stretches) {
          if ((stretch.days & days).empty()) continue;
          for (ProvisionRef target : stretch.targets)
            out += fmt::format("          <implicitReference for=\"#{}\" href=\"{}\" showAs=\"{} {}\"/>\n",
                               xml(library.eId(ref)), xml(linkTo(target)), one->role, xml(history.citation(target)));
        }
    }
    if (out.empty()) return "";
    return fmt::format("      <analysis source=\"#proviso\">\n        <otherReferences source=\"#proviso\">\n{}"
                       "        </otherReferences>\n      </analysis>\n",
                       out);
  }

  /// To a place in this document where it stands in it; else to the text that it is first in force with.
  std::string linkTo(ProvisionRef target) const {
    const std::string id = library.eId(target);
    if (target.instrument == instrument && isThere(target) && !id.empty()) return "#" + id;
    std::string out = library.expression(target.instrument, history.span(target).from);
    if (!id.empty()) out += "/!main#" + id;
    return out;
  }

  // ---- wording

  static std::string indented(const std::string &lines, int depth) {
    std::string out;
    for (size_t at = 0; at < lines.size();) {
      const size_t end = std::min(lines.find('\n', at), lines.size() - 1);
      out += std::string(static_cast<size_t>(depth) * 2, ' ') + lines.substr(at, end + 1 - at);
      at = end + 1;
    }
    return out;
  }

  std::string num(const law::Provision &p) const {
    const llvm::StringRef level = text.levels[p.level], label = p.label.text;
    if (library.chinese[instrument])
      if (std::string words = chineseNum(level, label); !words.empty()) return words;
    if (level == "paragraph" || level == "subsection") return label.str();
    if (level == "item" || level == "subitem" || level == "point" || level == "subparagraph" || level == "clause")
      return "(" + label.str() + ")";
    return capitalised(level) + " " + label.str();
  }

  static std::string chineseNum(llvm::StringRef level, llvm::StringRef label) {
    const llvm::StringRef word = llvm::StringSwitch<llvm::StringRef>(level)
                                     .Case("part", "编")
                                     .Case("subpart", "分编")
                                     .Case("chapter", "章")
                                     .Case("section", "节")
                                     .Case("article", "条")
                                     .Default("");
    const auto [main, inserted] = label.split('-');
    unsigned number = 0, more = 0;
    if (main.getAsInteger(10, number) || number > 9999) return "";
    if (level == "item") return inserted.empty() ? fmt::format("（{}）", wording::inChinese(number)) : "";
    if (word.empty()) return "";
    std::string out = fmt::format("第{}{}", wording::inChinese(number), std::string_view(word));
    if (inserted.empty()) return out;
    if (inserted.getAsInteger(10, more) || more > 9999) return "";
    return out + "之" + wording::inChinese(more);
  }

  std::string provision(ProvisionRef ref, int depth) {
    const law::Provision &p = history[ref];
    const Element element = elementOf(text.levels[p.level]);
    const std::string in(static_cast<size_t>(depth) * 2, ' ');
    std::string out = in + (element.other ? fmt::format("<hcontainer name=\"{}\"", element.name) : "<" + element.name);
    out += fmt::format(" eId=\"{}\"", xml(library.eId(ref)));
    const std::vector<ProvisionRef> inner = children(ref);
    const std::vector<std::string> lines = wordsAround(ref, inner);
    // Only that it exists is known, or what it states in the language and not its wording.
    if (inner.empty() && lines[0].empty()) out += " status=\"incomplete\"";
    out += ">\n" + in + fmt::format("  <num>{}</num>\n", xml(num(p)));
    if (!p.title.text.empty()) out += in + fmt::format("  <heading>{}</heading>\n", xml(p.title.text));
    if (inner.empty()) {
      const std::string words = lines[0].empty() ? "<p/>\n" : lines[0];
      out += in + "  <content>\n" + indented(words, depth + 2) + in + "  </content>\n";
    } else {
      auto block = [&](const char *name, const std::string &words) {
        if (!words.empty())
          out += in + fmt::format("  <{}>\n", name) + indented(words, depth + 2) + in + fmt::format("  </{}>\n", name);
      };
      block("intro", lines.front());
      for (size_t n = 0; n < inner.size(); ++n) {
        out += provision(inner[n], depth + 1);
        if (n + 1 == inner.size()) break;
        // Words between two provisions have no element of their own.
        if (const std::string &words = lines[n + 1]; !words.empty()) {
          out += in +
                 fmt::format("  <hcontainer name=\"wording\" eId=\"{}__wording_{}\">\n", xml(library.eId(ref)), n + 1);
          out += in + "    <content>\n" + indented(words, depth + 3) + in + "    </content>\n";
          out += in + "  </hcontainer>\n";
        }
      }
      block("wrapUp", lines.back());
    }
    return out + in + fmt::format("</{}>\n", element.other ? "hcontainer" : element.name);
  }

  /// Its words before the first of what stands in it, those between that and the next, and so on.
  std::vector<std::string> wordsAround(ProvisionRef ref, const std::vector<ProvisionRef> &inner) {
    std::vector<std::string> lines(inner.size() + 1);
    for (const law::Quote *quote : texts(ref)) {
      size_t before = 0;
      for (size_t n = 0; n < inner.size(); ++n) {
        const Location at = history[inner[n]].range.begin;
        if (at.file == quote->range.begin.file && at.offset < quote->range.begin.offset) before = n + 1;
      }
      lines[before] += words(*quote);
    }
    return lines;
  }

  /// Lines of a text run together; those that begin with a bar are rows of a table.
  std::string words(const law::Quote &quote) {
    const auto [inside, at] = insideOf(input.sources, quote.range);
    const bool raw = input.sources.text(quote.range).startswith("\"\"\"");
    std::string paragraph, rows, out;
    size_t from = 0;
    auto close = [&] {
      if (!paragraph.empty()) out += "<p>" + paragraph + "</p>\n";
      if (!rows.empty()) out += "<table>\n" + rows + "</table>\n";
      paragraph.clear();
      rows.clear();
    };
    while (from < inside.size()) {
      // A line ends with the source's own break, or with `\n` as it is written.
      size_t end = from, next = inside.size();
      for (; end < inside.size(); ++end) {
        if (inside[end] == '\n') {
          next = end + 1;
          break;
        }
        if (!raw && inside[end] == '\\') {
          if (end + 1 < inside.size() && inside[end + 1] == 'n') {
            next = end + 2;
            break;
          }
          ++end;
        }
      }
      const llvm::StringRef line = inside.slice(from, std::min(end, inside.size()));
      const llvm::StringRef trimmed = line.trim();
      const Location where{at.file, at.offset + static_cast<uint32_t>(trimmed.data() - inside.data())};
      if (trimmed.startswith("|")) {
        if (!paragraph.empty()) close();
        rows += row(trimmed, where, raw);
      } else if (!trimmed.empty()) {
        if (!rows.empty()) close();
        paragraph += (paragraph.empty() ? "" : " ") + inlineOf(trimmed, where, raw);
      }
      from = next;
    }
    close();
    return out;
  }

  std::string row(llvm::StringRef line, Location at, bool raw) {
    if (line.find_first_not_of("|-: ") == llvm::StringRef::npos && line.contains('-')) return ""; // below the heads
    std::string out = "  <tr>\n";
    llvm::StringRef rest = line.drop_front();
    while (!rest.empty()) {
      const auto [cell, after] = rest.split('|');
      const llvm::StringRef text = cell.trim();
      const Location where{at.file, at.offset + static_cast<uint32_t>(text.data() - line.data())};
      out += fmt::format("    <td><p>{}</p></td>\n", inlineOf(text, where, raw));
      rest = after;
    }
    return out + "  </tr>\n";
  }

  /// A piece of wording with its citations.
  std::string inlineOf(llvm::StringRef piece, Location at, bool raw) {
    std::string out;
    size_t from = 0;
    const Location end{at.file, at.offset + static_cast<uint32_t>(piece.size())};
    for (auto it = library.inWording.lower_bound(at); it != library.inWording.end() && it->first < end; ++it) {
      const WordingCitation &one = *it->second;
      const size_t begin = it->first.offset - at.offset;
      if (begin < from || begin + one.range.length > piece.size()) continue;
      const std::string cited = plain(piece.substr(begin, one.range.length), raw);
      const llvm::ArrayRef<ProvisionRef> targets = one.targets.empty() ? one.named : one.targets;
      out += plain(piece.slice(from, begin), raw);
      from = begin + one.range.length;
      if (one.isRange && targets.size() > 1)
        out += fmt::format("<rref from=\"{}\" upTo=\"{}\">{}</rref>", xml(linkTo(targets.front())),
                           xml(linkTo(targets.back())), cited);
      else if (targets.size() > 1) // all of them, behind the words that name them
        out += fmt::format("<mref>{}</mref>", refs(targets, cited));
      else
        out += fmt::format("<ref href=\"{}\">{}</ref>", xml(linkTo(targets.front())), cited);
    }
    return out + plain(piece.drop_front(from), raw);
  }

  std::string refs(llvm::ArrayRef<ProvisionRef> targets, const std::string &cited) {
    std::string out = fmt::format("<ref href=\"{}\">{}</ref>", xml(linkTo(targets.front())), cited);
    for (ProvisionRef other : targets.drop_front()) out += fmt::format("<ref href=\"{}\"/>", xml(linkTo(other)));
    return out;
  }

  static std::string plain(llvm::StringRef piece, bool raw) {
    std::string out;
    for (size_t i = 0; i < piece.size(); ++i) {
      if (!raw && piece[i] == '\\' && i + 1 < piece.size()) ++i;
      out += piece[i];
    }
    return xml(out);
  }

  const Library &library;
  const AknInput &input;
  const History &history;
  const law::Instrument &text;
  uint32_t instrument;
  Span days;
};

/// From day to day on which something begins or ceases to be in force.
std::vector<Span> periodsOf(const History &history, uint32_t instrument) {
  const Span whole = history.span({instrument, 0});
  if (whole.empty()) return {};
  std::set<Date> days{whole.from, whole.until};
  for (uint32_t p = 1; p < history.instrument(instrument).provisions.size(); ++p) {
    const Span span = history.span({instrument, p});
    if (span.empty()) continue;
    for (Date day : {span.from, span.until})
      if (whole.from < day && day < whole.until) days.insert(day);
  }
  std::vector<Span> list;
  for (auto it = days.begin(); std::next(it) != days.end(); ++it) list.push_back({*it, *std::next(it)});
  return list;
}

} // namespace

std::vector<Artefact> emitAkn(const AknInput &input) {
  const Library library(input);
  std::vector<Artefact> files;
  for (uint32_t i = 0; i < input.history.instrumentCount(); ++i) {
    const law::Instrument &text = input.history.instrument(i);
    if (text.external) continue;
    for (Span days : periodsOf(input.history, i)) {
      if (input.only && !days.contains(*input.only)) continue;
      std::string name = text.code.text.str();
      if (days.from != Date::earliest()) name += "@" + days.from.text();
      files.emplace_back("akn/" + name + ".xml", Document(library, i, days).run());
    }
  }
  return files;
}

} // namespace proviso
