import { INPUT, type Op, type Step } from './op.js'

export interface StepOptions {
  /** What the step reads. Default: the step before. */
  readonly from?: readonly string[]
  /** Default: the step's own name. */
  readonly weightsName?: string
  readonly hidden?: boolean
}

/** Collects the steps of a network in the order in which they run. */
export interface StepList {
  readonly steps: readonly Step[]
  /** Appends a step and gives its name, by which others read it. */
  add(name: string, op: Op, options?: StepOptions): string
}

/** An empty list, whose first step reads the network's input. */
export function stepList(): StepList {
  const steps: Step[] = []
  return {
    steps,
    add(name, op, { from, weightsName = name, hidden = false } = {}) {
      steps.push({ name, op, from: from ?? [steps.at(-1)?.name ?? INPUT], weightsName, hidden })
      return name
    },
  }
}
