/**
 * Sizes, fonts and colours shared by all figures. Lengths are CSS pixels (1 px = 1/96 inch).
 * The palette is the colour-blind-safe one of Okabe and Ito (2008), "Color Universal Design", in an order that puts
 * first the four colours whose contrast reaches 3:1 (WCAG 2.2, 1.4.11) on white and on near-black alike; black and
 * yellow are left out because each vanishes on one of the two.
 */
export const theme = {
  fontFamily: "'Source Sans 3', 'Source Sans Pro', system-ui, sans-serif",
  ink: '#1b1b1b',
  fontSize: { title: 11, label: 11, tick: 10, note: 10, mark: 9 },
  lineHeight: 1.25,
  padding: 8,
  tickLength: 4,
  /** One journal column of 85 mm, and a column and a half (127 mm = 5 inch). */
  width: { column: 321, wide: 480 },
  palette: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'],
  right: '#009e73',
  wrong: '#d55e00',
} as const
