/** The facade in a process of its own, with the constant answers that it is held against. */
package io.kriten.apitoken.bench.facade;
