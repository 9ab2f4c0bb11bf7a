lexer grammar ProvisoLexer;
// The words of the language. This file is the authority on what a token is.

// Virtual tokens come from the retagging pass between lexer and parser (compiler/syntax/Retag.cpp), which makes
// every decision of the parser depend on one token:
//  HEAD             a LEVEL that opens a provision: its label is followed by '{', a string or 'was'
//  LCOMMA LAND LTO  ',' 'and' 'to' between the labels of one citation
//  ALSOWHEN         'also' before 'when' (a tier; 'also' before 'or' stays ALSO)
//  GUARD            'when' directly after 'refer to NAME'
//  ASET             'a' in 'within a set time', 'for a set time'
//  INCITED          'in' before a citation ('in force' begins a statement)
//  ATCOST           'at' before 'the' (an amount begins with 'at least')
//  LACKING          'without' before a kind of sanction (before 'prejudice' it begins a statement)
//  ANYSANCTION      'sanction' in 'for any [KIND] sanction' (elsewhere it begins a statement)
tokens { HEAD, LCOMMA, LAND, LTO, ALSOWHEN, GUARD, ASET, INCITED, ATCOST, LACKING, ANYSANCTION }

LEVEL   : 'annex' | 'part' | 'chapter' | 'section' | 'article' | 'paragraph' | 'item' | 'subitem' ;
LEVELS  : 'annexes' | 'parts' | 'chapters' | 'sections' | 'articles' | 'paragraphs' | 'items' | 'subitems' ;
UNIT    : 'day' | 'days' | 'month' | 'months' | 'year' | 'years' ;

// declarations (kept together: recovery asks for the range CORPUS..SCENARIO)
CORPUS:'corpus'; VOCABULARY:'vocabulary'; SCALE:'scale'; STATUTE:'statute'; REGULATION:'regulation'; AMENDMENT:'amendment';
EXTERNAL:'external'; SCENARIO:'scenario';
// items of a vocabulary
FORM:'form'; ROLE:'role'; AUTHORITY:'authority'; EXCLUSIVE:'exclusive'; FACT:'fact'; ALWAYS:'always'; QUANTITY:'quantity';
REFERRAL:'referral';
// statements (kept together: recovery asks for the range TEXT..RENUMBER)
TEXT:'text'; SUBJECT:'subject'; WHEN:'when'; UNLESS:'unless'; MUST:'must'; MAY:'may'; SANCTION:'sanction'; INSTEAD:'instead';
OTHERWISE:'otherwise'; PUNISH:'punish'; REFER:'refer'; COUNTS:'counts'; CONCURRENCE:'concurrence'; NOTWITHSTANDING:'notwithstanding';
YIELDS:'yields'; WITHOUT:'without'; DEFINES:'defines'; LIMITATION:'limitation'; HAVING:'having'; MILDER:'milder'; ACCEPT:'accept'; DRAFT:'draft';
HEAVIER:'heavier'; LIGHTER:'lighter'; MITIGATED:'mitigated'; EXEMPT:'exempt'; MAXIMUM:'maximum';
RANK:'rank'; SOURCE:'source'; ADOPTED:'adopted'; USE:'use'; OUTLINE:'outline'; LEVELORDER:'levels';
INSERT:'insert'; REPLACE:'replace'; REPEAL:'repeal'; RENUMBER:'renumber';
// items of a scenario (range PERSON..EXPECT)
PERSON:'person'; GIVEN:'given'; UNKNOWN:'unknown'; HISTORY:'history'; EXPECT:'expect'; DECIDED:'decided';
// items of a corpus
LOCK:'lock'; DENY:'deny'; LANGUAGE:'language'; CONFLICTS:'conflicts';
// words inside
VERSION:'version'; NAME:'name'; RETRIEVED:'retrieved'; FORCE:'force'; UNTIL:'until'; WAS:'was'; NONE:'none';
BOOLEAN:'boolean'; COUNT:'count'; NUMBER:'number'; MONEY:'money'; DATETYPE:'date'; DURATION:'duration'; UNASCERTAINABLE:'unascertainable';
IS:'is'; DEFINED:'defined'; EACH:'each'; PROVISION:'provision'; THAT:'that';
ONE:'one'; MOREOF:'more'; OF:'of'; FROM:'from'; TO:'to'; IN:'in'; ADDITIONAL:'additional';
NOT:'not'; AND:'and'; OR:'or'; IMPLIES:'implies'; ANY:'any'; ALL:'all'; AT:'at'; LEAST:'least';
VIOLATES:'violates'; COMMITS:'commits'; DISOBEYED:'disobeyed'; SANCTIONED:'sanctioned';
ALSO:'also'; ONLY:'only'; PER:'per'; BY:'by'; WITH:'with'; APPROVAL:'approval'; CHOSEN:'chosen'; JOINTLY:'jointly'; ON:'on'; UNDER:'under'; WITHIN:'within';
UP:'up'; TIMES:'times'; THE:'the'; HIGHER:'higher'; LOWER:'lower'; FOR:'for'; LIFE:'life';
HEAVIEST:'heaviest'; CUMULATIVE:'cumulative'; HIGHEST:'highest'; TOTAL:'total'; GRAVEST:'gravest';
OTHER:'other'; LAW:'law'; PREJUDICE:'prejudice'; PRESUMED:'presumed'; PREVAILS:'prevails'; SAVE:'save'; BECAUSE:'because';
REGARD:'regard'; SET:'set'; TIME:'time'; COST:'cost'; BE:'be';
AFTER:'after'; BEFORE:'before'; AS:'as'; THIS:'this'; PRECEDING:'preceding'; FOLLOWING:'following'; EXPECTING:'expecting';
APPLIES:'applies'; DOES:'does'; APPLY:'apply'; UNDETERMINED:'undetermined'; BARRED:'barred'; DISPLACED:'displaced'; MISSING:'missing'; NO:'no';

DATE    : [0-9][0-9][0-9][0-9] '-' [0-9][0-9] '-' [0-9][0-9] ;
ORDINAL : [0-9]+ ('-' [0-9]+)+ ;                 // 286-1
NUM     : [0-9] [0-9_]* ('.' [0-9] [0-9_]*)? ;
LABEL   : [0-9]+ [A-Za-z]+ ;                     // 12A, 12ZA; the pass also makes `a`, `ii` after a level word a LABEL
TEXT3   : '"""' .*? '"""' ;
STRING  : '"' ( ~["\\\r\n] | '\\' . )* '"' | '\u201C' ~[\u201C\u201D\r\n]* '\u201D' ;
OPEN    : '"' ( ~["\\\r\n] | '\\' ~[\r\n] )* | '\u201C' ~[\u201C\u201D\r\n]* ;    // not closed on its line: reported, then a STRING
CUR     : [A-Z][A-Z][A-Z] ;                      // a currency after a number, else a name (CSL)
ID      : [\p{XID_Start}_] [\p{XID_Continue}]* ;

ASSIGN:(':' | '\uFF1A') ('=' | '\uFF1D'); COLON:':' | '\uFF1A'; COMMA:',' | '\uFF0C' | '\u3001'; LBRACE:'{' | '\uFF5B'; RBRACE:'}' | '\uFF5D';
LPAREN:'(' | '\uFF08'; RPAREN:')' | '\uFF09';
LE:('<' | '\uFF1C') ('=' | '\uFF1D') | '\u2264'; GE:('>' | '\uFF1E') ('=' | '\uFF1D') | '\u2265';
NE:'!' ('=' | '\uFF1D') | '\u2260'; LT:'<' | '\uFF1C'; GT:'>' | '\uFF1E'; EQ:'=' | '\uFF1D';
PLUS:'+'; MINUS:'-'; STAR:'*'; SLASH:'/'; PERCENT:'%' | '\uFF05';

SEMI    : [;\uFF1B] -> channel(HIDDEN) ;         // not needed, noted, ignored
COMMENT : '//' ~[\r\n]* -> skip ;
WS      : [ \t\r\n\uFEFF\u3000]+ -> skip ;
BAD     : . ;
