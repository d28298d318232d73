/**
 * CMYK of 8 bits (255 is full ink) to RGB without a profile, (255 - c)(255 - k) / 255 in PIL's own integers
 * (`cmyk2rgb` in libImaging/Convert.c).
 */
export function cmykToRgb(cmyk: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((cmyk.length / 4) * 3)
  for (let from = 0, to = 0; from < cmyk.length; from += 4) {
    const paper = 255 - cmyk[from + 3]!
    for (let ink = 0; ink < 3; ink++) rgb[to++] = paper - over255(cmyk[from + ink]! * paper)
  }
  return rgb
}

/** A product of two bytes, divided by 255 and rounded. */
function over255(product: number): number {
  const biased = product + 128
  return ((biased >> 8) + biased) >> 8
}
