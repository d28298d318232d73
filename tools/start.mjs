// npm start: builds, then runs every study on its embedded sample data and writes report/index.html.
import { build } from './build.mjs'

build()
const out = new URL('../report', import.meta.url).pathname
process.argv = [...process.argv.slice(0, 2), 'run', 'all', '--data', 'sample', '--out', out, ...process.argv.slice(2)]
// In this process, so that Ctrl-C reaches it alone.
await import(new URL('../packages/study-kit/dist/cli.js', import.meta.url).href)
