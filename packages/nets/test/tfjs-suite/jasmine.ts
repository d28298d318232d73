import { createRequire } from 'node:module'

/** What a reporter is told of a finished spec. */
export interface Spec {
  readonly fullName: string
  readonly status: string
  readonly failedExpectations: readonly { readonly message: string }[]
}

interface Env {
  configure(options: { random: boolean }): void
  addReporter(reporter: { specDone(spec: Spec): void }): void
  execute(): Promise<unknown>
}

interface Jasmine {
  boot(): { getEnv(): Env; DEFAULT_TIMEOUT_INTERVAL: number }
}

/** Installs jasmine's globals (describe, it, expect, …), in the order of declaration and without its own reporters. */
export function boot(specDone: (spec: Spec) => void): Env {
  const jasmine = (createRequire(import.meta.url)('jasmine-core') as Jasmine).boot()
  jasmine.DEFAULT_TIMEOUT_INTERVAL = 30_000
  const env = jasmine.getEnv()
  env.configure({ random: false })
  env.addReporter({ specDone })
  return env
}
