import 'vitest'

/** The options of jest-image-snapshot that the tests use; its own types would bring Jest's globals along. */
interface ImageSnapshotOptions {
  customSnapshotsDir: string
  customSnapshotIdentifier: string
  failureThreshold: number
  failureThresholdType: 'pixel' | 'percent'
  runInProcess: boolean
}

declare module 'vitest' {
  interface Matchers<T = unknown> {
    toMatchImageSnapshot: (options: ImageSnapshotOptions) => T
  }
}
