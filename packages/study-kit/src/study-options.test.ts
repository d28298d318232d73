import { describe, expect, test } from 'vitest'
import type { StudyPackage } from './discover-studies.js'
import { singleOptions, studyOptions } from './study-options.js'

const study = (name: string, ...options: string[]): StudyPackage => ({
  ...{ name, version: '1', folder: '/', module: '/x.js' },
  ...{
    options: Object.fromEntries(options.map((option) => [option, ''])),
    files: [],
    several: [],
    folders: {},
    flags: [],
  },
})
const digits = study('digits', 'digit', 'pairs')

describe('options of a study', () => {
  test.each<[string[], Record<string, string>]>([
    [[], {}],
    [['--digit', '3', '--pairs=5'], { digit: '3', pairs: '5' }],
    [['--digit=3=4'], { digit: '3=4' }],
    [['--digit='], { digit: '' }],
    [['--digit', '-1'], { digit: '-1' }],
    [['--digit', '1', '--digit', '2'], { digit: '2' }],
    [['--digit=--pairs'], { digit: '--pairs' }],
    [['--digit=a\nb'], { digit: 'a\nb' }],
  ])('%j', (words, expected) => {
    expect(studyOptions(words, [digits])).toEqual(expected)
  })

  test.each([
    [['--digt', '3'], 'Expected one of --digit, --pairs for digits but received --digt'],
    [['digit', '3'], 'Expected one of --digit, --pairs for digits but received digit'],
    [['-d', '3'], 'Expected one of --digit, --pairs for digits but received -d'],
    [['--', 'x'], 'Expected one of --digit, --pairs for digits but received --'],
    [['--digit', '3', '4'], 'Expected one of --digit, --pairs for digits but received 4'],
    [['--digit'], 'Expected a value for --digit but received none'],
    [['--digit', '--pairs', '3'], 'Expected a value for --digit but received --pairs'],
    [['--__proto__', 'x'], 'but received --__proto__'],
    [['--constructor=x'], 'but received --constructor=x'],
    [['--toString', 'x'], 'but received --toString'],
  ])('%j is refused', (words, message) => {
    expect(() => studyOptions(words, [digits])).toThrow(message)
    expect(Object.prototype).not.toHaveProperty('x')
  })

  describe('flags', () => {
    const trained = { ...study('digits', 'digit', 'train'), flags: ['train'] }
    test.each<[string[], Record<string, string>]>([
      [['--train'], { train: 'true' }],
      [['--train', '--digit', '3'], { train: 'true', digit: '3' }],
      [['--digit', '3', '--train'], { digit: '3', train: 'true' }],
    ])('%j', (words, expected) => expect(studyOptions(words, [trained])).toEqual(expected))

    test.each([
      [['--train=yes'], 'Expected no value for --train but received yes'],
      [['--train='], 'Expected no value for --train but received an empty one'],
      [['--train', 'yes'], 'Expected one of --digit, --train for digits but received yes'],
      [['--digit', '--train'], 'Expected a value for --digit but received --train'],
    ])('%j is refused', (words, message) => expect(() => studyOptions(words, [trained])).toThrow(message))

    test('what is a flag of one study alone has a value', () => {
      expect(studyOptions(['--train', '5'], [trained, study('more', 'train')])).toEqual({ train: '5' })
    })
  })

  test('an option must be one of every study that runs', () => {
    expect(studyOptions(['--digit', '1'], [digits, study('more', 'digit')])).toEqual({ digit: '1' })
    expect(() => studyOptions(['--digit', '1'], [digits, study('bare')])).toThrow(
      expect.objectContaining({
        code: 'INVALID_ARGUMENT',
        message: 'Expected no option for bare but received --digit',
      }),
    )
  })
})

test('an option that takes several files takes every word up to the next option', () => {
  const rated = { ...study('rated', 'ratings', 'digit'), several: ['ratings'] }
  expect(studyOptions(['--ratings', 'a.csv', 'b.csv', '--digit', '3'], [rated])).toEqual({
    ...{ ratings: ['a.csv', 'b.csv'], digit: '3' },
  })
  expect(studyOptions(['--ratings=a.csv'], [rated])).toEqual({ ratings: ['a.csv'] })
  expect(() => studyOptions(['--digit', '3', '4'], [rated])).toThrow('Expected one of')
  expect(singleOptions({ ratings: ['a.csv'], digit: '3' })).toEqual({ digit: '3' })
})
