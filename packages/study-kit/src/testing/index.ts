// What the tests of studies share; `@likeness/study-kit/testing` exists as TypeScript alone.
export { dataDir, readData } from './data-dir.js'
export { abortedAt, fakeContext } from './fake-context.js'
export { notRecovered, readReplication } from './replication.js'
