// npm start: builds, then runs every study on its embedded sample data and writes report/index.html.
import { spawnSync } from 'node:child_process'
import { build } from './build.mjs'

build()
const cli = new URL('../packages/study-kit/dist/cli.js', import.meta.url).pathname
const out = new URL('../report', import.meta.url).pathname
const args = ['run', 'all', '--data', 'sample', '--out', out, ...process.argv.slice(2)]
process.exit(spawnSync(process.execPath, [cli, ...args], { stdio: 'inherit' }).status ?? 1)
