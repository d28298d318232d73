/** What stands in the .json beside a file of features. */
export interface FeaturesAbout {
  readonly format: 'likeness-features/1'
  readonly network: string
  readonly layer: string
  /** Shape of the layer, channels last; units are its elements in order. */
  readonly shape: readonly number[]
  /** Names of the files, in the order of the rows. */
  readonly images: readonly string[]
  readonly preprocessing: string
  readonly resize: string
  readonly fit: string
  readonly weights: {
    readonly name: string
    readonly bytes: number
    readonly sha256: string
    /** What kind of file it is, as its content says. */
    readonly format: string
    /** Whose names its tensors have: likeness, torchvision or Keras. */
    readonly names: string
  }
  readonly backend: string
}

/** The path of the .json beside a file of features. */
export const aboutPath = (features: string): string => features.replace(/(\.npy)?$/i, '.json')

/** Reads it. Undefined unless it is one, of so many images. */
export function parseAbout(text: string, rows: number): FeaturesAbout | undefined {
  try {
    const about = JSON.parse(text) as Partial<FeaturesAbout> | null
    if (about?.format !== 'likeness-features/1' || !Array.isArray(about.images)) return undefined
    const named = about.images.every((name) => typeof name === 'string') && about.images.length === rows
    const described = typeof about.network === 'string' && typeof about.layer === 'string'
    return named && described ? (about as FeaturesAbout) : undefined
  } catch {
    return undefined
  }
}
