import { Resvg } from '@resvg/resvg-js'
import { describe, expect, test } from 'vitest'
import { svgToPng } from './svg-to-png.js'

const open = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10" viewBox="0 0 20 10" color="#123456">'
const square = `${open}<rect width="10" height="10" fill="currentColor"/></svg>`

const decode = (png: Uint8Array) => {
  const href = `data:image/png;base64,${Buffer.from(png).toString('base64')}`
  const [width, height] = [16, 20].map((at) => Buffer.from(png).readUInt32BE(at)) as [number, number]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" href="${href}"/></svg>`
  const { pixels } = new Resvg(svg).render()
  return {
    width,
    height,
    at: (x: number, y: number) => [...pixels.subarray(4 * (y * width + x), 4 * (y * width + x) + 4)],
  }
}

describe('svgToPng', () => {
  test('draws at twice the size on white', () => {
    const { width, height, at } = decode(svgToPng(square))
    expect([width, height]).toEqual([40, 20])
    expect(at(2, 2)).toEqual([0x12, 0x34, 0x56, 255])
    expect(at(38, 2)).toEqual([255, 255, 255, 255])
  })

  test('on another background, and on none', () => {
    expect(decode(svgToPng(square, { scale: 1, background: '#111' })).at(18, 2)).toEqual([17, 17, 17, 255])
    expect(decode(svgToPng(square, { scale: 1, background: 'transparent' })).at(18, 2)).toEqual([0, 0, 0, 0])
  })

  test('the same bytes every time', () => {
    expect(Buffer.from(svgToPng(square)).equals(Buffer.from(svgToPng(square)))).toBe(true)
  })

  test('draws text without any font of the machine', () => {
    const written = svgToPng(`${open}<text y="9" font-family="'Source Sans 3', sans-serif">ρ²</text></svg>`)
    expect(Buffer.from(written).equals(Buffer.from(svgToPng(`${open}</svg>`)))).toBe(false)
  })

  test('refuses characters that the font lacks, but not in tooltips', () => {
    const text = `${open}<text>a<tspan>字</tspan>&#x1F600;<title>字</title></text></svg>`
    expect(() => svgToPng(text)).toThrow('Expected text in characters of Source Sans 3 for svg but received "字 😀"')
    expect(() => svgToPng(`${open}<title>字</title><text><title>字</title>a</text></svg>`)).not.toThrow()
  })

  test.each([['<svg'], [''], [`${open}<g></svg>`], [`${open}&nope;</svg>`]])('refuses %j', (svg) => {
    expect(() => svgToPng(svg)).toThrow('Expected a drawable SVG')
  })

  test('refuses bad options', () => {
    for (const scale of [0, -1, NaN, 21, Infinity]) expect(() => svgToPng(square, { scale })).toThrow('for scale but')
    expect(() => svgToPng(square, { background: 'nonsense' })).toThrow('a CSS colour for background')
    expect(() => svgToPng(3 as never)).toThrow('Expected an SVG string for svg but received 3')
    const vast = open.replace('width="20"', 'width="9000"')
    expect(() => svgToPng(`${vast}</svg>`)).toThrow('a picture of at most 16384 pixels')
  })
})
