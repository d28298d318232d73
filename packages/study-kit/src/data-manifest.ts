import { z } from 'zod'
import { webUrl } from './web-url.js'

// Windows reads a backslash as a separator too, and C:name as an absolute path.
const staysInside = (name: string) =>
  !/[\\:\0]/.test(name) && name.split('/').every((part) => part !== '' && part !== '.' && part !== '..')

const bytes = z.number().int().positive()
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const archive = z.strictObject({
  format: z.enum(['zip', 'gzip']),
  /** Name of the file in the zip archive, exactly. */
  member: z.string().optional(),
  /** Of the archive itself, where they are known. */
  bytes: bytes.optional(),
  sha256: sha256.optional(),
})

const entry = z
  .object({
    name: z.string().refine(staysInside, 'Expected a path inside the data folder'),
    /** Page from which a person can get it. */
    url: webUrl,
    licence: z.string(),
    bytes: bytes.optional(),
    sha256: sha256.optional(),
    /** Nobody has published its checksum: why, and the most bytes that it may have. */
    unpinned: z.strictObject({ why: z.string(), most: bytes }).optional(),
    /** gzip: `bytes` and `sha256` are those of the decompressed content (mirrors differ in the gzip header). */
    content: z.enum(['file', 'gzip']).default('file'),
    /** Address of the file itself, or of the archive that holds it. */
    download: webUrl.optional(),
    archive: archive.optional(),
    /** Not needed for what replication.json checks: fetched when it is asked for. */
    optional: z.boolean().default(false),
    /** What a person must do to get it: a form, a licence to accept. */
    byHand: z.string().optional(),
  })
  .refine(({ bytes, sha256, unpinned }) => (unpinned ? !bytes && !sha256 : bytes && sha256), {
    path: ['sha256'],
    message: 'Expected bytes and sha256, or unpinned',
  })
  .refine(({ download, archive }) => download || !archive, {
    path: ['download'],
    message: 'Expected the address of the archive',
  })
  .refine(({ archive }) => archive?.format !== 'zip' || archive.member, {
    path: ['archive', 'member'],
    message: 'Expected the name of the file in the zip archive',
  })
  .refine(({ content, archive, unpinned }) => content === 'file' || (!archive && !unpinned), {
    path: ['content'],
    message: 'Expected a gzip content neither in an archive nor unpinned',
  })

/** data.json: each file that a study reads, with what it must be. */
export const dataManifest = z.object({
  files: z
    .array(entry)
    .refine((files) => new Set(files.map((file) => file.name)).size === files.length, 'Expected different names'),
})

export type DataManifest = z.infer<typeof dataManifest>
export type DataEntry = DataManifest['files'][number]
