import { z } from 'zod'

/** An address that a person can open: http or https, and so never `javascript:` in a link of the report. */
export const webUrl = z.url({ protocol: /^https?$/, error: 'Expected an http or https address' })
