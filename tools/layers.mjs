import { readdirSync } from 'node:fs'

// study -> shared -> core: what each shared package may import of ours; a study may import any of these, never a study.
const allowed = {
  'core-native': [],
  io: [],
  figures: [],
  stats: ['core-native'],
  nets: ['core-native', 'io'],
  'study-kit': ['io'],
}
// Dependencies that one package keeps away from all others.
const keptIn = { nets: ['@tensorflow/*'], figures: ['d3-*', '@resvg/*', '@expo-google-fonts/*'] }

export const packageNames = readdirSync(new URL('../packages/', import.meta.url))

/**
 * The import patterns that the layer rule forbids in one package, in the form of eslint's no-restricted-imports.
 * @param {string} name folder of the package
 * @param {boolean} tested whether it is of a test, which may import another package's support for tests
 */
export function forbiddenImports(name, tested = false) {
  const may = allowed[name] ?? Object.keys(allowed)
  const ours = packageNames.filter((other) => other !== name && !may.includes(other))
  const theirs = Object.entries(keptIn).flatMap(([owner, patterns]) => (owner === name ? [] : patterns))
  return [
    ...(ours.length
      ? [{ group: ours.map((p) => `@likeness/${p}`), message: `${name} may not import it: study -> shared -> core.` }]
      : []),
    {
      group: ['@likeness/*/*', ...(tested ? ['!@likeness/*/testing'] : []), '**/packages/*', '../../*/src/*'],
      message: 'Import a package by its name, never its files.',
    },
    { group: theirs, message: 'Another package keeps this dependency to itself (CONTRIBUTING.md, layers).' },
  ]
}
