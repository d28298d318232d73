import { z } from 'zod'
import { isSelfContainedSvg } from './self-contained-svg.js'
import { webUrl } from './web-url.js'

const finiteOrNull = z.number().nullable()
const id = z.string().regex(/^[a-z0-9-]+$/)

const distinctIds = <T extends { id: string }>(all: readonly T[]) =>
  new Set(all.map((one) => one.id)).size === all.length

/** One number of a study, as its table shows it. */
export const numberRow = z.object({
  /** Heading under which rows stand together. */
  group: z.string().optional(),
  label: z.string(),
  /** null: not defined (a constant vector's correlation, say). */
  estimate: finiteOrNull,
  /** Digits after the point in tables. */
  digits: z.number().int().min(0).max(12).default(3),
  unit: z.string().optional(),
  /** Each with what it is: "95 % Fisher", "95 % bootstrap, 10,000 resamples". */
  intervals: z.array(z.object({ bounds: z.tuple([finiteOrNull, finiteOrNull]), method: z.string() })).default([]),
  /** Each with the test that gave it. */
  pValues: z.array(z.object({ value: z.number().min(0).max(1).nullable(), method: z.string() })).default([]),
  n: z.number().int().optional(),
  note: z.string().optional(),
})

/** A figure: its SVG stands in the page; SVG and PNG are also written as files. */
export const figureResult = z.object({
  id,
  title: z.string(),
  caption: z.string(),
  svg: z
    .string()
    .regex(/^<svg\b[^]*<\/svg>\s*$/, 'Expected one whole <svg>')
    .refine(isSelfContainedSvg, 'Expected an SVG without script and outside references'),
  /** The same picture for a paper; written as a file, not into results.json. */
  png: z.custom<Uint8Array>((value) => value instanceof Uint8Array).optional(),
})

/** A table of plain cells, for what is not a number with an interval. */
export const tableResult = z
  .object({
    id,
    title: z.string(),
    columns: z.array(z.string()).min(1),
    rows: z.array(z.array(z.union([z.string(), finiteOrNull]))),
    note: z.string().optional(),
  })
  .refine(({ columns, rows }) => rows.every((row) => row.length === columns.length), {
    path: ['rows'],
    message: 'Expected as many cells in each row as there are columns',
  })

/** What a study gives: plain data alone. */
export const studyResult = z.object({
  /** Keys that replication.json names. */
  values: z.record(z.string(), finiteOrNull),
  numbers: z.array(numberRow),
  figures: z.array(figureResult).refine(distinctIds, 'Expected figures with different ids'),
  tables: z.array(tableResult).refine(distinctIds, 'Expected tables with different ids').default([]),
  /** The study's questions, answered with what the numbers allow. */
  answers: z.array(z.object({ question: z.string(), answer: z.string() })),
  /** Paragraphs. */
  methods: z.array(z.string()),
  citations: z.array(z.object({ text: z.string(), url: webUrl.optional() })),
  notReplicated: z.array(z.object({ what: z.string(), why: z.string() })),
})

/** One line of the replication table. */
export const verdictRow = z.object({
  description: z.string(),
  /** published: the authors print it; derived: computed from their data by another program; planted: put into the sample. */
  kind: z.enum(['published', 'derived', 'planted']),
  expected: z.number(),
  ours: finiteOrNull,
  tolerance: z.number(),
  digits: z.number().int(),
  source: z.string(),
  /** What came out is replicated (published), agrees (derived) or is recovered (planted); not-applicable: other options. */
  verdict: z.enum(['replicated', 'agrees', 'recovered', 'differs', 'missing', 'not-applicable']),
})

/** results.json: a study's result with all that is needed to repeat it. */
export const results = studyResult.extend({
  format: z.literal('likeness-results/2'),
  study: z.string(),
  title: z.string(),
  question: z.string(),
  version: z.string(),
  /** `own`: files that the user gave. */
  data: z.enum(['sample', 'real', 'own']),
  dataNote: z.string(),
  seed: z.number().int(),
  options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** The study's options as they were given: what recomputes the results. Of a file its name without folders. */
  arguments: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  inputs: z.array(
    z.object({
      name: z.string(),
      bytes: z.number(),
      /** null: too large to be hashed. */
      sha256: z.string().nullable(),
      /** null: not of the manifest, as the user gave it. */
      verified: z.boolean().nullable(),
      licence: z.string(),
      /** Of a folder: how many files. */
      files: z.number().int().optional(),
      /** The option that the user gave it with. */
      option: z.string().optional(),
    }),
  ),
  environment: z.record(z.string(), z.string()),
  times: z.object({
    started: z.string(),
    seconds: z.number(),
    stages: z.array(z.object({ name: z.string(), seconds: z.number() })),
  }),
  replication: z.array(verdictRow),
})

export type NumberRow = z.input<typeof numberRow>
export type FigureResult = z.input<typeof figureResult>
export type TableResult = z.input<typeof tableResult>
export type StudyResult = z.input<typeof studyResult>
export type VerdictRow = z.infer<typeof verdictRow>
export type Results = z.infer<typeof results>
