/** Requests by the hundred thousand, and the processor time that they cost their server. */
package io.kriten.apitoken.bench.load;
