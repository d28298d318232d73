import { findStudies, type Results, type runStudy as RunStudy } from '@likeness/study-kit'
import { pearson } from '@likeness/stats'
import { beforeAll, describe, expect, test } from 'vitest'
import { dataDir, readData } from '@likeness/study-kit/testing'
import { joinReleased } from './real.js'
import { readReal } from './tables/read-real.js'

// A worker loads compiled files alone: `npm test` builds them first.
const compiled = new URL('../../study-kit/dist/run-study.js', import.meta.url).href

describe.skipIf(dataDir === undefined)('the released tables', () => {
  let results: Results
  beforeAll(async () => {
    const { runStudy } = (await import(/* @vite-ignore */ compiled)) as { runStudy: typeof RunStudy }
    const [study] = await findStudies('memorability-spc', new URL('../../', import.meta.url).pathname)
    results = await runStudy(study!, {
      ...{ data: 'real', seed: 2026, threads: 2, device: 'auto', cwd: '/' },
      ...{ dataFolder: dataDir, acceptUnverified: false, options: {} },
    })
  }, 240_000)

  test('every published number replicates, and every derived one agrees', () => {
    const wrong = results.replication.filter(({ verdict }) => verdict !== 'replicated' && verdict !== 'agrees')
    expect(wrong).toEqual([])
    const count = (kind: string) => results.replication.filter((row) => row.kind === kind).length
    expect([count('published'), count('derived')]).toEqual([11, 106])
    expect(results.inputs.every(({ verified }) => verified)).toBe(true)
  })
  test('nothing is undefined, and no table or value holds single images', () => {
    expect(Object.entries(results.values).filter(([, value]) => value === null)).toEqual([])
    expect(JSON.stringify([results.answers, results.methods, results.numbers])).not.toMatch(/NaN|undefined/)
    for (const { rows } of results.tables) expect(rows.length).toBeLessThanOrEqual(10)
  })
  test('the figures; a point of a scatter plot names its image', () => {
    const ids = ['reconstruction', 'distinctiveness', 'partial', 'quartiles', 'layers', 'runs']
    expect(results.figures.map(({ id }) => id)).toEqual(ids.map((id) => `memorability-spc-${id}`))
    expect(results.figures[1]!.svg).toContain('<title>image 75: x = 886.448, y = 0.')
  })
  test('the answers say what was found', () => {
    const [remembered, beyond, layer, neighbours] = results.answers.map(({ answer }) => answer)
    expect(remembered).toMatch(/^Yes: r = 0\.295 .* over 2,222 images/)
    expect(beyond).toMatch(/^Yes: .* is 0\.157 \(95 % bootstrap \[0\.11, 0\.20\]/)
    expect(layer).toMatch(/layer 5 \(block5_pool\).*layer 7 \(fc2\)/)
    expect(neighbours).toMatch(
      /2,035 of 2,222 images, are larger for 187 and smaller for 0.*filler 7587 is that of 618/,
    )
  })

  describe('changed files show', () => {
    const text = async (name: string) => new TextDecoder().decode(await readData(name))
    const reading = (changed: Record<string, (text: string) => string>) =>
      readReal(async (name) =>
        changed[name] ? new TextEncoder().encode(changed[name](await text(name))) : readData(name),
      )
    const [nn, scores] = ['isola2014/block5_pool_NN.csv', 'isola2014/target_info_IsolaEtAl.csv']

    test('rows in another order change nothing; matched by order they would lose the answer', async () => {
      const reversed = (all: string) => all.trim().split('\n').reverse().join('\n')
      const tables = await reading({ [nn]: reversed })
      const { distinctiveness, correctedHit } = joinReleased(tables)
      expect(pearson(distinctiveness, correctedHit)).toBeCloseTo(0.3609615381, 9)
      expect(Math.abs(pearson(tables.neighbours.distances, tables.scores.correctedHit))).toBeLessThan(0.1)
    })
    test.each<[string, Record<string, (text: string) => string>, string]>([
      ['a lost row', { [nn]: (all) => all.slice(all.indexOf('\n') + 1) }, 'without image 75'],
      ['a target as neighbour', { [nn]: (all) => all.replace('7587_filler', '7587') }, '1_filler to 8042_filler as neighbour on line 1'], // prettier-ignore
      ['another score', { [scores]: (all) => all.replace(',0.19,0.374705882352941', ',0.2,0.364705882352941') }, 'as memorability of image 1'], // prettier-ignore
    ])('%s', async (_, changed, message) => expect(reading(changed)).rejects.toThrow(message))
  })
})
