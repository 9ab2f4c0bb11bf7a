// The sentences of the language. Every decision is LL(1): the generated parser never predicts adaptively.
// There are no actions: the superclass records which rule covers which tokens, and that is the syntax tree.
parser grammar ProvisoParser;
options { tokenVocab = ProvisoLexer; superClass = TreeBuildingParser; }
@parser::postinclude {
#include "syntax/TreeBuildingParser.h"
using proviso::TreeBuildingParser;
}
@parser::members {
public:
  /// Makes the network of the grammar, which is needed only to explain a mistake. Thread-safe.
  static void loadNetwork() { static Initializer once; }
}

file : top* EOF ;
top  : corpus | vocabulary | scale | instrument | external | scenario | accept ;

// ---- names -----------------------------------------------------------------
// name = roles, forms, facts, authorities, values, vocabularies, scales, referrals; code = instruments; kind = kinds of sanction
name  : ID | CUR | UNIT | BOOLEAN | COUNT | NUMBER | MONEY | DATETYPE | DURATION | VERSION | NAME | RANK | SOURCE | RETRIEVED | LANGUAGE | LOCK | DENY | CONFLICTS | DECIDED | FORCE
      | PROVISION | EACH | MOREOF | LEAST | APPROVAL | ADDITIONAL | TIMES | HIGHER | LOWER | ONLY | LIFE | HEAVIEST | CUMULATIVE | HIGHEST | TOTAL | GRAVEST
      | OTHER | LAW | PREJUDICE | PRESUMED | PREVAILS | AFTER | BEFORE | DOES | APPLY | APPLIES | UNDETERMINED | BARRED | DISPLACED | MISSING | NO | REGARD | SET | TIME | COST | BE ;
code  : ID | CUR ;
kind  : ID ;
names : name (COMMA name)* ;

// ---- corpus.law ------------------------------------------------------------
corpus     : CORPUS STRING? LBRACE corpusItem* RBRACE ;
corpusItem : LOCK STRING | DENY names | LANGUAGE name | CONFLICTS BY names | RANK names | levels | accept ;
levels     : LEVELORDER LEVEL (COMMA LEVEL)* ;
accept     : ACCEPT ID (FOR citation)? BECAUSE STRING ;

// ---- vocabulary ------------------------------------------------------------
vocabulary : VOCABULARY name STRING? LBRACE vocabItem* RBRACE ;
vocabItem
  : FORM name STRING?
  | ROLE name (IS names)? STRING?
  | AUTHORITY name (IS names)? STRING?
  | EXCLUSIVE names
  | FACT name (COLON type factPart* (DEFINED INCITED citation)? | ASSIGN condition STRING?)
  | QUANTITY name COLON type STRING? LBRACE datedValue* RBRACE
  | ALWAYS condition
  ;
factPart   : OR UNASCERTAINABLE | OF name | FOR EACH PROVISION | STRING ;
datedValue : figure FROM DATE ;
type  : BOOLEAN | COUNT | NUMBER | DATETYPE | DURATION | MONEY CUR
      | ONE OF name ( (LT name)+ | (COMMA name)+ )? ;

// ---- scale -----------------------------------------------------------------
scale     : SCALE name STRING? LBRACE scaleItem* RBRACE ;
scaleItem : REFERRAL name STRING? | name STRING? LBRACE scaleKind* RBRACE ;
scaleKind : kind STRING? (OF? MONEY CUR)? (FROM duration (TO duration)?)? (ON names)? ADDITIONAL? ;
duration  : NUM UNIT ;

// ---- instruments -----------------------------------------------------------
instrument : (STATUTE | REGULATION | AMENDMENT) code (VERSION DATE)? STRING? LBRACE element* RBRACE ;
external   : EXTERNAL (STATUTE | REGULATION | AMENDMENT) code (VERSION DATE)? STRING? (LBRACE element* RBRACE)? ;
element    : header | node | outline | statement | amending ;      // which may stand where: checked on the tree
header     : NAME name STRING | RANK name | SOURCE STRING (RETRIEVED DATE)? | ADOPTED DATE | USE names | levels ;
node       : HEAD label STRING? (WAS lineage)? LBRACE element* RBRACE ;
lineage    : NONE | citations ;
outline    : OUTLINE (HEAD | LEVEL | LEVELS) labels STRING? (WAS lineage)? (LBRACE outline* RBRACE)? ;

statement
  : TEXT (STRING | TEXT3)
  | SUBJECT roles
  | WHEN condition
  | UNLESS condition
  | MUST NOT? STRING
  | MAY (STRING | adjustment)
  | adjustment
  | SANCTION by? block
  | tier
  | PUNISH PER per
  | refer
  | COUNTS AS citation
  | CONCURRENCE concurrence (WITH citations)?
  | NOTWITHSTANDING citations
  | YIELDS TO (citations | OTHER LAW)
  | WITHOUT PREJUDICE TO citations
  | DEFINES (STRING | name (EQ value (FOR citations)? threshold | FOR citations threshold)?)
  | IN FORCE FROM DATE (UNTIL DATE)?
  | LIMITATION duration (COMMA duration WHEN condition)* (FROM name)? (TO name)? (FOR scope)?
  | HAVING REGARD TO (STRING | TEXT3)
  | MILDER LAW PREVAILS (FOR scope)?
  | DRAFT (STRING | TEXT3)?
  | accept
  ;
roles       : roleTerm ( (OR roleTerm)+ | (AND roleTerm)+ )? ;
roleTerm    : NOT roleTerm | name | LPAREN roles RPAREN ;
threshold   : PRESUMED? WHEN condition ;
refer       : REFER TO name (GUARD condition)? ;
concurrence : HEAVIEST | CUMULATIVE | HIGHEST kind | TOTAL UP TO THE GRAVEST ;
tier        : (ALSOWHEN WHEN | INSTEAD WHEN) condition by? block
            | OTHERWISE by? block ;
adjustment  : ( adjective (OR adjective)* | MAXIMUM NUM TIMES (OF kind)? ) WHEN condition (SAVE WHEN condition)? (FOR scope)? ;
adjective   : HEAVIER | LIGHTER | MITIGATED | EXEMPT ;
scope       : ANY (name ANYSANCTION? | ANYSANCTION) (OF code)? | citations ;

amending
  : INSERT (AFTER | BEFORE) place LBRACE element* RBRACE
  | REPLACE place WITH LBRACE element* RBRACE
  | REPEAL place
  | RENUMBER place AS LEVEL label
  ;

// ---- sanctions -------------------------------------------------------------
block        : LBRACE sanction* RBRACE ;
sanction     : term tail ;
tail         : (ALSO OR ONLY term)? (JOINTLY WITH name)? ;
term         : MAY term | plain ;
plain        : outcome | combined | ON name (OR name)* personal | PUNISH PER per | REFER TO name ;   // a guard is given by a tier
personal     : LBRACE personalItem* RBRACE ;                       // on ROLE { }: sanctions, and tiers of its own
personalItem : sanction | tier ;
combined     : ONE (OF | OR MOREOF OF) block (CHOSEN BY name)? | ALL OF block ;
outcome      : kind detail? by? ;
detail       : amount (FOR EACH ref)?
             | OF thing (COMMA thing)*
             | STRING (WITHIN (amount | ASET SET TIME))?
             | FROM STRING (FOR (LIFE | ASET SET TIME | amount (FROM name)?))?
             | ATCOST THE COST OF (SUBJECT | name) ;
thing        : ref | STRING ;
by           : BY name ( (OR name)+ | (AND name)+ )? (WITH APPROVAL OF name)? ;
per          : THAT PROVISION | choice ;

// An amount never begins with a bare name (it would be the next kind of the block); after `up to`, `at least`, `to` it may.
amount   : UP TO sum | AT LEAST sum | first (TO sum)? ;
first    : quantity ((STAR | SLASH) factor)* ((PLUS | MINUS) product)* ;
quantity : NUM measure? | the | LPAREN condition RPAREN ;
measure  : UNIT | CUR | PERCENT (OF base)? | TIMES base ;
base     : ref | the | LPAREN condition RPAREN ;
the      : THE ((HIGHER | LOWER) OF factor AND factor | kind UNDER citation) ;   // longer arithmetic: in parentheses
ref      : name (OF name)? ;

// ---- conditions ------------------------------------------------------------
condition : junction (IMPLIES junction)? ;
junction  : negation ( (AND negation)+ | (OR negation)+ )? ;       // never mixed without parentheses
negation  : NOT negation | predicate ;
predicate
  : ANY LEVEL
  | ALL LEVELS
  | AT LEAST NUM LEVELS
  | (VIOLATES | COMMITS) cited
  | DISOBEYED citation?
  | SANCTIONED (AT LEAST)? (NUM TIMES)? UNDER cited ((WITH | LACKING) kind)? (WITHIN duration)?
  | IS NOT? name
  | sum (relation sum | IS NOT? UNASCERTAINABLE)? (INCITED citation)?
  ;
cited    : ((ANY | ALL) OF)? citation ;
relation : LT | LE | GT | GE | EQ | NE ;
sum      : product ((PLUS | MINUS) product)* ;
product  : factor ((STAR | SLASH) factor)* ;
factor   : MINUS factor | ref | quantity | DATE | STRING ;

// ---- citations -------------------------------------------------------------
choice    : citation ( (OR citation)+ | (AND citation)+ )? ;       // after `per` only; never mixed
citations : citation ((COMMA | AND) citation)* ;
citation  : place (AS OF DATE)? (EXPECTING STRING)? ;
place     : (code | relative | step) step* (OF place)? ;
relative  : THIS (LEVEL | STATUTE | REGULATION | AMENDMENT | LAW)
          | (PRECEDING | FOLLOWING) (LEVEL | LEVELS | NUM LEVELS) ;
step      : (LEVEL | LEVELS) labels ;
labels    : label ((LCOMMA | LAND | LTO) label)* ;
label     : NUM | ORDINAL | LABEL ;

// ---- scenarios -------------------------------------------------------------
scenario : SCENARIO STRING LBRACE scenarioItem* RBRACE ;
scenarioItem
  : ON DATE
  | DECIDED DATE
  | PERSON (NONE | names STRING? (LBRACE personItem* RBRACE)?)
  | EXPECT citation (ON name)? expectation
  | personItem
  ;
personItem
  : SUBJECT names
  | GIVEN given (COMMA given)*
  | UNKNOWN open (COMMA open)*
  | HISTORY LBRACE past* RBRACE
  ;
given : NOT? (VIOLATES citation | DISOBEYED citation? | name (EQ value | IS NOT? UNASCERTAINABLE)? (INCITED citation)?) ;
open  : VIOLATES citation | DISOBEYED citation? | name (INCITED citation)? ;
value  : name | MINUS? figure | DATE | STRING ;
figure : NUM (UNIT | CUR | PERCENT)? ;
past  : citation ON DATE block ;
expectation
  : APPLIES
  | DOES NOT APPLY
  | IS (UNDETERMINED missing? | BARRED | DISPLACED BY citation | adjective)
  | MAY (BE adjective | kind detail? by? | combined)
  | NO name STRING?
  | TOTAL kind amount
  | UNDER citation
  | kind (UNDETERMINED missing? | detail? by? (JOINTLY WITH name)?)
  | combined
  | REFER TO name (UNDETERMINED missing?)?
  ;
missing : MISSING open (COMMA open)* ;
