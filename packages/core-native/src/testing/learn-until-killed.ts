// Run as a process of its own: learns with checkpoints, without end.
import { learnDictionary } from '../index.js'
import { learningProblem } from './learning-problem.js'

const { x, dictionary, options } = learningProblem()
await learnDictionary(x, dictionary, { ...options, checkpoint: process.argv[2]! })
await new Promise(() => setInterval(() => undefined, 1000))
