// Writes the syntax highlighting for Visual Studio Code and for Vim:
//
//   node grammar/highlighting.mjs            writes vscode/syntaxes/proviso.tmLanguage.json and vim/syntax/proviso.vim
//   node grammar/highlighting.mjs --check    only says whether they are up to date
//
// The words come from ProvisoLexer.g4. A new word there is a plain keyword here until a group below takes it.
import {readFileSync, writeFileSync} from 'node:fs';

const here = path => new URL(path, import.meta.url);
const lexer = readFileSync(here('ProvisoLexer.g4'), 'utf8').replace(/\/\/.*/g, '');
const split = text => text.trim().split(/\s+/);
const wordsOf = text => [...text.matchAll(/'([a-z]+)'/g)].map(match => match[1]);
const token = name => wordsOf(lexer.match(new RegExp(`\\b${name}\\s*:([^;]*);`))[1]);

const all = [...new Set(wordsOf(lexer))].sort();
const levels = token('LEVEL');
const plurals = token('LEVELS');
const units = token('UNIT');

// ---- the words in groups ---------------------------------------------------

const groups = {
  declaration: split(`corpus vocabulary scale statute regulation amendment external scenario
                      form role authority exclusive fact always quantity referral person`),
  statement: split(`text subject adopted use outline levels defines given unknown history expect
                    insert replace repeal renumber was accept because expecting having draft`),
  duty: split('must may'),
  condition: split('when unless'),
  tier: split('also instead otherwise'),
  sanction: split(`sanction punish per refer counts concurrence notwithstanding yields without limitation milder
                   heavier lighter mitigated exempt maximum`),
  logic: split('and or not implies is'),
  predicate: split('violates commits disobeyed sanctioned'),
  constant: split('unascertainable none undetermined barred displaced'),
};

// Words that may also be names, and the only places where they are words of the language.
const phrases = {
  statement: ['in force from', 'in force', 'insert after', 'insert before', 'having regard to'],
  sanction: ['concurrence heaviest', 'concurrence cumulative', 'concurrence total up to the gravest',
    'yields to other law', 'yields to', 'without prejudice to', 'milder law prevails', 'counts as',
    'punish per that provision', 'punish per'],
  duty: ['may be'],
  tier: ['also or only'],
  other: ['for each provision', 'for each', 'that provision', 'one or more of', 'or more of', 'at least', 'up to',
    'the higher of', 'the lower of', 'for life', 'presumed when', 'does not apply', 'conflicts by', 'within a set time',
    'at the cost of subject', 'at the cost of', 'any sanction'],
};
const types = split('boolean count number date duration'); // after a colon
const header = {text: split('source lock'), date: split('version retrieved decided'), name: split('rank language')};
// The words that the parser lets be names count only in a phrase, where they are in one; and so do these:
const parser = readFileSync(here('ProvisoParser.g4'), 'utf8');
const wordOf = Object.fromEntries([...lexer.matchAll(/([A-Z]+)\s*:\s*'([a-z]+)'\s*;/g)].map(match => match.slice(1)));
const soft = parser.match(/^name\s*:([^;]*);/m)[1].match(/[A-Z]+/g).map(key => wordOf[key]);
const inPhrases = Object.values(phrases).flat().flatMap(split);
const onlyThere = [...soft.filter(word => inPhrases.includes(word)),
  ...split('approval highest money name deny times')];

const elsewhere = [...levels, ...plurals, ...units, ...types, ...Object.values(header).flat(), ...onlyThere];
const grouped = Object.values(groups).flat();
for (const word of grouped)
  if (!all.includes(word)) throw new Error(`grammar/ProvisoLexer.g4 has no word \`${word}\``);
groups.other = all.filter(word => !grouped.includes(word) && !elsewhere.includes(word));

// Levels of other traditions, which a file declares with `levels`; in a heading any word is taken.
const furtherLevels = 'sub[a-z]+|clause|division|schedule|annex|point|sentence';

// ---- Visual Studio Code ----------------------------------------------------

const words = list => `\\b(?:${list.join('|')})\\b`;
const phrase = list => words(list.map(text => text.replaceAll(' ', '\\s+')));
const name = '[\\p{L}\\p{Nl}_][\\p{L}\\p{Nl}\\p{Mn}\\p{Mc}\\p{Nd}\\p{Pc}]*';
const free = `\\b(?!${words(all)})${name}`; // a name that is no word of the language
const comma = '[,，、]';
const open = '[{｛]', close = '[}｝]', quote = '["“]';
const number = '\\d[\\d_]*(?:\\.\\d[\\d_]*)?';
const date = '\\b\\d{4}-\\d{2}-\\d{2}\\b';
const level = `(?:${levels.join('|')}|${furtherLevels})`;
const plural = `(?:${plurals.join('|')}|(?:${furtherLevels})s)`;
const digits = '(?:\\d+(?:-\\d+)+|\\d+[A-Za-z]*)(?![\\p{L}\\d_.-])';
const letters = '(?:[a-z]|[ivxlc]{1,6})\\b';
const label = `(?:${digits}|${letters})`;
// A number that begins an amount or a comparison belongs to no list of numbers.
const unmeasured = `(?!\\s*(?:${words(units)}|[A-Z]{3}\\b|[%％<>=!≤≥≠*/+＜＞＝-]|times\\b))`;
const between = `(?:\\s*${comma}\\s*|\\s+and\\s+|\\s+to\\s+)`;
const labels = `${label}(?:${between}${digits}${unmeasured})*`;
const manyLabels = `${label}(?:${between}(?:${digits}${unmeasured}|${letters}))*`;
const step = `(?:\\b${plural}\\s+${manyLabels}|\\b${level}\\s+${labels})`;
const relative = `(?:\\bthis\\s+(?:${levels.join('|')}|statute|regulation|amendment|law)\\b` +
  `|\\b(?:preceding|following)\\s+(?:\\d+\\s+)?(?:${plural}|${level})\\b)`;
const place = `(?:(?:${free}\\s+)?${step}|${relative})(?:\\s+${step})*`;
const citation = `${place}(?:\\s+of\\s+(?:${place}|[A-Z][A-Z0-9]+\\b))?`;
// After these words a provision with its number is cited, even where `{` follows; elsewhere it begins there.
const citing = split('of violates commits disobeyed after before with under was per');
const notCited = `${citing.map(word => `(?<!\\b${word}\\s)`).join('')}(?<!,\\s)`;
const head = `${notCited}\\b(${free}|${words(levels)})\\s+(${label})(?=\\s*(?:${open}|${quote}|was\\b))`;
// What ends a statement that has no end of its own.
const starting = [...groups.declaration, ...groups.statement.filter(word => word !== 'was'),
  ...groups.duty, ...groups.condition, ...groups.tier, ...groups.sanction];
const beforeStatement = other => `(?=${close}|${words(starting.filter(word => word !== other))}` +
  `|\\b(?:in\\s+force|name|rank|source)\\b|${head.replace(/\((?!\?)/g, '(?:')})`;
const beforeCase = `(?=${close}|${words(split('expect given unknown history person subject decided'))}|\\bon\\s+\\d)`;

const include = key => ({include: `#${key}`});
const scope = text => text.split(' ').map(one => `${one}.proviso`).join(' ');
const one = (key, match, ...captures) => captures.length === 0 ? {match, name: scope(key)} : {
  match,
  ...(key && {name: scope(key)}),
  captures: Object.fromEntries(captures.flatMap((value, i) => value ? [[i + 1, {name: scope(value)}]] : [])),
};
const captured = (...keys) => Object.fromEntries(keys.flatMap((key, i) => key ? [[i + 1, {name: scope(key)}]] : []));
const range = (begin, keys, end, ...patterns) =>
  ({begin, beginCaptures: captured(...keys), end, patterns: patterns.map(it => typeof it === 'string' ? include(it) : it)});
const bracketed = (begin, end, key, ...patterns) =>
  ({...range(begin, [], end, ...patterns), beginCaptures: undefined,
    captures: {0: {name: scope(`punctuation.section.${key}`)}}});

const scopes = {
  declaration: 'storage.type', statement: 'keyword.other.statement', duty: 'keyword.control.duty',
  condition: 'keyword.control.condition', tier: 'keyword.control.tier', sanction: 'keyword.control.sanction',
  logic: 'keyword.operator.wordlike', predicate: 'support.function.predicate', constant: 'constant.language',
  other: 'keyword.other',
};
const citationScope = 'markup.underline.link.citation entity.name.type.citation';
const roleScope = 'support.type.role';
const kindScope = 'entity.name.function.sanction';
const factScope = 'variable.other.fact';

const textMate = {
  comment: 'Written by grammar/highlighting.mjs: change it there.',
  name: 'Proviso',
  scopeName: 'source.proviso',
  fileTypes: ['law'],
  patterns: ['texts', 'declarations', 'provisions', 'sanctions', 'expressions'].map(include),
  repository: {
    texts: {patterns: [
      one('comment.line.double-slash', '(//).*$', 'punctuation.definition.comment'),
      {begin: '"""', end: '"""', name: scope('string.quoted.triple')},
      {match: '"(?:[^"\\\\]|\\\\.)*"', name: scope('string.quoted.double'),
        captures: {0: {patterns: [one('constant.character.escape', '\\\\["\\\\n]')]}}},
      one('string.quoted.other', '“[^“”]*”'),
      // not closed: it ends with the line, as the compiler reads it
      one('string.quoted.double', '(")(?:[^"\\\\]|\\\\.)*\\\\?$', 'invalid.illegal.unclosed'),
      one('string.quoted.other', '(“)[^“”]*', 'invalid.illegal.unclosed'),
    ]},

    declarations: {patterns: [
      one('', `\\b(vocabulary)\\s+(${name})`, 'storage.type', 'entity.name.namespace'),
      range(`\\b(scale)\\s+(${name})`, ['storage.type', 'entity.name.namespace'],
        `(?<=${close})|(?=${words(groups.declaration.slice(0, 8))})`, 'texts', 'scaleBlock'),
      one('', `\\b(?:(external)\\s+)?(statute|regulation|amendment)\\s+(${name})`,
        'storage.modifier', 'storage.type', 'entity.name.namespace.instrument'),
      one('', `\\b(form|role|authority)\\s+(${name})(?:\\s+(is)\\s+(${name}(?:\\s*${comma}\\s*${name})*))?`,
        'storage.type', 'entity.name.type', 'keyword.other', 'entity.other.inherited-class'),
      one('', `\\b(exclusive)\\s+(${name}(?:\\s*${comma}\\s*${name})*)`, 'storage.type', roleScope),
      one('', `\\b(referral)\\s+(${name})`, 'storage.type', kindScope),
      one('', `\\b(fact)\\s+(${name})(?=\\s*[:：][=＝])`, 'storage.type', 'entity.name.variable.fact'),
      range(`\\b(fact|quantity)\\s+(${name})\\s*([:：])(?![=＝])`,
        ['storage.type', 'entity.name.variable.fact', 'punctuation.separator.type'],
        `(?=${close}|${open}|${words(groups.declaration)})`, 'texts', 'types'),
      range('\\b(person)\\b', ['storage.type'],
        `(?=${open}|${quote}|${words(split('given unknown expect person on subject history none'))})|$`,
        'texts', one(roleScope, free)),
    ]},

    types: {patterns: [
      include('citations'),
      range('\\b(one)\\s+(of)\\b', ['support.type', 'support.type'],
        `(?=${quote}|//|${close}|${words([...groups.declaration, ...split('or of for defined')])})`,
        one('variable.other.enummember', name), 'punctuation'),
      one('', '\\b(money)\\s+([A-Z]{3})\\b', 'support.type', 'keyword.other.unit.currency'),
      one('', `\\b(of)\\s+(${name})`, 'storage.modifier', roleScope),
      one('storage.modifier', '\\bfor\\s+each\\s+provision\\b|\\bdefined\\s+in\\b'),
      one('', '\\b(or)\\s+(unascertainable)\\b', 'storage.modifier', 'constant.language'),
      one('support.type', words(types)),
      include('punctuation'),
    ]},

    scaleBlock: bracketed(open, close, 'block',
      'texts',
      one('', `\\b(referral)\\s+(${name})`, 'storage.type', kindScope),
      one('', '(?:\\b(of)\\s+)?\\b(money)\\s+([A-Z]{3})\\b',
        'keyword.other', 'support.type', 'keyword.other.unit.currency'),
      one('', `\\b(on)\\s+(${name}(?:\\s*${comma}\\s*${name})*)`, 'keyword.other', roleScope),
      one('storage.modifier', '\\badditional\\b'),
      'amounts',
      one('keyword.other', '\\b(?:from|to)\\b'),
      one('entity.name.class.group', `${name}(?=\\s*(?:"[^"]*"|“[^”]*”)?\\s*${open})`),
      one(kindScope, name),
      'scaleBlock', 'punctuation'),

    provisions: {patterns: [
      // an order of levels
      range('\\b(levels)\\b', [scopes.statement], `$|${beforeStatement()}`,
        'texts', one('storage.type.level', name), 'punctuation'),
      one('', `\\b(outline)\\s+(${plural}|${level})\\s+(${manyLabels})`,
        scopes.statement, 'storage.type.level', 'entity.name.type.provision'),
      one('', head, 'storage.type.level', 'entity.name.type.provision'),
      one('', `\\b(renumber)\\s+(${citation})\\s+(as)\\s+(${level})\\s+(${label})`,
        scopes.statement, citationScope, 'keyword.other', 'storage.type.level', 'entity.name.type.provision'),
      one('', `\\b(use)\\s+(${name}(?:\\s*${comma}\\s*${name})*)`, scopes.statement, 'entity.name.namespace'),
      one('', `\\b(name)\\s+(${name})(?=\\s*${quote})`, scopes.statement, 'constant.other.language'),
      one('', `\\b(${header.name.join('|')})\\s+(${name})`, scopes.statement, 'constant.other'),
      one(scopes.statement, `${words(header.text)}(?=\\s*${quote})|${words(header.date)}(?=\\s+\\d)`),
      one('', '\\b(accept)\\s+([A-Z]+\\d+)\\b', scopes.statement, 'constant.other.diagnostic'),
      one('', `\\b(deny)\\s+(${name}(?:\\s*${comma}\\s*${name})*)`, scopes.statement, 'constant.other.diagnostic'),
      range('\\b(subject)\\b', [scopes.statement], beforeStatement('subject'),
        'texts', one(scopes.logic, words(groups.logic)), one('keyword.other', words(groups.other)),
        one(roleScope, name), 'punctuation'),
      one(scopes.duty, '\\bmust\\s+not\\b'),
    ]},

    // A block of sanctions, and what stands before it: `sanction by A {`, `also when C {`.
    sanctions: {patterns: [
      one('', `\\b(any)\\s+(${free})\\s+(sanction)\\b`, 'keyword.other', kindScope, scopes.sanction),
      one('', `\\b(refer\\s+to)\\s+(${name})`, scopes.sanction, kindScope),
      range('\\b(?:(sanction)|(also\\s+when|instead\\s+when|otherwise))\\b', [scopes.sanction, scopes.tier],
        `(?<=${close})|(?=${close})`, 'texts', 'sanctionBlock', 'expressions'),
      range('\\b(expect)\\b', [scopes.statement], beforeCase,
        'texts', range('\\b(missing)\\b', ['keyword.other'], beforeCase, 'texts', 'expressions'), 'sanctionItems'),
    ]},
    sanctionBlock: bracketed(open, close, 'block', 'sanctionItems'),
    sanctionItems: {patterns: [
      include('texts'),
      include('sanctions'),
      include('sanctionBlock'),
      one('', `\\b(on)\\s+(${free})(?:\\s+(or)\\s+(${free}))*`, 'keyword.other', roleScope, scopes.logic, roleScope),
      one('', `\\b(the)\\s+(${free})\\s+(under)\\b`, 'keyword.other', kindScope, 'keyword.other'),
      one('', `\\b(for\\s+each|of|from)\\s+(${free})`, 'keyword.other', factScope),
      one('', `(${number})\\s*(times)\\s+(${free})`, 'constant.numeric', 'keyword.other', factScope),
      bracketed('[(（]', '[)）]', 'parens', 'texts', 'expressions'),
      include('citations'),
      include('operators'),
      include('amounts'),
      include('words'),
      one(kindScope, free),
      include('expressions'),
    ]},

    citations: {patterns: [
      one(citationScope, citation),
      one(citationScope, '\\b[A-Z][A-Z0-9]+\\b(?=\\s+as\\s+of\\b)|(?<=\\bof\\s|\\bunder\\s)[A-Z][A-Z0-9]+\\b'),
      one('variable.language.provisions',
        `\\b(?:any|all)\\s+(?:${plural}|${level})\\b|\\bat\\s+least\\s+\\d+\\s+${plural}\\b`),
    ]},

    amounts: {patterns: [
      one('constant.numeric.date', date),
      one('', `(${number})\\s*(${words(units)})`, 'constant.numeric', 'keyword.other.unit.time'),
      one('', `(${number})\\s*([A-Z]{3})\\b`, 'constant.numeric', 'keyword.other.unit.currency'),
      one('', `(${number})\\s*([%％])`, 'constant.numeric', 'keyword.other.unit.percent'),
      one('', `(${number})\\s*(times)\\b`, 'constant.numeric', 'keyword.other'),
      one('constant.numeric', number),
    ]},

    // `is R`, `by A`, `on R`: the names of persons and offices
    operators: {patterns: [
      one('', `\\b(total)\\s+(${free})(?=\\s+(?:up|at|\\d))`, 'keyword.other', kindScope),
      one('', `\\b(at\\s+the\\s+cost\\s+of)\\s+(${free})`, 'keyword.other', roleScope),
      one('', `\\b(concurrence\\s+highest)\\s+(${name})`, scopes.sanction, kindScope),
      one('', `\\b(maximum)\\s+(${number})\\s+(times)(?:\\s+(of)\\s+(${name}))?`,
        scopes.sanction, 'constant.numeric', 'keyword.other', 'keyword.other', kindScope),
      ...Object.keys(phrases).map(key => one(scopes[key], phrase(phrases[key]))),
      one('', `\\b(is)(?:\\s+(not))?\\s+(${free})`, scopes.logic, scopes.logic, roleScope),
      one('', `\\b(by)\\s+(${free})\\b(?!\\s+(?:${level}|${plural})\\b)(?:\\s+(or|and)\\s+(${free}))*`,
        'keyword.other', 'support.type.authority', scopes.logic, 'support.type.authority'),
      one('', `\\b(with\\s+approval\\s+of|jointly\\s+with)\\s+(${free})`, 'keyword.other', 'support.type.authority'),
      one('', `\\b(with|without)\\s+(${free})\\b(?!\\s+(?:${level}|${plural})\\b)`, 'keyword.other', kindScope),
      one('keyword.operator', '[:：][=＝]|[<＜>＞!][=＝]|[≤≥≠<＜>＞=＝+*/-]'),
    ]},

    words: {patterns: [
      one(scopes.tier, '\\balso\\s+when\\b|\\binstead\\s+when\\b'),
      ...Object.keys(groups).map(key => one(scopes[key], words(groups[key]))),
      one('storage.type.level', words([...levels, ...plurals])),
    ]},

    expressions: {patterns: [
      ...['citations', 'amounts', 'operators', 'words'].map(include),
      one(factScope, name),
      include('punctuation'),
    ]},

    punctuation: {patterns: [
      one('punctuation.section.block', `${open}|${close}`),
      one('punctuation.section.parens', '[()（）]'),
      one('punctuation.separator', '[,，、:：]'),
      one('punctuation.terminator', '[;；]'),
      one('keyword.operator', '[<＜>＞=＝]'),
      one('invalid.illegal.character', '[^\\s\\w{｛}｝]'),
    ]},
  },
};

// ---- Vim -------------------------------------------------------------------

const alt = list => `\\<\\%(${list.map(text => text.replaceAll(' ', '\\s\\+')).join('\\|')}\\)\\>`;
const vimLevel = `\\%(${levels.join('\\|')}\\|sub\\l\\+\\|${furtherLevels.split('|').slice(1).join('\\|')}\\)`;
const vimLevels = `\\%(${plurals.join('\\|')}\\|sub\\l\\+s\\)`;
const vimName = '\\%(\\h\\|[^\\x00-\\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\\)\\%(\\w\\|[^\\x00-\\x7f，、：；（）｛｝＜＞＝％“”≤≥≠　]\\)*';
const vimDigits = '\\%(\\d\\+\\%(-\\d\\+\\)\\+\\|\\d\\+\\a*\\)[[:alnum:]_.-]\\@!';
const vimLabel = `\\%(${vimDigits}\\|\\%(\\l\\|[ivxlc]\\{1,6}\\)\\>\\)`;
const vimUnmeasured = `\\%(\\s*\\%(${alt(units)}\\|\\u\\u\\u\\>\\|[%％<>=!≤≥≠*/+-]\\|times\\>\\)\\)\\@!`;
const vimStep = `\\<\\%(${vimLevels}\\|${vimLevel}\\)\\s\\+${vimLabel}\\%(\\%(\\s*[,，、]\\s*\\|\\s\\+and\\s\\+\\|\\s\\+to\\s\\+\\)${vimDigits}${vimUnmeasured}\\)*`;
const vimRelative = `\\<\\%(this\\s\\+\\%(${levels.join('\\|')}\\|statute\\|regulation\\|amendment\\|law\\)\\|\\%(preceding\\|following\\)\\s\\+\\%(\\d\\+\\s\\+\\)\\?\\%(${vimLevels}\\|${vimLevel}\\)\\)\\>`;
const vimFree = `\\%(${alt(all)}\\)\\@!\\<${vimName}`;
const vimPlace = `\\%(\\%(${vimFree}\\s\\+\\)\\?${vimStep}\\|${vimRelative}\\)\\%(\\s\\+${vimStep}\\)*`;
const vimCiting = citing.join('\\|');
const vimGroup = {
  declaration: 'Declaration', statement: 'Statement', duty: 'Duty', condition: 'Condition', tier: 'Tier', sanction: 'Sanction',
  logic: 'Logic', predicate: 'Predicate', constant: 'Constant', other: 'Word',
};
const plain = '@provisoText,@provisoAmounts,@provisoWords,provisoCitation,provisoItems';

const vim = `" Vim syntax file. Language: Proviso. Written by grammar/highlighting.mjs: change it there.
if exists('b:current_syntax')
  finish
endif
scriptencoding utf-8
syntax sync fromstart

" Of two matches that begin at one place, the later one counts.

" names and words
syntax match provisoFact /${vimName}/
syntax match provisoKind contained /${vimName}/
syntax match provisoScaleKind contained /${vimName}/
syntax match provisoRole contained /${vimName}\\%(\\s*[,，、]\\s*${vimName}\\)*/
syntax match provisoName contained /${vimName}/
syntax match provisoOperator /[:：][=＝]\\|[<＜>＞!][=＝]\\|[≤≥≠<＜>＞=＝+*\\/-]/
syntax match provisoLevel /${alt([...levels, ...plurals])}/
${Object.keys(groups).map(key => `syntax match proviso${vimGroup[key]} /${alt(groups[key])}/`).join('\n')}
${Object.keys(phrases).map(key => `syntax match proviso${vimGroup[key]} /${alt(phrases[key])}/`).join('\n')}
syntax match provisoDuty /\\<must\\s\\+not\\>/
syntax match provisoWord /\\<\\%(is\\%(\\s\\+not\\)\\?\\|by\\|jointly\\s\\+with\\|with\\s\\+approval\\s\\+of\\)\\>\\ze\\s\\+\\%(${alt(all)}\\)\\@!/ nextgroup=provisoRole skipwhite
syntax match provisoWord /\\<on\\>\\ze\\s\\+\\D/ nextgroup=provisoRole skipwhite

" amounts
syntax match provisoNumber /\\<\\d[0-9_]*\\%(\\.\\d[0-9_]*\\)\\?/ nextgroup=provisoUnit skipwhite
syntax match provisoUnit contained /${alt(units)}\\|\\<\\u\\u\\u\\>\\|[%％]\\|\\<times\\>/
syntax match provisoDate /\\<\\d\\d\\d\\d-\\d\\d-\\d\\d\\>/

" declarations
syntax match provisoDeclaration /\\<\\%(vocabulary\\|scale\\|statute\\|regulation\\|amendment\\|form\\|role\\|authority\\|fact\\|quantity\\)\\>/ nextgroup=provisoName skipwhite
syntax match provisoDeclaration /\\<referral\\>/ nextgroup=provisoKind skipwhite
syntax match provisoDeclaration /\\<\\%(exclusive\\|person\\)\\>\\%(\\s\\+none\\>\\)\\@!/ nextgroup=provisoRole skipwhite
syntax match provisoType /[:：]\\s*\\zs${alt(types)}/
syntax match provisoType /\\<money\\>\\ze\\s\\+\\u\\u\\u\\>/ nextgroup=provisoUnit skipwhite
syntax match provisoType /[:：]\\s*\\zsone\\s\\+of\\>/

" statements
syntax match provisoStatement /\\<use\\>/ nextgroup=provisoRole skipwhite
syntax match provisoStatement /\\<name\\>\\ze\\s\\+${vimName}\\s*["“]/ nextgroup=provisoName skipwhite
syntax match provisoStatement /\\<\\%(${header.name.join('\\|')}\\)\\>\\ze\\s\\+\\h/ nextgroup=provisoName skipwhite
syntax match provisoStatement /\\<\\%(${header.text.join('\\|')}\\)\\>\\ze\\s*["“]/
syntax match provisoStatement /\\<\\%(${header.date.join('\\|')}\\)\\>\\ze\\s\\+\\d/
syntax match provisoStatement /\\<\\%(accept\\|deny\\)\\>/ nextgroup=provisoCode skipwhite
syntax match provisoStatement /\\<levels\\>/ nextgroup=provisoLevelOrder skipwhite
syntax match provisoLevelOrder contained /${vimName}\\%(\\s*[,，、]\\s*${vimName}\\)*/
syntax match provisoCode contained /\\<\\u\\+\\d\\+\\>\\%(\\s*[,，、]\\s*\\u\\+\\d\\+\\>\\)*/
syntax region provisoSubject matchgroup=provisoStatement start=/\\<subject\\>/ matchgroup=NONE end=/$/ end=/[{}｛｝]/me=s-1 end=/${alt([...groups.duty, ...groups.condition, ...groups.tier, ...groups.sanction, ...groups.statement.filter(word => word !== 'subject'), ...groups.declaration, ...levels])}/me=s-1 oneline contains=@provisoText,provisoLogic,provisoRoleName
syntax match provisoRoleName contained /${vimName}/
syntax match provisoLogic contained /${alt(groups.logic)}/

" provisions, and what is cited
syntax match provisoItems /\\<\\%(any\\|all\\)\\s\\+\\%(${vimLevels}\\|${vimLevel}\\)\\>\\|\\<at\\s\\+least\\s\\+\\d\\+\\s\\+${vimLevels}\\>/
syntax match provisoCitation /${vimPlace}\\%(\\s\\+of\\s\\+\\%(${vimPlace}\\|\\u[A-Z0-9]\\+\\>\\)\\)\\?/
syntax match provisoCitation /\\%(\\<\\%(of\\|under\\)\\s\\+\\)\\@<=\\u[A-Z0-9]\\+\\>\\ze\\%(\\s\\+\\%(${vimLevels}\\|${vimLevel}\\)\\>\\)\\@!/
syntax match provisoHead /\\%(\\<\\%(${vimCiting}\\)\\s\\+\\|,\\s*\\)\\@<!\\%(${alt(all.filter(word => !levels.includes(word)))}\\)\\@!\\<${vimName}\\s\\+${vimLabel}\\ze\\s*\\%([{｛"“]\\|was\\>\\)/ contains=provisoHeadLevel,provisoHeadLabel
syntax match provisoHeadLevel contained /\\<${vimName}\\ze\\s/ nextgroup=provisoHeadLabel skipwhite
syntax match provisoHeadLabel contained /${vimLabel}/
syntax match provisoOutline /\\<outline\\s\\+\\%(${vimLevels}\\|${vimLevel}\\)\\s\\+${vimLabel}\\%(\\%(\\s*[,，、]\\s*\\|\\s\\+and\\s\\+\\|\\s\\+to\\s\\+\\)${vimDigits}\\)*/ contains=provisoStatement,provisoLevel,provisoWord,provisoLogic,provisoOutlined
syntax match provisoOutlined contained /\\d[0-9A-Za-z-]*/

" sanctions: a block, and what stands before it
syntax match provisoWord /\\<any\\s\\+\\ze${vimName}\\s\\+sanction\\>/ nextgroup=provisoScope
syntax match provisoScope contained /${vimName}\\s\\+sanction\\>/
syntax region provisoBefore matchgroup=provisoSanction start=/\\<sanction\\>/ matchgroup=NONE end=/[{｛}｝]/me=s-1 nextgroup=provisoBlock contains=${plain},provisoFact
syntax region provisoBefore matchgroup=provisoTier start=/\\<\\%(also\\s\\+when\\|instead\\s\\+when\\|otherwise\\)\\>/ matchgroup=NONE end=/[{｛}｝]/me=s-1 nextgroup=provisoBlock contains=${plain},provisoFact
syntax region provisoBlock contained matchgroup=provisoBrace start=/[{｛]/ end=/[}｝]/ contains=provisoBlock,provisoBefore,provisoBrackets,provisoKind,${plain},provisoOperand
syntax match provisoOperand contained /\\<\\%(of\\|each\\)\\>\\ze\\s\\+\\%(${alt(all)}\\)\\@!\\h/ nextgroup=provisoOperandName skipwhite
syntax match provisoOperandName contained /${vimName}/
syntax region provisoBrackets contained start=/[(（]/ end=/[)）]/ contains=${plain},provisoFact
syntax match provisoSanction /\\<refer\\s\\+to\\>/ nextgroup=provisoKind skipwhite

" a scale
syntax region provisoScale matchgroup=provisoDeclaration start=/\\<scale\\>/ matchgroup=NONE end=/[}｝]/ contains=@provisoText,provisoScaleName,provisoScaleBlock
syntax match provisoScaleName contained /${vimName}/
syntax region provisoScaleBlock contained start=/[{｛]/ end=/[}｝]/me=s-1 contains=@provisoText,@provisoAmounts,provisoGroup,provisoScaleKind,provisoScaleWord,provisoScaleReferral
syntax match provisoScaleReferral contained /\\<referral\\>/ nextgroup=provisoScaleKind skipwhite
syntax region provisoGroup contained start=/${vimName}\\s*\\%("[^"]*"\\|“[^”]*”\\)\\?\\s*[{｛]/ end=/[}｝]/ contains=@provisoText,@provisoAmounts,provisoGroupName,provisoScaleKind,provisoScaleWord
syntax match provisoGroupName contained /${vimName}\\ze\\s*\\%("[^"]*"\\|“[^”]*”\\)\\?\\s*[{｛]/
syntax match provisoScaleWord contained /\\<\\%(of\\|from\\|to\\|additional\\)\\>/
syntax match provisoScaleWord contained /\\<on\\>/ nextgroup=provisoRole skipwhite

" what is expected
syntax region provisoExpect matchgroup=provisoStatement start=/\\<expect\\>/ matchgroup=NONE end=/[}｝]/me=s-1 end=/${alt(split('expect given unknown history person subject decided'))}/me=s-1 end=/\\<on\\s\\+\\d/me=s-1 contains=provisoBlock,provisoBrackets,provisoKind,${plain},provisoOperand,provisoMissing
syntax match provisoMissing contained /\\<missing\\>.*$/ contains=provisoFact,provisoWord,${plain}

" texts
syntax match provisoEscape contained /\\\\["\\\\n]/
syntax match provisoString /"\\%([^"\\\\]\\|\\\\.\\)*"/ contains=provisoEscape
syntax match provisoString /“[^“”]*”/
syntax match provisoUnclosed /"\\%([^"\\\\]\\|\\\\.\\)*\\\\\\?$/
syntax match provisoUnclosed /“[^“”]*$/
syntax region provisoString start=/"""/ end=/"""/
syntax match provisoComment /\\/\\/.*$/ contains=provisoTodo
syntax keyword provisoTodo contained TODO FIXME

syntax cluster provisoText contains=provisoString,provisoUnclosed,provisoComment
syntax cluster provisoAmounts contains=provisoNumber,provisoDate,provisoType
syntax cluster provisoWords contains=${Object.values(vimGroup).map(key => `proviso${key}`).join(',')},provisoLevel,provisoOperator

${Object.entries({
  Comment: 'Comment', Todo: 'Todo', String: 'String', Escape: 'SpecialChar', Unclosed: 'Error', Number: 'Number', Unit: 'Number',
  Date: 'Constant', Declaration: 'StorageClass', Statement: 'Statement', Duty: 'PreProc', Condition: 'Conditional',
  Tier: 'Conditional', Sanction: 'PreProc', Logic: 'Operator', Operator: 'Operator', Predicate: 'Function',
  Constant: 'Boolean', Word: 'Keyword', ScaleWord: 'Keyword', Operand: 'Keyword', Type: 'Type', Level: 'StorageClass',
  HeadLevel: 'StorageClass', LevelOrder: 'StorageClass', HeadLabel: 'Title', Outlined: 'Title', Citation: 'Underlined', Items: 'Special',
  Name: 'Identifier', Role: 'Type', RoleName: 'Type', Kind: 'Function', ScaleKind: 'Function', ScaleReferral: 'StorageClass',
  ScaleName: 'Identifier', GroupName: 'Type', Scope: 'Function', Code: 'Constant',
}).map(([group, link]) => `highlight default link proviso${group} ${link}`).join('\n')}

let b:current_syntax = 'proviso'
`;

// ---- writing ---------------------------------------------------------------

let stale = false;
for (const [path, text] of [
  ['vscode/syntaxes/proviso.tmLanguage.json', `${JSON.stringify(textMate, null, 1)}\n`],
  ['vim/syntax/proviso.vim', vim],
]) {
  let old = '';
  try {
    old = readFileSync(here(path), 'utf8');
  } catch {}
  if (old === text) continue;
  stale = true;
  if (process.argv[2] === '--check') console.error(`grammar/${path} is out of date; run: node grammar/highlighting.mjs`);
  else writeFileSync(here(path), text);
}
process.exitCode = stale && process.argv[2] === '--check' ? 1 : 0;
