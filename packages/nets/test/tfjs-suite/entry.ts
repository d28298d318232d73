import { writeFileSync } from 'node:fs'
import * as jasmineUtil from '@tensorflow/tfjs-core/dist/jasmine_util.js'
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js'
import '@tensorflow/tfjs-core/dist/register_all_gradients.js'
import { useBackend, type BackendName } from '../../src/backend.js'
import { boot, type Spec } from './jasmine.js'

// Runs inside the bundle that run-suite.ts makes. The backend that the arguments name becomes the only test environment, then
// TensorFlow.js's own specs are declared and run.
const [backend, output] = process.argv.slice(2) as [BackendName, string]
const passed: string[] = []
const failed: { name: string; message: string }[] = []
let skipped = 0

const jasmine = boot((spec: Spec) => {
  if (spec.status === 'passed') passed.push(spec.fullName)
  else if (spec.status !== 'failed') skipped++
  else failed.push({ name: spec.fullName, message: spec.failedExpectations[0]!.message.split('\n')[0]!.slice(0, 200) })
})
await useBackend(backend)
jasmineUtil.setTestEnvs([{ name: backend, backendName: backend, flags: {}, isDataSync: true }])
await import('@tensorflow/tfjs-core/dist/tests.js')
await jasmine.execute()
writeFileSync(output, JSON.stringify({ passed: passed.length, skipped, failed }))
