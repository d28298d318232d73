import {
  alexnet,
  alexnetShapes,
  resnet50,
  resnet50Shapes,
  squeezenet,
  squeezenetShapes,
  vgg,
  vgg16ImageNet,
  vggShapes,
  type Network,
  type PreprocessingName,
  type ResizeRule,
  type Weights,
} from '@likeness/nets'
import { refused } from './refused.js'

/** A network by name, and how its images are made, unless the command line says otherwise. */
export interface KnownNetwork {
  readonly build: (weights: Weights) => Network
  readonly shapes: Readonly<Record<string, readonly number[]>>
  readonly side: number
  readonly resize: ResizeRule
  readonly fit: Fit
  readonly preprocessing: PreprocessingName
  /** Where weights that can be had are, below LIKENESS_DATA_DIR. */
  readonly weights?: { readonly file: string; readonly get: string }
}

/** `squash`: both sides to the network's; `crop`: the short side to `shortSide`, then the middle cut out. */
export type Fit = { readonly kind: 'squash' } | { readonly kind: 'crop'; readonly shortSide: number }

// Caffe's tools resize with OpenCV and do not keep proportions; torchvision and Keras as their preprocessing pipelines do.
export const networks: Readonly<Record<string, KnownNetwork>> = {
  squeezenet: {
    build: (weights) => squeezenet(weights),
    shapes: squeezenetShapes(),
    ...{ side: 227, resize: 'opencv-bilinear', fit: { kind: 'squash' }, preprocessing: 'caffe' },
    weights: {
      file: 'squeezenet/compressed_SqueezeNet.net',
      get:
        'https://github.com/songhan/SqueezeNet-Deep-Compression (BSD-2, 675763 bytes, ' +
        'sha256 e4ab6960ae8cd81505e1c2136921201507e930966c53deaf15862a395b3a3261)',
    },
  },
  alexnet: {
    build: (weights) => alexnet(weights),
    shapes: alexnetShapes(),
    ...{ side: 227, resize: 'opencv-bilinear', fit: { kind: 'squash' }, preprocessing: 'caffe-ilsvrc12' },
  },
  vgg16: {
    build: (weights) => vgg(vgg16ImageNet, weights),
    shapes: vggShapes(vgg16ImageNet),
    ...{ side: 224, resize: 'tf2-bilinear', fit: { kind: 'squash' }, preprocessing: 'keras-caffe' },
  },
  resnet50: {
    build: (weights) => resnet50(weights),
    shapes: resnet50Shapes(),
    ...{ side: 224, resize: 'pil-bilinear', fit: { kind: 'crop', shortSide: 256 }, preprocessing: 'pytorch' },
  },
}

/** The network of a name. @throws StudyKitError INVALID_ARGUMENT naming those there are */
export function findNetwork(name: string): KnownNetwork {
  const found = Object.hasOwn(networks, name) ? networks[name] : undefined
  if (!found) throw refused(`one of ${Object.keys(networks).join(', ')}`, '--network', name)
  return found
}
