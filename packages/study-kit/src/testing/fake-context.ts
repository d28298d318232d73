import type { StudyContext } from '../study.js'

/** A context as study-kit's worker would give it, in this thread, with a record of stages and notes. */
export function fakeContext(given: Partial<StudyContext> = {}) {
  const record = {
    stages: [] as string[],
    progress: {} as Record<string, number[]>,
    notes: {} as Record<string, string>,
  }
  const context: StudyContext = {
    data: 'sample',
    seed: 2026,
    threads: 2,
    device: 'auto',
    signal: new AbortController().signal,
    read: (name) => Promise.reject(new Error(`the sample must read no file, but reads ${name}`)),
    file: () => Promise.resolve(undefined),
    folder: () => Promise.resolve(undefined),
    workFile: (name) => Promise.reject(new Error(`no folder was made for the work file ${name}`)),
    cache: async (_, make) => make(),
    stage: (name) => {
      record.stages.push(name)
      const fractions: number[] = (record.progress[name] = [])
      return (fraction) => void fractions.push(fraction)
    },
    note: (key, value) => void (record.notes[key] = value),
    ...given,
  }
  return { context, record }
}

/** A context whose run is aborted, for `reason`, when the study starts `stage`. */
export function abortedAt(stage: string, given: Partial<StudyContext> = {}) {
  const controller = new AbortController()
  const reason = new Error('stopped by a test')
  const starts = (name: string) => {
    if (name === stage) controller.abort(reason)
    return () => {}
  }
  return { reason, context: fakeContext({ signal: controller.signal, stage: starts, ...given }).context }
}
