import { access, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { z } from 'zod'
import { finding, probe, type Finding, type Section } from './finding.js'

const manifest = z.object({ version: z.string(), likeness: z.object({ doctor: z.string() }) })
const findings = z.array(finding)

/** The folder that holds study-kit and its neighbours. */
const neighbours = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))

/**
 * What the packages beside study-kit say of themselves: each whose package.json has `likeness.doctor` names a compiled module
 * whose default export gives findings.
 */
export async function packageSections(folder = neighbours): Promise<Section[]> {
  const names = (await readdir(folder)).sort()
  const sections = await Promise.all(names.map((name) => packageSection(join(folder, name), name)))
  return sections.filter((section) => section !== undefined)
}

async function packageSection(folder: string, name: string): Promise<Section | undefined> {
  const json: unknown = await readFile(join(folder, 'package.json'), 'utf8')
    .then(JSON.parse)
    .catch(() => undefined)
  const parsed = manifest.safeParse(json)
  if (!parsed.success) return undefined
  const module = join(folder, parsed.data.likeness.doctor)
  return { title: `${name} ${parsed.data.version}`, findings: await probe(name, () => ask(module, name)) }
}

async function ask(module: string, name: string): Promise<Finding[]> {
  const { default: look } = (await import(pathToFileURL(module).href).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ERR_MODULE_NOT_FOUND' ? new Error(`it is not built: npm run build`) : error
  })) as { default?: unknown }
  if (typeof look !== 'function') throw new Error(`Expected a function as default export of ${module}`)
  const parsed = findings.safeParse(await (look as () => unknown)())
  if (parsed.success) return parsed.data
  throw new Error(`Expected findings from the doctor of ${name} but received something else`)
}

const dependent = z.object({ dependencies: z.record(z.string(), z.string()).default({}) })

/** Whether the libraries that the packages import are installed. */
export async function librariesSection(folder = neighbours): Promise<Section> {
  const names = (await readdir(folder)).sort()
  const found = await Promise.all(names.map((name) => probe(name, () => librariesOf(join(folder, name), name))))
  return { title: 'Libraries', findings: found.flat() }
}

async function librariesOf(folder: string, name: string): Promise<Finding[]> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined)
  if (text === undefined) return []
  const libraries = Object.keys(dependent.parse(JSON.parse(text)).dependencies)
  const there = await Promise.all(libraries.map((library) => installed(folder, library)))
  const missing = libraries.filter((_, k) => !there[k])
  if (missing.length === 0) return [{ name, state: 'ok', text: `all ${libraries.length}` }]
  return [{ name, state: 'broken', text: `not installed: ${missing.join(', ')}`, mend: 'npm ci' }]
}

/** Looks where Node looks: in node_modules of the folder and of all above it. */
async function installed(folder: string, library: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    const found = await access(join(at, 'node_modules', library, 'package.json')).then(
      () => true,
      () => false,
    )
    if (found || at === dirname(at)) return found
  }
}
