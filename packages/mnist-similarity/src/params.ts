/**
 * Every constant of the study, with its source. "Homework D": Lake & Gureckis, Computational Cognitive Modeling, NYU,
 * Neural networks part D; "the page": a worked answer to its Problem 1.
 */
export const params = {
  /** The page, Problem 1: ratings of 20 pairs of the digit 8 by two people, scale 1 to 10. */
  published: {
    digit: 8,
    scale: [1, 10] as const,
    raters: [
      [5, 8, 8, 8, 5, 6, 9, 6, 6, 7, 5, 7, 10, 8, 4, 7, 7, 8, 9, 7],
      [5, 7, 8, 9, 4, 8, 9, 6, 6, 8, 7, 8, 10, 8, 2, 8, 6, 9, 8, 6],
    ],
    /** Cosine similarities at the fully connected layer, as printed. */
    network: [
      0.89012032, 0.85038942, 0.79451427, 0.91285908, 0.75113269, 0.85352826, 0.8943915, 0.91537622, 0.89762527,
      0.77289525, 0.75942052, 0.81272061, 0.80574378, 0.79841236, 0.95246642, 0.94559149, 0.87369754, 0.88077555,
      0.84055772, 0.86749835,
    ],
  },
  /** A printed cosine counts as found within this: eight decimals of a float32 computation. */
  matchTolerance: 1e-7,
  /** Confidence level of every interval. */
  level: 0.95,
  resamples: 10_000,
  permutations: 10_000,
  /** Bins of the similarity histograms. */
  histogramBins: 25,
  /** Images per pass through the network. */
  batch: 250,
  /** `--train`; learning rate, momentum and batch as in tools/train-sample-net.ts. */
  train: {
    epochs: 5,
    batch: 64,
    learningRate: 0.02,
    momentum: 0.9,
    /** Drawn digits of each kind, and how many of them to hold out. */
    drawnPerDigit: 800,
    heldOutPerDigit: 200,
    /** Steps between checkpoints: some seconds of work. */
    checkpointEvery: 200,
  },
} as const

/** Layers whose similarities are compared: raw pixels, then the network's, named as Homework D's `get_sim_judgments`. */
export const comparedLayers = ['pixels', 'conv1', 'conv2', 'fc1'] as const

/** One of `comparedLayers`. */
export type ComparedLayer = (typeof comparedLayers)[number]
