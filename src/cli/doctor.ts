import { Command } from 'commander'
import {
  checkAddon,
  checkBlas,
  checkBuildTools,
  checkCuda,
  checkLibtorch,
  checkNode,
} from './doctor/checks.js'
import type { Finding } from './doctor/finding.js'

/** Looks at everything that training needs, in the order in which it is built up. */
export function examine(): Finding[] {
  const findings = [checkNode(), ...checkBuildTools(), checkLibtorch(), checkAddon()]
  // What is measured needs the addon; without it the finding above says what to do.
  const loads = findings.at(-1)!.status === 'ok'
  return loads ? [...findings, ...checkBlas(), checkCuda()] : findings
}

function print(finding: Finding): void {
  console.log(`${finding.status.padEnd(8)} ${finding.name.padEnd(10)} ${finding.detail}`)
  if (finding.remedy !== undefined) console.log(`${' '.repeat(20)}→ ${finding.remedy}`)
}

/** `troupe doctor`: exit 1 when training cannot work or would be badly slow. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check Node, compiler, addon, libtorch, BLAS and GPUs, with a remedy for what is wrong')
    .option('--json', 'print one JSON object')
    .action(({ json }: { json?: boolean }) => {
      const findings = examine()
      const ok = findings.every((finding) => finding.status === 'ok' || finding.status === 'none')
      if (json) console.log(JSON.stringify({ ok, findings }))
      else findings.forEach(print)
      if (!ok) process.exitCode = 1
    })
}
