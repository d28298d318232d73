import { capabilities } from './runtime/index.js'

interface Finding {
  readonly name: string
  readonly state: 'ok' | 'absent' | 'broken'
  readonly text: string
  readonly mend?: string
}

/** What `likeness doctor` asks of this package (package.json, `likeness.doctor`): its addon, SIMD level and devices. */
export default function doctor(): Finding[] {
  const { simd, threads, cuda, versions, problems, device } = capabilities()
  const mend = process.env['LIKENESS_ADDON'] ? 'unset LIKENESS_ADDON' : 'npm run build'
  const addon: Finding = simd
    ? { name: 'native addon', state: 'ok', text: `compiled by ${versions.compiler ?? 'an unknown compiler'}` }
    : { name: 'native addon', state: 'broken', text: `${problems.join('; ')}: everything runs in JavaScript`, mend }
  const level: Finding = simd
    ? { name: 'SIMD', state: 'ok', text: `${simd.level} of ${simd.available.join(', ')}` }
    : { name: 'SIMD', state: 'absent', text: 'none without the native addon', mend }
  const tiles: Finding = simd?.tiles
    ? { name: 'tile unit', state: 'ok', text: `${simd.tiles}, for precision: 'fast'` }
    : { name: 'tile unit', state: 'absent', text: 'none in use; every precision but the fast one does without' }
  const gpu: Finding =
    cuda === null
      ? { name: 'CUDA', state: 'absent', text: 'no kernel of this build runs on a GPU' }
      : { name: 'CUDA', state: 'ok', text: JSON.stringify(cuda) }
  return [addon, level, tiles, { name: 'device', state: 'ok', text: `auto takes ${device}, ${threads} threads` }, gpu]
}
