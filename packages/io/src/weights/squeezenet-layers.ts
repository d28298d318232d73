import type { CompressedLayer } from './read-deep-compression.js'

const fire = (name: string, input: number, squeeze: number, expand: number): CompressedLayer[] => [
  { name: `${name}/conv1x1_1`, shape: [squeeze, input, 1, 1] },
  { name: `${name}/conv1x1_2`, shape: [expand, squeeze, 1, 1] },
  { name: `${name}/conv3x3_2`, shape: [expand, squeeze, 3, 3] },
]

/**
 * The 26 convolutions of SqueezeNet 1.0 in the order and under the names of `SqueezeNet_deploy.prototxt`
 * (github.com/songhan/SqueezeNet-Deep-Compression): of a fire module, `conv1x1_1` squeezes, `conv1x1_2` and `conv3x3_2`
 * expand. 1,248,424 parameters with the biases.
 */
export const squeezeNetLayers: readonly CompressedLayer[] = [
  { name: 'conv1', shape: [96, 3, 7, 7] },
  ...fire('fire2', 96, 16, 64),
  ...fire('fire3', 128, 16, 64),
  ...fire('fire4', 128, 32, 128),
  ...fire('fire5', 256, 32, 128),
  ...fire('fire6', 256, 48, 192),
  ...fire('fire7', 384, 48, 192),
  ...fire('fire8', 384, 64, 256),
  ...fire('fire9', 512, 64, 256),
  { name: 'conv_final', shape: [1000, 512, 1, 1] },
]
