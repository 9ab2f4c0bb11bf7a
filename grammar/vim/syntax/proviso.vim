" Vim syntax file. Language: Proviso. Written by grammar/highlighting.mjs: change it there.
if exists('b:current_syntax')
  finish
endif
scriptencoding utf-8
syntax sync fromstart

" Of two matches that begin at one place, the later one counts.

" names and words
syntax match provisoFact /\%(\h\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)\%(\w\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)*/
syntax match provisoKind contained /\%(\h\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)\%(\w\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)*/
syntax match provisoScaleKind contained /\%(\h\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)\%(\w\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)*/
syntax match provisoRole contained /\%(\h\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)\%(\w\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)*\%(\s*[,，、]\s*\%(\h\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)\%(\w\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)*\)*/
syntax match provisoName contained /\%(\h\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)\%(\w\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)*/
syntax match provisoOperator /[:：][=＝]\|[<＜>＞!][=＝]\|[≤≥≠<＜>＞=＝+*\/-]/
syntax match provisoLevel /\<\%(annex\|part\|chapter\|section\|article\|paragraph\|item\|subitem\|annexes\|parts\|chapters\|sections\|articles\|paragraphs\|items\|subitems\)\>/
syntax match provisoDeclaration /\<\%(corpus\|vocabulary\|scale\|statute\|regulation\|amendment\|external\|scenario\|form\|role\|authority\|exclusive\|fact\|always\|quantity\|referral\|person\)\>/
syntax match provisoStatement /\<\%(text\|subject\|adopted\|use\|outline\|levels\|defines\|given\|unknown\|history\|expect\|insert\|replace\|repeal\|renumber\|was\|accept\|because\|expecting\|having\|draft\)\>/
syntax match provisoDuty /\<\%(must\|may\)\>/
syntax match provisoCondition /\<\%(when\|unless\)\>/
syntax match provisoTier /\<\%(also\|instead\|otherwise\)\>/
syntax match provisoSanction /\<\%(sanction\|punish\|per\|refer\|counts\|concurrence\|notwithstanding\|yields\|without\|limitation\|milder\|heavier\|lighter\|mitigated\|exempt\|maximum\)\>/
syntax match provisoLogic /\<\%(and\|or\|not\|implies\|is\)\>/
syntax match provisoPredicate /\<\%(violates\|commits\|disobeyed\|sanctioned\)\>/
syntax match provisoConstant /\<\%(unascertainable\|none\|undetermined\|barred\|displaced\)\>/
syntax match provisoWord /\<\%(additional\|all\|any\|applies\|as\|at\|by\|chosen\|defined\|following\|for\|from\|in\|jointly\|missing\|no\|of\|on\|one\|preceding\|save\|that\|the\|this\|to\|under\|until\|up\|with\|within\)\>/
syntax match provisoStatement /\<\%(in\s\+force\s\+from\|in\s\+force\|insert\s\+after\|insert\s\+before\|having\s\+regard\s\+to\)\>/
syntax match provisoSanction /\<\%(concurrence\s\+heaviest\|concurrence\s\+cumulative\|concurrence\s\+total\s\+up\s\+to\s\+the\s\+gravest\|yields\s\+to\s\+other\s\+law\|yields\s\+to\|without\s\+prejudice\s\+to\|milder\s\+law\s\+prevails\|counts\s\+as\|punish\s\+per\s\+that\s\+provision\|punish\s\+per\)\>/
syntax match provisoDuty /\<\%(may\s\+be\)\>/
syntax match provisoTier /\<\%(also\s\+or\s\+only\)\>/
syntax match provisoWord /\<\%(for\s\+each\s\+provision\|for\s\+each\|that\s\+provision\|one\s\+or\s\+more\s\+of\|or\s\+more\s\+of\|at\s\+least\|up\s\+to\|the\s\+higher\s\+of\|the\s\+lower\s\+of\|for\s\+life\|presumed\s\+when\|does\s\+not\s\+apply\|conflicts\s\+by\|within\s\+a\s\+set\s\+time\|at\s\+the\s\+cost\s\+of\s\+subject\|at\s\+the\s\+cost\s\+of\|any\s\+sanction\)\>/
syntax match provisoDuty /\<must\s\+not\>/
syntax match provisoWord /\<\%(is\%(\s\+not\)\?\|by\|jointly\s\+with\|with\s\+approval\s\+of\)\>\ze\s\+\%(\<\%(accept\|additional\|adopted\|after\|all\|also\|always\|amendment\|and\|annex\|annexes\|any\|applies\|apply\|approval\|article\|articles\|as\|at\|authority\|barred\|be\|because\|before\|boolean\|by\|chapter\|chapters\|chosen\|commits\|concurrence\|conflicts\|corpus\|cost\|count\|counts\|cumulative\|date\|day\|days\|decided\|defined\|defines\|deny\|disobeyed\|displaced\|does\|draft\|duration\|each\|exclusive\|exempt\|expect\|expecting\|external\|fact\|following\|for\|force\|form\|from\|given\|gravest\|having\|heavier\|heaviest\|higher\|highest\|history\|implies\|in\|insert\|instead\|is\|item\|items\|jointly\|language\|law\|least\|levels\|life\|lighter\|limitation\|lock\|lower\|maximum\|may\|milder\|missing\|mitigated\|money\|month\|months\|more\|must\|name\|no\|none\|not\|notwithstanding\|number\|of\|on\|one\|only\|or\|other\|otherwise\|outline\|paragraph\|paragraphs\|part\|parts\|per\|person\|preceding\|prejudice\|presumed\|prevails\|provision\|punish\|quantity\|rank\|refer\|referral\|regard\|regulation\|renumber\|repeal\|replace\|retrieved\|role\|sanction\|sanctioned\|save\|scale\|scenario\|section\|sections\|set\|source\|statute\|subitem\|subitems\|subject\|text\|that\|the\|this\|time\|times\|to\|total\|unascertainable\|under\|undetermined\|unknown\|unless\|until\|up\|use\|version\|violates\|vocabulary\|was\|when\|with\|within\|without\|year\|years\|yields\)\>\)\@!/ nextgroup=provisoRole skipwhite
syntax match provisoWord /\<on\>\ze\s\+\D/ nextgroup=provisoRole skipwhite

" amounts
syntax match provisoNumber /\<\d[0-9_]*\%(\.\d[0-9_]*\)\?/ nextgroup=provisoUnit skipwhite
syntax match provisoUnit contained /\<\%(day\|days\|month\|months\|year\|years\)\>\|\<\u\u\u\>\|[%％]\|\<times\>/
syntax match provisoDate /\<\d\d\d\d-\d\d-\d\d\>/

" declarations
syntax match provisoDeclaration /\<\%(vocabulary\|scale\|statute\|regulation\|amendment\|form\|role\|authority\|fact\|quantity\)\>/ nextgroup=provisoName skipwhite
syntax match provisoDeclaration /\<referral\>/ nextgroup=provisoKind skipwhite
syntax match provisoDeclaration /\<\%(exclusive\|person\)\>\%(\s\+none\>\)\@!/ nextgroup=provisoRole skipwhite
syntax match provisoType /[:：]\s*\zs\<\%(boolean\|count\|number\|date\|duration\)\>/
syntax match provisoType /\<money\>\ze\s\+\u\u\u\>/ nextgroup=provisoUnit skipwhite
syntax match provisoType /[:：]\s*\zsone\s\+of\>/

" statements
syntax match provisoStatement /\<use\>/ nextgroup=provisoRole skipwhite
syntax match provisoStatement /\<name\>\ze\s\+\%(\h\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)\%(\w\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)*\s*["“]/ nextgroup=provisoName skipwhite
syntax match provisoStatement /\<\%(rank\|language\)\>\ze\s\+\h/ nextgroup=provisoName skipwhite
syntax match provisoStatement /\<\%(source\|lock\)\>\ze\s*["“]/
syntax match provisoStatement /\<\%(version\|retrieved\|decided\)\>\ze\s\+\d/
syntax match provisoStatement /\<\%(accept\|deny\)\>/ nextgroup=provisoCode skipwhite
syntax match provisoStatement /\<levels\>/ nextgroup=provisoLevelOrder skipwhite
syntax match provisoLevelOrder contained /\%(\h\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)\%(\w\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)*\%(\s*[,，、]\s*\%(\h\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)\%(\w\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)*\)*/
syntax match provisoCode contained /\<\u\+\d\+\>\%(\s*[,，、]\s*\u\+\d\+\>\)*/
syntax region provisoSubject matchgroup=provisoStatement start=/\<subject\>/ matchgroup=NONE end=/$/ end=/[{}｛｝]/me=s-1 end=/\<\%(must\|may\|when\|unless\|also\|instead\|otherwise\|sanction\|punish\|per\|refer\|counts\|concurrence\|notwithstanding\|yields\|without\|limitation\|milder\|heavier\|lighter\|mitigated\|exempt\|maximum\|text\|adopted\|use\|outline\|levels\|defines\|given\|unknown\|history\|expect\|insert\|replace\|repeal\|renumber\|was\|accept\|because\|expecting\|having\|draft\|corpus\|vocabulary\|scale\|statute\|regulation\|amendment\|external\|scenario\|form\|role\|authority\|exclusive\|fact\|always\|quantity\|referral\|person\|annex\|part\|chapter\|section\|article\|paragraph\|item\|subitem\)\>/me=s-1 oneline contains=@provisoText,provisoLogic,provisoRoleName
syntax match provisoRoleName contained /\%(\h\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)\%(\w\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)*/
syntax match provisoLogic contained /\<\%(and\|or\|not\|implies\|is\)\>/

" provisions, and what is cited
syntax match provisoItems /\<\%(any\|all\)\s\+\%(\%(annexes\|parts\|chapters\|sections\|articles\|paragraphs\|items\|subitems\|sub\l\+s\)\|\%(annex\|part\|chapter\|section\|article\|paragraph\|item\|subitem\|sub\l\+\|clause\|division\|schedule\|annex\|point\|sentence\)\)\>\|\<at\s\+least\s\+\d\+\s\+\%(annexes\|parts\|chapters\|sections\|articles\|paragraphs\|items\|subitems\|sub\l\+s\)\>/
syntax match provisoCitation /\%(\%(\%(\<\%(accept\|additional\|adopted\|after\|all\|also\|always\|amendment\|and\|annex\|annexes\|any\|applies\|apply\|approval\|article\|articles\|as\|at\|authority\|barred\|be\|because\|before\|boolean\|by\|chapter\|chapters\|chosen\|commits\|concurrence\|conflicts\|corpus\|cost\|count\|counts\|cumulative\|date\|day\|days\|decided\|defined\|defines\|deny\|disobeyed\|displaced\|does\|draft\|duration\|each\|exclusive\|exempt\|expect\|expecting\|external\|fact\|following\|for\|force\|form\|from\|given\|gravest\|having\|heavier\|heaviest\|higher\|highest\|history\|implies\|in\|insert\|instead\|is\|item\|items\|jointly\|language\|law\|least\|levels\|life\|lighter\|limitation\|lock\|lower\|maximum\|may\|milder\|missing\|mitigated\|money\|month\|months\|more\|must\|name\|no\|none\|not\|notwithstanding\|number\|of\|on\|one\|only\|or\|other\|otherwise\|outline\|paragraph\|paragraphs\|part\|parts\|per\|person\|preceding\|prejudice\|presumed\|prevails\|provision\|punish\|quantity\|rank\|refer\|referral\|regard\|regulation\|renumber\|repeal\|replace\|retrieved\|role\|sanction\|sanctioned\|save\|scale\|scenario\|section\|sections\|set\|source\|statute\|subitem\|subitems\|subject\|text\|that\|the\|this\|time\|times\|to\|total\|unascertainable\|under\|undetermined\|unknown\|unless\|until\|up\|use\|version\|violates\|vocabulary\|was\|when\|with\|within\|without\|year\|years\|yields\)\>\)\@!\<\%(\h\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)\%(\w\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)*\s\+\)\?\<\%(\%(annexes\|parts\|chapters\|sections\|articles\|paragraphs\|items\|subitems\|sub\l\+s\)\|\%(annex\|part\|chapter\|section\|article\|paragraph\|item\|subitem\|sub\l\+\|clause\|division\|schedule\|annex\|point\|sentence\)\)\s\+\%(\%(\d\+\%(-\d\+\)\+\|\d\+\a*\)[[:alnum:]_.-]\@!\|\%(\l\|[ivxlc]\{1,6}\)\>\)\%(\%(\s*[,，、]\s*\|\s\+and\s\+\|\s\+to\s\+\)\%(\d\+\%(-\d\+\)\+\|\d\+\a*\)[[:alnum:]_.-]\@!\%(\s*\%(\<\%(day\|days\|month\|months\|year\|years\)\>\|\u\u\u\>\|[%％<>=!≤≥≠*/+-]\|times\>\)\)\@!\)*\|\<\%(this\s\+\%(annex\|part\|chapter\|section\|article\|paragraph\|item\|subitem\|statute\|regulation\|amendment\|law\)\|\%(preceding\|following\)\s\+\%(\d\+\s\+\)\?\%(\%(annexes\|parts\|chapters\|sections\|articles\|paragraphs\|items\|subitems\|sub\l\+s\)\|\%(annex\|part\|chapter\|section\|article\|paragraph\|item\|subitem\|sub\l\+\|clause\|division\|schedule\|annex\|point\|sentence\)\)\)\>\)\%(\s\+\<\%(\%(annexes\|parts\|chapters\|sections\|articles\|paragraphs\|items\|subitems\|sub\l\+s\)\|\%(annex\|part\|chapter\|section\|article\|paragraph\|item\|subitem\|sub\l\+\|clause\|division\|schedule\|annex\|point\|sentence\)\)\s\+\%(\%(\d\+\%(-\d\+\)\+\|\d\+\a*\)[[:alnum:]_.-]\@!\|\%(\l\|[ivxlc]\{1,6}\)\>\)\%(\%(\s*[,，、]\s*\|\s\+and\s\+\|\s\+to\s\+\)\%(\d\+\%(-\d\+\)\+\|\d\+\a*\)[[:alnum:]_.-]\@!\%(\s*\%(\<\%(day\|days\|month\|months\|year\|years\)\>\|\u\u\u\>\|[%％<>=!≤≥≠*/+-]\|times\>\)\)\@!\)*\)*\%(\s\+of\s\+\%(\%(\%(\%(\<\%(accept\|additional\|adopted\|after\|all\|also\|always\|amendment\|and\|annex\|annexes\|any\|applies\|apply\|approval\|article\|articles\|as\|at\|authority\|barred\|be\|because\|before\|boolean\|by\|chapter\|chapters\|chosen\|commits\|concurrence\|conflicts\|corpus\|cost\|count\|counts\|cumulative\|date\|day\|days\|decided\|defined\|defines\|deny\|disobeyed\|displaced\|does\|draft\|duration\|each\|exclusive\|exempt\|expect\|expecting\|external\|fact\|following\|for\|force\|form\|from\|given\|gravest\|having\|heavier\|heaviest\|higher\|highest\|history\|implies\|in\|insert\|instead\|is\|item\|items\|jointly\|language\|law\|least\|levels\|life\|lighter\|limitation\|lock\|lower\|maximum\|may\|milder\|missing\|mitigated\|money\|month\|months\|more\|must\|name\|no\|none\|not\|notwithstanding\|number\|of\|on\|one\|only\|or\|other\|otherwise\|outline\|paragraph\|paragraphs\|part\|parts\|per\|person\|preceding\|prejudice\|presumed\|prevails\|provision\|punish\|quantity\|rank\|refer\|referral\|regard\|regulation\|renumber\|repeal\|replace\|retrieved\|role\|sanction\|sanctioned\|save\|scale\|scenario\|section\|sections\|set\|source\|statute\|subitem\|subitems\|subject\|text\|that\|the\|this\|time\|times\|to\|total\|unascertainable\|under\|undetermined\|unknown\|unless\|until\|up\|use\|version\|violates\|vocabulary\|was\|when\|with\|within\|without\|year\|years\|yields\)\>\)\@!\<\%(\h\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)\%(\w\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)*\s\+\)\?\<\%(\%(annexes\|parts\|chapters\|sections\|articles\|paragraphs\|items\|subitems\|sub\l\+s\)\|\%(annex\|part\|chapter\|section\|article\|paragraph\|item\|subitem\|sub\l\+\|clause\|division\|schedule\|annex\|point\|sentence\)\)\s\+\%(\%(\d\+\%(-\d\+\)\+\|\d\+\a*\)[[:alnum:]_.-]\@!\|\%(\l\|[ivxlc]\{1,6}\)\>\)\%(\%(\s*[,，、]\s*\|\s\+and\s\+\|\s\+to\s\+\)\%(\d\+\%(-\d\+\)\+\|\d\+\a*\)[[:alnum:]_.-]\@!\%(\s*\%(\<\%(day\|days\|month\|months\|year\|years\)\>\|\u\u\u\>\|[%％<>=!≤≥≠*/+-]\|times\>\)\)\@!\)*\|\<\%(this\s\+\%(annex\|part\|chapter\|section\|article\|paragraph\|item\|subitem\|statute\|regulation\|amendment\|law\)\|\%(preceding\|following\)\s\+\%(\d\+\s\+\)\?\%(\%(annexes\|parts\|chapters\|sections\|articles\|paragraphs\|items\|subitems\|sub\l\+s\)\|\%(annex\|part\|chapter\|section\|article\|paragraph\|item\|subitem\|sub\l\+\|clause\|division\|schedule\|annex\|point\|sentence\)\)\)\>\)\%(\s\+\<\%(\%(annexes\|parts\|chapters\|sections\|articles\|paragraphs\|items\|subitems\|sub\l\+s\)\|\%(annex\|part\|chapter\|section\|article\|paragraph\|item\|subitem\|sub\l\+\|clause\|division\|schedule\|annex\|point\|sentence\)\)\s\+\%(\%(\d\+\%(-\d\+\)\+\|\d\+\a*\)[[:alnum:]_.-]\@!\|\%(\l\|[ivxlc]\{1,6}\)\>\)\%(\%(\s*[,，、]\s*\|\s\+and\s\+\|\s\+to\s\+\)\%(\d\+\%(-\d\+\)\+\|\d\+\a*\)[[:alnum:]_.-]\@!\%(\s*\%(\<\%(day\|days\|month\|months\|year\|years\)\>\|\u\u\u\>\|[%％<>=!≤≥≠*/+-]\|times\>\)\)\@!\)*\)*\|\u[A-Z0-9]\+\>\)\)\?/
syntax match provisoCitation /\%(\<\%(of\|under\)\s\+\)\@<=\u[A-Z0-9]\+\>\ze\%(\s\+\%(\%(annexes\|parts\|chapters\|sections\|articles\|paragraphs\|items\|subitems\|sub\l\+s\)\|\%(annex\|part\|chapter\|section\|article\|paragraph\|item\|subitem\|sub\l\+\|clause\|division\|schedule\|annex\|point\|sentence\)\)\>\)\@!/
syntax match provisoHead /\%(\<\%(of\|violates\|commits\|disobeyed\|after\|before\|with\|under\|was\|per\)\s\+\|,\s*\)\@<!\%(\<\%(accept\|additional\|adopted\|after\|all\|also\|always\|amendment\|and\|annexes\|any\|applies\|apply\|approval\|articles\|as\|at\|authority\|barred\|be\|because\|before\|boolean\|by\|chapters\|chosen\|commits\|concurrence\|conflicts\|corpus\|cost\|count\|counts\|cumulative\|date\|day\|days\|decided\|defined\|defines\|deny\|disobeyed\|displaced\|does\|draft\|duration\|each\|exclusive\|exempt\|expect\|expecting\|external\|fact\|following\|for\|force\|form\|from\|given\|gravest\|having\|heavier\|heaviest\|higher\|highest\|history\|implies\|in\|insert\|instead\|is\|items\|jointly\|language\|law\|least\|levels\|life\|lighter\|limitation\|lock\|lower\|maximum\|may\|milder\|missing\|mitigated\|money\|month\|months\|more\|must\|name\|no\|none\|not\|notwithstanding\|number\|of\|on\|one\|only\|or\|other\|otherwise\|outline\|paragraphs\|parts\|per\|person\|preceding\|prejudice\|presumed\|prevails\|provision\|punish\|quantity\|rank\|refer\|referral\|regard\|regulation\|renumber\|repeal\|replace\|retrieved\|role\|sanction\|sanctioned\|save\|scale\|scenario\|sections\|set\|source\|statute\|subitems\|subject\|text\|that\|the\|this\|time\|times\|to\|total\|unascertainable\|under\|undetermined\|unknown\|unless\|until\|up\|use\|version\|violates\|vocabulary\|was\|when\|with\|within\|without\|year\|years\|yields\)\>\)\@!\<\%(\h\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)\%(\w\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)*\s\+\%(\%(\d\+\%(-\d\+\)\+\|\d\+\a*\)[[:alnum:]_.-]\@!\|\%(\l\|[ivxlc]\{1,6}\)\>\)\ze\s*\%([{｛"“]\|was\>\)/ contains=provisoHeadLevel,provisoHeadLabel
syntax match provisoHeadLevel contained /\<\%(\h\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)\%(\w\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)*\ze\s/ nextgroup=provisoHeadLabel skipwhite
syntax match provisoHeadLabel contained /\%(\%(\d\+\%(-\d\+\)\+\|\d\+\a*\)[[:alnum:]_.-]\@!\|\%(\l\|[ivxlc]\{1,6}\)\>\)/
syntax match provisoOutline /\<outline\s\+\%(\%(annexes\|parts\|chapters\|sections\|articles\|paragraphs\|items\|subitems\|sub\l\+s\)\|\%(annex\|part\|chapter\|section\|article\|paragraph\|item\|subitem\|sub\l\+\|clause\|division\|schedule\|annex\|point\|sentence\)\)\s\+\%(\%(\d\+\%(-\d\+\)\+\|\d\+\a*\)[[:alnum:]_.-]\@!\|\%(\l\|[ivxlc]\{1,6}\)\>\)\%(\%(\s*[,，、]\s*\|\s\+and\s\+\|\s\+to\s\+\)\%(\d\+\%(-\d\+\)\+\|\d\+\a*\)[[:alnum:]_.-]\@!\)*/ contains=provisoStatement,provisoLevel,provisoWord,provisoLogic,provisoOutlined
syntax match provisoOutlined contained /\d[0-9A-Za-z-]*/

" sanctions: a block, and what stands before it
syntax match provisoWord /\<any\s\+\ze\%(\h\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)\%(\w\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)*\s\+sanction\>/ nextgroup=provisoScope
syntax match provisoScope contained /\%(\h\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)\%(\w\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)*\s\+sanction\>/
syntax region provisoBefore matchgroup=provisoSanction start=/\<sanction\>/ matchgroup=NONE end=/[{｛}｝]/me=s-1 nextgroup=provisoBlock contains=@provisoText,@provisoAmounts,@provisoWords,provisoCitation,provisoItems,provisoFact
syntax region provisoBefore matchgroup=provisoTier start=/\<\%(also\s\+when\|instead\s\+when\|otherwise\)\>/ matchgroup=NONE end=/[{｛}｝]/me=s-1 nextgroup=provisoBlock contains=@provisoText,@provisoAmounts,@provisoWords,provisoCitation,provisoItems,provisoFact
syntax region provisoBlock contained matchgroup=provisoBrace start=/[{｛]/ end=/[}｝]/ contains=provisoBlock,provisoBefore,provisoBrackets,provisoKind,@provisoText,@provisoAmounts,@provisoWords,provisoCitation,provisoItems,provisoOperand
syntax match provisoOperand contained /\<\%(of\|each\)\>\ze\s\+\%(\<\%(accept\|additional\|adopted\|after\|all\|also\|always\|amendment\|and\|annex\|annexes\|any\|applies\|apply\|approval\|article\|articles\|as\|at\|authority\|barred\|be\|because\|before\|boolean\|by\|chapter\|chapters\|chosen\|commits\|concurrence\|conflicts\|corpus\|cost\|count\|counts\|cumulative\|date\|day\|days\|decided\|defined\|defines\|deny\|disobeyed\|displaced\|does\|draft\|duration\|each\|exclusive\|exempt\|expect\|expecting\|external\|fact\|following\|for\|force\|form\|from\|given\|gravest\|having\|heavier\|heaviest\|higher\|highest\|history\|implies\|in\|insert\|instead\|is\|item\|items\|jointly\|language\|law\|least\|levels\|life\|lighter\|limitation\|lock\|lower\|maximum\|may\|milder\|missing\|mitigated\|money\|month\|months\|more\|must\|name\|no\|none\|not\|notwithstanding\|number\|of\|on\|one\|only\|or\|other\|otherwise\|outline\|paragraph\|paragraphs\|part\|parts\|per\|person\|preceding\|prejudice\|presumed\|prevails\|provision\|punish\|quantity\|rank\|refer\|referral\|regard\|regulation\|renumber\|repeal\|replace\|retrieved\|role\|sanction\|sanctioned\|save\|scale\|scenario\|section\|sections\|set\|source\|statute\|subitem\|subitems\|subject\|text\|that\|the\|this\|time\|times\|to\|total\|unascertainable\|under\|undetermined\|unknown\|unless\|until\|up\|use\|version\|violates\|vocabulary\|was\|when\|with\|within\|without\|year\|years\|yields\)\>\)\@!\h/ nextgroup=provisoOperandName skipwhite
syntax match provisoOperandName contained /\%(\h\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)\%(\w\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)*/
syntax region provisoBrackets contained start=/[(（]/ end=/[)）]/ contains=@provisoText,@provisoAmounts,@provisoWords,provisoCitation,provisoItems,provisoFact
syntax match provisoSanction /\<refer\s\+to\>/ nextgroup=provisoKind skipwhite

" a scale
syntax region provisoScale matchgroup=provisoDeclaration start=/\<scale\>/ matchgroup=NONE end=/[}｝]/ contains=@provisoText,provisoScaleName,provisoScaleBlock
syntax match provisoScaleName contained /\%(\h\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)\%(\w\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)*/
syntax region provisoScaleBlock contained start=/[{｛]/ end=/[}｝]/me=s-1 contains=@provisoText,@provisoAmounts,provisoGroup,provisoScaleKind,provisoScaleWord,provisoScaleReferral
syntax match provisoScaleReferral contained /\<referral\>/ nextgroup=provisoScaleKind skipwhite
syntax region provisoGroup contained start=/\%(\h\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)\%(\w\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)*\s*\%("[^"]*"\|“[^”]*”\)\?\s*[{｛]/ end=/[}｝]/ contains=@provisoText,@provisoAmounts,provisoGroupName,provisoScaleKind,provisoScaleWord
syntax match provisoGroupName contained /\%(\h\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)\%(\w\|[^\x00-\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\)*\ze\s*\%("[^"]*"\|“[^”]*”\)\?\s*[{｛]/
syntax match provisoScaleWord contained /\<\%(of\|from\|to\|additional\)\>/
syntax match provisoScaleWord contained /\<on\>/ nextgroup=provisoRole skipwhite

" what is expected
syntax region provisoExpect matchgroup=provisoStatement start=/\<expect\>/ matchgroup=NONE end=/[}｝]/me=s-1 end=/\<\%(expect\|given\|unknown\|history\|person\|subject\|decided\)\>/me=s-1 end=/\<on\s\+\d/me=s-1 contains=provisoBlock,provisoBrackets,provisoKind,@provisoText,@provisoAmounts,@provisoWords,provisoCitation,provisoItems,provisoOperand,provisoMissing
syntax match provisoMissing contained /\<missing\>.*$/ contains=provisoFact,provisoWord,@provisoText,@provisoAmounts,@provisoWords,provisoCitation,provisoItems

" texts
syntax match provisoEscape contained /\\["\\n]/
syntax match provisoString /"\%([^"\\]\|\\.\)*"/ contains=provisoEscape
syntax match provisoString /“[^“”]*”/
syntax match provisoUnclosed /"\%([^"\\]\|\\.\)*\\\?$/
syntax match provisoUnclosed /“[^“”]*$/
syntax region provisoString start=/"""/ end=/"""/
syntax match provisoComment /\/\/.*$/ contains=provisoTodo
syntax keyword provisoTodo contained TODO FIXME

syntax cluster provisoText contains=provisoString,provisoUnclosed,provisoComment
syntax cluster provisoAmounts contains=provisoNumber,provisoDate,provisoType
syntax cluster provisoWords contains=provisoDeclaration,provisoStatement,provisoDuty,provisoCondition,provisoTier,provisoSanction,provisoLogic,provisoPredicate,provisoConstant,provisoWord,provisoLevel,provisoOperator

highlight default link provisoComment Comment
highlight default link provisoTodo Todo
highlight default link provisoString String
highlight default link provisoEscape SpecialChar
highlight default link provisoUnclosed Error
highlight default link provisoNumber Number
highlight default link provisoUnit Number
highlight default link provisoDate Constant
highlight default link provisoDeclaration StorageClass
highlight default link provisoStatement Statement
highlight default link provisoDuty PreProc
highlight default link provisoCondition Conditional
highlight default link provisoTier Conditional
highlight default link provisoSanction PreProc
highlight default link provisoLogic Operator
highlight default link provisoOperator Operator
highlight default link provisoPredicate Function
highlight default link provisoConstant Boolean
highlight default link provisoWord Keyword
highlight default link provisoScaleWord Keyword
highlight default link provisoOperand Keyword
highlight default link provisoType Type
highlight default link provisoLevel StorageClass
highlight default link provisoHeadLevel StorageClass
highlight default link provisoLevelOrder StorageClass
highlight default link provisoHeadLabel Title
highlight default link provisoOutlined Title
highlight default link provisoCitation Underlined
highlight default link provisoItems Special
highlight default link provisoName Identifier
highlight default link provisoRole Type
highlight default link provisoRoleName Type
highlight default link provisoKind Function
highlight default link provisoScaleKind Function
highlight default link provisoScaleReferral StorageClass
highlight default link provisoScaleName Identifier
highlight default link provisoGroupName Type
highlight default link provisoScope Function
highlight default link provisoCode Constant

let b:current_syntax = 'proviso'
