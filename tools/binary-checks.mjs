// What a published binary must be: wide instructions only in the kernels of their instruction set, no symbol newer than
// the oldest system that is promised, no library beyond the C++ runtime's.
import { execFileSync } from 'node:child_process'

const newest = { GLIBC: [2, 28], GLIBCXX: [3, 4, 25], CXXABI: [1, 3, 11] }
const libraries = /^(libstdc\+\+\.so\.6|libm\.so\.6|libgcc_s\.so\.1|libc\.so\.6|libpthread\.so\.0|ld-linux.*)$/

/** Whether a function is one of a namespace: objdump leaves the names of lambdas with several templates as they are. */
const isOf = (name, level) =>
  name.includes(`${level}::`) || new RegExp(`^_Z+N8likeness${level.length}${level}`).test(name)

/**
 * Functions outside the namespaces avx2 and avx512 that use a ymm or zmm register, or outside avx512 a zmm register.
 * @param {string} disassembly of `objdump -d -C`
 */
export function wideOutsideKernels(disassembly) {
  let name = ''
  const offenders = new Set()
  for (const line of disassembly.split('\n')) {
    const header = /^[0-9a-f]+ <(.*)>:$/.exec(line)
    if (header) name = header[1]
    else if (/%zmm/.test(line) && !isOf(name, 'avx512')) offenders.add(name)
    else if (/%ymm/.test(line) && !isOf(name, 'avx2') && !isOf(name, 'avx512')) offenders.add(name)
  }
  return [...offenders]
}

/**
 * Functions outside the namespace amx that use a tile register.
 * @param {string} disassembly of `objdump -d -C`
 */
export function tilesOutsideKernels(disassembly) {
  const functions = disassembly.split(/^[0-9a-f]+ <(?=.*>:$)/m).slice(1)
  return functions.filter((f) => /%tmm/.test(f)).flatMap((f) => (/^.*amx::/.test(f) ? [] : [/^(.*)>:/.exec(f)?.[1]]))
}

/**
 * Versioned symbols newer than promised (GLIBC 2.28, GLIBCXX 3.4.25).
 * @param {string} symbols of `objdump -T`
 */
export function tooNewSymbols(symbols) {
  return symbols.split('\n').flatMap((line) => {
    const match = /\((GLIBC|GLIBCXX|CXXABI)_([\d.]+)\)\s+(\S+)/.exec(line)
    if (!match) return []
    const version = match[2].split('.').map(Number)
    const limit = newest[match[1]]
    const k = version.findIndex((part, i) => part !== (limit[i] ?? 0))
    return k >= 0 && version[k] > (limit[k] ?? 0) ? [`${match[3]}@${match[1]}_${match[2]}`] : []
  })
}

/**
 * Needed libraries that are not part of the C++ runtime.
 * @param {string} headers of `objdump -p`
 */
export function foreignLibraries(headers) {
  return [...headers.matchAll(/NEEDED\s+(\S+)/g)].map((m) => m[1]).filter((name) => !libraries.test(name))
}

/** Runs objdump on a file. */
export function objdump(file, ...flags) {
  return execFileSync('objdump', [...flags, file], { encoding: 'utf8', maxBuffer: 2 ** 30 })
}
