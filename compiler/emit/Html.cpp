// Tables for people: pages that need nothing else, one for each provision. They are well-formed XML as well.
#include "emit/TablePage.h"
#include "emit/TableText.h"
#include "emit/Xml.h"

#include "embedded.inc"

#include <fmt/format.h>

#include <set>

namespace proviso {

namespace {

class Pages {
public:
  explicit Pages(const EmitInput &input) : input(input), program(input.program) {
    for (const ProvisionTable &table : input.tables.provisions) decided.insert(table.provision);
  }

  std::string page(const ProvisionTable &table) const {
    const TablePage page = pageOf(input, table);
    std::string out = fmt::format("<nav><a href=\"index.html\">All provisions</a></nav>\n<main>\n<h1>{}{}</h1>\n",
                                  xml(page.citation), page.title.empty() ? "" : ": " + xml(page.title));
    out += fmt::format("<p class=\"about\">In force {}.</p>\n", xml(page.span));
    for (const std::string &text : page.wording) out += fmt::format("<blockquote><p>{}</p></blockquote>\n", xml(text));
    size_t effects = 0, adjustments = 0;
    for (const TablePage::Section &section : page.sections)
      out += this->section(section, section.effect              ? fmt::format("effect{}", ++effects)
                                    : section.statement.empty() ? "elements"
                                                                : fmt::format("adjustment{}", ++adjustments));
    if (!page.relations.empty()) out += "<h2>Beside other provisions</h2>\n";
    for (const std::string &relation : page.relations) out += fmt::format("<p>{}</p>\n", xml(relation));
    return document(page.citation, out + "</main>\n");
  }

  std::string index() const {
    std::string out = "<main>\n<h1>Decision tables</h1>\n";
    ir::Index instrument = ir::none;
    for (const ProvisionTable &table : input.tables.provisions) {
      const ir::Provision &p = program.provisions[table.provision];
      if (p.instrument != instrument) {
        if (instrument != ir::none) out += "</ul>\n";
        instrument = p.instrument;
        out += fmt::format("<h2>{}</h2>\n<ul>\n", xml(program.instruments[instrument].title));
      }
      out += fmt::format("<li><a href=\"{}\">{}</a>{} <span class=\"about\">{}</span></li>\n", xml(fileOf(p)),
                         xml(p.citation), p.title.empty() ? "" : ": " + xml(p.title), xml(spanText(p.span)));
    }
    if (instrument != ir::none) out += "</ul>\n";
    return document("Decision tables", out + "</main>\n");
  }

  static std::string fileOf(const ir::Provision &p) { return fileStem(p.id) + ".html"; }

private:
  std::string document(const std::string &title, const std::string &body) const {
    return fmt::format("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta "
                       "name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>{}</title>\n"
                       "<style>\n{}</style>\n</head>\n<body>\n{}<footer><p>Made by proviso {} from sources {}. An aid "
                       "in reading the law, and no legal advice.</p></footer>\n</body>\n</html>\n",
                       xml(title), page_css, body, xml(input.version), input.fingerprint);
  }

  std::string section(const TablePage::Section &section, const std::string &id) const {
    std::string out = fmt::format("<h2 id=\"{}\">{}</h2>\n", id, xml(section.heading));
    for (const std::string &note : section.notes) out += fmt::format("<p>{}</p>\n", xml(note));
    if (!section.statement.empty()) out += fmt::format("<p><code>{}</code></p>\n", xml(section.statement));
    if (section.moreThan)
      out += fmt::format("<p>More than {} rows: too many to write out. The compiled form decides it all the "
                         "same.</p>\n",
                         section.moreThan);
    else if (section.rows.empty())
      out += "<p>No case.</p>\n";
    else
      out += rows(section, id);
    if (section.effect)
      for (const auto &chain : section.effect->chains) out += fmt::format("<p>Basis: {}</p>\n", links(chain));
    return out;
  }

  static std::string rows(const TablePage::Section &section, const std::string &id) {
    std::string out = fmt::format("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"{}\">\n"
                                  "<table>\n<thead><tr><th scope=\"col\">#</th>",
                                  id);
    for (const TablePage::Section::Column &column : section.columns)
      out += column.label == column.name
                 ? fmt::format("<th scope=\"col\">{}</th>", xml(column.name))
                 : fmt::format("<th scope=\"col\">{}<br/><code>{}</code></th>", xml(column.label), xml(column.name));
    out += fmt::format("<th scope=\"col\">{}</th>", xml(section.result));
    out += "</tr></thead>\n<tbody>\n";
    size_t number = 0;
    for (const std::vector<std::string> &row : section.rows) {
      ++number;
      out += fmt::format("<tr id=\"{}-row{}\"><th scope=\"row\">{}</th>", id, number, number);
      for (const std::string &cell : row)
        out += cell == "-" ? "<td class=\"any\">any</td>" : fmt::format("<td>{}</td>", xml(cell));
      out += "</tr>\n";
    }
    return out + "</tbody>\n</table>\n</div>\n";
  }

  std::string links(const std::vector<Link> &chain) const {
    std::string out;
    for (const Link &link : chain) {
      const ir::Provision &p = program.provisions[link.provision];
      out += decided.count(link.provision) ? fmt::format("<a href=\"{}\">{}</a>", xml(fileOf(p)), xml(p.citation))
                                           : xml(p.citation);
      if (&link != &chain.back()) out += link.named ? ", now " : " → ";
    }
    return out;
  }

  const EmitInput &input;
  const ir::Program &program;
  std::set<ir::Index> decided;
};

} // namespace

std::string htmlOf(const EmitInput &input, const ProvisionTable &table) { return Pages(input).page(table); }

std::vector<Artefact> emitHtml(const EmitInput &input) {
  const Pages pages(input);
  std::vector<Artefact> files;
  for (const ProvisionTable &table : input.tables.provisions)
    files.emplace_back("html/" + Pages::fileOf(input.program.provisions[table.provision]), pages.page(table));
  files.emplace_back("html/index.html", pages.index());
  return files;
}

} // namespace proviso
