/** A number with a fixed count of digits after the point and a true minus sign; "−0.00" loses its sign. */
export const signed = (value: number, digits: number) =>
  value.toFixed(digits).replace(/^-(?=[0.]*$)/, '').replace('-', '−') // prettier-ignore

/** A count with its thousands separated: 473,851. */
export const thousands = (n: number) => n.toLocaleString('en')

/** A p value as a sentence has it: "p = 0.475", "p < 0.001". */
export const pValue = (p: number) => (p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`)
