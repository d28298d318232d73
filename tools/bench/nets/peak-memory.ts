// The largest resident set of a process that does nothing but SGD steps of VGG-16 with four images, in bytes.
import { readFileSync } from 'node:fs'
import { useBackend } from '@likeness/nets'
import { problem, steps } from './problems.js'

await useBackend('native', { threads: Number(process.argv[2]) })
const { sgd } = steps(problem('vgg16', 4))
for (let k = 0; k < 4; k++) sgd()
// The kernel's own mark of this program: resourceUsage() counts what the process was before it, too.
const mark = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))
process.stdout.write(String(Number(mark?.[1]) * 1024))
