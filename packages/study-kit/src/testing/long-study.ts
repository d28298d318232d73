import { resultText, type MadeStudy } from './made-study.js'
import { madeSvg } from './made-results.js'

/**
 * A made study of seven cached stages, some of them with notes, typed arrays and maps, that takes some tenths of a second. Its
 * numbers are drawn from the seed; each stage's depend on the one before.
 */
export const longStudy: MadeStudy = {
  run: `
    const pause = () => new Promise((resolve) => setTimeout(resolve, 20))
    let state = { values: Float64Array.of(seed / 7, NaN, -0), names: new Map([['first', 1n]]) }
    for (let k = 0; k < 7; k++) {
      const progress = stage('stage ' + k)
      state = await cache('stage ' + k, async () => {
        const values = new Float64Array(300)
        for (let i = 0; i < values.length; i++) {
          values[i] = Math.sin(i * (k + 1) + state.values[0])
          if (i % 100 === 0) await pause()
          progress(i / values.length)
        }
        note('stage ' + k, String(values[k]))
        return { values, names: new Map([...state.names, ['stage ' + k, BigInt(k)]]) }
      })
    }
    stage('figures')
    const numbers = Object.fromEntries([...state.values.subarray(0, 20)].map((v, k) => ['v' + k, v]))
    const figures = [0, 1, 2].map((k) => ({ id: 'made-' + k, title: 'A', caption: 'B', svg: ${JSON.stringify(madeSvg)}, png: new Uint8Array([k, 2]) }))
    return { ...${resultText('values: { ...numbers, names: state.names.size }')}, figures }`,
}
