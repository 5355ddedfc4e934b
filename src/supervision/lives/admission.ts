import type { ArmedFault, Ledger } from '../../arena/index.js'
import {
  type ProbeDigests,
  probeDifference,
  readDigests,
  type SharedDigests,
  shareDigests,
} from '../../state/index.js'
import { AdmissionReferenceError, AdmissionRefusedError, AdmissionSplitError } from '../errors.js'
import type { AgentWatch, Life } from '../reports.js'

/** What a life's admission probe gave: memory that main reads once the life has started, or has failed to. */
export interface ProbeReport {
  readonly digests: SharedDigests
  /** One byte: whether a planned fault spoilt it. */
  readonly spoilt: Uint8Array<SharedArrayBuffer>
}

/** What a life needs for its admission. */
export interface Admission {
  readonly report: ProbeReport
  /** What it must compute; unknown to the first agents of a process, who are compared with each other. */
  readonly reference: ProbeDigests | undefined
  /** What a planned fault spoils the probe with, or `stand`: it goes no further than that. */
  readonly fault: ArmedFault['act'] | undefined
  /** The step that was worked on when the life began. */
  readonly step: number
}

/** A life that has been through the admission probe. */
export interface Probed extends Life {
  readonly digests: ProbeDigests
}

/** What a run's agents are measured by, and which of the first of them do not meet it. */
export interface Settlement {
  readonly reference: ProbeDigests
  readonly refused: readonly Probed[]
}

/**
 * Settles the reference of a run from the probes of its first agents. The one that an earlier process kept stands;
 * without one it is what more than half of them computed.
 *
 * @throws AdmissionReferenceError when none of them meets the one that was kept, AdmissionSplitError when there is none
 *   and they disagree without a majority
 */
export function settleReference(kept: ProbeDigests | undefined, first: readonly Probed[]): Settlement {
  const like = (digests: ProbeDigests) =>
    first.filter((each) => probeDifference(each.digests, digests) === undefined)
  const reference =
    kept ?? first.map(({ digests }) => digests).find((each) => 2 * like(each).length > first.length)
  if (reference === undefined) throw new AdmissionSplitError(groupsOf(first))
  const admitted = like(reference)
  if (admitted.length === 0) throw new AdmissionReferenceError(probeDifference(reference, first[0]!.digests)!)
  return { reference, refused: first.filter((each) => !admitted.includes(each)) }
}

/** The agents by what they computed, in the order of their ids. */
function groupsOf(first: readonly Probed[]): number[][] {
  const groups: Probed[][] = []
  for (const each of first) {
    const group = groups.find(([one]) => probeDifference(one!.digests, each.digests) === undefined)
    if (group === undefined) groups.push([each])
    else group.push(each)
  }
  return groups.map((group) => group.map(({ agent }) => agent))
}

export interface AdmissionsGround {
  readonly ledger: Ledger
  readonly watch: AgentWatch | undefined
  /** The reference that an earlier process of this run kept. */
  readonly kept: ProbeDigests | undefined
  /** The reference is settled. */
  admitted(reference: ProbeDigests): void
  /** A life that sits already is not to take part. */
  refuse(life: Life, error: Error): void
}

/**
 * Sees to it that nobody takes part who computes other bits than the run's first agents. Those compute the probe
 * before the run opens, and are compared here; everybody who comes later compares itself, in its own thread.
 */
export class Admissions {
  readonly #ground: AdmissionsGround
  readonly #first: Probed[] = []
  #reference: ProbeDigests | undefined

  constructor(ground: AdmissionsGround) {
    this.#ground = ground
  }

  /** Starts a life with what it needs for its admission. */
  async through<T>(life: Life, start: (admission: Admission) => Promise<T>): Promise<T> {
    const { ledger, watch } = this.#ground
    const report = { digests: shareDigests(), spoilt: new Uint8Array(new SharedArrayBuffer(1)) }
    const reference = this.#reference
    const { step } = ledger.round()
    const fault = watch?.joins(life, step, reference === undefined)
    try {
      const started = await start({ report, reference, fault, step })
      if (reference === undefined) this.#first.push({ ...life, digests: readDigests(report.digests)! })
      return started
    } finally {
      if (report.spoilt[0] === 1) watch?.spoilt(life)
    }
  }

  /**
   * All first lives sit, and none computes yet: from here on there is a reference. Those that do not meet it are refused.
   *
   * @throws AdmissionSplitError, AdmissionReferenceError
   */
  settle(): void {
    const { kept, admitted, refuse } = this.#ground
    const first = this.#first.sort((one, other) => one.agent - other.agent)
    const { reference, refused } = settleReference(kept, first)
    this.#reference = reference
    admitted(reference)
    for (const { digests, ...life } of refused)
      refuse(life, new AdmissionRefusedError(life.agent, probeDifference(reference, digests)!))
  }
}
