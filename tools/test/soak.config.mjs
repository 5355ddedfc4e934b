/** The randomized tests of `npm test`, each repeated for long. One file at a time. */
export default {
  files: ['dist/test/**/*.soak.test.js', 'dist/test/**/*fuzz*.test.js', 'dist/test/**/*storm*.test.js'],
  workerThreads: false,
  concurrency: 1,
  timeout: '120m',
  environmentVariables: { TROUPE_SOAK: '1' },
}
