import { benjaminiHochberg, type Philox } from '../../src/index.js'
import { averaged, proportion, type Row } from './row.js'
import { forSets, meanOf } from './simulate.js'

const [tests, effects] = [100, 20]

/** p of a test with an effect: a product of uniform numbers, so mostly small. */
const small = (random: Philox) => Array.from({ length: 6 }, () => random.uniform()).reduce((a, b) => a * b)

/** The false discovery proportion of `benjaminiHochberg` on independent tests, and the effects it finds. */
export async function calibrateBenjaminiHochberg(): Promise<Row[]> {
  const [wrong, found]: number[][] = [[], []]
  let any = 0
  await forSets(401, 4000, (random) => {
    const p = Array.from({ length: tests }, (_, k) => (k < effects ? small(random) : random.uniform()))
    const { rejected } = benjaminiHochberg(p)
    const all = rejected.reduce((sum, r) => sum + r, 0)
    const right = rejected.subarray(0, effects).reduce((sum, r) => sum + r, 0)
    wrong!.push(all > 0 ? (all - right) / all : 0)
    found!.push(right / effects)
    any += Number(benjaminiHochberg(Array.from({ length: tests }, () => random.uniform())).rejected.includes(1))
  })
  const inference = 'benjaminiHochberg, alpha 0.05'
  const mixture = { inference, data: `${tests} independent tests, ${effects} with effects` }
  const proportionOf = { ...mixture, counted: 'false discovery proportion', nominal: 0.04, held: 'exact' } as const
  const without = { inference, data: `${tests} independent tests, no effect`, nominal: 0.05, held: 'exact' } as const
  return [
    averaged(proportionOf, meanOf(wrong!), wrong!.length),
    proportion({ ...without, counted: 'any discovery' }, any, wrong!.length),
    averaged({ ...mixture, counted: 'power: effects found', held: { rate: 0.604 } }, meanOf(found!), found!.length),
  ]
}
