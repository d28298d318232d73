import { readFileSync } from 'node:fs'
import { replicate, replicationFile, type ReplicationFile } from '../replication.js'
import type { VerdictRow } from '../results.js'

/** A study's replication.json. */
export const readReplication = (file: URL): ReplicationFile =>
  replicationFile.parse(JSON.parse(readFileSync(file, 'utf8')))

/** What was planted in a study's sample and is not among its values; other options than a check's leave it unmet. */
export function notRecovered(
  { sample }: ReplicationFile,
  values: Readonly<Record<string, number | null>>,
  options: Readonly<Record<string, unknown>> = {},
): VerdictRow[] {
  return replicate(sample, values, options).filter(({ verdict }) => verdict !== 'recovered')
}
