import js from '@eslint/js'
import tseslint from 'typescript-eslint'
import { packageNames, forbiddenImports } from './tools/layers.mjs'

const nodeEffects = ['fs', 'fs/promises', 'http', 'https', 'net', 'child_process']
const effectsMessage =
  'Only study-kit (and for reading, core-native/src/file) touches disk, network and processes (CONTRIBUTING.md, layers).'
const nodeEffectPaths = nodeEffects.flatMap((m) => [
  { name: m, message: effectsMessage },
  { name: `node:${m}`, message: effectsMessage },
])
const restrictedImports = (patterns, paths = []) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { patterns, paths }],
})

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/build/**',
      '**/node_modules/**',
      '.nx/**',
      'report/**',
      'results/**',
      'nightly/**',
      'ratings/**',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['tools/**', 'vitest.setup.ts', '**/*.bench.ts', 'packages/study-kit/src/cli.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(['process', 'console', 'URL', 'performance'].map((g) => [g, 'readonly'])),
    },
  },
  ...packageNames.flatMap((name) => [
    { files: [`packages/${name}/src/**/*.ts`], rules: restrictedImports(forbiddenImports(name, true)) },
    {
      files: [`packages/${name}/src/**/*.ts`],
      ignores: ['**/*.test.ts', '**/*.bench.ts', '**/testing/**'],
      rules: restrictedImports(forbiddenImports(name)),
    },
    {
      files: [`packages/${name}/src/**/*.ts`],
      ignores: [
        ...['**/*.test.ts', '**/*.bench.ts', '**/testing/**'],
        ...['packages/study-kit/**', 'packages/core-native/src/file/**'],
      ],
      rules: restrictedImports(forbiddenImports(name), nodeEffectPaths),
    },
  ]),
)
