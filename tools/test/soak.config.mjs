/** The randomized tests of `npm test` and `test:full`, each repeated for long. One file at a time. */
export default {
  files: [
    'dist/test/**/*.soak.test.js',
    'dist/test/**/*fuzz*.test.js',
    'dist/test/**/*storm*.test.js',
    'dist/test/cpp/memory_banks.test.js',
  ],
  workerThreads: false,
  concurrency: 1,
  timeout: '120m',
  environmentVariables: { TROUPE_SOAK: process.env.TROUPE_SOAK ?? '1' },
}
