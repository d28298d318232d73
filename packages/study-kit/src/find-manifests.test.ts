import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findManifests } from './find-manifests.js'
import { temporaryFolder } from './testing/temporary-folder.js'

const text = (name: string) =>
  JSON.stringify({
    files: [{ name, url: 'https://example.org', licence: 'CC0', bytes: 1, sha256: 'a'.repeat(64) }],
  })

describe('the data of a study', () => {
  test('are those of its package, else those that wait for it', async () => {
    const [packages, manifests] = [await temporaryFolder(), await temporaryFolder()]
    await mkdir(join(packages, 'there'))
    await writeFile(join(packages, 'there/data.json'), text('own'))
    const likeness = { study: './study.js' }
    await writeFile(join(packages, 'there/package.json'), JSON.stringify({ name: 'x', version: '1.0.0', likeness }))
    await writeFile(join(manifests, 'there.json'), text('taken over'))
    await writeFile(join(manifests, 'coming.json'), text('waiting'))
    const found = await findManifests('all', packages, manifests)
    expect(found.map(({ study, manifest }) => [study, manifest.files[0]!.name])).toEqual([
      ['coming', 'waiting'],
      ['there', 'own'],
    ])
    expect(await findManifests('coming', packages, manifests)).toHaveLength(1)
    await expect(findManifests('other', packages, manifests)).rejects.toMatchObject({
      code: 'UNKNOWN_STUDY',
      message: 'Expected all or one of coming, there for study but received other',
    })
  })
  test('of all five studies are there, each file with an address, a licence, and what it must be or why not', async () => {
    const found = await findManifests()
    expect(found.map(({ study }) => study)).toEqual(
      expect.arrayContaining([
        ...['harmonization', 'memorability-spc', 'mnist-similarity', 'rsa-digitobject', 'siamese-algonauts'],
      ]),
    )
    for (const { manifest } of found)
      for (const file of manifest.files) {
        // Without an address of the file a person must be told what to do.
        expect(file.download ?? file.byHand, file.name).toBeDefined()
        // Without encryption anything may come: only a checksum, or nobody's claim, may stand there.
        if (file.download?.startsWith('http:'))
          expect(file.sha256 ?? file.unpinned!.why).toMatch(/encryption|^[0-9a-f]+$/)
        if (/none stated/.test(file.licence)) expect(file.licence).toBe('none stated: never redistribute')
      }
  })
})
