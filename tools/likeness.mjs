// npm run likeness -- …: the command line of study-kit, built first where nothing is built yet.
import { existsSync } from 'node:fs'
import { build } from './build.mjs'

const cli = new URL('../packages/study-kit/dist/cli.js', import.meta.url)
if (!existsSync(cli)) build()
// In this process, so that Ctrl-C reaches it alone.
await import(cli.href)
