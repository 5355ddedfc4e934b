/**
 * The built-in tasks: names of `troupe train <task>` with the modules behind them. URLs only, because a task
 * loads the tensor library and most commands need none.
 */
export const builtInTasks: Readonly<Record<string, string>> = Object.freeze({
  digits: new URL('./digits.js', import.meta.url).href,
  mnist: new URL('./mnist.js', import.meta.url).href,
  'mnist-mlp': new URL('./mnist-mlp.js', import.meta.url).href,
  linear: new URL('./linear.js', import.meta.url).href,
})
