/** Whether a sanitizer's build is under test (tools/sanitize.mjs): several times slower, and it keeps freed memory. */
export const sanitized = process.env['LIKENESS_SANITIZER'] !== undefined
