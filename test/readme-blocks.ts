import { readFileSync, readdirSync } from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';

const ROOT = path.join(__dirname, '..');
const FENCED = /^( *)```ts\n([\s\S]*?)^ *```$/gm;

/** A page of documentation: its path from the root, with forward slashes, and its text. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** One `ts` block of a page, as the module that it is compiled as. */
interface Block {
  readonly page: string;
  /** Line of the page on which the block's first line stands, counting from one. */
  readonly line: number;
  readonly fileName: string;
  readonly text: string;
}

/** The READMEs that a reader of this repository finds. */
export function readmes(): Page[] {
  const below = ['lib', 'examples', 'test'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => path.basename(name) === 'README.md' && !name.includes('node_modules'))
      .map((name) => `${folder}/${name.split(path.sep).join('/')}`),
  );

  return ['README.md', ...below.sort()].map((name) => ({
    path: name,
    text: readFileSync(path.join(ROOT, name), 'utf8'),
  }));
}

/**
 * Compiles every `ts` block of the pages as a module of its own, beside its page, and says what is wrong with it as `page:line message`.
 *
 * All blocks are one program, because loading the types of aws-cdk-lib is what takes time.
 */
export function faultsIn(pages: readonly Page[]): string[] {
  const blocks = new Map(pages.flatMap(blocksOf).map((block) => [block.fileName, block]));
  const options = optionsOfTheLibrary();
  const disk = ts.createCompilerHost(options);
  const readFile = (name: string): string | undefined => blocks.get(name)?.text ?? disk.readFile(name);
  const host: ts.CompilerHost = {
    ...disk,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
    fileExists: (name) => blocks.has(name) || disk.fileExists(name),
    readFile,
    getSourceFile: (name, language) => {
      const text = readFile(name);
      return text === undefined ? undefined : ts.createSourceFile(name, text, language);
    },
  };
  const program = ts.createProgram([...blocks.keys()], options, host);

  return [...blocks.values()].flatMap((block) => {
    const source = program.getSourceFile(block.fileName);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map((diagnostic) => told(block, diagnostic));
  });
}

function blocksOf(page: Page): Block[] {
  return [...page.text.matchAll(FENCED)].map((match) => {
    const line = page.text.slice(0, match.index).split('\n').length + 1;

    return { page: page.path, line, fileName: path.posix.join(ROOT, `${page.path}.${line}.ts`), text: match[2] };
  });
}

function optionsOfTheLibrary(): ts.CompilerOptions {
  const file = path.join(ROOT, 'tsconfig.json');
  const { config } = ts.readConfigFile(file, (name) => ts.sys.readFile(name)) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);

  return {
    ...options,
    noEmit: true,
    noUnusedLocals: false,
    moduleDetection: ts.ModuleDetectionKind.Force,
    paths: { 'governed-ml': [path.join(ROOT, 'lib', 'index.ts')] },
  };
}

function told(block: Block, diagnostic: ts.Diagnostic): string {
  const lineInBlock = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0;

  return `${block.page}:${block.line + lineInBlock} ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`;
}
