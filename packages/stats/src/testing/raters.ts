const numbers = (text: string) => text.split(' ').map(Number)

/** Scores of 20 items by two raters and by a network, of a published comparison. */
export const raters = {
  rater1: numbers('5 8 8 8 5 6 9 6 6 7 5 7 10 8 4 7 7 8 9 7'),
  rater2: numbers('5 7 8 9 4 8 9 6 6 8 7 8 10 8 2 8 6 9 8 6'),
  net: numbers(
    '0.89012032 0.85038942 0.79451427 0.91285908 0.75113269 0.85352826 0.8943915 0.91537622 0.89762527 0.77289525 ' +
      '0.75942052 0.81272061 0.80574378 0.79841236 0.95246642 0.94559149 0.87369754 0.88077555 0.84055772 0.86749835',
  ),
}

/** Mean of the two raters. */
export const meanRating = raters.rater1.map((score, i) => (score + raters.rater2[i]!) / 2)
