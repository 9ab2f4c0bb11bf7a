// Holds the grammar for Visual Studio Code against real files: the statutes, the scenarios of the tests, the examples of
// the reference. Nothing in them is coloured as wrong, every block ends where it ends, the lines are indented as the
// editor would do it, and every word of the language is somewhere coloured as one.
import {readdirSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const read = path => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const files = folder =>
  readdirSync(new URL(`../../${folder}`, import.meta.url), {withFileTypes: true}).flatMap(entry => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : files(path);
    return path.endsWith('.law') ? [path] : [];
  });

await oniguruma.loadWASM(
  readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm')).buffer,
);
const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: patterns => new oniguruma.OnigScanner(patterns),
    createOnigString: text => new oniguruma.OnigString(text),
  }),
  loadGrammar: async () =>
    textmate.parseRawGrammar(read('grammar/vscode/syntaxes/proviso.tmLanguage.json'), 'proviso.json'),
});
const grammar = await registry.loadGrammar('source.proviso');
const {indentationRules, wordPattern} = JSON.parse(read('grammar/vscode/language-configuration.json'));
const increase = new RegExp(indentationRules.increaseIndentPattern);
const decrease = new RegExp(indentationRules.decreaseIndentPattern);

const faults = [];
const coloured = new Set();
const isWord =
  /keyword|storage|support\.type\.proviso|support\.function\.predicate|constant\.language|variable\.language/;

function check(title, text, isWhole) {
  let state = textmate.INITIAL, indent = 0, above = '';
  text.split('\n').forEach((line, i) => {
    const fault = message => faults.push(`${title}:${i + 1}: ${message}`);
    const {tokens, ruleStack} = grammar.tokenizeLine(line, state);
    for (const {startIndex, endIndex, scopes} of tokens) {
      const part = line.slice(startIndex, endIndex), scope = scopes.join(' ');
      if (isWhole && scope.includes('invalid')) fault(`\`${part}\` is coloured as wrong`);
      if (isWord.test(scope) || scope.includes('citation'))
        for (const word of part.match(/[a-z]+/g) ?? []) coloured.add(word);
    }
    if (isWhole && line.trim() && !line.includes('"""') && !tokens[0].scopes.join().includes('string')) {
      if (increase.test(above)) indent += 2;
      if (decrease.test(line)) indent -= 2;
      // what is continued on the next line is indented by hand
      if (line.search(/\S/) < indent) fault(`is to be indented by ${indent}`);
      above = line;
    }
    state = ruleStack;
  });
  if (isWhole && state.depth !== 1) faults.push(`${title}: a block is not closed at the end`);
}

const real = [...files('statutes'), ...files('tests/scenarios')];
for (const path of real) check(path, read(path), true);
[...read('docs/language.md').matchAll(/^```law\n(.*?)^```/gms)].forEach((match, i) =>
  check(`docs/language.md, example ${i + 1}`, match[1], true),
);
for (const path of files('tests/highlighting')) check(path, read(path).replace(/^\/\/.*\n/gm, ''), false);

const lexer = read('grammar/ProvisoLexer.g4').replace(/\/\/.*/g, '');
for (const [, word] of lexer.matchAll(/'([a-z]+)'/g))
  if (!coloured.has(word))
    faults.push(`\`${word}\` is nowhere coloured as a word of the language; show it in tests/highlighting`);

const words = '罚款 is 50_000 or x_1'.match(new RegExp(wordPattern.pattern, `g${wordPattern.flags}`)).join('|');
if (words !== '罚款|is|50_000|or|x_1') faults.push(`the word pattern finds ${words}`);

for (const fault of faults) console.error(fault);
console.log(`${real.length} files read, ${faults.length} faults`);
process.exitCode = faults.length > 0 || real.length < 5 ? 1 : 0;
