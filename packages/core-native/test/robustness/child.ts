import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { globSync } from 'tinyglobby'
import ts from 'typescript'
import { addonPath } from '../../src/testing/addon-path.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const compilerOptions = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true }

export interface ChildEnd {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** What it wrote to the file descriptor 3. */
  readonly trace: string
}

// No loader of TypeScript: workers would each need one, and it would have threads and memory of its own.
function transpileInto(folder: string): void {
  for (const path of globSync(['src/**/*.ts', 'test/robustness/*.ts'], { cwd: root, ignore: '**/*.{test,bench}.ts' })) {
    const { outputText } = ts.transpileModule(readFileSync(join(root, path), 'utf8'), { compilerOptions })
    const out = join(folder, path.replace(/\.ts$/, '.js'))
    mkdirSync(dirname(out), { recursive: true })
    writeFileSync(out, outputText)
  }
}

/** Runs a TypeScript file of this folder, on the sources as they are, in a Node process of its own. */
export function runChild(
  name: string,
  args: readonly (string | number)[],
  flags: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): ChildEnd {
  mkdirSync(join(root, 'build'), { recursive: true })
  const folder = mkdtempSync(join(root, 'build', 'robustness-'))
  const trace = join(folder, 'trace')
  const fd = openSync(trace, 'w')
  try {
    transpileInto(folder)
    const { status, signal, stdout, stderr } = spawnSync(
      process.execPath,
      [...flags, join(folder, 'test/robustness', `${name}.js`), ...args.map(String)],
      {
        stdio: ['ignore', 'pipe', 'pipe', fd],
        encoding: 'utf8',
        env: { ...process.env, LIKENESS_ADDON: addonPath, ...env },
      },
    )
    return { status, signal, stdout, stderr, trace: readFileSync(trace, 'utf8') }
  } finally {
    closeSync(fd)
    rmSync(folder, { recursive: true })
  }
}
