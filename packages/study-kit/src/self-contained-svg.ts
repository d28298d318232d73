const script = /<script/i
// A reference may only point into the same picture or carry its data along.
const outsideLink = /\b(?:href|src)\s*=\s*["']?(?!["'\s]|#|data:)/i
const outsideUrl = /url\(\s*["']?(?!["'\s]|#|data:)/i

/** Whether an SVG can stand in the report, which has no script and asks for nothing outside. */
export function isSelfContainedSvg(svg: string): boolean {
  return !script.test(svg) && !outsideLink.test(svg) && !outsideUrl.test(svg)
}
