import test from 'ava'
import { checkOptions } from '../../src/training/options.js'
import { checkSettingDefaults, parseSetting, readSettings } from '../../src/training/settings.js'

const defaults = { lr: 1e-3, name: 'relu', bias: true }

test('defaults hold where nothing is given', (t) => {
  t.deepEqual(readSettings(defaults), defaults)
})

test('text becomes the type of the default', (t) => {
  const settings = readSettings(defaults, { lr: '0.5', name: '7', bias: 'false' })
  t.deepEqual(settings, { lr: 0.5, name: '7', bias: false })
})

test('the order is that of the declaration, whatever the order of the command line', (t) => {
  t.deepEqual(Object.keys(readSettings(defaults, { bias: 'true', lr: '1' })), ['lr', 'name', 'bias'])
})

test('unknown names and values of another type are refused', (t) => {
  t.throws(() => readSettings(defaults, { lrr: '1' }), {
    code: 'ERR_OPTION',
    message: /the task has lr, name, bias/,
  })
  t.throws(() => readSettings({}, { lr: '1' }), { code: 'ERR_OPTION', message: /the task has none/ })
  for (const lr of ['', 'fast', 'NaN', 'Infinity']) {
    t.throws(() => readSettings(defaults, { lr }), { code: 'ERR_OPTION', message: /lr must be a number/ })
  }
  t.throws(() => readSettings(defaults, { bias: 'yes' }), { code: 'ERR_OPTION', message: /true or false/ })
})

test('a value may contain the sign that separates it from its name', (t) => {
  t.deepEqual(parseSetting('a=b=c'), ['a', 'b=c'])
  t.throws(() => parseSetting('=3'), { code: 'ERR_OPTION' })
  t.throws(() => parseSetting('lr'), { code: 'ERR_OPTION' })
})

test('defaults that no command line could change are refused', (t) => {
  t.throws(() => checkSettingDefaults({ 'a-b': 1 }), { code: 'ERR_TASK_DEFINITION' })
  t.throws(() => checkSettingDefaults({ a: Number.NaN }), { code: 'ERR_TASK_DEFINITION' })
  t.throws(() => checkSettingDefaults({ a: [] as never }), { code: 'ERR_TASK_DEFINITION' })
})

test('names that every object has are refused, on the command line and in the task', (t) => {
  for (const name of ['__proto__', 'constructor', 'prototype']) {
    t.throws(() => parseSetting(`${name}=1`), { code: 'ERR_OPTION', message: /is no name of an option/ })
    t.throws(() => checkSettingDefaults(Object.fromEntries([[name, 1]])), { code: 'ERR_TASK_DEFINITION' })
    const set = JSON.parse(`{ "${name}": 1 }`)
    t.throws(() => checkOptions({ set }), { code: 'ERR_OPTION', message: /is no name of an option/ })
  }
})
