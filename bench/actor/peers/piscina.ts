// piscina's run(): a pool of one thread and a task that returns its argument.
//
// usage: node piscina.js idle|busy SECONDS

import { Piscina } from 'piscina'
import { busyAsk, idleAsk } from '../rates.js'

const [mode, seconds] = process.argv.slice(2)
const pool = new Piscina({
  filename: new URL('./piscina-echo.js', import.meta.url).href,
  minThreads: 1,
  maxThreads: 1,
  concurrentTasksPerWorker: 64,
})
const measures: Record<string, typeof idleAsk> = { idle: idleAsk, busy: busyAsk }
const value = await measures[mode!]!((argument) => pool.run(argument), Number(seconds))
console.log(JSON.stringify({ value }))
await pool.destroy()
