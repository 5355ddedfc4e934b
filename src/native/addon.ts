/** What core.node offers to this folder; other parts declare their own functions next to their use. */
export interface CoreAddon {
  /**
   * Once per process, before libtorch loads. Takes `NAME=VALUE`s (what is set already stands) and libraries by path.
   * With `addon` a thread loads those and that addon, for which the next call waits.
   */
  preload(environment: string[], libraries: string[], addon?: string): string[]
  /** Gives memory that malloc holds free back to the system. */
  trim(): void
  /** Gives back the pages inside memory that is all zeros until something is written there: those cost nothing. */
  untouched(view: Uint8Array): void
  /** The shared libraries of this process in load order, each with the linker's hash over it (`''` if it has none). */
  libraries(): { path: string; build: string }[]
  /** Environment variables as native code sees them. */
  environment(names: string[]): (string | null)[]
  /** e.g. `glibc 2.36` */
  libc(): string
}

/** One CUDA device; memory in bytes. `allocated` is held by tensors, `reserved` by libtorch's cache, that included. */
export interface CudaDevice {
  id: string
  name: string
  computeCapability: string
  multiprocessors: number
  totalBytes: number
  freeBytes: number
  allocatedBytes: number
  reservedBytes: number
}

/** What torch.node offers to this folder. */
export interface DeviceAddon {
  prepareThread(threads: number): number
  threads(): number
  /** Meters the tensors of the calling thread; above `bytes` they are refused. 0: metered without a limit. */
  limitMemory(bytes: number): void
  /** What the calling thread's tensors hold, in bytes; zeros where it is not metered. */
  memoryUse(): { used: number; peak: number; limit: number }
  libtorch(): { version: string; config: string }
  cudaDevices(): { devices: CudaDevice[]; reason: string }
  /** Multiplies two n×n float32 matrices `times` times; seconds of the clock and of all processors. */
  measureMatmul(n: number, times: number): { seconds: number; cpuSeconds: number }
}
