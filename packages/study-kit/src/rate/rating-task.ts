import { z } from 'zod'

/** The bytes of a PNG file. */
const side = z.custom<Uint8Array>(isPng, 'Expected the bytes of a PNG file')

function isPng(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a].every((byte, k) => value[k] === byte)
}

const words = z.string().min(1).max(500)

/** The scale of every rating: whole numbers, one key each (0 stands for 10). */
export const scale = { least: 1, most: 10 } as const

/** What people are asked to rate: plain data that any study with pairs of images can give. */
export const ratingTask = z.object({
  title: words,
  /** One sentence above every pair: "How alike are these two digits?" */
  question: words,
  /** Paragraphs that are read once, before the first pair. */
  instructions: z.array(words).min(1),
  /** What 1 and 10 stand for. */
  ends: z.tuple([words, words]),
  pairs: z
    .array(
      z.object({
        /** Names the pair in the table of ratings, from which the study must find its images again. */
        id: z.string().regex(/^[A-Za-z0-9][\w.:-]{0,80}$/),
        left: side,
        right: side,
      }),
    )
    .min(1)
    .max(2000)
    .refine((pairs) => new Set(pairs.map(({ id }) => id)).size === pairs.length, 'Expected pairs with different ids'),
})

export type RatingTask = z.infer<typeof ratingTask>
