import { results, type Results } from '../results.js'

/** A study's figure that holds nothing. */
export const madeSvg = '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="300" role="img"></svg>'

/** Valid results of a made study, with some fields replaced. */
export function madeResults(changes: Partial<Results> = {}): Results {
  return results.parse({
    format: 'likeness-results/2',
    study: 'made',
    version: '0.1.0',
    title: 'A made study',
    question: 'Is it so?',
    data: 'sample',
    dataNote: 'Made data.',
    seed: 7,
    options: { digit: 8 },
    values: { r: 0.25 },
    numbers: [{ label: 'r', estimate: 0.25, intervals: [{ bounds: [-0.5, 0.75], method: '95 % Fisher' }], n: 1200 }],
    figures: [{ id: 'made-scatter', title: 'Scatter', caption: 'Points.', svg: madeSvg }],
    tables: [{ id: 'list', title: 'List', columns: ['name', 'value'], rows: [['a', 1]] }],
    answers: [{ question: 'Is it?', answer: 'It is.' }],
    methods: ['A paragraph.'],
    citations: [{ text: 'Author (2020).', url: 'https://example.org/paper' }],
    notReplicated: [{ what: 'People', why: 'none were asked' }],
    inputs: [],
    environment: { node: '20' },
    times: { started: '2026-01-01T00:00:00.000Z', seconds: 1.5, stages: [{ name: 'load', seconds: 1 }] },
    replication: [],
    ...changes,
  })
}
