import { svgToPng } from '@likeness/figures'
import type { FigureResult } from '@likeness/study-kit'
import type { Findings } from '../findings.js'
import { agreementFigure } from './agreement.js'
import { confusionFigure } from './confusion.js'
import { distributionsFigure } from './distributions.js'
import { layersFigure } from './layers.js'
import { learningCurveFigure } from './learning-curve.js'
import { pairsFigure, recoveredFigure } from './pairs.js'
import { errorsFigure, predictionsFigure } from './predictions.js'
import { rdmFigure } from './rdm.js'

/** Every figure of the study as SVG, in the report's order; one that has nothing to show is left out. */
export function drawings({
  material,
  digit,
  pairs,
  classified,
  similarities,
  distributions,
  ...f
}: Findings): FigureResult[] {
  const { images, labels, ratings } = material
  return [
    agreementFigure(ratings, f.analysis, f.recovery.pairs),
    layersFigure(f.analysis, f.recovery),
    recoveredFigure(images, ratings, f.analysis, f.recovery),
    rdmFigure(f.rdm),
    pairsFigure(images, digit, pairs, similarities),
    confusionFigure(classified),
    predictionsFigure(images, labels, classified),
    errorsFigure(images, labels, classified),
    distributionsFigure(distributions),
    f.training ? learningCurveFigure(f.training) : null,
  ].filter((figure) => figure !== null)
}

/** The same as SVG and PNG. */
export function figures(findings: Findings): FigureResult[] {
  return drawings(findings).map((figure) => ({ ...figure, png: svgToPng(figure.svg) }))
}
