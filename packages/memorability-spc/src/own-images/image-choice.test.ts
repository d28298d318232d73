import { expect, test } from 'vitest'
import { parseOptions } from '../options.js'

const whole = { images: '/photos', network: 'vgg16-hybrid1365', weights: '/w.h5', scores: '/s.csv' }

test('the layer is fc2, as published, where there is one', () => {
  expect(parseOptions(whole)).toMatchObject({ network: 'vgg16-hybrid1365', layer: 'fc2', preprocessing: '' })
  expect(parseOptions({ ...whole, layer: 'block5_pool', preprocessing: 'keras-caffe' })).toMatchObject({
    ...{ layer: 'block5_pool', preprocessing: 'keras-caffe' },
  })
  expect(parseOptions({ features: '/f.npy', scores: '/s.csv' })).toMatchObject({ network: '', layer: '' })
})

test.each<[string, Record<string, string | undefined>, string]>([
  ['no weights', { weights: undefined }, 'Expected --weights for --images but received none'],
  ['no network', { network: undefined }, 'Expected --network for --images but received none'],
  ['no scores', { scores: undefined }, 'Expected --scores for --images but received none'],
  ['an unknown network', { network: 'vgg19' }, 'Expected one of squeezenet, squeezenet-1.1, alexnet, vgg16, vgg16-hybrid1365, resnet50 for --network but received vgg19'], // prettier-ignore
  ['an unknown layer', { layer: 'fc3' }, 'block1_pool, block2_conv1_linear'],
  ['another layer where there is no fc2', { network: 'squeezenet' }, 'pool_final for --layer of squeezenet but received none'], // prettier-ignore
  ['an unknown preprocessing', { preprocessing: 'none' }, 'Expected one of raw, caffe, '],
  ['features beside images', { features: '/f.npy' }, 'but received --images and --features'],
  ['ids beside images', { ids: '/ids.txt' }, 'but received --images and --ids'],
  ['a network without images', { images: undefined }, 'Expected --images for --network but received none'],
])('%s is one clear error', (_, change, message) => {
  const raw = Object.fromEntries(Object.entries({ ...whole, ...change }).filter((entry) => entry[1] !== undefined))
  expect(() => parseOptions(raw as Record<string, string>)).toThrow(message)
})
