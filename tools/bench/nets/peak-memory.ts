// The largest resident set of a process that does nothing but SGD steps of VGG-16 with four images, in bytes.
import { useBackend } from '@likeness/nets'
import { problem, steps } from './problems.js'

await useBackend('native', { threads: Number(process.argv[2]) })
const { sgd } = steps(problem('vgg16', 4))
for (let k = 0; k < 4; k++) sgd()
process.stdout.write(String(process.resourceUsage().maxRSS * 1024))
