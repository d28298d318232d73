import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { foreignLibraries, objdump, tilesOutsideKernels, tooNewSymbols, wideOutsideKernels } from './binary-checks.mjs'
import { find } from './ensure-system.mjs'

const binary = new URL('../packages/core-native/build/Release/core_native.node', import.meta.url).pathname
const absent = !existsSync(binary) || !find('objdump') || process.arch !== 'x64'

describe.skipIf(absent)('core_native.node', () => {
  test('uses wide registers only in the kernels of their instruction set, and there it does', () => {
    const disassembly = objdump(binary, '-d', '-C', '--no-show-raw-insn')
    expect(wideOutsideKernels(disassembly)).toEqual([])
    expect(disassembly).toMatch(/%zmm/)
    expect(disassembly).toMatch(/<likeness::avx2::/)
    expect(tilesOutsideKernels(disassembly)).toEqual([])
    expect(disassembly).toMatch(/tdpbf16ps/)
  })
  test('asks for no symbol above GLIBC_2.28 and GLIBCXX_3.4.25', () => {
    const symbols = objdump(binary, '-T')
    expect(symbols).toMatch(/GLIBCXX_3\.4/)
    expect(tooNewSymbols(symbols)).toEqual([])
  })
  test('needs no library but the C++ runtime', () => {
    const headers = objdump(binary, '-p')
    expect(headers).toMatch(/NEEDED\s+libstdc\+\+/)
    expect(foreignLibraries(headers)).toEqual([])
  })
})

describe('the checks catch what they are for', () => {
  test('a wide register in the baseline, and a zmm register in an avx2 kernel', () => {
    const disassembly = [
      '0000 <likeness::avx512::pdist()>:',
      ' 1: vaddps %zmm0,%zmm1,%zmm2',
      '0008 <_ZZN8likeness6avx512L10for_blocksIZNS0_9IstaBatchIdE4takeEEvENUlPvlE_4_FUNESL_l>:',
      ' 9: vaddps %zmm0,%zmm1,%zmm2',
      '0010 <std::vector<int>::grow()>:',
      ' 2: vmovups %ymm0,(%rdi)',
      '0020 <likeness::avx2::pdist()>:',
      ' 3: vaddps %ymm0,%ymm1,%ymm2',
      ' 4: vaddps %zmm0,%zmm1,%zmm2',
    ].join('\n')
    expect(wideOutsideKernels(disassembly)).toEqual(['std::vector<int>::grow()', 'likeness::avx2::pdist()'])
  })
  test('a tile register outside the tile kernels', () => {
    const disassembly = [
      '0000 <likeness::amx::end()>:',
      ' 1: tilezero %tmm0',
      '0010 <likeness::avx512::fast()>:',
      ' 2: tilezero %tmm1',
      '0020 <main>:',
      ' 3: ret',
    ].join('\n')
    expect(tilesOutsideKernels(disassembly)).toEqual(['likeness::avx512::fast()'])
  })
  test('a symbol that is too new', () => {
    const lines = [
      '0 DF *UND* 0 (GLIBC_2.34) pthread_create',
      '0 DF *UND* 0 (GLIBC_2.2.5) free',
      '0 DF *UND* 0 (GLIBCXX_3.4.30) wait',
    ]
    expect(tooNewSymbols(lines.join('\n'))).toEqual(['pthread_create@GLIBC_2.34', 'wait@GLIBCXX_3.4.30'])
  })
  test('a library of somebody else', () => {
    expect(foreignLibraries('  NEEDED  libgomp.so.1\n  NEEDED  libc.so.6')).toEqual(['libgomp.so.1'])
  })
})
