/** How a network's input is made of red, green and blue from 0 to 255: (x / divisor - mean) / deviation, in float32. */
export interface Preprocessing {
  /** Order of the channels that the network takes. */
  readonly channels: 'rgb' | 'bgr'
  readonly divisor: number
  /** In the network's order of channels: one per channel, or a mean image of height x width x 3. */
  readonly mean: readonly number[] | Float32Array
  /** One per channel, in the network's order. */
  readonly deviation: readonly number[]
  /** Where the numbers come from. */
  readonly source: string
}

const one = [1, 1, 1] as const
const imageNet = { divisor: 255, mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] } as const

/** Preprocessings by name. */
export const preprocessings = {
  raw: {
    ...{ channels: 'rgb', divisor: 1, mean: [0, 0, 0], deviation: one },
    source: 'values from 0 to 255 as they are, such as the published features of memorability-spc',
  },
  caffe: {
    ...{ channels: 'bgr', divisor: 1, mean: [104, 117, 123], deviation: one },
    source: 'mean_value of train_val.prototxt: SqueezeNet, GoogLeNet and their kin in Caffe',
  },
  'caffe-ilsvrc12': {
    ...{ channels: 'bgr', divisor: 1, mean: [104.00698793, 116.66876762, 122.67891434], deviation: one },
    source: "channel means of BVLC's ilsvrc_2012_mean.npy (Caffe, examples/00-classification): AlexNet, CaffeNet",
  },
  pytorch: {
    ...{ channels: 'rgb', ...imageNet },
    source: 'torchvision.models, ToTensor and Normalize: statistics of ImageNet',
  },
  'keras-caffe': {
    ...{ channels: 'bgr', divisor: 1, mean: [103.939, 116.779, 123.68], deviation: one },
    source: "keras.applications.imagenet_utils.preprocess_input, mode 'caffe': VGG, ResNet-50",
  },
  'keras-tf': {
    ...{ channels: 'rgb', divisor: 127.5, mean: one, deviation: one },
    source: "keras.applications.imagenet_utils.preprocess_input, mode 'tf': from -1 to 1",
  },
  'keras-torch': {
    ...{ channels: 'rgb', ...imageNet },
    source: "keras.applications.imagenet_utils.preprocess_input, mode 'torch'",
  },
} as const satisfies Record<string, Preprocessing>

export type PreprocessingName = keyof typeof preprocessings
