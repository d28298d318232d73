// Runs the native core under sanitizers: `node tools/sanitize.mjs [address|thread] [test files …]`, both by default.
import { ensureSystem } from './ensure-system.mjs'
import { testAddress } from './sanitizers/address.mjs'
import { testThread } from './sanitizers/thread.mjs'

const [name, ...filters] = process.argv.slice(2)
const all = { thread: testThread, address: () => testAddress(filters) }
if (name && !(name in all)) {
  console.error(`Expected address or thread for the sanitizer but received ${name}`)
  process.exit(2)
}
// Asked for and not run is not passed.
if (!ensureSystem('sanitizers')) process.exit(1)
const failed = (name ? [name] : Object.keys(all)).filter((sanitizer) => {
  const start = performance.now()
  const passed = all[sanitizer]()
  const seconds = ((performance.now() - start) / 1000).toFixed(0)
  console.error(`likeness: ${sanitizer} ${passed ? 'passed' : 'FAILED'} in ${seconds} s`)
  return !passed
})
process.exit(failed.length > 0 ? 1 : 0)
