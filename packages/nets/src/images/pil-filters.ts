/** A filter of Pillow: its value at a distance in pixels of the coarser image, 0 beyond its support. */
export interface PilFilter {
  readonly support: number
  readonly weight: (distance: number) => number
}

function triangle(distance: number): number {
  return Math.max(0, 1 - Math.abs(distance))
}

// Keys' cubic with a = -0.5.
function cubic(distance: number): number {
  const [x, a] = [Math.abs(distance), -0.5]
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI)
}

function lanczos(distance: number): number {
  return distance >= -3 && distance < 3 ? sinc(distance) * sinc(distance / 3) : 0
}

/** Pillow's filters (libImaging/Resample.c). */
export const pilFilters = {
  'pil-bilinear': { support: 1, weight: triangle },
  'pil-bicubic': { support: 2, weight: cubic },
  'pil-lanczos': { support: 3, weight: lanczos },
} as const satisfies Record<string, PilFilter>
