// Those of the semantics and of threads themselves: one module, because AVA takes no declarations later.
import './semantics.js'
import '../threads.test.js'
