import { availableParallelism, cpus, freemem, totalmem } from 'node:os'
import { Command } from 'commander'
import { type CudaDevice, type DeviceAddon, torch } from '../native/index.js'

/** The processor as a device; memory in bytes. */
export interface CpuDevice {
  id: 'cpu'
  name: string
  /** processors that this process may use: at most this many agents compute at once */
  cores: number
  totalBytes: number
  freeBytes: number
}

/** Everything an agent can own. `cuda` says why no GPU is listed; null when one is. */
export interface DeviceList {
  devices: (CpuDevice | CudaDevice)[]
  cuda: string | null
}

/** Lists the devices. The processor needs no addon, so it is listed even where that is missing. */
export function listDevices(): DeviceList {
  const cpu: CpuDevice = {
    id: 'cpu',
    name: cpus()[0]?.model ?? 'unknown processor',
    cores: availableParallelism(),
    totalBytes: totalmem(),
    freeBytes: freemem(),
  }
  try {
    const found = (torch() as DeviceAddon).cudaDevices()
    return { devices: [cpu, ...found.devices], cuda: found.devices.length > 0 ? null : found.reason }
  } catch (error) {
    return { devices: [cpu], cuda: error instanceof Error ? error.message : String(error) }
  }
}

const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`

/** `troupe devices`: what `--devices` accepts. */
export function devicesCommand(): Command {
  return new Command('devices')
    .description('list the devices that agents can own')
    .option('--json', 'print one JSON object')
    .action(({ json }: { json?: boolean }) => {
      const found = listDevices()
      if (json) return console.log(JSON.stringify(found))
      for (const device of found.devices) {
        const size = 'cores' in device ? `${device.cores} cores` : `compute ${device.computeCapability}`
        const memory = `${gib(device.freeBytes)} free of ${gib(device.totalBytes)}`
        console.log(`${device.id.padEnd(8)} ${device.name}, ${size}, ${memory}`)
      }
      if (found.cuda !== null) console.log(`no GPU: ${found.cuda}`)
    })
}
