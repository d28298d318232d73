import * as tf from '@tensorflow/tfjs'
import { bindMachine, checkWeights, type ForwardRequest, type Layer, type Network, type Weights } from '../network.js'
import { flat } from './dense.js'
import { INPUT, type Shape, type Step, type WeightUse } from './op.js'
import { preparedWeights } from './prepared-weights.js'

/** A network before it has weights: steps in the order in which they run. */
export interface Graph {
  readonly name: string
  readonly inputShape: Shape
  readonly steps: readonly Step[]
}

/** Shapes of a graph's weights, by name, as in the file. */
export function graphWeightShapes(graph: Graph): Record<string, Shape> {
  return Object.fromEntries(Object.entries(inferred(graph).uses).map(([name, { shape }]) => [name, shape]))
}

/** The layers of a graph that can be asked for. */
export function graphLayers(graph: Graph): readonly Layer[] {
  const { shapes } = inferred(graph)
  return graph.steps.filter((step) => !step.hidden).map(({ name }) => ({ name, shape: shapes.get(name)! }))
}

/**
 * A network that runs a graph. Outputs of its steps are its layers, channels last.
 * @throws NetsError INVALID_ARGUMENT for an input that is too small, INVALID_WEIGHTS
 */
export function graphNetwork(graph: Graph, weights: Weights): Network {
  const { uses } = inferred(graph)
  checkWeights(weights, Object.fromEntries(Object.entries(uses).map(([name, { shape }]) => [name, shape])))
  const layers = graphLayers(graph)
  const inputLength = graph.inputShape.reduce((product, side) => product * side, 1)
  const constant = preparedWeights(weights, uses)
  const network = { name: graph.name, inputLength, inputShape: graph.inputShape, layers, weights }
  return bindMachine(network, {
    forward: (batch, request) => run(graph, batch, request, weightSource(request, uses, constant)),
    weightsBehind: (names) => weightsBehind(graph, names, Object.keys(uses)),
  })
}

function weightsBehind({ steps }: Graph, layers: readonly string[], weights: readonly string[]): readonly string[] {
  const needed = readers(steps, { layers }, new Map())
  const owners = new Set(steps.filter(({ name }) => needed.has(name)).map((step) => step.weightsName))
  return weights.filter((name) => owners.has(name.slice(0, name.lastIndexOf('.'))))
}

function inferred({ inputShape, steps }: Graph) {
  const shapes = new Map<string, Shape>([[INPUT, inputShape]])
  const uses: Record<string, WeightUse> = {}
  for (const { name, op, from, weightsName } of steps) {
    const inputs = from.map((source) => shapes.get(source)!)
    shapes.set(name, op.shape(inputs, name))
    for (const [part, use] of Object.entries(op.weights?.(inputs) ?? {})) uses[`${weightsName}.${part}`] = use
  }
  return { shapes, uses }
}

type WeightSource = (name: string) => tf.Tensor

/** Weights that are given (variables, in the file's layout) before the network's own. */
function weightSource({ variables }: ForwardRequest, uses: Record<string, WeightUse>, own: WeightSource): WeightSource {
  return (name) => {
    const variable = variables?.get(name)
    if (!variable) return own(name)
    const { permutation } = uses[name]!
    return permutation ? tf.transpose(variable, [...permutation]) : variable
  }
}

/** Runs the steps that the layers asked for depend on, and nothing behind a layer whose values are given. */
function run({ inputShape, steps }: Graph, batch: tf.Tensor2D, request: ForwardRequest, weight: WeightSource) {
  const done = new Map<string, tf.Tensor>([[INPUT, batch.reshape([-1, ...inputShape])]])
  for (const [name, values] of Object.entries(request.given ?? {})) done.set(name, values)
  const waiting = readers(steps, request, done)
  for (const { name, op, from, weightsName } of steps) {
    if (!waiting.has(name) || done.has(name)) continue
    const inputs = from.map((source) => done.get(source)!)
    const compute = () =>
      op.runInPlace && isOnlyReader(from, waiting, request)
        ? op.runInPlace(inputs[0]!)
        : op.run(inputs, (part) => weight(`${weightsName}.${part}`))
    done.set(name, request.differentiable ? compute() : tf.tidy(compute))
    for (const source of from) release(source, waiting, done, request)
  }
  return Object.fromEntries(request.layers.map((name) => [name, flat(done.get(name)!)]))
}

/** Whether a step reads one layer, which nobody else will read, nor has given. */
function isOnlyReader([source, ...others]: readonly string[], waiting: Map<string, number>, { given }: ForwardRequest) {
  return others.length === 0 && source !== INPUT && waiting.get(source!) === 1 && !given?.[source!]
}

/** How many steps have yet to read each layer; one more for each that was asked for. */
function readers(steps: readonly Step[], { layers }: ForwardRequest, done: ReadonlyMap<string, tf.Tensor>) {
  const waiting = new Map<string, number>(layers.map((name) => [name, 1]))
  for (const { name, from } of [...steps].reverse())
    if (waiting.has(name) && !done.has(name))
      for (const source of from) waiting.set(source, (waiting.get(source) ?? 0) + 1)
  return waiting
}

/** Memory of a layer that nobody reads any more goes back at once, unless a gradient may need it. */
function release(name: string, waiting: Map<string, number>, done: Map<string, tf.Tensor>, request: ForwardRequest) {
  waiting.set(name, waiting.get(name)! - 1)
  if (waiting.get(name) === 0 && !request.differentiable && !request.given?.[name]) done.get(name)!.dispose()
}
