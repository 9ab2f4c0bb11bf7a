#include "website/Website.h"

#include "website/Graph.h"
#include "website/WordChanges.h"

#include "cli/Console.h"
#include "cli/Index.h"
#include "cli/RunScenarios.h"
#include "emit/TableText.h"
#include "emit/Xml.h"
#include "link/References.h"
#include "source/Characters.h"
#include "source/Parallel.h"

#include "assets.inc"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>
#include <nlohmann/json.hpp>

#include <map>

namespace proviso {

namespace {

using Json = nlohmann::ordered_json;

/// As part of a URL.
std::string encoded(std::string_view text) {
  std::string out;
  for (char c : text)
    out += llvm::isAlnum(c) || llvm::StringRef("-._~/#").contains(c)
               ? std::string(1, c)
               : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return out;
}

std::string oneLineOf(llvm::StringRef text) {
  llvm::SmallVector<llvm::StringRef, 64> parts;
  llvm::SplitString(text, parts);
  return llvm::join(parts, " ");
}

bool isChinese(llvm::StringRef text) { return proviso::isChinese(chineseIn(text), text.size()); }

class Website {
public:
  Website(const Compilation &c, const std::function<void(const std::string &, const std::string &)> &write,
          const std::function<void()> &done)
      : c(c), history(*c.history), index(c), write(write), done(done) {
    for (const ProvisionTable &table : c.tables.provisions) {
      const ir::Index instrument = c.program.provisions[table.provision].instrument;
      tables[{instrument, table.provision - c.program.instruments[instrument].root}] = &table;
    }
    for (uint32_t file = 0; file < c.lawFiles; ++file)
      for (const Cited &one : index.citationsIn(file))
        for (ProvisionRef to : one.targets) {
          const ProvisionRef at = article(to);
          if (!one.home)
            inScenarios[at].insert(one.range);
          else if (article(one.home) != at)
            citing[at].insert({article(one.home), one.home});
        }
    for (const Diagnostic &d : c.diagnostics.list())
      if (const auto at = index.provisionAt(d.range.begin)) findings[article(*at)].push_back(&d);
  }

  void run() {
    write("assets/site.css", site_css);
    write("assets/site.js", site_js);
    inParallel(history.instrumentCount(), [&](size_t i) {
      act(static_cast<uint32_t>(i));
      if (done) done();
    });
    write("index.html", overview());
    write("graph.html", graph());
    write("findings.html", findingsPage());
    write("scenarios.html", scenarios());
    write("assets/search.js", search());
  }

private:
  // ---- where things stand

  /// The provision of the running level around it (the article); a division, or the act, where there is none.
  ProvisionRef article(ProvisionRef ref) const {
    for (ProvisionRef around : history.around(ref))
      if (!history.isRoot(around) && history[around].level == history.runningLevel(around.instrument)) return around;
    return ref;
  }
  std::string fileOf(uint32_t text) const { return "acts/" + fileStem(history.id({text, 0})) + ".html"; }
  std::string anchorOf(ProvisionRef ref) const {
    const std::string id = history.id(ref);
    const size_t slash = id.find('/');
    return slash == std::string::npos ? "" : fileStem(id.substr(slash + 1));
  }
  std::string urlOf(ProvisionRef ref) const {
    const std::string anchor = anchorOf(ref);
    return encoded(fileOf(ref.instrument)) + (anchor.empty() ? "" : "#" + encoded(anchor));
  }
  std::string link(ProvisionRef ref, const std::string &up) const {
    return fmt::format("<a href=\"{}{}\">{}</a>", up, urlOf(ref), xml(history.citation(ref)));
  }
  std::string links(llvm::ArrayRef<ProvisionRef> refs, const std::string &up) const {
    std::string out;
    for (ProvisionRef one : refs) out += (out.empty() ? "" : ", ") + link(one, up);
    return out;
  }
  const std::string &titleOf(uint32_t text) const { return history.instrument(text).title.text; }

  // ---- what all pages have

  std::string page(const std::string &title, const std::string &body, const std::string &up,
                   bool chinese = false) const {
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"{0}\" data-root=\"{1}\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
        "name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\">\n<title>{2}</title>\n<link rel=\"stylesheet\" "
        "href=\"{1}assets/site.css\">\n<link rel=\"icon\" href=\"data:,\">\n<script defer "
        "src=\"{1}assets/site.js\"></script>\n</head>\n<body>\n"
        "<a class=\"skip\" href=\"#main\">To the text</a>\n<header class=\"site\"><nav aria-label=\"Site\"><a "
        "href=\"{1}index.html\">Acts</a> <a "
        "href=\"{1}graph.html\">Graph</a> <a href=\"{1}findings.html\">Findings</a> <a "
        "href=\"{1}scenarios.html\">Scenarios</a></nav>"
        "<label>Search <input id=\"search\" type=\"search\" autocomplete=\"off\"></label></header>\n<ol id=\"found\" "
        "aria-live=\"polite\" aria-label=\"What is found\"></ol>\n<main id=\"main\">\n{3}</main>\n<footer "
        "class=\"wrap\"><p>Made by proviso {4} from sources {5}. An aid in "
        "reading the law, and no legal advice; what counts is the official text.</p></footer>\n</body>\n</html>\n",
        chinese ? "zh" : "en", up, xml(title), body, PROVISO_VERSION, fingerprint);
  }
  // ---- texts with links

  /// What a citation leads to, in words.
  std::string leadsTo(const Cited &one) const {
    std::string text;
    auto named = [&](llvm::ArrayRef<ProvisionRef> refs) {
      std::string list;
      for (ProvisionRef ref : refs) list += (list.empty() ? "" : ", ") + history.citation(ref);
      return list.empty() ? "nothing" : list;
    };
    if (!one.binding) return named(one.targets);
    text = named(one.binding->named());
    for (const Binding::Stretch &stretch : one.binding->later())
      text += fmt::format("; from {}: {}", stretch.days.from.text(), named(stretch.targets));
    return text;
  }

  /// A stretch of source as HTML, with its citations as links and its names explained. `names`: also those.
  std::string linked(Range range, bool names) const {
    struct Mark {
      uint32_t begin, end;
      std::string open, close;
    };
    std::vector<Mark> marks;
    for (const Cited &one : index.citationsIn(range.begin.file)) {
      if (one.range.begin.offset < range.begin.offset) continue;
      if (one.range.end() > range.end() || one.targets.empty()) continue;
      marks.push_back({one.range.begin.offset, one.range.end(),
                       fmt::format("<a href=\"../{}\" title=\"{}\">", urlOf(one.targets.back()), xml(leadsTo(one))),
                       "</a>"});
    }
    if (names)
      for (const NameUse &use : index.usesIn(range.begin.file)) {
        if (use.at.begin.offset < range.begin.offset || use.at.end() > range.end()) continue;
        if (const Declaration *of = index.declarationOf(use.declaration); of && !of->label.empty())
          marks.push_back({use.at.begin.offset, use.at.end(),
                           fmt::format("<span class=\"name\" title=\"{}\">", xml(of->label)), "</span>"});
      }
    llvm::stable_sort(marks,
                      [](const Mark &a, const Mark &b) { return std::tie(a.begin, b.end) < std::tie(b.begin, a.end); });
    const llvm::StringRef text = c.sources.text(range.begin.file);
    std::string out;
    uint32_t at = range.begin.offset;
    for (const Mark &one : marks) {
      if (one.begin < at) continue; // within another
      out += xml(std::string_view(text.slice(at, one.begin))) + one.open +
             xml(std::string_view(text.slice(one.begin, one.end))) + one.close;
      at = one.end;
    }
    return out + xml(std::string_view(text.slice(at, range.end())));
  }

  std::string wordingOf(const law::Quote &quote) const {
    if (quote.range.length == 0) return xml(quote.text);
    const auto [inner, at] = insideOf(c.sources, quote.range);
    std::string out;
    // Line by line, without what the layout puts before each.
    size_t begin = 0;
    while (begin <= inner.size()) {
      const size_t end = std::min(inner.find('\n', begin), inner.size());
      const llvm::StringRef line = inner.slice(begin, end), bare = line.trim();
      if (!bare.empty())
        out += (out.empty() ? "" : "\n") +
               linked({{at.file,
                        at.offset + static_cast<uint32_t>(begin + static_cast<size_t>(bare.data() - line.data()))},
                       static_cast<uint32_t>(bare.size())},
                      false);
      begin = end + 1;
    }
    return out;
  }

  static std::string number(const law::Instrument &text, const law::Provision &p) {
    return fmt::format("{} {}", std::string_view(text.levels[p.level]), std::string_view(p.label.text));
  }

  /// Wording of a provision and of what is in it.
  std::string wording(ProvisionRef ref, bool first) const {
    const law::Instrument &text = history.instrument(ref.instrument);
    const law::Provision &p = history[ref];
    std::string own;
    for (const law::Quote &quote : p.texts) own += fmt::format("<p>{}</p>\n", wordingOf(quote));
    if (p.texts.empty())
      for (const law::Duty &duty : p.duties)
        own += fmt::format("<p>{} {}</p>\n",
                           duty.kind == law::Duty::Kind::Must      ? "must"
                           : duty.kind == law::Duty::Kind::MustNot ? "must not"
                                                                   : "may",
                           xml(duty.text.text));
    std::string inner;
    for (law::ProvisionId child : p.children)
      if (const ProvisionRef one{ref.instrument, child.value}; !(history.stands(one) & history.stands(ref)).empty())
        inner += wording(one, false);
    if (first) return own + inner;
    if (p.implied) return own + inner;
    std::string out = fmt::format("<div class=\"inner\" id=\"{}\">", xml(anchorOf(ref)));
    const std::string head = fmt::format("<span class=\"number\">{}</span>{}", xml(number(text, p)),
                                         p.title.text.empty() ? "" : "<strong>" + xml(p.title.text) + "</strong> ");
    out += own.rfind("<p>", 0) == 0 ? "<p>" + head + own.substr(3) : "<p>" + head + "</p>\n" + own;
    return out + inner + "</div>\n";
  }

  /// The statements of a provision as they are written, without the wording.
  std::string formal(ProvisionRef ref) const {
    const law::Provision &p = history[ref];
    if (p.range.length == 0) return {};
    const uint32_t file = p.range.begin.file;
    std::vector<std::pair<uint32_t, uint32_t>> left; // `text """..."""` with its line
    const llvm::StringRef text = c.sources.text(file);
    for (ProvisionRef one : history.under(ref))
      for (const law::Quote &quote : history[one].texts) {
        if (quote.range.begin.file != file) continue;
        const size_t keyword = text.take_front(quote.range.begin.offset).rfind("text");
        size_t begin = keyword == llvm::StringRef::npos ? quote.range.begin.offset : keyword, end = quote.range.end();
        while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t')) --begin;
        if (begin > 0 && text[begin - 1] == '\n' && end < text.size() && text[end] == '\n') ++end;
        left.emplace_back(static_cast<uint32_t>(begin), static_cast<uint32_t>(end));
      }
    llvm::sort(left);
    std::string out;
    uint32_t at = p.range.begin.offset;
    bool anything = false;
    auto piece = [&](uint32_t end) {
      if (end > at) out += linked({{file, at}, end - at}, true);
    };
    for (const auto &[begin, end] : left) {
      if (begin < at || end > p.range.end()) continue;
      piece(begin);
      at = end;
    }
    piece(p.range.end());
    for (ProvisionRef one : history.under(ref)) {
      const law::Provision &q = history[one];
      anything = anything || q.subject || !q.whens.empty() || !q.tiers.empty() || !q.duties.empty() ||
                 !q.adjustments.empty() || !q.definitions.empty() || q.concurrence || !q.displacements.empty() ||
                 !q.amendings.empty() || q.was;
    }
    if (!anything) return {};
    // As far to the left as it goes.
    const size_t line = text.rfind('\n', p.range.begin.offset);
    const size_t indent = p.range.begin.offset - (line == llvm::StringRef::npos ? 0 : line + 1);
    std::string shifted;
    llvm::SmallVector<llvm::StringRef, 64> lines;
    llvm::StringRef(out).split(lines, '\n');
    for (size_t i = 0; i < lines.size(); ++i) {
      llvm::StringRef one = lines[i];
      if (i != 0) one = one.drop_front(std::min(indent, one.size() - one.ltrim().size()));
      shifted += (i == 0 ? "" : "\n") + one.str();
    }
    return shifted;
  }

  // ---- tables to try

  /// Where a case states what a variable asks: a JSON pointer; roles are in a list, as `/subject/ROLE`. Null: nowhere.
  Json placeInCase(const Variable &variable) const {
    const ir::Program &program = c.program;
    auto of = [&](Json::json_pointer at) {
      if (variable.provision != ir::none) at /= program.provisions[variable.provision].id;
      return at.to_string();
    };
    const bool ofAct = variable.owner == ir::Owner::Act;
    switch (variable.kind) {
    case VariableKind::Fact:
      return ofAct ? Json(of(Json::json_pointer("/facts") / program.facts[variable.fact].name)) : Json();
    case VariableKind::Role: return ofAct ? Json("/subject/" + program.roles[variable.index].name) : Json();
    case VariableKind::Breach: return of(Json::json_pointer("/violates"));
    case VariableKind::Disobeyed: return of(Json::json_pointer("/disobeyed"));
    default: return nullptr;
    }
  }

  std::string tried(const ProvisionTable &table, size_t number) const {
    const ir::Program &program = c.program;
    const ir::Provision &p = program.provisions[table.provision];
    struct Section {
      std::string heading, basis;
      const Rows *rows;
      bool outcomes;
    };
    std::vector<Section> sections{{"Elements", "", &table.elementRows, false}};
    for (const Effect &effect : table.effects)
      sections.push_back({addresseeOf(program, effect) + ": " + effect.name + perOf(program, effect),
                          basisOf(program, effect), &effect.rows, true});
    Json data{{"variables", Json::array()}, {"tables", Json::array()}};
    std::map<uint32_t, size_t> place; // of the variables that are looked at
    for (const Section &one : sections)
      for (uint32_t v : one.rows->columns) place.emplace(v, 0);
    size_t next = 0;
    for (auto &[v, position] : place) {
      position = next++;
      const Variable &variable = table.variables[v];
      Json values = Json::array();
      for (uint32_t value = 0; value < variable.size; ++value) values.push_back(valueText(program, variable, value));
      std::string label = variable.label;
      if (variable.fact != ir::none && variable.kind == VariableKind::Fact &&
          !program.facts[variable.fact].label.empty())
        label = program.facts[variable.fact].label +
                (variable.provision == ir::none ? "" : ", for " + program.provisions[variable.provision].citation);
      data["variables"].push_back({{"label", label}, {"values", std::move(values)}, {"at", placeInCase(variable)}});
    }
    std::string html;
    for (size_t t = 0; t < sections.size(); ++t) {
      const Section &one = sections[t];
      Json rows = Json::array(), outcomes = Json::array(), columns = Json::array();
      for (uint32_t v : one.rows->columns) columns.push_back(place[v]);
      const std::string id = fmt::format("table{}-{}", number, t);
      html += fmt::format("<h4 id=\"{}\">{}</h4>\n", id, xml(one.heading));
      if (one.rows->moreThan)
        html += fmt::format("<p>More than {} rows: too many to write out.</p>\n", one.rows->moreThan);
      html += fmt::format("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"{}\"><table "
                          "data-table=\"{}\"><thead><tr><th "
                          "scope=\"col\">#</th>",
                          id, t);
      for (uint32_t v : one.rows->columns)
        html += fmt::format("<th scope=\"col\">{}</th>", xml(table.variables[v].label));
      html += fmt::format("<th scope=\"col\">{}</th></tr></thead><tbody>\n", one.outcomes ? "imposed" : "made out");
      size_t count = 0;
      for (const Row &row : one.rows->rows) {
        html += fmt::format("<tr><th scope=\"row\">{}</th>", ++count);
        Json cells = Json::array();
        for (size_t i = 0; i < row.cells.size(); ++i) {
          const Variable &variable = table.variables[one.rows->columns[i]];
          const bool any = row.cells[i] == allValues(variable);
          html += any ? "<td class=\"any\">any</td>"
                      : fmt::format("<td>{}</td>", xml(cellText(program, variable, row.cells[i])));
          if (any) {
            cells.push_back(nullptr);
            continue;
          }
          Json in = Json::array();
          for (uint32_t value = 0; value < variable.size; ++value)
            if (row.cells[i] >> value & 1) in.push_back(value);
          cells.push_back(std::move(in));
        }
        std::string comes = one.outcomes ? outcomeOf(c.tables, row.outcome) : "yes";
        std::replace(comes.begin(), comes.end(), '_', ' ');
        html += fmt::format("<td>{}</td></tr>\n", xml(comes));
        rows.push_back(std::move(cells));
        outcomes.push_back(comes);
      }
      html += "</tbody></table></div>\n";
      if (!one.basis.empty()) html += fmt::format("<p class=\"about\">Basis: {}</p>\n", xml(one.basis));
      data["tables"].push_back({{"heading", one.heading},
                                {"columns", std::move(columns)},
                                {"rows", std::move(rows)},
                                {"outcomes", std::move(outcomes)}});
    }
    for (const std::string &relation : relationsOf(program, table.provision))
      html += fmt::format("<p>{}</p>\n", xml(relation));
    std::string json = data.dump(-1, ' ', false, Json::error_handler_t::replace);
    for (size_t at = 0; (at = json.find('<', at)) != std::string::npos; at += 6) json.replace(at, 1, "\\u003c");
    return fmt::format("<div class=\"try\" data-provision=\"{}\"><script type=\"application/json\">{}</script>\n<p "
                       "class=\"about\">{}, {}. What is known of "
                       "a case:</p>\n<div class=\"facts\"></div>\n<button type=\"button\">Nothing is "
                       "known</button>\n<output></output>\n{}</div>\n",
                       xml(p.id), json, xml(p.citation), xml(spanText(p.span)), html);
  }

  // ---- an act

  std::string turns(ProvisionRef ref) const {
    const Life &life = history.life(ref);
    std::string out;
    if (life.begins.kind != Turn::Kind::None)
      out += life.before.empty() ? fmt::format("; {} by {}", turnWord(life.begins.kind), xml(life.begins.by))
                                 : fmt::format("; it was {} before", links(life.before, "../"));
    if (life.ends.kind != Turn::Kind::None)
      out += life.lost           ? "; nothing tells what it has become"
             : life.next.empty() ? fmt::format("; {} by {}", turnWord(life.ends.kind), xml(life.ends.by))
                                 : fmt::format("; it is {} then", links(life.next, "../"));
    return out;
  }

  std::string plainWording(ProvisionRef ref) const {
    std::string all;
    for (ProvisionRef one : history.under(ref))
      for (const law::Quote &quote : history[one].texts) all += (all.empty() ? "" : " ") + oneLineOf(quote.text);
    return all;
  }

  std::string citedBy(ProvisionRef ref) const {
    const auto found = citing.find(ref);
    if (found == citing.end()) return {};
    std::string out = fmt::format("<details><summary>Cited by {}</summary><ul class=\"plain\">",
                                  plural(found->second.size(), "provision"));
    for (const auto &[around, from] : found->second)
      out += fmt::format("<li>{} {}</li>", link(from, "../"), xml(titleOf(from.instrument)));
    return out + "</ul></details>\n";
  }

  /// What stands in an act or a division. Of those that are declared in outline one after the other there is one list.
  std::string provisions(ProvisionRef in, size_t &tableNumber) const {
    const law::Instrument &text = history.instrument(in.instrument);
    std::string out;
    const auto &children = history[in].children;
    for (size_t i = 0; i < children.size();) {
      size_t end = i;
      while (end < children.size() && text[children[end]].outline && text[children[end]].children.empty()) ++end;
      if (end == i) {
        out += provision({in.instrument, children[i++].value}, tableNumber);
        continue;
      }
      const law::Provision &first = text[children[i]], &last = text[children[end - 1]];
      const std::string which =
          end == i + 1 ? capitalised(number(text, first)) + " is"
                       : fmt::format("{} {} to {} are", capitalised(law::pluralOf(text.levels[first.level])),
                                     std::string_view(first.label.text), std::string_view(last.label.text));
      out += fmt::format(
          "<details><summary>{} declared in outline: the text is not at hand</summary><ul class=\"plain\">\n",
          xml(which));
      for (; i < end; ++i) {
        const ProvisionRef one{in.instrument, children[i].value};
        out += fmt::format("<li id=\"{}\">{}, in force {}{}{}</li>\n", xml(anchorOf(one)),
                           xml(capitalised(number(text, history[one]))), xml(spanText(daysOf(history, one))),
                           turns(one), citedBy(one));
      }
      out += "</ul></details>\n";
    }
    return out;
  }

  std::string provision(ProvisionRef ref, size_t &tableNumber) const {
    const law::Instrument &text = history.instrument(ref.instrument);
    const law::Provision &p = history[ref];
    const bool running = p.level == history.runningLevel(ref.instrument);
    const std::string id = xml(anchorOf(ref));
    std::string out;
    const std::string head = capitalised(number(text, p)) + (p.title.text.empty() ? "" : ": " + p.title.text);
    if (!running) { // a division
      out +=
          fmt::format("<section aria-labelledby=\"{0}\"><h2 id=\"{0}\"><a href=\"#{0}\">{1}</a></h2>\n", id, xml(head));
      for (const law::Quote &quote : p.texts)
        out += fmt::format("<div class=\"wording\"><p>{}</p></div>\n", wordingOf(quote));
      out += provisions(ref, tableNumber);
      return out + "</section>\n";
    }
    out += fmt::format("<article aria-labelledby=\"{0}\"><h3 id=\"{0}\"><a href=\"#{0}\">{1}</a></h3>\n<p "
                       "class=\"about\">{2}{3}</p>\n",
                       id, xml(head),
                       history.span(ref).empty() ? "never in force" : xml("in force " + spanText(daysOf(history, ref))),
                       turns(ref));
    const std::string statements = text.decidesNothing() ? std::string() : formal(ref);
    const std::string words = wording(ref, true);
    out += fmt::format(
        "<div class=\"pair{}\"><div class=\"wording\"{}>{}</div>{}</div>\n", statements.empty() ? " alone" : "",
        isChinese(words) ? " lang=\"zh\"" : "", words,
        statements.empty()
            ? std::string()
            : fmt::format("<pre tabindex=\"0\" aria-label=\"{} in the Proviso language\"><code>{}</code></pre>",
                          xml(head), statements));
    if (const Life &life = history.life(ref); life.before.size() == 1)
      if (const std::string changes = wordChanges(plainWording(life.before.front()), plainWording(ref));
          !changes.empty())
        out +=
            fmt::format("<details><summary>What has changed since {}</summary><p class=\"wording\">{}</p></details>\n",
                        xml(history.citation(life.before.front())), changes);
    out += citedBy(ref);
    if (const auto found = inScenarios.find(ref); found != inScenarios.end())
      out += fmt::format("<p class=\"about\"><a href=\"../scenarios.html\">Scenarios</a> speak of it in {}.</p>\n",
                         plural(found->second.size(), "sentence"));
    if (const auto found = findings.find(ref); found != findings.end()) {
      out += "<ul class=\"plain\">";
      for (const Diagnostic *d : found->second)
        out += fmt::format("<li><span class=\"{0}\">{0}</span> {1}: {2}</li>", nameOf(d->severity), entry(d->code).name,
                           xml(d->message));
      out += "</ul>\n";
    }
    std::string tried;
    size_t count = 0;
    for (ProvisionRef one : history.under(ref))
      if (const auto table = tables.find(one); table != tables.end()) {
        tried += this->tried(*table->second, tableNumber++);
        ++count;
      }
    if (count != 0)
      out += fmt::format("<details class=\"tables\"><summary>Decision tables{}</summary>\n{}</details>\n",
                         count == 1 ? "" : fmt::format(" of {} provisions", count), tried);
    return out + "</article>\n";
  }

  void act(uint32_t i) const {
    const law::Instrument &text = history.instrument(i);
    std::string body =
        fmt::format("<h1>{}</h1>\n<p class=\"about\">{}{}{}{}</p>\n",
                    xml(text.title.text.empty() ? text.code.text.str() : text.title.text),
                    xml(std::string_view(text.code.text)), text.source.text.empty() ? "" : "; " + xml(text.source.text),
                    text.adopted ? "; adopted " + text.adopted->text() : "",
                    history.span({i, 0}).empty() ? "" : "; in force " + xml(spanText(history.span({i, 0}))));
    for (const auto &[language, name] : text.names)
      body += fmt::format("<p lang=\"{}\">{}</p>\n", xml(std::string_view(language.text)), xml(name.text));
    if (const auto texts = history.textsOf(text.code.text); texts.size() > 1) {
      body += "<p>Texts: ";
      for (uint32_t one : texts)
        body += fmt::format("{}{}", one == texts.front() ? "" : ", ",
                            one == i ? fmt::format("<strong>{}</strong>", xml(spanText(history.span({one, 0}))))
                                     : fmt::format("<a href=\"../{}\">{}</a>", encoded(fileOf(one)),
                                                   xml(spanText(history.span({one, 0})))));
      body += "</p>\n";
    }
    for (const law::Quote &quote : text.provisions.front().texts)
      body += fmt::format("<div class=\"wording\"><p>{}</p></div>\n", wordingOf(quote));
    size_t tableNumber = 0;
    body += provisions({i, 0}, tableNumber);
    write(fileOf(i), page(text.title.text.empty() ? text.code.text.str() : text.title.text, body, "../",
                          isChinese(text.title.text)));
  }

  // ---- pages about all

  std::string overview() const {
    const law::Corpus *corpus = history.corpus();
    std::string body = fmt::format(
        "<h1>{}</h1>\n<p class=\"about\">{}, {}, {}{}, {}</p>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"Acts\"><table><thead><tr><th scope=\"col\">act</th><th scope=\"col\">cited "
        "as</th><th scope=\"col\">in force</th><th scope=\"col\">provisions</th><th "
        "scope=\"col\">tables</th></tr></thead><tbody>\n",
        xml(corpus && !corpus->title.text.empty() ? corpus->title.text : "The law"),
        plural(c.summary.instruments, "text"), plural(c.summary.provisions, "provision"),
        plural(c.summary.citations, "citation"),
        c.summary.wording ? fmt::format(" and {} in wording", c.summary.wording) : "",
        plural(c.summary.tables, "table"));
    std::vector<size_t> count(history.instrumentCount());
    for (const auto &[ref, table] : tables) ++count[ref.instrument];
    for (uint32_t i = 0; i < history.instrumentCount(); ++i) {
      const law::Instrument &text = history.instrument(i);
      body += fmt::format("<tr><td><a href=\"{}\">{}</a></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                          encoded(fileOf(i)), xml(text.title.text.empty() ? text.code.text.str() : text.title.text),
                          xml(std::string_view(text.code.text)), xml(spanText(history.span({i, 0}))),
                          text.provisions.size() - 1, count[i]);
    }
    return page("Acts", body + "</tbody></table></div>\n", "");
  }

  std::string graph() const {
    std::vector<GraphNode> nodes;
    std::map<std::string, size_t, std::less<>> byCode;
    for (uint32_t i = 0; i < history.instrumentCount(); ++i) {
      const law::Instrument &text = history.instrument(i);
      const auto [at, isNew] = byCode.try_emplace(text.code.text.str(), nodes.size());
      if (isNew) nodes.push_back({text.code.text.str(), text.title.text, ""});
      nodes[at->second].url = encoded(fileOf(i));
    }
    std::map<std::pair<size_t, size_t>, GraphEdge> edges;
    std::set<std::string> roles;
    auto add = [&](ProvisionRef from, llvm::ArrayRef<ProvisionRef> targets, const std::string &role) {
      for (ProvisionRef to : targets) {
        const size_t a = byCode.find(std::string_view(history.instrument(from.instrument).code.text))->second,
                     b = byCode.find(std::string_view(history.instrument(to.instrument).code.text))->second;
        if (a == b) continue;
        GraphEdge &edge = edges[{a, b}];
        edge.from = a;
        edge.to = b;
        ++edge.count;
        edge.roles.insert(role);
        roles.insert(role);
        return; // once for each citation
      }
    };
    for (const Reference &one : references(c.linked)) add(one.from, one.named(), one.role);
    for (const WordingCitation &one : c.wording.citations) add(one.home, one.named, "in wording");
    std::vector<GraphEdge> list;
    for (auto &[key, edge] : edges) list.push_back(std::move(edge));
    std::string filters;
    for (const std::string &role : roles)
      filters +=
          fmt::format("<label><input type=\"checkbox\" name=\"role\" value=\"{0}\" checked> {0}</label> ", xml(role));
    return page("Graph",
                fmt::format("<h1>Who cites whom</h1>\n<p class=\"about\">{}, {} between them. An act leads to its "
                            "page.</p>\n<p><label>Only around <input "
                            "id=\"act\" placeholder=\"an act\"></label> {}<button type=\"button\" "
                            "id=\"nearer\">Nearer</button> <button type=\"button\" "
                            "id=\"farther\">Farther</button> <button type=\"button\" id=\"all\">All</button></p>\n{}",
                            plural(nodes.size(), "act"), plural(list.size(), "line"), filters, drawn(nodes, list)),
                "");
  }

  std::string findingsPage() const {
    std::string body =
        fmt::format("<h1>Findings</h1>\n<p class=\"about\">{}, {}, {}; {} accepted</p>\n<ul class=\"plain\">\n",
                    plural(c.diagnostics.count(Severity::Error), "error"),
                    plural(c.diagnostics.count(Severity::Warning), "warning"),
                    plural(c.diagnostics.count(Severity::Note), "note"), c.diagnostics.accepted().size());
    auto item = [&](const Diagnostic &d, const std::string &more) {
      const auto at = index.provisionAt(d.range.begin);
      body += fmt::format("<li><span class=\"{0}\">{0}</span> {1} {2}: {3}{4}</li>\n", nameOf(d.severity),
                          entry(d.code).name, at ? link(*at, "") : xml(placeOf(c, d.range)), xml(d.message), more);
    };
    for (const Diagnostic &d : c.diagnostics.list()) item(d, "");
    body += "</ul>\n";
    if (!c.diagnostics.accepted().empty()) {
      body += "<h2>Accepted</h2>\n<ul class=\"plain\">\n";
      for (const Accepted &one : c.diagnostics.accepted())
        item(one.finding, fmt::format(" <em>{}</em>", xml(one.reason)));
      body += "</ul>\n";
    }
    return page("Findings", body, "");
  }

  std::string scenarios() const {
    std::string body = "<h1>Scenarios</h1>\n";
    if (c.diagnostics.hasErrors())
      return page("Scenarios", body + "<p>The law has errors: nothing is decided.</p>\n", "");
    const Tables compiled = loadTables(c);
    std::vector<std::string> items(c.program.scenarios.size());
    std::vector<char> passed(c.program.scenarios.size());
    inParallel(items.size(), [&](size_t i) {
      const ir::Scenario &one = c.program.scenarios[i];
      const ScenarioResult result = runScenario(c.program, compiled, one);
      passed[i] = result.passed();
      items[i] =
          fmt::format("<li><details><summary><span class=\"{}\">{}</span> {}</summary>",
                      result.passed() ? "passed" : "error", result.passed() ? "passed" : "failed", xml(one.title));
      items[i] +=
          fmt::format("<pre tabindex=\"0\"><code>{}</code></pre>", xml(std::string_view(c.sources.text(one.range))));
      for (const std::string &error : result.errors) items[i] += fmt::format("<p class=\"error\">{}</p>", xml(error));
      for (const ScenarioFailure &failure : result.failures)
        items[i] += fmt::format("<p class=\"error\">{}</p>", xml(failure.found));
      items[i] += "</details></li>\n";
    });
    size_t good = 0;
    for (char one : passed) good += one != 0;
    body += fmt::format("<p class=\"about\">{}: {} passed, {} failed</p>\n<ul class=\"plain\">\n",
                        plural(items.size(), "scenario"), good, items.size() - good);
    for (const std::string &one : items) body += one;
    return page("Scenarios", body + "</ul>\n", "");
  }

  std::string search() const {
    constexpr size_t wholeBelow = size_t(4) << 20; // bytes of wording; of more only beginnings are searched
    size_t bytes = 0;
    for (uint32_t i = 0; i < history.instrumentCount(); ++i)
      for (const law::Provision &p : history.instrument(i).provisions)
        for (const law::Quote &quote : p.texts) bytes += quote.text.size();
    std::vector<std::string> parts(history.instrumentCount());
    inParallel(parts.size(), [&](size_t n) {
      const auto i = static_cast<uint32_t>(n);
      const law::Instrument &text = history.instrument(i);
      auto add = [&](const std::string &url, const std::string &title, std::string words) {
        if (bytes > wholeBelow && words.size() > 90) {
          size_t end = 90;
          while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xC0) == 0x80) --end;
          words.resize(end);
        }
        parts[n] += Json::array({url, title, words}).dump(-1, ' ', false, Json::error_handler_t::replace) + ",\n";
      };
      std::string names = text.source.text;
      for (const auto &[language, name] : text.names) names += " " + name.text;
      add(encoded(fileOf(i)), text.title.text + " (" + text.code.text.str() + ")", names);
      for (ProvisionRef ref : history.under({i, 0}))
        if (!history.isRoot(ref) && article(ref) == ref && !history[ref].outline)
          add(urlOf(ref),
              history.citation(ref) + (history[ref].title.text.empty() ? "" : ": " + history[ref].title.text),
              history[ref].level == history.runningLevel(i) ? plainWording(ref) : "");
    });
    std::string out = "window.provisoSearch = [\n";
    for (const std::string &part : parts) out += part;
    return out + "];\n";
  }

  const Compilation &c;
  const History &history;
  const Index index;
  const std::function<void(const std::string &, const std::string &)> &write;
  const std::function<void()> &done;
  const std::string fingerprint = c.emitInput().fingerprint;
  std::map<ProvisionRef, const ProvisionTable *> tables;
  std::map<ProvisionRef, std::set<std::pair<ProvisionRef, ProvisionRef>>> citing; // of articles, by where they cite
  std::map<ProvisionRef, std::set<Range>> inScenarios;
  std::map<ProvisionRef, std::vector<const Diagnostic *>> findings;
};

} // namespace

void writeWebsite(const Compilation &law, const std::function<void(const std::string &, const std::string &)> &write,
                  const std::function<void()> &done) {
  Website(law, write, done).run();
}

} // namespace proviso
