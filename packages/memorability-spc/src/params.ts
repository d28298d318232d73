/**
 * Every constant of the study, with its source. "The paper": Lin, Li, Lafferty & Yildirim, Nature Human Behaviour 2024;
 * "the code": Qi-Lin7/SPC_public; "the notebook": its "Correlate with memorability.ipynb".
 */
export const params = {
  /** Images: the code's `target_info` and features. */
  images: { targets: 2222, fillers: 8042 },
  /** The paper's layers 1 to 7 of VGG-16 (Hybrid-1365), and the length of each, channels last. */
  layers: [
    { name: 'block1_pool', units: 112 * 112 * 64 },
    { name: 'block2_pool', units: 56 * 56 * 128 },
    { name: 'block3_pool', units: 28 * 28 * 256 },
    { name: 'block4_pool', units: 14 * 14 * 512 },
    { name: 'block5_pool', units: 7 * 7 * 512 },
    { name: 'fc1', units: 4096 },
    { name: 'fc2', units: 4096 },
  ],
  /** The published run of the code's sparse coding. Batches are rows drawn with replacement. */
  sparseCoding: {
    units: 1000,
    atoms: 500,
    batchSize: 250,
    batches: 1000,
    /** Step of the codes, eta_r, and of the dictionary, eta_Phi. */
    stepSize: 1e-2,
    learningRate: 1e-2,
    /** Soft threshold; the L1 weight that it implies is threshold / stepSize = 0.1. */
    threshold: 1e-3,
    /** eps: the ratio of spectral norms below which a batch has converged. */
    tolerance: 1e-2,
    maxIterations: 1000,
    /** The features are divided by this quantile of their magnitudes. */
    scaleQuantile: 0.95,
  },
  /** The notebook: bootstrap resamples of images, and the 0-based places of its bounds among the sorted values. */
  notebook: { resamples: 1000, lower: 25, upper: 975 },
  level: 0.95,
} as const
