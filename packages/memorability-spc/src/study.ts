import { capabilities } from '@likeness/core-native'
import { defineStudy, type StudyContext } from '@likeness/study-kit'
import { answers } from './answers.js'
import { figures } from './figures/index.js'
import type { Findings } from './findings.js'
import { analyseSample } from './made.js'
import { analyseOwn } from './own.js'
import { numberRows } from './numbers.js'
import { parseOptions, type Options } from './options.js'
import { analyseReal } from './real.js'
import { tables } from './tables.js'
import { spcError } from './spc-error.js'
import { citations, dataNotes, methods, notReplicated } from './texts.js'
import { values } from './values.js'

async function analyse(options: Options, context: StudyContext): Promise<Findings> {
  context.note('SIMD', capabilities().simd?.level ?? 'none')
  if (context.data === 'sample') return analyseSample(options, context)
  if (context.data === 'own') return analyseOwn(options, context)
  await refuseFiles(context)
  return analyseReal(context)
}

// The released tables are a whole of their own: files beside them would be ignored.
async function refuseFiles({ file, folder }: StudyContext): Promise<void> {
  for (const option of ['features', 'scores', 'ids', 'weights', 'images'])
    if (await (option === 'images' ? folder(option) : file(option)))
      throw spcError('INVALID_ARGUMENT', 'no files of your own', '--data real', `--${option}`)
}

async function run(options: Options, context: StudyContext) {
  const findings = await analyse(options, context)
  context.stage('figures')
  return {
    values: values(findings),
    numbers: numberRows(findings),
    figures: figures(findings),
    tables: tables(findings),
    answers: answers(findings),
    methods: methods(findings),
    citations,
    notReplicated,
  }
}

export default defineStudy<Options>({
  title: 'Reconstruction error and memorability',
  question: 'Are images whose representations are harder to reconstruct remembered better?',
  dataNotes,
  parseOptions,
  run,
})
