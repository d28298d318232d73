// npm run setup:gpu: fetches the binary of @tensorflow/tfjs-node-gpu (install scripts are off by default) and says
// whether it runs on a GPU here.
import { spawnSync } from 'node:child_process'

const root = new URL('..', import.meta.url).pathname
const args = ['rebuild', '@tensorflow/tfjs-node-gpu', '--ignore-scripts=false', '--foreground-scripts']
const { status, stdout, stderr } = spawnSync('npm', args, { cwd: root, encoding: 'utf8' })
if (status !== 0) console.error(`${stdout}${stderr}`.trimEnd().split('\n').slice(-12).join('\n'))

const probe = `import { useBackend } from '@likeness/nets'
const { name, problems } = await useBackend('auto')
console.log(name === 'tensorflow-gpu' ? 'likeness: networks run on the GPU.' : 'likeness: networks run on ' + name + ': ' + problems.join('; '))
process.exitCode = name === 'tensorflow-gpu' ? 0 : 1`
const check = spawnSync(process.execPath, ['--input-type=module', '-e', probe], {
  cwd: `${root}packages/mnist-similarity`,
  stdio: 'inherit',
})
if (check.status !== 0)
  console.error(
    'likeness: the released binary is TensorFlow 2.9 for CUDA 11.2, cuDNN 8.1; for another CUDA put a libtensorflow into\n' +
      '  node_modules/@tensorflow/tfjs-node-gpu/deps and run node-pre-gyp install --build-from-source there.',
  )
process.exit(check.status ?? 1)
