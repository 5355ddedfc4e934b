/** One line of `troupe doctor`. */
export interface Finding {
  name: string
  /** `none`: not there and not needed; `missing`, `slow` and `wrong` come with a remedy */
  status: 'ok' | 'none' | 'missing' | 'slow' | 'wrong'
  detail: string
  /** what to run or change, exactly */
  remedy?: string
  /** measured figures, for `--json` */
  figures?: Record<string, number>
}
