// AddressSanitizer and UndefinedBehaviorSanitizer: core-native's own tests on an instrumented binary.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findLibrary } from '../ensure-system.mjs'
import { buildSanitized } from './build.mjs'

const root = new URL('../..', import.meta.url).pathname
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')

/** Files of core-native's tests that cannot pass under AddressSanitizer, and why. */
const unsuitable = [
  { file: 'test/robustness/memory.test.ts', why: 'it measures freed memory, which the sanitizer keeps in quarantine' },
  { file: 'src/distance/memory.test.ts', why: 'it measures memory; on-disk.test.ts makes such calls, too' },
]

/** Faults of tools/fixtures/faults.ts, and what their reports say. */
const memory = /heap-buffer-overflow[\s\S]*faults\.napi\.cc/
const overflow = /faults\.napi\.cc.*signed integer overflow/
const probes = [
  { name: 'memory', expected: [memory] },
  { name: 'undefined', expected: [overflow] },
  { name: 'children', expected: [memory, overflow] },
]

/**
 * One run of vitest on the instrumented binary.
 * @returns {{status: number | null, output: string, reports: string}} reports: those of every process of the run, also of
 *   children whose end a test does not look at
 */
function runVitest(addon, args, stdio) {
  const logs = mkdtempSync(join(tmpdir(), 'likeness-sanitizers-'))
  const common = `log_path=${join(logs, 'report')}:halt_on_error=1:exitcode=99`
  try {
    const { status, stdout } = spawnSync(process.execPath, [vitest, 'run', ...args], {
      cwd: root,
      stdio: ['ignore', stdio, stdio],
      encoding: 'utf8',
      env: {
        ...process.env,
        LIKENESS_ADDON: addon,
        LIKENESS_SANITIZER: 'address',
        LIKENESS_EXCLUDE: unsuitable.map(({ file }) => file).join(','),
        LD_PRELOAD: findLibrary('libasan.so'),
        // Node's own memory at its exit is no leak of ours; what cannot be allocated has to reach our own error. Frames
        // that outlive their function cannot be looked for: GCC 12 moves 64 aligned bytes to such frames, which are not.
        ASAN_OPTIONS: `${common}:detect_leaks=0:allocator_may_return_null=1:detect_stack_use_after_return=0`,
        UBSAN_OPTIONS: `${common}:print_stacktrace=1`,
      },
    })
    const reports = readdirSync(logs).map((file) => readFileSync(join(logs, file), 'utf8'))
    return { status, output: stdout ?? '', reports: reports.join('\n') }
  } finally {
    rmSync(logs, { recursive: true })
  }
}

/** Whether each deliberate fault makes a report, so that a run without one means something. */
function probesAreSeen(addon) {
  return probes.every(({ name, expected }) => {
    const args = ['--config', 'tools/fixtures/vitest.config.ts', 'faults', '-t', name]
    const { output, reports } = runVitest(addon, args, 'pipe')
    if (expected.every((report) => report.test(reports))) return true
    console.error(`likeness: the deliberate fault "${name}" made no report:\n${output}${reports}`)
    return false
  })
}

/** @returns {boolean} whether core-native's tests pass without a report */
export function testAddress(filters) {
  // Else libasan's own log path, not UBSAN_OPTIONS', would be set: with hidden symbols each runtime keeps to its own.
  const options = ['-DLIKENESS_FAULTS=ON', '-DCMAKE_SHARED_LINKER_FLAGS=-static-libubsan -Wl,--exclude-libs,libubsan.a']
  const folder = buildSanitized({
    name: 'address',
    sanitize: 'address,undefined',
    optimize: '-O2',
    options,
    target: 'core_native',
  })
  const addon = `${folder}/Release/core_native.node`
  if (!probesAreSeen(addon)) return false
  for (const { file, why } of unsuitable) console.error(`likeness: not under AddressSanitizer: ${file} (${why})`)
  const args = ['--project', 'core-native', '--maxWorkers=2', ...filters]
  const { status, reports } = runVitest(addon, args, 'inherit')
  if (reports) console.error(`likeness: AddressSanitizer or UndefinedBehaviorSanitizer reports:\n${reports}`)
  return status === 0 && !reports
}
