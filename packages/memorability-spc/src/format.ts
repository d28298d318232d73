/** A number with a fixed count of digits after the point and a true minus sign; "−0.00" loses its sign. */
export const signed = (value: number, digits: number) =>
  value.toFixed(digits).replace(/^-(?=[0.]*$)/, '').replace('-', '−') // prettier-ignore

/** A count with its thousands separated: 2,222. */
export const thousands = (n: number) => n.toLocaleString('en')

/** "[0.32, 0.40]". */
export const range = ([low, high]: readonly [number, number], digits = 2) =>
  `[${signed(low, digits)}, ${signed(high, digits)}]`

/** A p value as a sentence has it: "p = 0.475", "p < 0.001". */
export const pValue = (p: number) => (p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`)

/** A number for a table or a value: null where it is not defined. */
export const finite = (value: number | null | undefined) =>
  value === undefined || value === null || !Number.isFinite(value) ? null : value
