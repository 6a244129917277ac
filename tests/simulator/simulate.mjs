// Judges simulations: JSON lines come in, one answer a line goes out.
// An answer is {"result": "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied"}, or {"error": …} if the simulator
// refuses the question or leaves a condition key out of it: either would compare what was not asked.

import { createInterface } from 'node:readline'
import { runSimulation } from '@cloud-copilot/iam-simulate'

for await (const line of createInterface({ input: process.stdin })) {
  let answer
  try {
    const found = await runSimulation(JSON.parse(line), {})
    const ignored = found.result?.ignoredContextKeys ?? []
    if (found.resultType !== 'single') {
      answer = { error: found.errors ?? found.resultType }
    } else if (ignored.length > 0) {
      answer = { error: { ignored } }
    } else {
      answer = { result: found.overallResult }
    }
  } catch (problem) {
    answer = { error: String(problem) }
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
}
