// node tools/made-images.mjs FOLDER: 24 made pictures, six kinds of four, for the first steps in README.md.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'

const side = 240
const colours = [
  [200, 60, 50],
  [50, 120, 200],
  [60, 160, 80],
  [230, 180, 40],
]

/** Whether a point, from -1 to 1 on both axes around a shape's middle, belongs to it. */
const kinds = {
  checks: (x, y) => (Math.floor(4 * x) + Math.floor(4 * y)) % 2 === 0 && Math.max(Math.abs(x), Math.abs(y)) < 1,
  cross: (x, y) => Math.min(Math.abs(x), Math.abs(y)) < 0.3 && Math.max(Math.abs(x), Math.abs(y)) < 1,
  disc: (x, y) => Math.hypot(x, y) < 1,
  ring: (x, y) => Math.hypot(x, y) < 1 && Math.hypot(x, y) > 0.6,
  stripes: (x, y) => Math.abs(Math.floor(5 * y)) % 2 === 0 && Math.max(Math.abs(x), Math.abs(y)) < 1,
  triangle: (x, y) => y > -1 && y < 1 && Math.abs(x) < (1 + y) / 2,
}

/** Each variant has a colour, a place and a size of its own, on a background with a soft gradient. */
function picture(inside, variant) {
  const [cx, cy] = [0.15 * Math.sin(2 * variant), 0.15 * Math.cos(3 * variant)]
  const size = 0.5 + 0.08 * variant
  const data = new Uint8Array(side * side * 3)
  for (let row = 0; row < side; row++)
    for (let col = 0; col < side; col++) {
      const [x, y] = [(2 * col) / side - 1, (2 * row) / side - 1]
      const ground = [225 - 20 * y, 225 - 15 * x, 228].map(Math.round)
      data.set(inside((x - cx) / size, (y - cy) / size) ? colours[variant] : ground, 3 * (row * side + col))
    }
  return data
}

const folder = process.argv[2]
if (!folder) {
  console.error('Expected a folder to write to but received none: node tools/made-images.mjs FOLDER')
  process.exit(1)
}
mkdirSync(folder, { recursive: true })
for (const [kind, inside] of Object.entries(kinds))
  for (const variant of [0, 1, 2, 3])
    await sharp(picture(inside, variant), { raw: { width: side, height: side, channels: 3 } })
      .png()
      .toFile(join(folder, `${kind}-${variant + 1}.png`))
