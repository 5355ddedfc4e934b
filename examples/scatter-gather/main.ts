// One question goes to many actors at once; the answers that come in time are gathered.
import { ActorSystem } from 'troupe/actor'
import Broker from './broker.js'

await using system = await ActorSystem.start()
const broker = await system.spawn(
  Broker,
  {
    corner: { prices: { tea: 4.2, bread: 2.9 }, delayMs: 20 },
    market: { prices: { tea: 3.1 }, delayMs: 60 },
    station: { prices: { tea: 5.5, bread: 3.4 }, delayMs: 5 },
    asleep: { prices: { tea: 0.1 }, delayMs: 3_600_000 },
  },
  { name: 'broker' },
)

const find = async (item: string) => {
  const { offers, missing } = await broker.ask('offers', { item, withinMs: 2000 }, { timeoutMs: 30_000 })
  const list = offers.map(({ shop, price }) => `${shop} ${price.toFixed(2)}`).join(', ')
  console.log(`${item}: ${list || 'no offers'}; no answer in time from ${missing.join(', ')}`)
}
await Promise.all([find('tea'), find('bread'), find('salt')])
