// Decision tables from DMN and CSV, and findings in words.
#include "analysis/ForeignTables.h"
#include "analysis/Words.h"
#include "cli/TableFindings.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace proviso;
using namespace proviso::analysis;

namespace {

std::string dmn(const std::string &table, const std::string &version = "20191111", const std::string &items = {}) {
  return fmt::format("<?xml version=\"1.0\"?>\n"
                     "<definitions xmlns=\"{}://www.omg.org/spec/DMN/{}/MODEL/\" name=\"d\" namespace=\"n\">\n{}"
                     "<decision id=\"d1\" name=\"Discount\">\n{}</decision>\n</definitions>\n",
                     version == "20180521" ? "http" : "https", version, items, table);
}

std::string input(const std::string &name, const std::string &type, const std::string &values = {}) {
  return fmt::format("<input><inputExpression{}><text>{}</text></inputExpression>{}</input>\n",
                     type.empty() ? "" : " typeRef=\"" + type + "\"", name,
                     values.empty() ? "" : "<inputValues><text>" + values + "</text></inputValues>");
}

std::string rule(const std::vector<std::string> &inputs, const std::string &output) {
  std::string out = "<rule>";
  for (const std::string &cell : inputs) out += "<inputEntry><text>" + cell + "</text></inputEntry>";
  return out + "<outputEntry><text>" + output + "</text></outputEntry></rule>\n";
}

/// One table of one column, which is read without problems.
DecisionTable ofCells(const std::string &type, const std::vector<std::string> &cells, const std::string &values = {}) {
  std::string table = "<decisionTable>" + input("x", type, values) + "<output/>";
  for (const std::string &cell : cells) table += rule({cell}, "1");
  const ForeignTables read = readDmn(dmn(table + "</decisionTable>"));
  for (const ReadProblem &problem : read.problems) FAIL_CHECK(problem.message);
  REQUIRE(read.tables.size() == 1);
  REQUIRE(read.tables[0].analysable);
  return read.tables[0].table;
}

std::vector<std::string> cellTexts(const DecisionTable &table) {
  std::vector<std::string> texts;
  for (const Row &row : table.rows) texts.push_back(cellText(table.columns[0], row.cells[0]));
  return texts;
}

/// The problem of a table with one such cell.
std::string problemOf(const std::string &type, const std::string &cell) {
  const ForeignTables read =
      readDmn(dmn("<decisionTable>" + input("x", type) + "<output/>" + rule({cell}, "1") + "</decisionTable>"));
  REQUIRE(read.tables.size() == 1);
  CHECK(!read.tables[0].analysable);
  REQUIRE(read.problems.size() == 1);
  return fmt::format("{}:{}: {}", read.problems[0].line, read.problems[0].column, read.problems[0].message);
}

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("simple unary tests") {
  CHECK(cellTexts(
            ofCells("number", {"-", "", "5", "-5", ".5", "&lt; 5", "&lt;=5", "> 5", "&gt;= 1.50", "[1..2]", "(1..2)",
                               "]1..2[", "[ -1 .. 2.5 )", "1, 3, > 5", "not(5)", "not(1, [2..3])", "= 4", "!= 4"})) ==
        Texts{"-", "-", "5", "-5", "0.5", "< 5", "<= 5", "> 5", ">= 1.5", "[1 .. 2]", "(1 .. 2)", "(1 .. 2)",
              "[-1 .. 2.5)", "1, 3, > 5", "not(5)", "not(1, [2 .. 3], null)", "4", "not(4)"});
  CHECK(cellTexts(
            ofCells("string", {"\"gold\"", "\"silver\", \"gold\"", "not(\"gold\")", "\"a\\\"b\"", "\"\\u00e9\""})) ==
        Texts{"\"gold\"", "\"silver\", \"gold\"", "not(\"gold\")", "\"a\"b\"", "\"\xC3\xA9\""});
  CHECK(cellTexts(ofCells("boolean", {"true", "false", "not(true)", "true, false"})) ==
        Texts{"true", "false", "not(true)", "true, false"});
  CHECK(cellTexts(ofCells("date", {"date(\"2018-12-01\")", "&lt; @\"2018-12-01\"",
                                   "[date(\"2018-01-01\")..date(\"2018-12-31\")]"})) ==
        Texts{"2018-12-01", "< 2018-12-01", "[2018-01-01 .. 2018-12-31]"});
  CHECK(cellTexts(ofCells("", {"duration(\"P30D\")", "> @\"PT36H\"", "@\"-PT1.5S\""})) ==
        Texts{"30 days", "> 36 hours", "-1.5 seconds"});
  CHECK(cellTexts(ofCells("yearMonthDuration", {">= duration(\"P1Y6M\")"})) == Texts{">= 18 months"});
  CHECK(cellTexts(ofCells("string", {"null", "not(null)", "\"a\", null"})) ==
        Texts{"null", "not(null)", "\"a\", null"});
}

TEST_CASE("kinds of columns") {
  CHECK(ofCells("integer", {"> 3"}).columns[0].kind == ColumnKind::Whole);
  CHECK(ofCells("", {"> 3"}).columns[0].kind == ColumnKind::Number);
  CHECK(ofCells("", {"-", "true"}).columns[0].kind == ColumnKind::Boolean);
  const DecisionTable open = ofCells("string", {"\"b\"", "\"a\""});
  CHECK(open.columns[0].open);
  CHECK(open.columns[0].values == Texts{"\"b\"", "\"a\""});
  const DecisionTable closed = ofCells("string", {"\"b\""}, "\"a\", \"b\"");
  CHECK(!closed.columns[0].open);
  CHECK(closed.columns[0].values == Texts{"\"a\"", "\"b\""});
  CHECK(!closed.columns[0].null);
  CHECK(ofCells("number", {"> 3", "null"}).columns[0].null);
  CHECK(cellText(closed.columns[0], closed.columns[0].domain) == "\"a\", \"b\"");
}

TEST_CASE("what is no simple unary test keeps its table from being analysed, with its place") {
  CHECK(problemOf("number", "x + 1") == "5:34: `x + 1` is no literal value");
  CHECK(problemOf("number", "5 apples") == "5:36: `apples` is not part of a simple unary test");
  CHECK(problemOf("number", "[1..") == "5:38: expected a value");
  CHECK(problemOf("number", "[1;2]") == "5:36: expected `..`");
  CHECK(problemOf("string", "\"open") == "5:39: the string is not closed");
  CHECK(problemOf("string", "&lt; \"b\"") == "5:34: only numbers, dates and durations are compared");
  CHECK(problemOf("date", "date(\"2018-02-30\")") == "5:34: \"2018-02-30\" is no date");
  CHECK(problemOf("", "date and time(\"2018-02-03T12:00:00\")") == "5:34: times of day are not analysed");
  CHECK(problemOf("number", "\"five\"") == "5:34: a string where a number is expected in column x");
  CHECK(problemOf("time", "-") == "4:24: values of type `time` are not analysed");
}

TEST_CASE("DMN documents") {
  SUBCASE("versions and prefixes") {
    const std::string table = "<decisionTable hitPolicy=\"FIRST\">" + input("x", "number") + "<output/>" +
                              rule({"5"}, "1") + "</decisionTable>";
    for (const char *version : {"20180521", "20191111", "20211108", "20230324"}) {
      const ForeignTables read = readDmn(dmn(table, version));
      CHECK(read.problems.empty());
      REQUIRE(read.tables.size() == 1);
      CHECK(read.tables[0].table.policy == HitPolicy::First);
      CHECK(read.tables[0].table.name == "Discount");
    }
    CHECK(readDmn(dmn(table, "20991231")).problems.size() == 1);
    const ForeignTables prefixed =
        readDmn("<s:definitions xmlns:s=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"><s:decision name=\"D\">"
                "<s:decisionTable><s:input label=\"Age of x\"><s:inputExpression typeRef=\"number\"><s:text>a</s:text>"
                "</s:inputExpression></s:input><s:output/><s:rule><s:inputEntry><s:text><![CDATA[< 5]]></s:text>"
                "</s:inputEntry><s:outputEntry><s:text>1</s:text></s:outputEntry></s:rule></s:decisionTable>"
                "</s:decision></s:definitions>");
    REQUIRE(prefixed.tables.size() == 1);
    REQUIRE(prefixed.tables[0].analysable);
    CHECK(prefixed.tables[0].table.columns[0].name == "Age of x");
    CHECK(cellTexts(prefixed.tables[0].table) == Texts{"< 5"});
  }
  SUBCASE("item definitions") {
    const std::string items = "<itemDefinition name=\"tLevel\"><typeRef>string</typeRef><allowedValues><text>\"low\", "
                              "\"high\"</text></allowedValues></itemDefinition>\n";
    const ForeignTables read = readDmn(
        dmn("<decisionTable>" + input("level", "tLevel") + "<output/>" + rule({"\"low\""}, "1") + "</decisionTable>",
            "20211108", items));
    REQUIRE(read.tables.size() == 1);
    REQUIRE(read.tables[0].analysable);
    const Analysis analysis = analyse(read.tables[0].table);
    REQUIRE(analysis.gaps.size() == 1);
    CHECK(describe(read.tables[0].table, analysis.gaps[0]) ==
          "no row applies when level = \"high\", for example at level \"high\"");
  }
  SUBCASE("priorities follow the order of the output values") {
    const std::string table = "<decisionTable hitPolicy=\"PRIORITY\">" + input("x", "number") +
                              "<output><outputValues><text>\"no\", \"yes\"</text></outputValues></output>" +
                              rule({"> 1"}, "\"yes\"") + rule({"> 0"}, "\"no\"") + "</decisionTable>";
    const ForeignTables read = readDmn(dmn(table));
    REQUIRE(read.tables.size() == 1);
    REQUIRE(read.tables[0].analysable);
    const DecisionTable &t = read.tables[0].table;
    CHECK(t.rows[0].rank == 1);
    CHECK(t.rows[1].rank == 0);
    const Analysis analysis = analyse(t);
    REQUIRE(analysis.masked.size() == 1);
    CHECK(describe(t, analysis.masked[0]) == "row 1 never decides: row 2 goes before it in all its cases");
    const ForeignTables unranked = readDmn(dmn("<decisionTable hitPolicy=\"OUTPUT ORDER\">" + input("x", "number") +
                                               "<output/>" + rule({"1"}, "1") + "</decisionTable>"));
    REQUIRE(unranked.problems.size() == 1);
    CHECK(unranked.problems[0].message == "the policy needs the values of each output, the best first");
  }
  SUBCASE("equal outcomes") {
    const ForeignTables read = readDmn(dmn("<decisionTable hitPolicy=\"ANY\">" + input("x", "number") +
                                           "<output><defaultOutputEntry><text>0</text></defaultOutputEntry></output>" +
                                           rule({"> 1"}, "1.0") + rule({"> 0"}, " 1 ") + "</decisionTable>"));
    REQUIRE(read.tables.size() == 1);
    CHECK(read.tables[0].hasDefault);
    CHECK(read.tables[0].table.rows[0].outcome == read.tables[0].table.rows[1].outcome);
  }
  SUBCASE("damage") {
    CHECK(readDmn("").problems.size() == 1);
    CHECK(readDmn("<definitions>").problems.size() == 1);
    CHECK(readDmn("<a/>").problems[0].message == "this is no DMN document of a version from 1.1 to 1.5");
    const ForeignTables uneven = readDmn(
        dmn("<decisionTable>" + input("x", "number") + "<output/>" + rule({"1", "2"}, "1") + "</decisionTable>"));
    REQUIRE(uneven.problems.size() == 1);
    CHECK(uneven.problems[0].message == "row 1 has 2 inputs and 1 outputs; the table has 1 and 1");
    CHECK(!uneven.tables[0].analysable);
  }
}

TEST_CASE("CSV tables") {
  SUBCASE("an example") {
    const ForeignTables read = readCsvTable("U,age,customer,->discount\n"
                                            "values,>= 0,\"gold, silver, none\",\n"
                                            "1,>= 18,gold,10\n"
                                            "2,[18..65),\"gold, silver\",5\n"
                                            "\n"
                                            "3,< 18,-,0\r\n",
                                            "discounts");
    for (const ReadProblem &problem : read.problems) FAIL_CHECK(problem.message);
    REQUIRE(read.tables.size() == 1);
    const DecisionTable &table = read.tables[0].table;
    REQUIRE(read.tables[0].analysable);
    CHECK(table.name == "discounts");
    CHECK(table.rows.size() == 3);
    CHECK(table.rows[2].line == 6);
    CHECK(table.outcomes == Texts{"10", "5", "0"});
    const Analysis analysis = analyse(table);
    REQUIRE(analysis.overlaps.size() == 1);
    CHECK(describe(table, analysis.overlaps[0]) ==
          "rows 1 and 2 both apply when age in [18 .. 65) and customer = \"gold\", for example at age 18, customer "
          "\"gold\"; one says 10, the other 5");
    REQUIRE(analysis.gaps.size() == 2);
    CHECK(describe(table, analysis.gaps[0]) ==
          "no row applies when age >= 18 and customer = \"none\", for example at age 18, customer \"none\"");
    CHECK(describe(table, analysis.gaps[1]) == "no row applies when age >= 65 and customer = \"silver\" or \"none\", "
                                               "for example at age 65, customer \"silver\"");
  }
  SUBCASE("words, dates, quotes, other separators") {
    const ForeignTables read = readCsvTable("\xEF\xBB\xBF"
                                            "F;day;town;->x\n"
                                            "1;>= 2018-12-01;New York;a\n"
                                            "2;-;\"\"\"Rome\"\", not so\";\"b\"\n",
                                            "t");
    for (const ReadProblem &problem : read.problems) FAIL_CHECK(problem.message);
    REQUIRE(read.tables[0].analysable);
    const DecisionTable &table = read.tables[0].table;
    CHECK(table.policy == HitPolicy::First);
    CHECK(table.columns[0].kind == ColumnKind::Date);
    CHECK(table.columns[1].values == Texts{"\"New York\"", "\"Rome\"", "\"not so\""});
  }
  SUBCASE("what cannot be read") {
    auto problem = [](const char *text) {
      const ForeignTables read = readCsvTable(text, "t");
      REQUIRE(!read.problems.empty());
      for (const ForeignTable &table : read.tables) CHECK(!table.analysable);
      const ReadProblem &first = read.problems[0];
      return fmt::format("{}:{}: {}", first.line, first.column, first.message);
    };
    CHECK(problem("") == "1:1: there is no table");
    CHECK(problem("X,a,->b\n1,2,3\n") ==
          "1:1: the first field is the hit policy, one of U, A, P, F, R, O and C, and not `X`");
    CHECK(problem("U,a,b\n1,2,3\n") == "1:1: no column begins with `->`: the table has no output");
    CHECK(problem("U,a,->b\n1,2\n") == "2:1: 2 fields; the head has 3");
    CHECK(problem("U,a,->b\n1,\"2,3\n") == "2:3: the quoted field is not closed");
    CHECK(problem("U,a,->b\n1,\"2\"x,3\n") == "2:6: after a quoted field there can only be the next one");
    CHECK(problem("U,a,->b\n1,5,1\n2,> x,3\n") == "3:5: only numbers, dates and durations are compared");
    CHECK(problem("P,a,->b\n1,5,1\n") == "1:1: the policy needs the values of each output, the best first");
    CHECK(problem("P,a,->b\nvalues,,\"x, y\"\n1,5,z\n") == "3:5: \"z\" is none of the values of the output");
  }
}

TEST_CASE("a value that the column does not allow") {
  auto problemOf = [](const std::string &values, const std::string &cell) -> std::string {
    const ForeignTables read = readCsvTable("U,x,->fee\nvalues," + values + ",\n1," + cell + ",1\n", "fees");
    if (read.problems.empty()) return "none";
    CHECK(!read.tables[0].analysable);
    return fmt::format("{}:{}: {}", read.problems[0].line, read.problems[0].column, read.problems[0].message);
  };
  CHECK(problemOf("\"gold, silver\"", "sliver") ==
        "3:3: \"sliver\" is outside what column x allows; did you mean \"silver\"?");
  CHECK(problemOf("\"gold, silver\"", "not(tin)") == "3:3: \"tin\" is outside what column x allows");
  CHECK(problemOf("\"gold, silver\"", "silver") == "none");
  CHECK(problemOf("not(gold)", "tin") == "none");
  CHECK(problemOf("[0..120)", "120") == "3:3: 120 is outside what column x allows");
  CHECK(problemOf("[0..120)", "0") == "none");
  CHECK(problemOf("[0..120)", "> 120") == "none"); // found by the analysis
  CHECK(problemOf("true", "false") == "3:3: false is outside what column x allows");
}

TEST_CASE("a place at the end of a line, or within a character") {
  Sources sources;
  sources.add("fees.csv", "U,->fee,年龄\n1,1,[18..\n2,1,年年..\n");
  Diagnostics diagnostics;
  checkTables(sources, 0, diagnostics);
  REQUIRE(diagnostics.list().size() == 2);
  CHECK(sources.lineColumn(diagnostics.list()[0].range.begin) == LineColumn{2, 10});
  CHECK(diagnostics.list()[0].range.length == 0);
  CHECK(sources.lineColumn(diagnostics.list()[1].range.begin).line == 3);
  CHECK(!renderText(diagnostics, sources, false).empty());
}

TEST_CASE("findings in words") {
  const ForeignTables read = readCsvTable("F,age,member,->fee\n"
                                          "values,[0..120],,\n"
                                          "1,>= 18,true,1\n"
                                          "2,>= 18,false,2\n"
                                          "3,>= 21,-,3\n"
                                          "4,< 0,-,4\n"
                                          "5,>= 0,true,1\n",
                                          "fees");
  REQUIRE(read.tables[0].analysable);
  const DecisionTable &table = read.tables[0].table;
  const Analysis analysis = analyse(table);
  REQUIRE(analysis.masked.size() == 1);
  CHECK(describe(table, analysis.masked[0]) == "row 3 never decides: rows 1 and 2 go before it in all its cases");
  REQUIRE(analysis.unmet.size() == 1);
  CHECK(describeUnmet(table, analysis.unmet[0]) == "no case can meet row 4");
  REQUIRE(analysis.idleCells.size() == 2);
  CHECK(describe(table, analysis.idleCells[0]) == "in row 4 the condition `age < 0` never holds");
  CHECK(describe(table, analysis.idleCells[1]) == "in row 5 the condition `age >= 0` always holds");
  REQUIRE(analysis.gaps.size() == 1);
  CHECK(describe(table, analysis.gaps[0]) ==
        "no row applies when age < 18 and member = false, for example at age 0, member false");
  CHECK(analysis.idleColumns.empty());
}
