import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  openSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
  writeSync,
  closeSync,
  ftruncateSync,
} from 'node:fs'
import { basename, dirname, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { philox } from '../random/index.js'
import { CoreNativeError } from '../runtime/errors.js'
import { buildNpy } from '../testing/build-npy.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { unprivileged } from '../testing/unprivileged.js'
import { npyHeader } from '../testing/write-npy.js'
import { openNpy, readRegion, type FileMatrix } from './index.js'

interface Golden {
  readonly name: string
  readonly dtype: string
  readonly shape: number[]
  readonly file: string
  readonly values: number[]
}
const golden: Record<'accepted' | 'refused', Golden[]> = JSON.parse(
  readFileSync(new URL('golden/npy.json', import.meta.url), 'utf8'),
)
const at = temporaryFolder()
let files = 0

/** Opens a file of these bytes. */
function opened(bytes: Uint8Array): Promise<FileMatrix> {
  const path = at(`case-${files++}.npy`)
  writeFileSync(path, bytes)
  return openNpy(path)
}

/** A header of 2 x 3 float64 values with some of its parts exchanged, and 48 bytes behind it. */
const header = (descr = "'<f8'", order = 'False', shape = '(2, 3)') =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }`
const values = new Uint8Array(48)

describe('files that NumPy wrote', () => {
  test.each(golden.accepted)('$name', async ({ dtype, shape, file, values }) => {
    const bytes = Buffer.from(file, 'base64')
    const matrix = await opened(bytes)
    const [rows, cols] = shape as [number, number]
    const type = dtype === '<f4' ? 'float32' : 'float64'
    expect(matrix).toMatchObject({ type, rows, cols, bytes: bytes.length, modified: expect.stringMatching(/^\d+$/) })
    const out = type === 'float32' ? new Float32Array(rows * cols) : new Float64Array(rows * cols)
    await readRegion(matrix, { row: 0, rows, col: 0, cols }, out)
    expect([...out]).toEqual(values)
  })

  test.each(golden.refused)('is refused: $name', async ({ name, dtype, shape, file }) => {
    const error = await opened(Buffer.from(file, 'base64')).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(CoreNativeError)
    const received = name.includes('order')
      ? 'fortran_order: True'
      : shape.length === 2 && shape[1]
        ? dtype
        : shape.join(', ')
    expect(error).toMatchObject({
      code: 'INVALID_FILE',
      message: expect.stringContaining(name === 'structured' ? "('a', '<f4')" : received),
    })
  })
})

describe('the grammar of the header', () => {
  test.each([
    header(),
    `{"shape":(2,3),"descr":"<f8","fortran_order":False}`,
    ` {\n\t'fortran_order' : False , 'shape' : ( 2L , 3L , ) , 'descr' : '<f8' , } \r\n`,
  ])('%j is read', async (text) => {
    for (const major of [1, 2, 3])
      expect(await opened(buildNpy(text, values, major))).toMatchObject({ type: 'float64', rows: 2, cols: 3 })
  })

  test.each([
    ['', /header \{descr, fortran_order, shape\} for .* but received ""/],
    ['{}', /header .* but received "\{\}"/],
    [header().slice(0, -1), /header .* received "\{'descr'/],
    [`${header()} 1`, /header/],
    [header().replace("'shape'", "'Shape'"), /header .* received "'Shape': \(2, 3\)/],
    [header().replace("'shape'", "'descr'"), /header .* received "'descr': \(2, 3\)/],
    [header().replace("'shape': (2, 3), ", ''), /header/],
    [header().replace('}', "'more': 1}"), /header .* received "'more': 1/],
    [header().replace(', }', ',, }'), /header/],
    [header("'<f8"), /header/],
    [header('__import__("os")'), /header/],
    [header('f8'), /dtype '<f4' or '<f8' for .* received "f8"/],
    [header('(<f8)'), /dtype .* received "\(<f8\)"/],
    [header().replace("'<f8', ", "'<f8' "), /header .* received "'descr': '<f8' 'fortran_order'/],
    [header("'=f8'"), /dtype .* received "'=f8'"/],
    [header("'<f8 '"), /dtype/],
    [header("'<f8'", 'True'), /C order \(fortran_order: False\) for .* received fortran_order: True/],
    [header("'<f8'", '0'), /C order/],
    [header("'<f8'", 'None'), /C order/],
    [header("'<f8'", 'False', '(6)'), /shape \(rows, columns\) .* received "\(6\)"/],
    [header("'<f8'", 'False', '()'), /shape .* received "\(\)"/],
    [header("'<f8'", 'False', '(-2, 3)'), /shape .* received "\(-2, 3\)"/],
    [header("'<f8'", 'False', '(2, -3)'), /shape/],
    [header("'<f8'", 'False', '(2.0, 3)'), /shape/],
    [header("'<f8'", 'False', '(02, 3)'), /shape/],
    [header("'<f8'", 'False', '(2, 3,,)'), /shape/],
    [header("'<f8'", 'False', '(2, 3, 1)'), /shape/],
    [header("'<f8'", 'False', '(2, 0)'), /at least one column for .* received "\(2, 0\)"/],
    [header("'<f8'", 'False', '[2, 3]'), /shape/],
    [header("'<f8'", 'False', '(9007199254740992, 3)'), /shape/],
    [header("'<f8'", 'False', `(0, ${'9'.repeat(400)})`), /shape .* received "\(0, 9{75}9?9?…"/],
    [
      header("'<f8'", 'False', '(9007199254740991, 9007199254740991)'),
      /bytes .* float64 values\) for .* received \d+$/,
    ],
    [header("'<f8'", 'False', '(4294967296, 4294967296)'), /bytes/],
    [header("'<f8'", 'False', '(2305843009213693952, 8)'), /shape/],
  ])('%j is refused', async (text, message) => {
    await expect(opened(buildNpy(text, values))).rejects.toMatchObject({
      name: 'CoreNativeError',
      code: 'INVALID_FILE',
      message: expect.stringMatching(message),
    })
  })

  test('a long hostile header takes no time', async () => {
    const start = performance.now()
    for (const text of [
      '[',
      '{'.repeat(60_000),
      `{'descr': [${']  '.repeat(20_000)}`,
      `{${' '.repeat(60_000)}`,
      `{'descr': ('${' ,'.repeat(30_000)}}`,
    ])
      await expect(opened(buildNpy(text))).rejects.toMatchObject({ code: 'INVALID_FILE' })
    // Some milliseconds; a pattern that backtracks over 60,000 characters would take minutes.
    expect(performance.now() - start).toBeLessThan(5000)
  })
})

describe('sizes that do not fit', () => {
  const whole = buildNpy(header(), values)
  const error = (expected: RegExp) => ({ code: 'INVALID_FILE', message: expect.stringMatching(expected) })

  test('an empty file, another file, a file that ends within magic, version and length', async () => {
    await expect(opened(Buffer.alloc(0))).rejects.toMatchObject(error(/an npy file for .* received an empty file/))
    await expect(opened(Buffer.from('PK\x03\x04'))).rejects.toMatchObject(error(/begins with "PK\\u0003\\u0004"/))
    for (let length = 6; length < 12; length++)
      await expect(opened(whole.subarray(0, length))).rejects.toMatchObject(error(/whole npy header .* \d+ bytes/))
  })

  test('versions that do not exist', async () => {
    for (const [major, minor] of [
      [0, 0],
      [1, 1],
      [4, 0],
      [255, 255],
    ] as const)
      await expect(opened(buildNpy(header(), values, major, minor))).rejects.toMatchObject(
        error(new RegExp(`version 1.0, 2.0 or 3.0 for .* version ${major}.${minor}$`)),
      )
  })

  test('a header that is longer than the file, and one that claims 4 GB', async () => {
    await expect(opened(whole.subarray(0, 40))).rejects.toMatchObject(error(/header of at most 30 bytes .* one of \d+/))
    const claims = buildNpy(header(), values, 2)
    claims.writeUInt32LE(0xffffffff, 8)
    await expect(opened(claims)).rejects.toMatchObject(error(/header of at most \d+ bytes .* one of 4294967295/))
    // Also where the file is that long.
    const path = at('long.npy')
    const file = openSync(path, 'w')
    writeSync(file, claims)
    ftruncateSync(file, 5e9)
    closeSync(file)
    await expect(openNpy(path)).rejects.toMatchObject(error(/header of at most 65536 bytes .* one of 4294967295/))
  })

  test('truncated values, and bytes behind them (NumPy ignores those)', async () => {
    const message = new RegExp(`${whole.length} bytes .*2 x 3 float64 values\\) for .* received ${whole.length - 1}$`)
    await expect(opened(whole.subarray(0, -1))).rejects.toMatchObject(error(message))
    await expect(opened(Buffer.concat([whole, Buffer.alloc(1)]))).rejects.toMatchObject(
      error(new RegExp(`received ${whole.length + 1}$`)),
    )
  })
})

test('2,000 mutations of a header: a matrix of exactly the file, or a CoreNativeError', async () => {
  const rng = philox(20260301)
  const original = Buffer.concat([npyHeader('float32', 6, 4), Buffer.alloc(96)])
  const ends = { matrix: 0, error: 0 }
  for (let k = 0; k < 2000; k++) {
    const bytes = mutated(original, rng)
    const end = await opened(bytes).catch((error: unknown) => error)
    if (end instanceof CoreNativeError) {
      expect(end.code).toBe('INVALID_FILE')
      ends.error++
    } else {
      const { offset, rows, cols, type } = end as FileMatrix
      expect(offset + rows * cols * { float32: 4, float64: 8 }[type]).toBe(bytes.length)
      ends.matrix++
    }
  }
  expect(ends.matrix).toBeGreaterThan(50)
  expect(ends.error).toBeGreaterThan(500)
}, 60_000)

/** One to three bytes changed, taken out or put in, mostly where the header is, mostly characters of a header. */
function mutated(original: Buffer, rng: ReturnType<typeof philox>): Buffer {
  const draw = (n: number) => Math.floor(rng.uniform() * n)
  const alphabet = '0123456789(),:{}<>f48\'" \nL-FalseTrue'
  const bytes = [...original]
  for (let times = 1 + draw(3); times > 0; times--) {
    const place = draw(10) === 0 ? draw(bytes.length) : draw(80)
    const byte = draw(4) === 0 ? draw(256) : alphabet.charCodeAt(draw(alphabet.length))
    bytes.splice(place, draw(4) === 0 ? 0 : 1, ...(draw(4) === 0 ? [] : [byte]))
  }
  return Buffer.from(bytes)
}

describe('paths', () => {
  const whole = buildNpy(header(), values)

  test.each([
    [undefined, /a path for path but received undefined/],
    [3, /a path for path but received 3 of type number/],
    ['', /a path for path/],
    [new URL('file:///x.npy'), /a path for path but received an object of type URL/],
    ['x\0.npy', /a path without a null character for path but received "x\\u0000.npy"/],
  ])('%j is no path', async (path, message) => {
    await expect(openNpy(path as string)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(message),
    })
  })

  test('a missing file, a file as a folder, a name too long, a loop of links', async () => {
    writeFileSync(at('file'), whole)
    symlinkSync(at('loop-b'), at('loop-a'))
    symlinkSync(at('loop-a'), at('loop-b'))
    const cases = [
      ['missing.npy', 'FILE_NOT_FOUND', 'ENOENT'],
      ['file/x.npy', 'FILE_NOT_FOUND', 'ENOTDIR'],
      [`${'x'.repeat(300)}.npy`, 'FILE_UNREADABLE', 'ENAMETOOLONG'],
      ['loop-a', 'FILE_UNREADABLE', 'ELOOP'],
    ] as const
    for (const [name, code, received] of cases)
      await expect(openNpy(at(name))).rejects.toMatchObject({
        ...{ name: 'CoreNativeError', code },
        message: `Expected a readable file for ${at(name)} but received ${received}`,
      })
  })

  test('a file without permission', async () => {
    chmodSync(dirname(at('')), 0o755)
    const path = at('secret.npy')
    writeFileSync(path, whole)
    chmodSync(path, 0)
    await expect(unprivileged(() => openNpy(path))).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringMatching(/received EACCES$/),
    })
  })

  test('a folder, a device and a pipe without a writer are refused at once', async () => {
    mkdirSync(at('folder.npy'))
    expect(spawnSync('mkfifo', [at('pipe.npy')]).status).toBe(0)
    for (const [path, received] of [
      [at('folder.npy'), 'a folder'],
      [at('pipe.npy'), 'a pipe, socket or device'],
      ['/dev/zero', 'a pipe, socket or device'],
    ] as const)
      await expect(openNpy(path)).rejects.toMatchObject({
        ...{ name: 'CoreNativeError', code: 'INVALID_FILE' },
        message: `Expected a regular file for ${path} but received ${received}`,
      })
  })

  test('a link and a relative path lead to the file; the matrix names it absolutely and is frozen plain data', async () => {
    writeFileSync(at('target.npy'), whole)
    symlinkSync(at('target.npy'), at('link.npy'))
    const matrix = await openNpy(relative(process.cwd(), at('link.npy')))
    expect(basename(matrix.path)).toBe('link.npy')
    expect(matrix.path).toBe(at('link.npy'))
    expect(Object.isFrozen(matrix)).toBe(true)
    expect(structuredClone(matrix)).toEqual(matrix)
  })
})
