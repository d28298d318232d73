// Formats the C++ sources (--check: only looks). Needs clang-format; says so where it is missing.
import { spawnSync } from 'node:child_process'
import { globSync } from 'tinyglobby'
import { ensureSystem } from './ensure-system.mjs'

if (!ensureSystem('format')) process.exit(0)
const files = globSync('packages/*/{src,test,native}/**/*.{cc,h,cu}')
const mode = process.argv.includes('--check') ? ['--dry-run', '--Werror'] : ['-i']
process.exit(spawnSync('clang-format', [...mode, ...files], { stdio: 'inherit' }).status ?? 1)
