import { StudyKitError } from '@likeness/study-kit'

/** "Expected X for Y but received Z". */
export function refused(expected: string, name: string, received: unknown): StudyKitError {
  return new StudyKitError('INVALID_ARGUMENT', `Expected ${expected} for ${name} but received ${String(received)}`)
}
