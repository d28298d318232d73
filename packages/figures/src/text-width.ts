/** Widths of U+0020 to U+007E in thousandths of the font size, from the `hmtx` tables of Source Sans 3. */
const regular =
  '200 289 426 497 497 824 609 249 303 303 418 497 249 311 249 350 497 497 497 497 497 497 497 497 497 497 ' +
  '249 249 497 497 497 425 847 543 588 571 615 527 494 617 652 263 479 579 486 727 647 664 566 664 569 534 ' +
  '536 645 515 786 513 476 539 303 350 303 497 500 542 504 553 456 555 496 292 504 544 246 247 495 255 829 ' +
  '547 542 555 555 347 419 338 544 467 719 446 467 425 303 241 303 497'

const semiBold =
  '200 315 482 513 513 841 639 275 324 324 438 513 275 322 275 344 513 513 513 513 513 513 513 513 513 513 ' +
  '275 275 513 513 513 444 875 558 597 576 625 538 510 628 663 282 494 597 502 745 657 674 582 674 592 545 ' +
  '546 655 536 800 541 501 540 324 344 324 513 500 549 516 563 462 564 507 317 520 558 262 263 522 271 843 ' +
  '560 549 564 564 373 431 361 556 495 748 481 495 443 324 255 324 513'

const widths = { 400: regular.split(' ').map(Number), 600: semiBold.split(' ').map(Number) }

// Beyond ASCII upper bounds are enough. Accented Latin letters are split first; a mark such as that of ď adds a little.
const latin = (text: string) => text.replace(/[\u00c0-\u024f\u1e00-\u1eff]/g, (letter) => letter.normalize('NFD'))

const beyondAscii = (point: number): number => {
  if (point >= 0x300 && point <= 0x36f) return 60
  if (point >= 0x391 && point <= 0x3a9) return 750
  if (point >= 0x3b1 && point <= 0x3c9) return 'φψω'.includes(String.fromCodePoint(point)) ? 730 : 620
  if ((point >= 0x2070 && point <= 0x208e) || [0xb0, 0xb2, 0xb3, 0xb9].includes(point)) return 380
  if ([0xa0, 0xb1, 0xb7, 0xd7, 0x2013, 0x2212, 0x2264, 0x2265].includes(point)) return 520
  return 1000
}

/**
 * Width of one line of text in Source Sans 3, without kerning and therefore slightly generous.
 * @param size font size in pixels
 * @returns pixels
 */
export const textWidth = (text: string, size: number, weight: 400 | 600 = 400): number => {
  let thousandths = 0
  for (const character of latin(text)) {
    const point = character.codePointAt(0)!
    thousandths += widths[weight][point - 0x20] ?? beyondAscii(point)
  }
  return (thousandths * size) / 1000
}
